-- Cache entries that have expired, and all entries of one query.
--
-- There is no index on last_accessed: every cache hit updates that column, and an index on it would
-- prevent HOT updates.
--
-- Tables:   cache_entries
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on cache_entries: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-appointments

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS cache_entries_expires_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS cache_entries_query_hash_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY cache_entries_expires_at_idx
    ON cache_entries (expires_at);
COMMENT ON INDEX cache_entries_expires_at_idx IS
    'Entries by expiry, for the job that removes expired ones.';

CREATE INDEX CONCURRENTLY cache_entries_query_hash_idx
    ON cache_entries (query_hash)
    WHERE query_hash IS NOT NULL;
COMMENT ON INDEX cache_entries_query_hash_idx IS
    'All entries of one query, to invalidate them together.';

ANALYZE cache_entries;
