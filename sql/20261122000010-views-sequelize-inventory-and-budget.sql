-- Compatibility views for the application: inventory and budget.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- The two budget models use two names for some attributes, so their views show the column under
-- both. A statement may set one of the two names, but not both.
--
-- Views:    vendors, suppliers, inventory_items, inventory_transactions, maintenance_logs,
--           purchase_orders, purchase_order_items, budget_categories, budget_transactions
-- HIPAA:    no PHI
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000009-views-sequelize-audit-and-compliance

-- ----------------------------------------------------------------------------
-- vendors: model Vendor
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.vendors
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    contact_name  AS "contactName",
    email,
    phone,
    address,
    website,
    tax_id        AS "taxId",
    payment_terms AS "paymentTerms",
    notes,
    rating,
    is_active     AS "isActive",
    created_at    AS "createdAt",
    updated_at    AS "updatedAt"
FROM public.vendors;

COMMENT ON VIEW sequelize.vendors IS
    'Model Vendor: public.vendors with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- suppliers: model Supplier
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.suppliers
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    contact_name AS "contactName",
    email,
    phone,
    address,
    is_active    AS "isActive",
    created_at   AS "createdAt",
    updated_at   AS "updatedAt"
FROM public.suppliers;

COMMENT ON VIEW sequelize.suppliers IS
    'Model Supplier: public.suppliers with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- inventory_items: model InventoryItem
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.inventory_items
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    category,
    description,
    sku,
    supplier,
    unit_cost        AS "unitCost",
    reorder_level    AS "reorderLevel",
    reorder_quantity AS "reorderQuantity",
    location,
    notes,
    is_active        AS "isActive",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt"
FROM public.inventory_items;

COMMENT ON VIEW sequelize.inventory_items IS
    'Model InventoryItem: public.inventory_items with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- inventory_transactions: model InventoryTransaction
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.inventory_transactions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    inventory_item_id AS "inventoryItemId",
    type,
    quantity,
    unit_cost         AS "unitCost",
    reason,
    batch_number      AS "batchNumber",
    expiration_date   AS "expirationDate",
    performed_by_id   AS "performedById",
    notes,
    created_at        AS "createdAt",
    updated_at        AS "updatedAt"
FROM public.inventory_transactions;

COMMENT ON VIEW sequelize.inventory_transactions IS
    'Model InventoryTransaction: public.inventory_transactions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- maintenance_logs: model MaintenanceLog
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.maintenance_logs
WITH (security_invoker = TRUE) AS
SELECT
    id,
    inventory_item_id     AS "inventoryItemId",
    type,
    description,
    performed_by_id       AS "performedById",
    cost,
    next_maintenance_date AS "nextMaintenanceDate",
    vendor,
    notes,
    created_at            AS "createdAt",
    updated_at            AS "updatedAt"
FROM public.maintenance_logs;

COMMENT ON VIEW sequelize.maintenance_logs IS
    'Model MaintenanceLog: public.maintenance_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- purchase_orders: model PurchaseOrder
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.purchase_orders
WITH (security_invoker = TRUE) AS
SELECT
    id,
    order_number  AS "orderNumber",
    vendor_id     AS "vendorId",
    order_date    AS "orderDate",
    expected_date AS "expectedDate",
    received_date AS "receivedDate",
    subtotal,
    tax,
    shipping,
    total,
    status,
    notes,
    created_at    AS "createdAt",
    updated_at    AS "updatedAt"
FROM public.purchase_orders;

COMMENT ON VIEW sequelize.purchase_orders IS
    'Model PurchaseOrder: public.purchase_orders with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- purchase_order_items: model PurchaseOrderItem
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.purchase_order_items
WITH (security_invoker = TRUE) AS
SELECT
    id,
    purchase_order_id AS "purchaseOrderId",
    inventory_item_id AS "inventoryItemId",
    quantity,
    unit_cost         AS "unitCost",
    total_cost        AS "totalCost",
    created_at        AS "createdAt",
    updated_at        AS "updatedAt"
FROM public.purchase_order_items;

COMMENT ON VIEW sequelize.purchase_order_items IS
    'Model PurchaseOrderItem: public.purchase_order_items with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- budget_categories: model BudgetCategory
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.budget_categories
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    description,
    fiscal_year      AS "fiscalYear",
    allocated_amount AS "allocatedAmount",
    spent_amount     AS "spentAmount",
    is_active        AS "isActive",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt",
    created_at,
    updated_at
FROM public.budget_categories;

COMMENT ON VIEW sequelize.budget_categories IS
    'Model BudgetCategory: public.budget_categories with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- budget_transactions: model BudgetTransaction
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.budget_transactions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    category_id      AS "categoryId",
    amount,
    description,
    transaction_date AS "transactionDate",
    reference_id     AS "referenceId",
    reference_type   AS "referenceType",
    notes,
    created_at       AS "createdAt",
    updated_at       AS "updatedAt",
    category_id,
    created_at,
    updated_at
FROM public.budget_transactions;

COMMENT ON VIEW sequelize.budget_transactions IS
    'Model BudgetTransaction: public.budget_transactions with the model''s attribute names.';
