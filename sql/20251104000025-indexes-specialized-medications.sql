-- Full-text search for medications by name and generic name.
--
-- Tables:   medications
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on medications: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-medication-logs

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medications_search_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY medications_search_idx
    ON medications USING gin (
        to_tsvector('simple', name || ' ' || coalesce(generic_name, ''))
    )
    WHERE deleted_at IS NULL;
COMMENT ON INDEX medications_search_idx IS
    'Full-text search in both names: this expression @@ to_tsquery(''simple'', $1).';

ANALYZE medications;
