-- Reverses 20251104000024-indexes-performance-maintenance-logs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS maintenance_logs_next_maintenance_date_idx;
