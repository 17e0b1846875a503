-- Reverses 20251104000024-indexes-performance-inventory-items.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS inventory_items_supplier_idx;
DROP INDEX CONCURRENTLY IF EXISTS inventory_items_category_location_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS inventory_items_name_idx;
