-- Treatment plans of a school by status.
--
-- Tables:   treatment_plans
-- HIPAA:    the index is a second copy of PHI: status, start_date
-- Locks:    SHARE UPDATE EXCLUSIVE on treatment_plans: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-threat-detections

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS treatment_plans_school_id_status_start_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY treatment_plans_school_id_status_start_date_idx
    ON treatment_plans (school_id, status, start_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX treatment_plans_school_id_status_start_date_idx IS
    'Treatment plans of a school with one status, newest first.';

ANALYZE treatment_plans;
