-- Students who are in the clinic now, and visits by how they ended.
--
-- Tables:   clinic_visits
-- HIPAA:    the indexes are a second copy of PHI: check_in_time, disposition
-- Locks:    SHARE UPDATE EXCLUSIVE on clinic_visits: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-chronic-conditions

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_school_id_check_in_time_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_school_id_disposition_check_in_time_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY clinic_visits_school_id_check_in_time_open_idx
    ON clinic_visits (school_id, check_in_time)
    WHERE check_out_time IS NULL AND deleted_at IS NULL;
COMMENT ON INDEX clinic_visits_school_id_check_in_time_open_idx IS
    'Visits of a school that are still open, the longest first.';

CREATE INDEX CONCURRENTLY clinic_visits_school_id_disposition_check_in_time_idx
    ON clinic_visits (school_id, disposition, check_in_time DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX clinic_visits_school_id_disposition_check_in_time_idx IS
    'Visits of a school with one disposition, newest first.';

ANALYZE clinic_visits;
