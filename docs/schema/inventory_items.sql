-- Table inventory_items, with everything that serves it alone.
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
-- inventory_items
-- ----------------------------------------------------------------------------

CREATE TABLE public.inventory_items (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    category character varying(255) NOT NULL,
    description text,
    sku character varying(255),
    supplier character varying(255),
    unit_cost numeric(10,2),
    reorder_level integer NOT NULL,
    reorder_quantity integer NOT NULL,
    location character varying(255),
    notes text,
    is_active boolean DEFAULT true,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT inventory_items_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT inventory_items_reorder_level_not_negative_check CHECK ((reorder_level >= 0)),
    CONSTRAINT inventory_items_reorder_quantity_not_negative_check CHECK ((reorder_quantity >= 0)),
    CONSTRAINT inventory_items_unit_cost_not_negative_check CHECK ((unit_cost >= (0)::numeric))
);

COMMENT ON TABLE public.inventory_items IS 'A kind of supply or a piece of equipment in the health office. Nurses reorder supplies by it.';
COMMENT ON COLUMN public.inventory_items.id IS 'Primary key.';
COMMENT ON COLUMN public.inventory_items.name IS 'Name of the item in the stock list.';
COMMENT ON COLUMN public.inventory_items.category IS 'Group in the stock list (first aid), free text.';
COMMENT ON COLUMN public.inventory_items.description IS 'Size, material and other details needed to order the right article.';
COMMENT ON COLUMN public.inventory_items.sku IS 'Stock keeping unit: code of the article, unique when given.';
COMMENT ON COLUMN public.inventory_items.supplier IS 'Name of the usual supplier, free text; not a key to vendors or suppliers.';
COMMENT ON COLUMN public.inventory_items.unit_cost IS 'Usual price of one unit in US dollars. Orders hold the price actually agreed.';
COMMENT ON COLUMN public.inventory_items.reorder_level IS 'Stock in units at or below which the item must be reordered.';
COMMENT ON COLUMN public.inventory_items.reorder_quantity IS 'Number of units to order when the item is reordered.';
COMMENT ON COLUMN public.inventory_items.location IS 'Storage place (room, cabinet), free text.';
COMMENT ON COLUMN public.inventory_items.notes IS 'Notes on handling or storage.';
COMMENT ON COLUMN public.inventory_items.is_active IS 'Whether the item is still kept in stock. NULL if unknown.';
COMMENT ON COLUMN public.inventory_items.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.inventory_items.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- inventory_items: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.inventory_items
    ADD CONSTRAINT inventory_items_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inventory_items
    ADD CONSTRAINT inventory_items_sku_key UNIQUE (sku);

-- ----------------------------------------------------------------------------
-- inventory_items: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX inventory_items_category_location_active_idx ON public.inventory_items USING btree (category, location) WHERE is_active;
COMMENT ON INDEX public.inventory_items_category_location_active_idx IS 'Active items of a category, by location.';

CREATE INDEX inventory_items_name_idx ON public.inventory_items USING btree (name);
COMMENT ON INDEX public.inventory_items_name_idx IS 'Items by name.';

CREATE INDEX inventory_items_supplier_idx ON public.inventory_items USING btree (supplier) WHERE (supplier IS NOT NULL);
COMMENT ON INDEX public.inventory_items_supplier_idx IS 'Items of one supplier.';

-- ----------------------------------------------------------------------------
-- inventory_items: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER inventory_items_200_updated_at BEFORE UPDATE ON public.inventory_items FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- inventory_items: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inventory_items TO whitecross_service;
GRANT SELECT(id) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(category),UPDATE(category) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(description),UPDATE(description) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sku) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(sku),UPDATE(sku) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(supplier) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(supplier),UPDATE(supplier) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(unit_cost) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(unit_cost),UPDATE(unit_cost) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reorder_level) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(reorder_level),UPDATE(reorder_level) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reorder_quantity) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(reorder_quantity),UPDATE(reorder_quantity) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(location) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(location),UPDATE(location) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.inventory_items TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.inventory_items
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.inventory_items WITH (security_invoker='true') AS
 SELECT id,
    name,
    category,
    description,
    sku,
    supplier,
    unit_cost AS "unitCost",
    reorder_level AS "reorderLevel",
    reorder_quantity AS "reorderQuantity",
    location,
    notes,
    is_active AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.inventory_items;

COMMENT ON VIEW sequelize.inventory_items IS 'Model InventoryItem: public.inventory_items with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.inventory_items: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.inventory_items TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.inventory_items TO whitecross_admin, whitecross_app, whitecross_district;
