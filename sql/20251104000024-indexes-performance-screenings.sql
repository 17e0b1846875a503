-- Screenings of a school by type, and screenings that require a follow-up.
--
-- Tables:   screenings
-- HIPAA:    the indexes are a second copy of PHI: screening_type, screening_date, follow_up_date
-- Locks:    SHARE UPDATE EXCLUSIVE on screenings: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-report-schedules

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS screenings_school_id_screening_type_screening_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS screenings_school_id_follow_up_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY screenings_school_id_screening_type_screening_date_idx
    ON screenings (school_id, screening_type, screening_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX screenings_school_id_screening_type_screening_date_idx IS
    'Screenings of one type in a school, newest first.';

CREATE INDEX CONCURRENTLY screenings_school_id_follow_up_date_idx
    ON screenings (school_id, follow_up_date)
    WHERE follow_up_required AND deleted_at IS NULL;
COMMENT ON INDEX screenings_school_id_follow_up_date_idx IS
    'Screenings of a school that require a follow-up, the next due first.';

ANALYZE screenings;
