-- Reverses 20251104000024-indexes-performance-immunizations.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS immunizations_lot_number_idx;
DROP INDEX CONCURRENTLY IF EXISTS immunizations_school_id_vaccine_name_administered_date_idx;
