-- Students of a school with a critical history or one that requires monitoring.
--
-- Tables:   medical_history
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on medical_history: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-maintenance-logs

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medical_history_school_id_student_id_critical_idx;
DROP INDEX CONCURRENTLY IF EXISTS medical_history_school_id_student_id_monitoring_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY medical_history_school_id_student_id_critical_idx
    ON medical_history (school_id, student_id)
    WHERE is_critical AND deleted_at IS NULL;
COMMENT ON INDEX medical_history_school_id_student_id_critical_idx IS
    'Students of a school whose history has a critical entry.';

CREATE INDEX CONCURRENTLY medical_history_school_id_student_id_monitoring_idx
    ON medical_history (school_id, student_id)
    WHERE requires_monitoring AND deleted_at IS NULL;
COMMENT ON INDEX medical_history_school_id_student_id_monitoring_idx IS
    'Students of a school whose history has an entry that requires monitoring.';

ANALYZE medical_history;
