-- Reverses 20251104000024-indexes-performance-compliance-reports.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS compliance_reports_due_date_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS compliance_reports_report_type_period_idx;
