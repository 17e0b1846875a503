-- Reverses 20251104000025-indexes-specialized-clinic-visits.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_check_in_time_brin_idx;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_reason_for_visit_idx;
DROP INDEX CONCURRENTLY IF EXISTS clinic_visits_symptoms_idx;
