-- Reverses 20251104000024-indexes-performance-student-medications.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS student_medications_school_id_end_date_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS student_medications_school_id_dates_active_idx;
