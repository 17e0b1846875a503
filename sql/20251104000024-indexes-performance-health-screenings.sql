-- Health screenings of a school by type.
--
-- Tables:   health_screenings
-- HIPAA:    the index is a second copy of PHI: screening_type, screening_date
-- Locks:    SHARE UPDATE EXCLUSIVE on health_screenings: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-health-records

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_screenings_school_id_screening_type_screening_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY health_screenings_school_id_screening_type_screening_date_idx
    ON health_screenings (school_id, screening_type, screening_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX health_screenings_school_id_screening_type_screening_date_idx IS
    'Screenings of one type in a school, newest first.';

ANALYZE health_screenings;
