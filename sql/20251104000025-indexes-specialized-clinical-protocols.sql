-- Full-text search for clinical protocols, and protocols by tag.
--
-- Tables:   clinical_protocols
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on clinical_protocols: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-clinical-notes

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_protocols_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS clinical_protocols_tags_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY clinical_protocols_search_idx
    ON clinical_protocols USING gin (
        to_tsvector('english', name || ' ' || description)
    );
COMMENT ON INDEX clinical_protocols_search_idx IS
    'Full-text search in name and description: this expression @@ to_tsquery(''english'', $1).';

CREATE INDEX CONCURRENTLY clinical_protocols_tags_idx
    ON clinical_protocols USING gin (tags jsonb_path_ops);
COMMENT ON INDEX clinical_protocols_tags_idx IS
    'Protocols with one tag: tags @> $1.';

ANALYZE clinical_protocols;
