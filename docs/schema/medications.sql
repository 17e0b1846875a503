-- Table medications, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group REFERENCE, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class

-- ----------------------------------------------------------------------------
-- medications
-- ----------------------------------------------------------------------------

CREATE TABLE public.medications (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    generic_name character varying(255),
    dosage_form character varying(255) NOT NULL,
    strength character varying(255) NOT NULL,
    manufacturer character varying(255),
    ndc character varying(255),
    is_controlled boolean DEFAULT false,
    dea_schedule public.dea_schedule,
    requires_witness boolean DEFAULT false,
    is_active boolean DEFAULT true,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    CONSTRAINT medications_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT medications_ndc_is_10_or_11_digits_check CHECK (((ndc)::text ~ '^[0-9]{4,5}-?[0-9]{3,4}-?[0-9]{1,2}$'::text))
);

COMMENT ON TABLE public.medications IS 'A medication product by strength and dosage form. Nurses select from this list what a student takes.';
COMMENT ON COLUMN public.medications.id IS 'Primary key.';
COMMENT ON COLUMN public.medications.name IS 'Name under which nurses search, usually the brand name.';
COMMENT ON COLUMN public.medications.generic_name IS 'Nonproprietary name, free text; not linked to drug_catalog.';
COMMENT ON COLUMN public.medications.dosage_form IS 'Dosage form (tablet, inhaler, suspension), free text.';
COMMENT ON COLUMN public.medications.strength IS 'Amount of active ingredient per unit (200 mg, 5 mg/mL).';
COMMENT ON COLUMN public.medications.manufacturer IS 'Company that manufactures or labels the product.';
COMMENT ON COLUMN public.medications.ndc IS 'National Drug Code of the product, 10 or 11 digits with or without hyphens.';
COMMENT ON COLUMN public.medications.is_controlled IS 'TRUE for a controlled substance under US federal law.';
COMMENT ON COLUMN public.medications.dea_schedule IS 'DEA schedule of a controlled substance, NULL if not controlled.';
COMMENT ON COLUMN public.medications.requires_witness IS 'TRUE if a second staff member must watch each administration.';
COMMENT ON COLUMN public.medications.is_active IS 'FALSE if the product is no longer offered for new orders.';
COMMENT ON COLUMN public.medications.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.medications.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.medications.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.medications.deleted_by IS 'User who soft-deleted the row.';

-- ----------------------------------------------------------------------------
-- medications: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.medications
    ADD CONSTRAINT medications_ndc_key UNIQUE (ndc);

ALTER TABLE ONLY public.medications
    ADD CONSTRAINT medications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.medications
    ADD CONSTRAINT medications_deleted_by_fkey FOREIGN KEY (deleted_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- medications: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX medications_dea_schedule_name_controlled_idx ON public.medications USING btree (dea_schedule, name) WHERE (is_controlled AND (deleted_at IS NULL));
COMMENT ON INDEX public.medications_dea_schedule_name_controlled_idx IS 'Controlled medications of one DEA schedule, by name.';

CREATE INDEX medications_deleted_by_idx ON public.medications USING btree (deleted_by) WHERE (deleted_by IS NOT NULL);

CREATE INDEX medications_dosage_form_name_active_idx ON public.medications USING btree (dosage_form, name) WHERE (is_active AND (deleted_at IS NULL));
COMMENT ON INDEX public.medications_dosage_form_name_active_idx IS 'Active medications of one dosage form, by name.';

CREATE INDEX medications_generic_name_idx ON public.medications USING btree (generic_name) WHERE ((generic_name IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.medications_generic_name_idx IS 'Medications by generic name.';

CREATE INDEX medications_name_idx ON public.medications USING btree (name) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.medications_name_idx IS 'Medications by name.';

CREATE INDEX medications_search_idx ON public.medications USING gin (to_tsvector('simple'::regconfig, (((name)::text || ' '::text) || (COALESCE(generic_name, ''::character varying))::text))) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.medications_search_idx IS 'Full-text search in both names: this expression @@ to_tsquery(''simple'', $1).';

-- ----------------------------------------------------------------------------
-- medications: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER medications_200_updated_at BEFORE UPDATE ON public.medications FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- medications: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.medications TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.medications TO whitecross_service;
GRANT SELECT(id) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(name) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(generic_name) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(generic_name),UPDATE(generic_name) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(dosage_form) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(dosage_form),UPDATE(dosage_form) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(strength) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(strength),UPDATE(strength) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(manufacturer) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(manufacturer),UPDATE(manufacturer) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(ndc) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(ndc),UPDATE(ndc) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(is_controlled) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(is_controlled),UPDATE(is_controlled) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(dea_schedule) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(dea_schedule),UPDATE(dea_schedule) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(requires_witness) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(requires_witness),UPDATE(requires_witness) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(is_active) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(created_at) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(updated_at) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(deleted_at) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.medications TO whitecross_admin;
GRANT SELECT(deleted_by) ON TABLE public.medications TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(deleted_by),UPDATE(deleted_by) ON TABLE public.medications TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.medications
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.medications WITH (security_invoker='true') AS
 SELECT id,
    name,
    generic_name AS "genericName",
    dosage_form AS "dosageForm",
    strength,
    manufacturer,
    ndc,
    is_controlled AS "isControlled",
    dea_schedule AS "deaSchedule",
    requires_witness AS "requiresWitness",
    is_active AS "isActive",
    deleted_at AS "deletedAt",
    deleted_by AS "deletedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.medications;

COMMENT ON VIEW sequelize.medications IS 'Model Medication: public.medications with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.medications: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.medications TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.medications TO whitecross_admin, whitecross_app, whitecross_district;
