-- Table vendors, with everything that serves it alone.
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
-- vendors
-- ----------------------------------------------------------------------------

CREATE TABLE public.vendors (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    contact_name character varying(255),
    email character varying(255),
    phone character varying(255),
    address text,
    website character varying(255),
    tax_id character varying(255),
    payment_terms text,
    notes text,
    rating numeric(3,2),
    is_active boolean DEFAULT true,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT vendors_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT vendors_rating_not_negative_check CHECK ((rating >= (0)::numeric))
);

COMMENT ON TABLE public.vendors IS 'A company from which supplies or equipment are ordered. Purchase orders refer to it.';
COMMENT ON COLUMN public.vendors.id IS 'Primary key.';
COMMENT ON COLUMN public.vendors.name IS 'Company name as it appears on orders; not unique, because branches may share it.';
COMMENT ON COLUMN public.vendors.contact_name IS 'Name of the contact person at the company.';
COMMENT ON COLUMN public.vendors.email IS 'Email address for orders and questions, unique when given.';
COMMENT ON COLUMN public.vendors.phone IS 'Business phone number in any format.';
COMMENT ON COLUMN public.vendors.address IS 'Postal address as one text, with its line breaks.';
COMMENT ON COLUMN public.vendors.website IS 'URL of the company or its catalog.';
COMMENT ON COLUMN public.vendors.tax_id IS 'Tax number of the company (EIN), needed for payments.';
COMMENT ON COLUMN public.vendors.payment_terms IS 'Agreed terms of payment (net 30), free text.';
COMMENT ON COLUMN public.vendors.notes IS 'Notes of the purchasing staff on the company.';
COMMENT ON COLUMN public.vendors.rating IS 'Rating of the company by the purchasing staff, higher is better; the application defines the scale.';
COMMENT ON COLUMN public.vendors.is_active IS 'Whether new orders may be placed. NULL if unknown.';
COMMENT ON COLUMN public.vendors.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.vendors.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- vendors: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.vendors
    ADD CONSTRAINT vendors_email_key UNIQUE (email);

ALTER TABLE ONLY public.vendors
    ADD CONSTRAINT vendors_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- vendors: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER vendors_200_updated_at BEFORE UPDATE ON public.vendors FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- vendors: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vendors TO whitecross_service;
GRANT SELECT(id) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(contact_name) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(contact_name),UPDATE(contact_name) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(email) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(email),UPDATE(email) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(phone) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(phone),UPDATE(phone) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(address) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(address),UPDATE(address) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(website) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(website),UPDATE(website) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(tax_id) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(tax_id),UPDATE(tax_id) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(payment_terms) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(payment_terms),UPDATE(payment_terms) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(rating) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(rating),UPDATE(rating) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at) ON TABLE public.vendors TO whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.vendors TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.vendors
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.vendors WITH (security_invoker='true') AS
 SELECT id,
    name,
    contact_name AS "contactName",
    email,
    phone,
    address,
    website,
    tax_id AS "taxId",
    payment_terms AS "paymentTerms",
    notes,
    rating,
    is_active AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.vendors;

COMMENT ON VIEW sequelize.vendors IS 'Model Vendor: public.vendors with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.vendors: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.vendors TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.vendors TO whitecross_admin, whitecross_app, whitecross_district;
