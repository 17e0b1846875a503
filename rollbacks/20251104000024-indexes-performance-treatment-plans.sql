-- Reverses 20251104000024-indexes-performance-treatment-plans.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS treatment_plans_school_id_status_start_date_idx;
