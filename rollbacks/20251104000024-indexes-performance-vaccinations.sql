-- Reverses 20251104000024-indexes-performance-vaccinations.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS vaccinations_lot_number_idx;
DROP INDEX CONCURRENTLY IF EXISTS vaccinations_school_id_next_due_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS vaccinations_school_id_vaccine_type_compliance_status_idx;
