-- Medication orders of a school on one day, and orders that run out.
--
-- Tables:   student_medications
-- HIPAA:    the indexes are a second copy of PHI: start_date, end_date
-- Locks:    SHARE UPDATE EXCLUSIVE on student_medications: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-sis-sync-conflicts

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS student_medications_school_id_dates_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS student_medications_school_id_end_date_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY student_medications_school_id_dates_active_idx
    ON student_medications (school_id, start_date, end_date)
    INCLUDE (student_id, medication_id)
    WHERE is_active AND deleted_at IS NULL;
COMMENT ON INDEX student_medications_school_id_dates_active_idx IS
    'Active medication orders of a school on one day; includes student and medication.';

CREATE INDEX CONCURRENTLY student_medications_school_id_end_date_active_idx
    ON student_medications (school_id, end_date)
    WHERE is_active AND end_date IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX student_medications_school_id_end_date_active_idx IS
    'Active medication orders of a school, the next to run out first.';

ANALYZE student_medications;
