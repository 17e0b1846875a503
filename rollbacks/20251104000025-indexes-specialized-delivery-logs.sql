-- Reverses 20251104000025-indexes-specialized-delivery-logs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS delivery_logs_last_attempt_brin_idx;
