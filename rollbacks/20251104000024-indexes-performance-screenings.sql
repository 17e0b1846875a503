-- Reverses 20251104000024-indexes-performance-screenings.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS screenings_school_id_follow_up_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS screenings_school_id_screening_type_screening_date_idx;
