-- Classifies stock, vendors, purchasing and the budget of the health offices.
--
-- These tables are not about children. Notes and reasons are hidden nevertheless: the reason why
-- stock was used may name a child.
--
-- Tables:   vendors, suppliers, inventory_items, inventory_transactions, maintenance_logs,
--           purchase_orders, purchase_order_items, budget_categories, budget_transactions
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold no
--           PHI
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-integrations

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('vendors',                'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL),
('suppliers',              'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL),
('inventory_items',        'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL),
('inventory_transactions', 'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL),
('maintenance_logs',       'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL),
('purchase_orders',        'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL),
('purchase_order_items',   'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL),
('budget_categories',      'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL),
('budget_transactions',    'OPERATIONS', 'NONE', NULL,
    FALSE, FALSE, 'NONE', NULL);

-- ----------------------------------------------------------------------------
-- vendors
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('vendors', 'id',            FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vendors', 'name',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vendors', 'contact_name',  FALSE, 'INITIAL',   'FINGERPRINT', 'NONE'),
('vendors', 'email',         FALSE, 'DOMAIN',    'FINGERPRINT', 'NONE'),
('vendors', 'phone',         FALSE, 'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('vendors', 'address',       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vendors', 'website',       FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- The tax id of a sole proprietor can be a Social Security number.
('vendors', 'tax_id',        FALSE, 'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('vendors', 'payment_terms', FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vendors', 'notes',         FALSE, 'HIDE',      'FINGERPRINT', 'NONE'),
('vendors', 'rating',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vendors', 'is_active',     FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vendors', 'created_at',    FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vendors', 'updated_at',    FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- suppliers
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('suppliers', 'id',           FALSE, 'SHOW',      'CLEAR',       'NONE'),
('suppliers', 'name',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('suppliers', 'contact_name', FALSE, 'INITIAL',   'FINGERPRINT', 'NONE'),
('suppliers', 'email',        FALSE, 'DOMAIN',    'FINGERPRINT', 'NONE'),
('suppliers', 'phone',        FALSE, 'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('suppliers', 'address',      FALSE, 'SHOW',      'CLEAR',       'NONE'),
('suppliers', 'is_active',    FALSE, 'SHOW',      'CLEAR',       'NONE'),
('suppliers', 'created_at',   FALSE, 'SHOW',      'CLEAR',       'NONE'),
('suppliers', 'updated_at',   FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- inventory_items
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('inventory_items', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'name',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'category',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'description',      FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('inventory_items', 'sku',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'supplier',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'unit_cost',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'reorder_level',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'reorder_quantity', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'location',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'notes',            FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('inventory_items', 'is_active',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_items', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- inventory_transactions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('inventory_transactions', 'id',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'inventory_item_id', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'type',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'quantity',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'unit_cost',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'reason',            FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('inventory_transactions', 'batch_number',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'expiration_date',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'performed_by_id',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'notes',             FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('inventory_transactions', 'created_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('inventory_transactions', 'updated_at',        FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- maintenance_logs
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('maintenance_logs', 'id',                    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('maintenance_logs', 'inventory_item_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('maintenance_logs', 'type',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('maintenance_logs', 'description',           FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('maintenance_logs', 'performed_by_id',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('maintenance_logs', 'vendor',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('maintenance_logs', 'cost',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('maintenance_logs', 'next_maintenance_date', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('maintenance_logs', 'notes',                 FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('maintenance_logs', 'created_at',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('maintenance_logs', 'updated_at',            FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- purchase_orders
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('purchase_orders', 'id',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'vendor_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'order_number',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'order_date',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'expected_date', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'received_date', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'subtotal',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'tax',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'shipping',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'total',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'status',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'notes',         FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('purchase_orders', 'created_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('purchase_orders', 'updated_at',    FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- purchase_order_items
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('purchase_order_items', 'id',                FALSE, 'SHOW', 'CLEAR', 'NONE'),
('purchase_order_items', 'purchase_order_id', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('purchase_order_items', 'inventory_item_id', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('purchase_order_items', 'quantity',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('purchase_order_items', 'unit_cost',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('purchase_order_items', 'total_cost',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('purchase_order_items', 'created_at',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('purchase_order_items', 'updated_at',        FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- budget_categories
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('budget_categories', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_categories', 'name',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_categories', 'description',      FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('budget_categories', 'fiscal_year',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_categories', 'allocated_amount', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_categories', 'spent_amount',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_categories', 'is_active',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_categories', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_categories', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- budget_transactions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('budget_transactions', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_transactions', 'category_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_transactions', 'amount',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_transactions', 'description',      FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('budget_transactions', 'transaction_date', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_transactions', 'reference_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_transactions', 'reference_type',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_transactions', 'notes',            FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('budget_transactions', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('budget_transactions', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');
