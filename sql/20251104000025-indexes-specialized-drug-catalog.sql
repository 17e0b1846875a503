-- Full-text search for drugs by generic name, and drugs by brand name.
--
-- Tables:   drug_catalog
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on drug_catalog: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-delivery-logs

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS drug_catalog_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS drug_catalog_brand_names_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY drug_catalog_search_idx
    ON drug_catalog USING gin (to_tsvector('simple', generic_name));
COMMENT ON INDEX drug_catalog_search_idx IS
    'Full-text search in the generic name: this expression @@ to_tsquery(''simple'', $1).';

CREATE INDEX CONCURRENTLY drug_catalog_brand_names_idx
    ON drug_catalog USING gin (brand_names jsonb_path_ops);
COMMENT ON INDEX drug_catalog_brand_names_idx IS
    'Drugs sold under one brand name: brand_names @> $1.';

ANALYZE drug_catalog;
