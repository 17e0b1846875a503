-- Reverses 20251104000024-indexes-performance-report-schedules.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS report_schedules_next_execution_at_active_idx;
