-- Reverses 20251104000024-indexes-performance-integration-logs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS integration_logs_integration_type_action_created_at_idx;
