-- Reverses 20251104000024-indexes-performance-sis-sync-conflicts.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS sis_sync_conflicts_school_id_created_at_open_idx;
