-- Drugs by generic name and by class.
--
-- Tables:   drug_catalog
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on drug_catalog: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-delivery-logs

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS drug_catalog_generic_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS drug_catalog_drug_class_generic_name_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY drug_catalog_generic_name_idx
    ON drug_catalog (generic_name);
COMMENT ON INDEX drug_catalog_generic_name_idx IS
    'Drugs by generic name.';

CREATE INDEX CONCURRENTLY drug_catalog_drug_class_generic_name_idx
    ON drug_catalog (drug_class, generic_name)
    WHERE drug_class IS NOT NULL;
COMMENT ON INDEX drug_catalog_drug_class_generic_name_idx IS
    'Drugs of one class, by generic name.';

ANALYZE drug_catalog;
