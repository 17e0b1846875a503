-- Items that a device has not synchronized yet.
--
-- Tables:   sync_queue_items
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on sync_queue_items: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-sync-conflicts

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS sync_queue_items_device_id_priority_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY sync_queue_items_device_id_priority_open_idx
    ON sync_queue_items (device_id, priority, created_at)
    WHERE NOT synced;
COMMENT ON INDEX sync_queue_items_device_id_priority_open_idx IS
    'Items of a device not synchronized yet: HIGH first, then the oldest.';

ANALYZE sync_queue_items;
