-- Prescriptions of a school by status and by end date.
--
-- Tables:   prescriptions
-- HIPAA:    the indexes are a second copy of PHI: status, start_date, end_date
-- Locks:    SHARE UPDATE EXCLUSIVE on prescriptions: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-phi-disclosures

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS prescriptions_school_id_status_start_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS prescriptions_school_id_end_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY prescriptions_school_id_status_start_date_idx
    ON prescriptions (school_id, status, start_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX prescriptions_school_id_status_start_date_idx IS
    'Prescriptions of a school with one status, newest first.';

CREATE INDEX CONCURRENTLY prescriptions_school_id_end_date_idx
    ON prescriptions (school_id, end_date)
    WHERE end_date IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX prescriptions_school_id_end_date_idx IS
    'Prescriptions of a school, the next to end first.';

ANALYZE prescriptions;
