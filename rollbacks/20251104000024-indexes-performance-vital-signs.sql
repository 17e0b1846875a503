-- Reverses 20251104000024-indexes-performance-vital-signs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS vital_signs_school_id_measurement_date_abnormal_idx;
