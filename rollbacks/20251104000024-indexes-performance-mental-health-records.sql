-- Reverses 20251104000024-indexes-performance-mental-health-records.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS mental_health_records_school_id_follow_up_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS mental_health_records_school_id_risk_level_record_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS mental_health_records_counselor_id_record_date_idx;
