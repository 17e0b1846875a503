-- Incidents by type, severity and reporter, and incidents that require a follow-up.
--
-- Tables:   incident_reports
-- HIPAA:    the indexes are a second copy of PHI: type, severity, occurred_at
-- Locks:    SHARE UPDATE EXCLUSIVE on incident_reports: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-immunizations

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_school_id_type_severity_occurred_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_school_id_occurred_at_critical_idx;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_reported_by_id_occurred_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_school_id_occurred_at_follow_up_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY incident_reports_school_id_type_severity_occurred_at_idx
    ON incident_reports (school_id, type, severity, occurred_at DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX incident_reports_school_id_type_severity_occurred_at_idx IS
    'Incidents of a school filtered by type and severity, newest first.';

CREATE INDEX CONCURRENTLY incident_reports_school_id_occurred_at_critical_idx
    ON incident_reports (school_id, occurred_at DESC)
    WHERE severity IN ('HIGH', 'CRITICAL') AND deleted_at IS NULL;
COMMENT ON INDEX incident_reports_school_id_occurred_at_critical_idx IS
    'Incidents of a school with high or critical severity, newest first.';

CREATE INDEX CONCURRENTLY incident_reports_reported_by_id_occurred_at_idx
    ON incident_reports (reported_by_id, occurred_at DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX incident_reports_reported_by_id_occurred_at_idx IS
    'Incidents reported by one user, newest first.';

CREATE INDEX CONCURRENTLY incident_reports_school_id_occurred_at_follow_up_idx
    ON incident_reports (school_id, occurred_at)
    WHERE follow_up_required AND deleted_at IS NULL;
COMMENT ON INDEX incident_reports_school_id_occurred_at_follow_up_idx IS
    'Incidents of a school that require a follow-up, the oldest first.';

ANALYZE incident_reports;
