-- Reverses 20251104000024-indexes-performance-medical-history.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medical_history_school_id_student_id_monitoring_idx;
DROP INDEX CONCURRENTLY IF EXISTS medical_history_school_id_student_id_critical_idx;
