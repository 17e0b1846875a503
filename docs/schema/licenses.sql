-- Table licenses, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- licenses
-- ----------------------------------------------------------------------------

CREATE TABLE public.licenses (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    district_id uuid,
    license_key character varying(100) NOT NULL,
    type public.license_type DEFAULT 'TRIAL'::public.license_type NOT NULL,
    status public.license_status DEFAULT 'ACTIVE'::public.license_status NOT NULL,
    max_users integer,
    max_schools integer,
    features character varying(255)[] NOT NULL,
    issued_to character varying(255),
    notes text,
    issued_at timestamp with time zone NOT NULL,
    activated_at timestamp with time zone,
    expires_at timestamp with time zone,
    deactivated_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT licenses_expires_not_before_issued_check CHECK ((expires_at >= issued_at)),
    CONSTRAINT licenses_license_key_not_blank_check CHECK ((btrim((license_key)::text) <> ''::text)),
    CONSTRAINT licenses_max_schools_not_negative_check CHECK ((max_schools >= 0)),
    CONSTRAINT licenses_max_users_not_negative_check CHECK ((max_users >= 0))
);

COMMENT ON TABLE public.licenses IS 'A license of the platform with its term and limits, assigned to a district. The operator manages it.';
COMMENT ON COLUMN public.licenses.id IS 'Primary key.';
COMMENT ON COLUMN public.licenses.district_id IS 'District that uses the license, NULL while unassigned.';
COMMENT ON COLUMN public.licenses.license_key IS 'Unique key that the customer enters for the activation.';
COMMENT ON COLUMN public.licenses.type IS 'Edition of the product that was sold.';
COMMENT ON COLUMN public.licenses.status IS 'State of the license; the application sets it and does not derive it from expires_at.';
COMMENT ON COLUMN public.licenses.max_users IS 'Maximum number of user accounts, NULL for no limit.';
COMMENT ON COLUMN public.licenses.max_schools IS 'Maximum number of schools, NULL for no limit.';
COMMENT ON COLUMN public.licenses.features IS 'Names of the features that the license enables.';
COMMENT ON COLUMN public.licenses.issued_to IS 'Person or organization named on the license.';
COMMENT ON COLUMN public.licenses.notes IS 'Notes of the operator.';
COMMENT ON COLUMN public.licenses.issued_at IS 'Time when the license was issued; expires_at cannot precede it.';
COMMENT ON COLUMN public.licenses.activated_at IS 'Time of the first activation by the customer, NULL before.';
COMMENT ON COLUMN public.licenses.expires_at IS 'End of the license term, NULL for a perpetual license.';
COMMENT ON COLUMN public.licenses.deactivated_at IS 'Time when the license was suspended or cancelled.';
COMMENT ON COLUMN public.licenses.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.licenses.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- licenses: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.licenses
    ADD CONSTRAINT licenses_license_key_key UNIQUE (license_key);

ALTER TABLE ONLY public.licenses
    ADD CONSTRAINT licenses_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.licenses
    ADD CONSTRAINT licenses_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- licenses: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX licenses_district_id_idx ON public.licenses USING btree (district_id) WHERE (district_id IS NOT NULL);

-- ----------------------------------------------------------------------------
-- licenses: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER licenses_200_updated_at BEFORE UPDATE ON public.licenses FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- licenses: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.licenses TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(district_id),UPDATE(district_id) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(license_key),UPDATE(license_key) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(type),UPDATE(type) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(max_users),UPDATE(max_users) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(max_schools),UPDATE(max_schools) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(features),UPDATE(features) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(issued_to),UPDATE(issued_to) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(issued_at),UPDATE(issued_at) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(activated_at),UPDATE(activated_at) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(expires_at),UPDATE(expires_at) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(deactivated_at),UPDATE(deactivated_at) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.licenses TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.licenses TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.licenses
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.licenses WITH (security_invoker='true') AS
 SELECT id,
    license_key AS "licenseKey",
    type,
    status,
    max_users AS "maxUsers",
    max_schools AS "maxSchools",
    features,
    issued_to AS "issuedTo",
    district_id AS "districtId",
    notes,
    issued_at AS "issuedAt",
    activated_at AS "activatedAt",
    expires_at AS "expiresAt",
    deactivated_at AS "deactivatedAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.licenses;

COMMENT ON VIEW sequelize.licenses IS 'Model License: public.licenses with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.licenses: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.licenses TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.licenses TO whitecross_admin, whitecross_app, whitecross_district;
