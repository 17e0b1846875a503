-- Reverses 20251104000024-indexes-performance-sync-conflicts.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS sync_conflicts_entity_type_created_at_pending_idx;
