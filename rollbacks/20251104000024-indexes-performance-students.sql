-- Reverses 20251104000024-indexes-performance-students.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS students_school_id_enrollment_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_last_name_first_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_district_id_grade_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_nurse_id_name_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_school_id_grade_name_active_idx;
