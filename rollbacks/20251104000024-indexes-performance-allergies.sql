-- Reverses 20251104000024-indexes-performance-allergies.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS allergies_school_id_epi_pen_expiration_idx;
DROP INDEX CONCURRENTLY IF EXISTS allergies_school_id_allergy_type_severity_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS allergies_school_id_student_id_life_threatening_idx;
