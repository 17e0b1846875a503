-- Records of a student and of a school by type, confidential records, follow-ups, records by
-- provider and by diagnosis code.
--
-- Tables:   health_records
-- HIPAA:    the indexes are a second copy of PHI: record_type, record_date, follow_up_date,
--           provider, provider_npi, diagnosis_code
-- Locks:    SHARE UPDATE EXCLUSIVE on health_records: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-health-metric-snapshots

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_records_student_id_record_type_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_school_id_record_type_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_student_id_record_date_confidential_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_school_id_follow_up_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_provider_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_provider_npi_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_diagnosis_code_record_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY health_records_student_id_record_type_record_date_idx
    ON health_records (student_id, record_type, record_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX health_records_student_id_record_type_record_date_idx IS
    'Timeline of a student for one type of record, newest first.';

CREATE INDEX CONCURRENTLY health_records_school_id_record_type_record_date_idx
    ON health_records (school_id, record_type, record_date DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX health_records_school_id_record_type_record_date_idx IS
    'Records of one type in a school, newest first.';

CREATE INDEX CONCURRENTLY health_records_student_id_record_date_confidential_idx
    ON health_records (student_id, record_date DESC)
    WHERE is_confidential AND deleted_at IS NULL;
COMMENT ON INDEX health_records_student_id_record_date_confidential_idx IS
    'Confidential records of a student, newest first.';

CREATE INDEX CONCURRENTLY health_records_school_id_follow_up_date_idx
    ON health_records (school_id, follow_up_date)
    WHERE follow_up_required AND deleted_at IS NULL;
COMMENT ON INDEX health_records_school_id_follow_up_date_idx IS
    'Records of a school that require a follow-up, the next due first.';

CREATE INDEX CONCURRENTLY health_records_provider_record_date_idx
    ON health_records (provider, record_date DESC)
    WHERE provider IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX health_records_provider_record_date_idx IS
    'Records of a provider, found by name, newest first.';

CREATE INDEX CONCURRENTLY health_records_provider_npi_record_date_idx
    ON health_records (provider_npi, record_date DESC)
    WHERE provider_npi IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX health_records_provider_npi_record_date_idx IS
    'Records of a provider, found by National Provider Identifier (NPI), newest first.';

CREATE INDEX CONCURRENTLY health_records_diagnosis_code_record_date_idx
    ON health_records (diagnosis_code, record_date DESC)
    WHERE diagnosis_code IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX health_records_diagnosis_code_record_date_idx IS
    'Records with one diagnosis code in all schools, newest first, to watch an outbreak.';

ANALYZE health_records;
