-- Reverses 20251104000024-indexes-performance-health-screenings.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_screenings_school_id_screening_type_screening_date_idx;
