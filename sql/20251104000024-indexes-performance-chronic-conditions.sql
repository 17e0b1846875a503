-- Conditions of a school by status, and students whose condition requires an IEP or a 504 plan.
--
-- Tables:   chronic_conditions
-- HIPAA:    the indexes are a second copy of PHI: status, next_review_date
-- Locks:    SHARE UPDATE EXCLUSIVE on chronic_conditions: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-cache-entries

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS chronic_conditions_school_id_status_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS chronic_conditions_school_id_student_id_iep_idx;
DROP INDEX CONCURRENTLY IF EXISTS chronic_conditions_school_id_student_id_504_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY chronic_conditions_school_id_status_active_idx
    ON chronic_conditions (school_id, status, next_review_date)
    WHERE is_active AND deleted_at IS NULL;
COMMENT ON INDEX chronic_conditions_school_id_status_active_idx IS
    'Active conditions of a school with one status, the next review first.';

CREATE INDEX CONCURRENTLY chronic_conditions_school_id_student_id_iep_idx
    ON chronic_conditions (school_id, student_id)
    WHERE requires_iep AND deleted_at IS NULL;
COMMENT ON INDEX chronic_conditions_school_id_student_id_iep_idx IS
    'Students of a school whose condition requires an Individualized Education Program (IEP).';

CREATE INDEX CONCURRENTLY chronic_conditions_school_id_student_id_504_idx
    ON chronic_conditions (school_id, student_id)
    WHERE requires504 AND deleted_at IS NULL;
COMMENT ON INDEX chronic_conditions_school_id_student_id_504_idx IS
    'Students of a school whose condition requires a plan under Section 504.';

ANALYZE chronic_conditions;
