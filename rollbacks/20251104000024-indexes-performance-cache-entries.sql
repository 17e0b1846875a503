-- Reverses 20251104000024-indexes-performance-cache-entries.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS cache_entries_query_hash_idx;
DROP INDEX CONCURRENTLY IF EXISTS cache_entries_expires_at_idx;
