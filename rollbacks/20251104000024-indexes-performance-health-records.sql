-- Reverses 20251104000024-indexes-performance-health-records.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_records_diagnosis_code_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_provider_npi_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_provider_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_school_id_follow_up_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_student_id_record_date_confidential_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_school_id_record_type_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS health_records_student_id_record_type_record_date_idx;
