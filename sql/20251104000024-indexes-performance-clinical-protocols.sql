-- Active clinical protocols by category.
--
-- Tables:   clinical_protocols
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on clinical_protocols: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-clinical-notes

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_protocols_category_name_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY clinical_protocols_category_name_active_idx
    ON clinical_protocols (category, name)
    WHERE status = 'active';
COMMENT ON INDEX clinical_protocols_category_name_active_idx IS
    'Active protocols of one category, by name.';

ANALYZE clinical_protocols;
