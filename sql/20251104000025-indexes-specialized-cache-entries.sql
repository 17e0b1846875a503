-- Cached results by tag.
--
-- Tables:   cache_entries
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on cache_entries: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-vital-signs

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS cache_entries_tags_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY cache_entries_tags_idx
    ON cache_entries USING gin (tags jsonb_path_ops);
COMMENT ON INDEX cache_entries_tags_idx IS
    'Entries with one tag, to invalidate them together: tags @> $1.';

ANALYZE cache_entries;
