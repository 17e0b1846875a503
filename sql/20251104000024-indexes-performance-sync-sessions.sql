-- Synchronization sessions that are pending or in progress.
--
-- Tables:   sync_sessions
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on sync_sessions: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-sync-queue-items

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS sync_sessions_started_at_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY sync_sessions_started_at_open_idx
    ON sync_sessions (started_at)
    WHERE status IN ('PENDING', 'IN_PROGRESS');
COMMENT ON INDEX sync_sessions_started_at_open_idx IS
    'Sessions not finished yet, the oldest first.';

ANALYZE sync_sessions;
