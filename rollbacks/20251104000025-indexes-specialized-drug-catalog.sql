-- Reverses 20251104000025-indexes-specialized-drug-catalog.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS drug_catalog_brand_names_idx;
DROP INDEX CONCURRENTLY IF EXISTS drug_catalog_search_idx;
