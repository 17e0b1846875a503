-- Reverses 20251104000024-indexes-performance-analytics-reports.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS analytics_reports_generated_date_idx;
