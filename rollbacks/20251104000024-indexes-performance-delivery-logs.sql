-- Reverses 20251104000024-indexes-performance-delivery-logs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS delivery_logs_last_attempt_failed_idx;
