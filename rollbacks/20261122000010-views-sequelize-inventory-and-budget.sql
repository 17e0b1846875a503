-- Reverses 20261122000010-views-sequelize-inventory-and-budget.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.budget_transactions;
DROP VIEW sequelize.budget_categories;
DROP VIEW sequelize.purchase_order_items;
DROP VIEW sequelize.purchase_orders;
DROP VIEW sequelize.maintenance_logs;
DROP VIEW sequelize.inventory_transactions;
DROP VIEW sequelize.inventory_items;
DROP VIEW sequelize.suppliers;
DROP VIEW sequelize.vendors;
