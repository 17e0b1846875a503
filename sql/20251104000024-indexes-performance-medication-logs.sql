-- The last dose of a student, the doses one person gave, and the doses that are due.
--
-- Tables:   medication_logs
-- HIPAA:    the indexes are a second copy of PHI: administered_at, scheduled_at
-- Locks:    SHARE UPDATE EXCLUSIVE on medication_logs: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-medical-history

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medication_logs_student_id_medication_id_administered_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS medication_logs_administered_by_administered_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS medication_logs_school_id_scheduled_at_pending_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY medication_logs_student_id_medication_id_administered_at_idx
    ON medication_logs (student_id, medication_id, administered_at DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX medication_logs_student_id_medication_id_administered_at_idx IS
    'Doses of one medication given to a student, the last one first.';

CREATE INDEX CONCURRENTLY medication_logs_administered_by_administered_at_idx
    ON medication_logs (administered_by, administered_at DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX medication_logs_administered_by_administered_at_idx IS
    'Doses given by one person, newest first.';

CREATE INDEX CONCURRENTLY medication_logs_school_id_scheduled_at_pending_idx
    ON medication_logs (school_id, scheduled_at)
    WHERE status = 'PENDING' AND deleted_at IS NULL;
COMMENT ON INDEX medication_logs_school_id_scheduled_at_pending_idx IS
    'Pending doses of a school, the next due first.';

ANALYZE medication_logs;
