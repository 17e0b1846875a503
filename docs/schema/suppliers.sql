-- Table suppliers, with everything that serves it alone.
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
-- suppliers
-- ----------------------------------------------------------------------------

CREATE TABLE public.suppliers (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    contact_name character varying(255),
    email character varying(255),
    phone character varying(50),
    address text,
    is_active boolean DEFAULT true,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT suppliers_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text))
);

COMMENT ON TABLE public.suppliers IS 'An entry of a plain address list of suppliers, separate from vendors. Purchase orders do not use it.';
COMMENT ON COLUMN public.suppliers.id IS 'Primary key.';
COMMENT ON COLUMN public.suppliers.name IS 'Company name, not unique.';
COMMENT ON COLUMN public.suppliers.contact_name IS 'Name of the contact person at the company.';
COMMENT ON COLUMN public.suppliers.email IS 'Business email address of the person or the company; not unique, unlike in vendors.';
COMMENT ON COLUMN public.suppliers.phone IS 'Business phone number in any format.';
COMMENT ON COLUMN public.suppliers.address IS 'Postal address as one text, with its line breaks.';
COMMENT ON COLUMN public.suppliers.is_active IS 'Whether the company still supplies goods. NULL if unknown.';
COMMENT ON COLUMN public.suppliers.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.suppliers.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- suppliers: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.suppliers
    ADD CONSTRAINT suppliers_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- suppliers: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER suppliers_200_updated_at BEFORE UPDATE ON public.suppliers FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- suppliers: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.suppliers TO whitecross_service;
GRANT SELECT(id) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(contact_name) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(contact_name),UPDATE(contact_name) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(email) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(email),UPDATE(email) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(phone) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(phone),UPDATE(phone) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(address) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(address),UPDATE(address) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.suppliers TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.suppliers TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.suppliers
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.suppliers WITH (security_invoker='true') AS
 SELECT id,
    name,
    contact_name AS "contactName",
    email,
    phone,
    address,
    is_active AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.suppliers;

COMMENT ON VIEW sequelize.suppliers IS 'Model Supplier: public.suppliers with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.suppliers: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.suppliers TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.suppliers TO whitecross_admin, whitecross_app, whitecross_district;
