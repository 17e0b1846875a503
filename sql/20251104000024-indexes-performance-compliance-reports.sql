-- The compliance report of one period, and reports that are due.
--
-- Tables:   compliance_reports
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on compliance_reports: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-compliance-checklist-items

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS compliance_reports_report_type_period_idx;
DROP INDEX CONCURRENTLY IF EXISTS compliance_reports_due_date_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY compliance_reports_report_type_period_idx
    ON compliance_reports (report_type, period);
COMMENT ON INDEX compliance_reports_report_type_period_idx IS
    'The report of one type for one period, such as 2026-Q1.';

CREATE INDEX CONCURRENTLY compliance_reports_due_date_open_idx
    ON compliance_reports (due_date)
    WHERE status IN ('PENDING', 'IN_PROGRESS', 'NEEDS_REVIEW') AND due_date IS NOT NULL;
COMMENT ON INDEX compliance_reports_due_date_open_idx IS
    'Unfinished reports, the next due first.';

ANALYZE compliance_reports;
