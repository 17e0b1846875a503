-- Reverses 20251104000025-indexes-specialized-vital-signs.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS vital_signs_measurement_date_brin_idx;
