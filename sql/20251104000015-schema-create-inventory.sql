-- Vendors, inventory items, stock transactions, maintenance and purchase orders.
--
-- Purchase orders refer to vendors. suppliers is an older address list for which the application
-- still has a model. Neither table refers to the other.
--
-- Tables:   vendors, suppliers, inventory_items, inventory_transactions, maintenance_logs,
--           purchase_orders, purchase_order_items
-- HIPAA:    no PHI
-- Locks:    none on existing tables
-- Rollback: drops the seven tables and their rows
--
-- depends: 20251104000014-schema-create-compliance

-- ----------------------------------------------------------------------------
-- vendors
-- ----------------------------------------------------------------------------
-- The contact details are those of business partners and not of families, so they are not PHI.
-- To retire a vendor, set is_active to FALSE; a vendor with purchase orders cannot be deleted.

CREATE TABLE vendors (
    id            uuid         NOT NULL DEFAULT gen_random_uuid(),
    name          varchar(255) NOT NULL,
    contact_name  varchar(255),
    email         varchar(255),
    phone         varchar(255),
    address       text,
    website       varchar(255),
    tax_id        varchar(255),
    payment_terms text,
    notes         text,
    rating        numeric(3, 2),
    is_active     boolean      DEFAULT TRUE,
    created_at    timestamptz  NOT NULL DEFAULT now(),
    updated_at    timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT vendors_pkey
        PRIMARY KEY (id),
    CONSTRAINT vendors_email_key
        UNIQUE (email),
    CONSTRAINT vendors_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT vendors_rating_not_negative_check
        CHECK (rating >= 0)
);

COMMENT ON TABLE vendors IS
    'A company from which supplies or equipment are ordered. Purchase orders refer to it.';
COMMENT ON COLUMN vendors.id IS 'Primary key.';
COMMENT ON COLUMN vendors.name IS
    'Company name as it appears on orders; not unique, because branches may share it.';
COMMENT ON COLUMN vendors.contact_name IS 'Name of the contact person at the company.';
COMMENT ON COLUMN vendors.email IS 'Email address for orders and questions, unique when given.';
COMMENT ON COLUMN vendors.phone IS 'Business phone number in any format.';
COMMENT ON COLUMN vendors.address IS 'Postal address as one text, with its line breaks.';
COMMENT ON COLUMN vendors.website IS 'URL of the company or its catalog.';
COMMENT ON COLUMN vendors.tax_id IS 'Tax number of the company (EIN), needed for payments.';
COMMENT ON COLUMN vendors.payment_terms IS 'Agreed terms of payment (net 30), free text.';
COMMENT ON COLUMN vendors.notes IS 'Notes of the purchasing staff on the company.';
COMMENT ON COLUMN vendors.rating IS
    'Rating of the company by the purchasing staff, higher is better; the application defines the '
    'scale.';
COMMENT ON COLUMN vendors.is_active IS 'Whether new orders may be placed. NULL if unknown.';
COMMENT ON COLUMN vendors.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN vendors.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER vendors_200_updated_at
BEFORE UPDATE ON vendors
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- suppliers
-- ----------------------------------------------------------------------------
-- suppliers is separate from vendors because the application has a model for each and does not map
-- rows of one to the other. inventory_items.supplier is a name as free text, not a key to this
-- table.

CREATE TABLE suppliers (
    id           uuid         NOT NULL DEFAULT gen_random_uuid(),
    name         varchar(255) NOT NULL,
    contact_name varchar(255),
    email        varchar(255),
    phone        varchar(50),
    address      text,
    is_active    boolean      DEFAULT TRUE,
    created_at   timestamptz  NOT NULL DEFAULT now(),
    updated_at   timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT suppliers_pkey
        PRIMARY KEY (id),
    CONSTRAINT suppliers_name_not_blank_check
        CHECK (btrim(name) <> '')
);

COMMENT ON TABLE suppliers IS
    'An entry of a plain address list of suppliers, separate from vendors. Purchase orders do not '
    'use it.';
COMMENT ON COLUMN suppliers.id IS 'Primary key.';
COMMENT ON COLUMN suppliers.name IS 'Company name, not unique.';
COMMENT ON COLUMN suppliers.contact_name IS 'Name of the contact person at the company.';
COMMENT ON COLUMN suppliers.email IS
    'Business email address of the person or the company; not unique, unlike in vendors.';
COMMENT ON COLUMN suppliers.phone IS 'Business phone number in any format.';
COMMENT ON COLUMN suppliers.address IS 'Postal address as one text, with its line breaks.';
COMMENT ON COLUMN suppliers.is_active IS
    'Whether the company still supplies goods. NULL if unknown.';
COMMENT ON COLUMN suppliers.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN suppliers.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER suppliers_200_updated_at
BEFORE UPDATE ON suppliers
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- inventory_items
-- ----------------------------------------------------------------------------
-- The stock on hand is not stored here; it is derived from inventory_transactions.
-- category, supplier and location are free text in the application; no table lists their values.
-- Students' medications are not here but in medications and student_medications.

CREATE TABLE inventory_items (
    id               uuid         NOT NULL DEFAULT gen_random_uuid(),
    name             varchar(255) NOT NULL,
    category         varchar(255) NOT NULL,
    description      text,
    sku              varchar(255),
    supplier         varchar(255),
    unit_cost        numeric(10, 2),
    reorder_level    integer      NOT NULL,
    reorder_quantity integer      NOT NULL,
    location         varchar(255),
    notes            text,
    is_active        boolean      DEFAULT TRUE,
    created_at       timestamptz  NOT NULL DEFAULT now(),
    updated_at       timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT inventory_items_pkey
        PRIMARY KEY (id),
    CONSTRAINT inventory_items_sku_key
        UNIQUE (sku),
    CONSTRAINT inventory_items_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT inventory_items_unit_cost_not_negative_check
        CHECK (unit_cost >= 0),
    CONSTRAINT inventory_items_reorder_level_not_negative_check
        CHECK (reorder_level >= 0),
    CONSTRAINT inventory_items_reorder_quantity_not_negative_check
        CHECK (reorder_quantity >= 0)
);

COMMENT ON TABLE inventory_items IS
    'A kind of supply or a piece of equipment in the health office. Nurses reorder supplies by it.';
COMMENT ON COLUMN inventory_items.id IS 'Primary key.';
COMMENT ON COLUMN inventory_items.name IS 'Name of the item in the stock list.';
COMMENT ON COLUMN inventory_items.category IS 'Group in the stock list (first aid), free text.';
COMMENT ON COLUMN inventory_items.description IS
    'Size, material and other details needed to order the right article.';
COMMENT ON COLUMN inventory_items.sku IS
    'Stock keeping unit: code of the article, unique when given.';
COMMENT ON COLUMN inventory_items.supplier IS
    'Name of the usual supplier, free text; not a key to vendors or suppliers.';
COMMENT ON COLUMN inventory_items.unit_cost IS
    'Usual price of one unit in US dollars. Orders hold the price actually agreed.';
COMMENT ON COLUMN inventory_items.reorder_level IS
    'Stock in units at or below which the item must be reordered.';
COMMENT ON COLUMN inventory_items.reorder_quantity IS
    'Number of units to order when the item is reordered.';
COMMENT ON COLUMN inventory_items.location IS 'Storage place (room, cabinet), free text.';
COMMENT ON COLUMN inventory_items.notes IS 'Notes on handling or storage.';
COMMENT ON COLUMN inventory_items.is_active IS
    'Whether the item is still kept in stock. NULL if unknown.';
COMMENT ON COLUMN inventory_items.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN inventory_items.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER inventory_items_200_updated_at
BEFORE UPDATE ON inventory_items
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- inventory_transactions
-- ----------------------------------------------------------------------------
-- No CHECK restricts the sign of quantity: an ADJUSTMENT or TRANSFER may be positive or negative,
-- and the model does not say whether USAGE is stored as negative.
-- The table is not protected as PHI: usage is recorded per item, never per student.

CREATE TABLE inventory_transactions (
    id                uuid                       NOT NULL DEFAULT gen_random_uuid(),
    inventory_item_id uuid                       NOT NULL,
    type              inventory_transaction_type NOT NULL,
    quantity          integer                    NOT NULL,
    unit_cost         numeric(10, 2),
    reason            varchar(255),
    batch_number      varchar(255),
    expiration_date   timestamptz,
    performed_by_id   uuid                       NOT NULL,
    notes             text,
    created_at        timestamptz                NOT NULL DEFAULT now(),
    updated_at        timestamptz                NOT NULL DEFAULT now(),

    CONSTRAINT inventory_transactions_pkey
        PRIMARY KEY (id),
    CONSTRAINT inventory_transactions_inventory_item_id_fkey
        FOREIGN KEY (inventory_item_id) REFERENCES inventory_items (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT inventory_transactions_performed_by_id_fkey
        FOREIGN KEY (performed_by_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT inventory_transactions_unit_cost_not_negative_check
        CHECK (unit_cost >= 0)
);

COMMENT ON TABLE inventory_transactions IS
    'One stock movement of an item, such as a purchase or a use. Nurses record it; stock counts '
    'are computed from it.';
COMMENT ON COLUMN inventory_transactions.id IS 'Primary key.';
COMMENT ON COLUMN inventory_transactions.inventory_item_id IS
    'Item whose stock changed. Deleting the item deletes its transactions too.';
COMMENT ON COLUMN inventory_transactions.type IS 'Reason why stock changed.';
COMMENT ON COLUMN inventory_transactions.quantity IS
    'Number of units moved; the application chooses the sign.';
COMMENT ON COLUMN inventory_transactions.unit_cost IS
    'Price of one unit in this transaction in US dollars, NULL if none was paid.';
COMMENT ON COLUMN inventory_transactions.reason IS
    'Explanation, mainly for adjustments and disposals. No student data.';
COMMENT ON COLUMN inventory_transactions.batch_number IS 'Manufacturer''s lot number, for recalls.';
COMMENT ON COLUMN inventory_transactions.expiration_date IS 'Expiry date of this batch.';
COMMENT ON COLUMN inventory_transactions.performed_by_id IS
    'User who made or recorded the transaction.';
COMMENT ON COLUMN inventory_transactions.notes IS 'Further notes. No student data.';
COMMENT ON COLUMN inventory_transactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN inventory_transactions.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX inventory_transactions_inventory_item_id_created_at_idx
    ON inventory_transactions (inventory_item_id, created_at DESC)
    INCLUDE (quantity);
COMMENT ON INDEX inventory_transactions_inventory_item_id_created_at_idx IS
    'Transactions of an item, newest first, with the quantity for totals without reading the '
    'table.';
CREATE INDEX inventory_transactions_performed_by_id_idx
    ON inventory_transactions (performed_by_id);

CREATE TRIGGER inventory_transactions_200_updated_at
BEFORE UPDATE ON inventory_transactions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- maintenance_logs
-- ----------------------------------------------------------------------------
-- The model has no date of the work itself; created_at serves as that date.
-- vendor is the outside company that did the work; often it is not one of the vendors.

CREATE TABLE maintenance_logs (
    id                    uuid             NOT NULL DEFAULT gen_random_uuid(),
    inventory_item_id     uuid             NOT NULL,
    type                  maintenance_type NOT NULL,
    description           text             NOT NULL,
    performed_by_id       uuid             NOT NULL,
    vendor                varchar(255),
    cost                  numeric(10, 2),
    next_maintenance_date timestamptz,
    notes                 text,
    created_at            timestamptz      NOT NULL DEFAULT now(),
    updated_at            timestamptz      NOT NULL DEFAULT now(),

    CONSTRAINT maintenance_logs_pkey
        PRIMARY KEY (id),
    CONSTRAINT maintenance_logs_inventory_item_id_fkey
        FOREIGN KEY (inventory_item_id) REFERENCES inventory_items (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT maintenance_logs_performed_by_id_fkey
        FOREIGN KEY (performed_by_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT maintenance_logs_cost_not_negative_check
        CHECK (cost >= 0)
);

COMMENT ON TABLE maintenance_logs IS
    'One maintenance task on a piece of equipment, such as calibrating an audiometer, with the '
    'next due date.';
COMMENT ON COLUMN maintenance_logs.id IS 'Primary key.';
COMMENT ON COLUMN maintenance_logs.inventory_item_id IS
    'Equipment that was maintained. Deleting the item deletes its log too.';
COMMENT ON COLUMN maintenance_logs.type IS 'Kind of work done.';
COMMENT ON COLUMN maintenance_logs.description IS 'Description of the work and its result.';
COMMENT ON COLUMN maintenance_logs.performed_by_id IS 'User who did the work or arranged for it.';
COMMENT ON COLUMN maintenance_logs.vendor IS
    'Name of the outside company that did the work, free text; not a key to vendors.';
COMMENT ON COLUMN maintenance_logs.cost IS 'Cost of the work in US dollars, NULL if unknown.';
COMMENT ON COLUMN maintenance_logs.next_maintenance_date IS
    'Time when work of this kind is due again.';
COMMENT ON COLUMN maintenance_logs.notes IS 'Further notes, such as parts to order.';
COMMENT ON COLUMN maintenance_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN maintenance_logs.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX maintenance_logs_inventory_item_id_idx ON maintenance_logs (inventory_item_id);
CREATE INDEX maintenance_logs_performed_by_id_idx ON maintenance_logs (performed_by_id);

CREATE TRIGGER maintenance_logs_200_updated_at
BEFORE UPDATE ON maintenance_logs
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- purchase_orders
-- ----------------------------------------------------------------------------
-- Amounts are stored as billed. No CHECK compares total with its parts, because of discounts.
-- No CHECK compares the dates: they are days stored as timestamptz, so an order placed at noon may
-- be received on the same day, which is stored as midnight.

CREATE TABLE purchase_orders (
    id            uuid                  NOT NULL DEFAULT gen_random_uuid(),
    vendor_id     uuid                  NOT NULL,
    order_number  varchar(255)          NOT NULL,
    order_date    timestamptz           NOT NULL,
    expected_date timestamptz,
    received_date timestamptz,
    subtotal      numeric(12, 2)        NOT NULL,
    tax           numeric(12, 2)        NOT NULL,
    shipping      numeric(12, 2)        NOT NULL,
    total         numeric(12, 2)        NOT NULL,
    status        purchase_order_status NOT NULL DEFAULT 'PENDING',
    notes         text,
    created_at    timestamptz           NOT NULL DEFAULT now(),
    updated_at    timestamptz           NOT NULL DEFAULT now(),

    CONSTRAINT purchase_orders_pkey
        PRIMARY KEY (id),
    CONSTRAINT purchase_orders_order_number_key
        UNIQUE (order_number),
    CONSTRAINT purchase_orders_vendor_id_fkey
        FOREIGN KEY (vendor_id) REFERENCES vendors (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT purchase_orders_order_number_not_blank_check
        CHECK (btrim(order_number) <> ''),
    CONSTRAINT purchase_orders_subtotal_not_negative_check
        CHECK (subtotal >= 0),
    CONSTRAINT purchase_orders_tax_not_negative_check
        CHECK (tax >= 0),
    CONSTRAINT purchase_orders_shipping_not_negative_check
        CHECK (shipping >= 0),
    CONSTRAINT purchase_orders_total_not_negative_check
        CHECK (total >= 0)
);

COMMENT ON TABLE purchase_orders IS
    'An order of supplies or equipment from one vendor, with its amounts and progress.';
COMMENT ON COLUMN purchase_orders.id IS 'Primary key.';
COMMENT ON COLUMN purchase_orders.vendor_id IS 'Vendor to whom the order goes.';
COMMENT ON COLUMN purchase_orders.order_number IS
    'Number printed on the order, assigned by the application.';
COMMENT ON COLUMN purchase_orders.order_date IS 'Time when the order was placed.';
COMMENT ON COLUMN purchase_orders.expected_date IS 'Delivery date that the vendor promised.';
COMMENT ON COLUMN purchase_orders.received_date IS 'Time when the goods arrived, NULL before.';
COMMENT ON COLUMN purchase_orders.subtotal IS
    'Sum of the lines in US dollars, before tax and shipping.';
COMMENT ON COLUMN purchase_orders.tax IS 'Sales tax in US dollars.';
COMMENT ON COLUMN purchase_orders.shipping IS 'Freight charge in US dollars.';
COMMENT ON COLUMN purchase_orders.total IS 'Amount to be paid in US dollars.';
COMMENT ON COLUMN purchase_orders.status IS 'Progress from PENDING to RECEIVED, or CANCELLED.';
COMMENT ON COLUMN purchase_orders.notes IS 'Notes for the vendor or for purchasing staff.';
COMMENT ON COLUMN purchase_orders.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN purchase_orders.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX purchase_orders_vendor_id_idx ON purchase_orders (vendor_id);

CREATE TRIGGER purchase_orders_200_updated_at
BEFORE UPDATE ON purchase_orders
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- purchase_order_items
-- ----------------------------------------------------------------------------
-- A line does not record how much of it has arrived; see the order's status and
-- inventory_transactions.
-- The application stores total_cost, which may include a line discount; it is not generated.
-- Deleting an item deletes its order lines too, as in the model; retire items instead.

CREATE TABLE purchase_order_items (
    id                uuid           NOT NULL DEFAULT gen_random_uuid(),
    purchase_order_id uuid           NOT NULL,
    inventory_item_id uuid           NOT NULL,
    quantity          integer        NOT NULL,
    unit_cost         numeric(10, 2) NOT NULL,
    total_cost        numeric(12, 2) NOT NULL,
    created_at        timestamptz    NOT NULL DEFAULT now(),
    updated_at        timestamptz    NOT NULL DEFAULT now(),

    CONSTRAINT purchase_order_items_pkey
        PRIMARY KEY (id),
    CONSTRAINT purchase_order_items_purchase_order_id_fkey
        FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT purchase_order_items_inventory_item_id_fkey
        FOREIGN KEY (inventory_item_id) REFERENCES inventory_items (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT purchase_order_items_quantity_not_negative_check
        CHECK (quantity >= 0),
    CONSTRAINT purchase_order_items_unit_cost_not_negative_check
        CHECK (unit_cost >= 0),
    CONSTRAINT purchase_order_items_total_cost_not_negative_check
        CHECK (total_cost >= 0)
);

COMMENT ON TABLE purchase_order_items IS
    'One line of a purchase order: an item, the number of units and the price.';
COMMENT ON COLUMN purchase_order_items.id IS 'Primary key.';
COMMENT ON COLUMN purchase_order_items.purchase_order_id IS
    'Order that the line belongs to. An order with lines cannot be deleted.';
COMMENT ON COLUMN purchase_order_items.inventory_item_id IS
    'Item that the line orders; deleting the item deletes the line.';
COMMENT ON COLUMN purchase_order_items.quantity IS 'Number of units ordered.';
COMMENT ON COLUMN purchase_order_items.unit_cost IS
    'Agreed price of one unit in US dollars; it may differ from the usual price.';
COMMENT ON COLUMN purchase_order_items.total_cost IS 'Price of the whole line in US dollars.';
COMMENT ON COLUMN purchase_order_items.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN purchase_order_items.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX purchase_order_items_purchase_order_id_idx
    ON purchase_order_items (purchase_order_id);
CREATE INDEX purchase_order_items_inventory_item_id_idx
    ON purchase_order_items (inventory_item_id);

CREATE TRIGGER purchase_order_items_200_updated_at
BEFORE UPDATE ON purchase_order_items
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
