-- Reverses 20251104000015-schema-create-inventory.
--
-- Data loss: every vendor, supplier, item, stock movement, maintenance entry and order.

DROP TABLE purchase_order_items;
DROP TABLE purchase_orders;
DROP TABLE maintenance_logs;
DROP TABLE inventory_transactions;
DROP TABLE inventory_items;
DROP TABLE suppliers;
DROP TABLE vendors;
