-- Reverses 20251104000025-indexes-specialized-integration-logs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS integration_logs_created_at_brin_idx;
