-- Reverses 20251104000025-indexes-specialized-cache-entries.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS cache_entries_tags_idx;
