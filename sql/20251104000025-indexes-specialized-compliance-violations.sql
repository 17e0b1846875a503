-- Violations that affect a student.
--
-- Tables:   compliance_violations
-- HIPAA:    the index is a second copy of PHI: affected_students
-- Locks:    SHARE UPDATE EXCLUSIVE on compliance_violations: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-clinical-protocols

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS compliance_violations_affected_students_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY compliance_violations_affected_students_idx
    ON compliance_violations USING gin (affected_students jsonb_path_ops)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX compliance_violations_affected_students_idx IS
    'Violations that affect one student (45 CFR 164.404): affected_students @> $1.';

ANALYZE compliance_violations;
