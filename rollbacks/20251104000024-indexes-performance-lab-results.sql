-- Reverses 20251104000024-indexes-performance-lab-results.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS lab_results_school_id_result_date_abnormal_idx;
DROP INDEX CONCURRENTLY IF EXISTS lab_results_school_id_result_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS lab_results_school_id_ordered_date_pending_idx;
