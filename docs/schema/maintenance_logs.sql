-- Table maintenance_logs, with everything that serves it alone.
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
-- maintenance_logs
-- ----------------------------------------------------------------------------

CREATE TABLE public.maintenance_logs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    inventory_item_id uuid NOT NULL,
    type public.maintenance_type NOT NULL,
    description text NOT NULL,
    performed_by_id uuid NOT NULL,
    vendor character varying(255),
    cost numeric(10,2),
    next_maintenance_date timestamp with time zone,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT maintenance_logs_cost_not_negative_check CHECK ((cost >= (0)::numeric))
);

COMMENT ON TABLE public.maintenance_logs IS 'One maintenance task on a piece of equipment, such as calibrating an audiometer, with the next due date.';
COMMENT ON COLUMN public.maintenance_logs.id IS 'Primary key.';
COMMENT ON COLUMN public.maintenance_logs.inventory_item_id IS 'Equipment that was maintained. Deleting the item deletes its log too.';
COMMENT ON COLUMN public.maintenance_logs.type IS 'Kind of work done.';
COMMENT ON COLUMN public.maintenance_logs.description IS 'Description of the work and its result.';
COMMENT ON COLUMN public.maintenance_logs.performed_by_id IS 'User who did the work or arranged for it.';
COMMENT ON COLUMN public.maintenance_logs.vendor IS 'Name of the outside company that did the work, free text; not a key to vendors.';
COMMENT ON COLUMN public.maintenance_logs.cost IS 'Cost of the work in US dollars, NULL if unknown.';
COMMENT ON COLUMN public.maintenance_logs.next_maintenance_date IS 'Time when work of this kind is due again.';
COMMENT ON COLUMN public.maintenance_logs.notes IS 'Further notes, such as parts to order.';
COMMENT ON COLUMN public.maintenance_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.maintenance_logs.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- maintenance_logs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.maintenance_logs
    ADD CONSTRAINT maintenance_logs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.maintenance_logs
    ADD CONSTRAINT maintenance_logs_inventory_item_id_fkey FOREIGN KEY (inventory_item_id) REFERENCES public.inventory_items(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.maintenance_logs
    ADD CONSTRAINT maintenance_logs_performed_by_id_fkey FOREIGN KEY (performed_by_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- maintenance_logs: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX maintenance_logs_inventory_item_id_idx ON public.maintenance_logs USING btree (inventory_item_id);

CREATE INDEX maintenance_logs_next_maintenance_date_idx ON public.maintenance_logs USING btree (next_maintenance_date) WHERE (next_maintenance_date IS NOT NULL);
COMMENT ON INDEX public.maintenance_logs_next_maintenance_date_idx IS 'Planned maintenance, the next due first.';

CREATE INDEX maintenance_logs_performed_by_id_idx ON public.maintenance_logs USING btree (performed_by_id);

-- ----------------------------------------------------------------------------
-- maintenance_logs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER maintenance_logs_200_updated_at BEFORE UPDATE ON public.maintenance_logs FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- maintenance_logs: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.maintenance_logs TO whitecross_service;
GRANT SELECT(id) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(inventory_item_id) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(inventory_item_id),UPDATE(inventory_item_id) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(type),UPDATE(type) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(description),UPDATE(description) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(performed_by_id) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(performed_by_id),UPDATE(performed_by_id) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vendor) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(vendor),UPDATE(vendor) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(cost) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(cost),UPDATE(cost) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(next_maintenance_date) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(next_maintenance_date),UPDATE(next_maintenance_date) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.maintenance_logs TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.maintenance_logs
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.maintenance_logs WITH (security_invoker='true') AS
 SELECT id,
    inventory_item_id AS "inventoryItemId",
    type,
    description,
    performed_by_id AS "performedById",
    cost,
    next_maintenance_date AS "nextMaintenanceDate",
    vendor,
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.maintenance_logs;

COMMENT ON VIEW sequelize.maintenance_logs IS 'Model MaintenanceLog: public.maintenance_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.maintenance_logs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.maintenance_logs TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.maintenance_logs TO whitecross_admin, whitecross_app, whitecross_district;
