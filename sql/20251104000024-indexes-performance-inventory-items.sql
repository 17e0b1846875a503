-- Inventory items by name, by category and location, and by supplier.
--
-- The table has no quantity column. Stock is the sum over inventory_transactions, whose index
-- (inventory_item_id, created_at) INCLUDE (quantity) is created with that table.
--
-- Tables:   inventory_items
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on inventory_items: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-integration-logs

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS inventory_items_name_idx;
DROP INDEX CONCURRENTLY IF EXISTS inventory_items_category_location_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS inventory_items_supplier_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY inventory_items_name_idx
    ON inventory_items (name);
COMMENT ON INDEX inventory_items_name_idx IS
    'Items by name.';

CREATE INDEX CONCURRENTLY inventory_items_category_location_active_idx
    ON inventory_items (category, location)
    WHERE is_active;
COMMENT ON INDEX inventory_items_category_location_active_idx IS
    'Active items of a category, by location.';

CREATE INDEX CONCURRENTLY inventory_items_supplier_idx
    ON inventory_items (supplier)
    WHERE supplier IS NOT NULL;
COMMENT ON INDEX inventory_items_supplier_idx IS
    'Items of one supplier.';

ANALYZE inventory_items;
