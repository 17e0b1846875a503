-- Reverses 20251104000024-indexes-performance-sync-sessions.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS sync_sessions_started_at_open_idx;
