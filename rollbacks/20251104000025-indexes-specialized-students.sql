-- Reverses 20251104000025-indexes-specialized-students.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS students_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_school_id_lower_name_idx;
