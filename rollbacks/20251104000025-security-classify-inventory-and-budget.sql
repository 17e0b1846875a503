-- Reverses 20251104000025-security-classify-inventory-and-budget.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'vendors',
    'suppliers',
    'inventory_items',
    'inventory_transactions',
    'maintenance_logs',
    'purchase_orders',
    'purchase_order_items',
    'budget_categories',
    'budget_transactions'
);
