-- Purchase orders by date, and orders not fully received yet.
--
-- Tables:   purchase_orders
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on purchase_orders: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-prescriptions

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS purchase_orders_order_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS purchase_orders_expected_date_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY purchase_orders_order_date_idx
    ON purchase_orders (order_date DESC);
COMMENT ON INDEX purchase_orders_order_date_idx IS
    'Purchase orders, newest first.';

CREATE INDEX CONCURRENTLY purchase_orders_expected_date_open_idx
    ON purchase_orders (expected_date)
    WHERE status IN ('PENDING', 'APPROVED', 'ORDERED', 'PARTIALLY_RECEIVED');
COMMENT ON INDEX purchase_orders_expected_date_open_idx IS
    'Orders not fully received yet, by expected delivery date.';

ANALYZE purchase_orders;
