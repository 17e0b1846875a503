-- Reverses 20251104000024-indexes-performance-prescriptions.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS prescriptions_school_id_end_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS prescriptions_school_id_status_start_date_idx;
