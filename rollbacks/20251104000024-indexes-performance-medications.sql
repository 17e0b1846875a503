-- Reverses 20251104000024-indexes-performance-medications.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medications_dosage_form_name_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS medications_dea_schedule_name_controlled_idx;
DROP INDEX CONCURRENTLY IF EXISTS medications_generic_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS medications_name_idx;
