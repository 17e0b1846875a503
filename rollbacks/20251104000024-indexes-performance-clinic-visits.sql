-- Reverses 20251104000024-indexes-performance-clinic-visits.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_school_id_disposition_check_in_time_idx;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_school_id_check_in_time_open_idx;
