-- Records of a counselor, records with a high risk, and follow-ups.
--
-- Tables:   mental_health_records
-- HIPAA:    the indexes are a second copy of PHI: record_date, risk_level, follow_up_date
-- Locks:    SHARE UPDATE EXCLUSIVE on mental_health_records: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-medications

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS mental_health_records_counselor_id_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS mental_health_records_school_id_risk_level_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS mental_health_records_school_id_follow_up_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY mental_health_records_counselor_id_record_date_idx
    ON mental_health_records (counselor_id, record_date DESC)
    WHERE counselor_id IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX mental_health_records_counselor_id_record_date_idx IS
    'Records written by a counselor, newest first.';

CREATE INDEX CONCURRENTLY mental_health_records_school_id_risk_level_record_date_idx
    ON mental_health_records (school_id, risk_level DESC, record_date DESC)
    WHERE risk_level IN ('HIGH', 'CRITICAL') AND deleted_at IS NULL;
COMMENT ON INDEX mental_health_records_school_id_risk_level_record_date_idx IS
    'Records of a school with a high or critical risk, the highest risk first.';

CREATE INDEX CONCURRENTLY mental_health_records_school_id_follow_up_date_idx
    ON mental_health_records (school_id, follow_up_date)
    WHERE follow_up_required AND deleted_at IS NULL;
COMMENT ON INDEX mental_health_records_school_id_follow_up_date_idx IS
    'Records of a school that require a follow-up, the next due first.';

ANALYZE mental_health_records;
