-- Table purchase_orders, with everything that serves it alone.
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
-- purchase_orders
-- ----------------------------------------------------------------------------

CREATE TABLE public.purchase_orders (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    vendor_id uuid NOT NULL,
    order_number character varying(255) NOT NULL,
    order_date timestamp with time zone NOT NULL,
    expected_date timestamp with time zone,
    received_date timestamp with time zone,
    subtotal numeric(12,2) NOT NULL,
    tax numeric(12,2) NOT NULL,
    shipping numeric(12,2) NOT NULL,
    total numeric(12,2) NOT NULL,
    status public.purchase_order_status DEFAULT 'PENDING'::public.purchase_order_status NOT NULL,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT purchase_orders_order_number_not_blank_check CHECK ((btrim((order_number)::text) <> ''::text)),
    CONSTRAINT purchase_orders_shipping_not_negative_check CHECK ((shipping >= (0)::numeric)),
    CONSTRAINT purchase_orders_subtotal_not_negative_check CHECK ((subtotal >= (0)::numeric)),
    CONSTRAINT purchase_orders_tax_not_negative_check CHECK ((tax >= (0)::numeric)),
    CONSTRAINT purchase_orders_total_not_negative_check CHECK ((total >= (0)::numeric))
);

COMMENT ON TABLE public.purchase_orders IS 'An order of supplies or equipment from one vendor, with its amounts and progress.';
COMMENT ON COLUMN public.purchase_orders.id IS 'Primary key.';
COMMENT ON COLUMN public.purchase_orders.vendor_id IS 'Vendor to whom the order goes.';
COMMENT ON COLUMN public.purchase_orders.order_number IS 'Number printed on the order, assigned by the application.';
COMMENT ON COLUMN public.purchase_orders.order_date IS 'Time when the order was placed.';
COMMENT ON COLUMN public.purchase_orders.expected_date IS 'Delivery date that the vendor promised.';
COMMENT ON COLUMN public.purchase_orders.received_date IS 'Time when the goods arrived, NULL before.';
COMMENT ON COLUMN public.purchase_orders.subtotal IS 'Sum of the lines in US dollars, before tax and shipping.';
COMMENT ON COLUMN public.purchase_orders.tax IS 'Sales tax in US dollars.';
COMMENT ON COLUMN public.purchase_orders.shipping IS 'Freight charge in US dollars.';
COMMENT ON COLUMN public.purchase_orders.total IS 'Amount to be paid in US dollars.';
COMMENT ON COLUMN public.purchase_orders.status IS 'Progress from PENDING to RECEIVED, or CANCELLED.';
COMMENT ON COLUMN public.purchase_orders.notes IS 'Notes for the vendor or for purchasing staff.';
COMMENT ON COLUMN public.purchase_orders.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.purchase_orders.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- purchase_orders: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.purchase_orders
    ADD CONSTRAINT purchase_orders_order_number_key UNIQUE (order_number);

ALTER TABLE ONLY public.purchase_orders
    ADD CONSTRAINT purchase_orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.purchase_orders
    ADD CONSTRAINT purchase_orders_vendor_id_fkey FOREIGN KEY (vendor_id) REFERENCES public.vendors(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- purchase_orders: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX purchase_orders_expected_date_open_idx ON public.purchase_orders USING btree (expected_date) WHERE (status = ANY (ARRAY['PENDING'::public.purchase_order_status, 'APPROVED'::public.purchase_order_status, 'ORDERED'::public.purchase_order_status, 'PARTIALLY_RECEIVED'::public.purchase_order_status]));
COMMENT ON INDEX public.purchase_orders_expected_date_open_idx IS 'Orders not fully received yet, by expected delivery date.';

CREATE INDEX purchase_orders_order_date_idx ON public.purchase_orders USING btree (order_date DESC);
COMMENT ON INDEX public.purchase_orders_order_date_idx IS 'Purchase orders, newest first.';

CREATE INDEX purchase_orders_vendor_id_idx ON public.purchase_orders USING btree (vendor_id);

-- ----------------------------------------------------------------------------
-- purchase_orders: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER purchase_orders_200_updated_at BEFORE UPDATE ON public.purchase_orders FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- purchase_orders: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.purchase_orders TO whitecross_service;
GRANT SELECT(id) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(vendor_id) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(vendor_id),UPDATE(vendor_id) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(order_number) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(order_number),UPDATE(order_number) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(order_date) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(order_date),UPDATE(order_date) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expected_date) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(expected_date),UPDATE(expected_date) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(received_date) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(received_date),UPDATE(received_date) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(subtotal) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(subtotal),UPDATE(subtotal) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(tax) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(tax),UPDATE(tax) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(shipping) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(shipping),UPDATE(shipping) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(total) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(total),UPDATE(total) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(status),UPDATE(status) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.purchase_orders TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.purchase_orders
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.purchase_orders WITH (security_invoker='true') AS
 SELECT id,
    order_number AS "orderNumber",
    vendor_id AS "vendorId",
    order_date AS "orderDate",
    expected_date AS "expectedDate",
    received_date AS "receivedDate",
    subtotal,
    tax,
    shipping,
    total,
    status,
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.purchase_orders;

COMMENT ON VIEW sequelize.purchase_orders IS 'Model PurchaseOrder: public.purchase_orders with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.purchase_orders: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.purchase_orders TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.purchase_orders TO whitecross_admin, whitecross_app, whitecross_district;
