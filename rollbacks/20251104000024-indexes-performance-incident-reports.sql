-- Reverses 20251104000024-indexes-performance-incident-reports.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_school_id_occurred_at_follow_up_idx;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_reported_by_id_occurred_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_school_id_occurred_at_critical_idx;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_school_id_type_severity_occurred_at_idx;
