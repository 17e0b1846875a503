-- Lab results of a school: pending, latest and abnormal ones.
--
-- Tables:   lab_results
-- HIPAA:    the indexes are a second copy of PHI: ordered_date, result_date
-- Locks:    SHARE UPDATE EXCLUSIVE on lab_results: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-inventory-transactions

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS lab_results_school_id_ordered_date_pending_idx;
DROP INDEX CONCURRENTLY IF EXISTS lab_results_school_id_result_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS lab_results_school_id_result_date_abnormal_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY lab_results_school_id_ordered_date_pending_idx
    ON lab_results (school_id, ordered_date)
    WHERE status = 'pending' AND deleted_at IS NULL;
COMMENT ON INDEX lab_results_school_id_ordered_date_pending_idx IS
    'Lab tests of a school whose result is pending, the oldest order first.';

CREATE INDEX CONCURRENTLY lab_results_school_id_result_date_idx
    ON lab_results (school_id, result_date DESC)
    WHERE result_date IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX lab_results_school_id_result_date_idx IS
    'Lab results of a school, newest first.';

CREATE INDEX CONCURRENTLY lab_results_school_id_result_date_abnormal_idx
    ON lab_results (school_id, result_date DESC)
    WHERE is_abnormal AND deleted_at IS NULL;
COMMENT ON INDEX lab_results_school_id_result_date_abnormal_idx IS
    'Abnormal lab results of a school, newest first.';

ANALYZE lab_results;
