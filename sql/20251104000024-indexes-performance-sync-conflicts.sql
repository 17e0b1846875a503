-- Unresolved synchronization conflicts.
--
-- Tables:   sync_conflicts
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on sync_conflicts: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-students

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS sync_conflicts_entity_type_created_at_pending_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY sync_conflicts_entity_type_created_at_pending_idx
    ON sync_conflicts (entity_type, created_at)
    WHERE status = 'PENDING';
COMMENT ON INDEX sync_conflicts_entity_type_created_at_pending_idx IS
    'Unresolved conflicts of one kind of record, the oldest first.';

ANALYZE sync_conflicts;
