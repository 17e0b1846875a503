-- Table inventory_transactions, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group OPERATIONS, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             select masked

-- ----------------------------------------------------------------------------
-- inventory_transactions
-- ----------------------------------------------------------------------------

CREATE TABLE public.inventory_transactions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    inventory_item_id uuid NOT NULL,
    type public.inventory_transaction_type NOT NULL,
    quantity integer NOT NULL,
    unit_cost numeric(10,2),
    reason character varying(255),
    batch_number character varying(255),
    expiration_date timestamp with time zone,
    performed_by_id uuid NOT NULL,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT inventory_transactions_unit_cost_not_negative_check CHECK ((unit_cost >= (0)::numeric))
);

COMMENT ON TABLE public.inventory_transactions IS 'One stock movement of an item, such as a purchase or a use. Nurses record it; stock counts are computed from it.';
COMMENT ON COLUMN public.inventory_transactions.id IS 'Primary key.';
COMMENT ON COLUMN public.inventory_transactions.inventory_item_id IS 'Item whose stock changed. Deleting the item deletes its transactions too.';
COMMENT ON COLUMN public.inventory_transactions.type IS 'Reason why stock changed.';
COMMENT ON COLUMN public.inventory_transactions.quantity IS 'Number of units moved; the application chooses the sign.';
COMMENT ON COLUMN public.inventory_transactions.unit_cost IS 'Price of one unit in this transaction in US dollars, NULL if none was paid.';
COMMENT ON COLUMN public.inventory_transactions.reason IS 'Explanation, mainly for adjustments and disposals. No student data.';
COMMENT ON COLUMN public.inventory_transactions.batch_number IS 'Manufacturer''s lot number, for recalls.';
COMMENT ON COLUMN public.inventory_transactions.expiration_date IS 'Expiry date of this batch.';
COMMENT ON COLUMN public.inventory_transactions.performed_by_id IS 'User who made or recorded the transaction.';
COMMENT ON COLUMN public.inventory_transactions.notes IS 'Further notes. No student data.';
COMMENT ON COLUMN public.inventory_transactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.inventory_transactions.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- inventory_transactions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.inventory_transactions
    ADD CONSTRAINT inventory_transactions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inventory_transactions
    ADD CONSTRAINT inventory_transactions_inventory_item_id_fkey FOREIGN KEY (inventory_item_id) REFERENCES public.inventory_items(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.inventory_transactions
    ADD CONSTRAINT inventory_transactions_performed_by_id_fkey FOREIGN KEY (performed_by_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- inventory_transactions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX inventory_transactions_created_at_brin_idx ON public.inventory_transactions USING brin (created_at) WITH (pages_per_range='16');
COMMENT ON INDEX public.inventory_transactions_created_at_brin_idx IS 'Stock movements in a time range; rows are inserted in about this order.';

CREATE INDEX inventory_transactions_expiration_date_idx ON public.inventory_transactions USING btree (expiration_date) INCLUDE (inventory_item_id, quantity) WHERE (expiration_date IS NOT NULL);
COMMENT ON INDEX public.inventory_transactions_expiration_date_idx IS 'Batches by expiry, the next to expire first; includes item and quantity.';

CREATE INDEX inventory_transactions_inventory_item_id_created_at_idx ON public.inventory_transactions USING btree (inventory_item_id, created_at DESC) INCLUDE (quantity);
COMMENT ON INDEX public.inventory_transactions_inventory_item_id_created_at_idx IS 'Transactions of an item, newest first, with the quantity for totals without reading the table.';

CREATE INDEX inventory_transactions_performed_by_id_idx ON public.inventory_transactions USING btree (performed_by_id);

-- ----------------------------------------------------------------------------
-- inventory_transactions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER inventory_transactions_200_updated_at BEFORE UPDATE ON public.inventory_transactions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- inventory_transactions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inventory_transactions TO whitecross_service;
GRANT SELECT(id) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(inventory_item_id) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(inventory_item_id),UPDATE(inventory_item_id) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(type),UPDATE(type) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(quantity) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(quantity),UPDATE(quantity) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(unit_cost) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(unit_cost),UPDATE(unit_cost) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reason) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(reason),UPDATE(reason) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(batch_number) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(batch_number),UPDATE(batch_number) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expiration_date) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(expiration_date),UPDATE(expiration_date) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(performed_by_id) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(performed_by_id),UPDATE(performed_by_id) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.inventory_transactions TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.inventory_transactions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.inventory_transactions WITH (security_invoker='true') AS
 SELECT id,
    inventory_item_id AS "inventoryItemId",
    type,
    quantity,
    unit_cost AS "unitCost",
    reason,
    batch_number AS "batchNumber",
    expiration_date AS "expirationDate",
    performed_by_id AS "performedById",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.inventory_transactions;

COMMENT ON VIEW sequelize.inventory_transactions IS 'Model InventoryTransaction: public.inventory_transactions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.inventory_transactions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.inventory_transactions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.inventory_transactions TO whitecross_admin, whitecross_app, whitecross_district;
