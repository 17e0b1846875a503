-- Reverses 20251104000024-indexes-performance-sync-queue-items.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS sync_queue_items_device_id_priority_open_idx;
