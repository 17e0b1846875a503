-- Reverses 20251104000024-indexes-performance-drug-catalog.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS drug_catalog_drug_class_generic_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS drug_catalog_generic_name_idx;
