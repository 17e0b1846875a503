-- Reverses 20251104000024-indexes-performance-purchase-orders.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS purchase_orders_expected_date_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS purchase_orders_order_date_idx;
