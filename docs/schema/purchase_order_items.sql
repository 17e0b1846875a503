-- Table purchase_order_items, with everything that serves it alone.
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
-- purchase_order_items
-- ----------------------------------------------------------------------------

CREATE TABLE public.purchase_order_items (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    purchase_order_id uuid NOT NULL,
    inventory_item_id uuid NOT NULL,
    quantity integer NOT NULL,
    unit_cost numeric(10,2) NOT NULL,
    total_cost numeric(12,2) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT purchase_order_items_quantity_not_negative_check CHECK ((quantity >= 0)),
    CONSTRAINT purchase_order_items_total_cost_not_negative_check CHECK ((total_cost >= (0)::numeric)),
    CONSTRAINT purchase_order_items_unit_cost_not_negative_check CHECK ((unit_cost >= (0)::numeric))
);

COMMENT ON TABLE public.purchase_order_items IS 'One line of a purchase order: an item, the number of units and the price.';
COMMENT ON COLUMN public.purchase_order_items.id IS 'Primary key.';
COMMENT ON COLUMN public.purchase_order_items.purchase_order_id IS 'Order that the line belongs to. An order with lines cannot be deleted.';
COMMENT ON COLUMN public.purchase_order_items.inventory_item_id IS 'Item that the line orders; deleting the item deletes the line.';
COMMENT ON COLUMN public.purchase_order_items.quantity IS 'Number of units ordered.';
COMMENT ON COLUMN public.purchase_order_items.unit_cost IS 'Agreed price of one unit in US dollars; it may differ from the usual price.';
COMMENT ON COLUMN public.purchase_order_items.total_cost IS 'Price of the whole line in US dollars.';
COMMENT ON COLUMN public.purchase_order_items.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.purchase_order_items.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- purchase_order_items: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.purchase_order_items
    ADD CONSTRAINT purchase_order_items_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.purchase_order_items
    ADD CONSTRAINT purchase_order_items_inventory_item_id_fkey FOREIGN KEY (inventory_item_id) REFERENCES public.inventory_items(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.purchase_order_items
    ADD CONSTRAINT purchase_order_items_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES public.purchase_orders(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- purchase_order_items: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX purchase_order_items_inventory_item_id_idx ON public.purchase_order_items USING btree (inventory_item_id);

CREATE INDEX purchase_order_items_purchase_order_id_idx ON public.purchase_order_items USING btree (purchase_order_id);

-- ----------------------------------------------------------------------------
-- purchase_order_items: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER purchase_order_items_200_updated_at BEFORE UPDATE ON public.purchase_order_items FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- purchase_order_items: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.purchase_order_items TO whitecross_service;
GRANT SELECT(id) ON TABLE public.purchase_order_items TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(purchase_order_id) ON TABLE public.purchase_order_items TO whitecross_readonly;
GRANT SELECT(purchase_order_id),UPDATE(purchase_order_id) ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(inventory_item_id) ON TABLE public.purchase_order_items TO whitecross_readonly;
GRANT SELECT(inventory_item_id),UPDATE(inventory_item_id) ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(quantity) ON TABLE public.purchase_order_items TO whitecross_readonly;
GRANT SELECT(quantity),UPDATE(quantity) ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(unit_cost) ON TABLE public.purchase_order_items TO whitecross_readonly;
GRANT SELECT(unit_cost),UPDATE(unit_cost) ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(total_cost) ON TABLE public.purchase_order_items TO whitecross_readonly;
GRANT SELECT(total_cost),UPDATE(total_cost) ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.purchase_order_items TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.purchase_order_items TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.purchase_order_items
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.purchase_order_items WITH (security_invoker='true') AS
 SELECT id,
    purchase_order_id AS "purchaseOrderId",
    inventory_item_id AS "inventoryItemId",
    quantity,
    unit_cost AS "unitCost",
    total_cost AS "totalCost",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.purchase_order_items;

COMMENT ON VIEW sequelize.purchase_order_items IS 'Model PurchaseOrderItem: public.purchase_order_items with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.purchase_order_items: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.purchase_order_items TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.purchase_order_items TO whitecross_admin, whitecross_app, whitecross_district;
