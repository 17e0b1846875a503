-- Reverses 20251104000024-indexes-performance-chronic-conditions.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS chronic_conditions_school_id_student_id_504_idx;
DROP INDEX CONCURRENTLY IF EXISTS chronic_conditions_school_id_student_id_iep_idx;
DROP INDEX CONCURRENTLY IF EXISTS chronic_conditions_school_id_status_active_idx;
