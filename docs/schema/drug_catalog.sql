-- Table drug_catalog, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group REFERENCE, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class

-- ----------------------------------------------------------------------------
-- drug_catalog
-- ----------------------------------------------------------------------------

CREATE TABLE public.drug_catalog (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    rxnorm_id character varying(50),
    rxnorm_code character varying(50),
    generic_name character varying(255) NOT NULL,
    brand_names jsonb,
    drug_class character varying(100),
    fda_approved boolean DEFAULT true NOT NULL,
    common_doses jsonb,
    side_effects jsonb,
    contraindications jsonb,
    warnings jsonb,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT drug_catalog_generic_name_not_blank_check CHECK ((btrim((generic_name)::text) <> ''::text))
);

COMMENT ON TABLE public.drug_catalog IS 'A reference drug, one row per active ingredient or combination. Interaction and allergy checks refer to it.';
COMMENT ON COLUMN public.drug_catalog.id IS 'Primary key.';
COMMENT ON COLUMN public.drug_catalog.rxnorm_id IS 'RxNorm concept identifier of the drug (National Library of Medicine), NULL if unknown.';
COMMENT ON COLUMN public.drug_catalog.rxnorm_code IS 'Second RxNorm code of the drug, NULL if unknown; the application documents no difference.';
COMMENT ON COLUMN public.drug_catalog.generic_name IS 'Nonproprietary name of the active ingredient or combination.';
COMMENT ON COLUMN public.drug_catalog.brand_names IS 'Brand names under which the drug is sold, as JSON.';
COMMENT ON COLUMN public.drug_catalog.drug_class IS 'Therapeutic or pharmacological class, free text.';
COMMENT ON COLUMN public.drug_catalog.fda_approved IS 'TRUE if the US Food and Drug Administration has approved the drug.';
COMMENT ON COLUMN public.drug_catalog.common_doses IS 'Usual doses as JSON, for display only; never calculate a dose from them.';
COMMENT ON COLUMN public.drug_catalog.side_effects IS 'Known adverse effects, as JSON.';
COMMENT ON COLUMN public.drug_catalog.contraindications IS 'Conditions in which the drug must not be given, as JSON.';
COMMENT ON COLUMN public.drug_catalog.warnings IS 'Warnings to show when somebody looks up the drug, as JSON.';
COMMENT ON COLUMN public.drug_catalog.is_active IS 'FALSE hides the drug from new entries; existing references remain valid.';
COMMENT ON COLUMN public.drug_catalog.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.drug_catalog.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- drug_catalog: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.drug_catalog
    ADD CONSTRAINT drug_catalog_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.drug_catalog
    ADD CONSTRAINT drug_catalog_rxnorm_code_key UNIQUE (rxnorm_code);

ALTER TABLE ONLY public.drug_catalog
    ADD CONSTRAINT drug_catalog_rxnorm_id_key UNIQUE (rxnorm_id);

-- ----------------------------------------------------------------------------
-- drug_catalog: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX drug_catalog_brand_names_idx ON public.drug_catalog USING gin (brand_names jsonb_path_ops);
COMMENT ON INDEX public.drug_catalog_brand_names_idx IS 'Drugs sold under one brand name: brand_names @> $1.';

CREATE INDEX drug_catalog_drug_class_generic_name_idx ON public.drug_catalog USING btree (drug_class, generic_name) WHERE (drug_class IS NOT NULL);
COMMENT ON INDEX public.drug_catalog_drug_class_generic_name_idx IS 'Drugs of one class, by generic name.';

CREATE INDEX drug_catalog_generic_name_idx ON public.drug_catalog USING btree (generic_name);
COMMENT ON INDEX public.drug_catalog_generic_name_idx IS 'Drugs by generic name.';

CREATE INDEX drug_catalog_search_idx ON public.drug_catalog USING gin (to_tsvector('simple'::regconfig, (generic_name)::text));
COMMENT ON INDEX public.drug_catalog_search_idx IS 'Full-text search in the generic name: this expression @@ to_tsquery(''simple'', $1).';

-- ----------------------------------------------------------------------------
-- drug_catalog: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER drug_catalog_200_updated_at BEFORE UPDATE ON public.drug_catalog FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- drug_catalog: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.drug_catalog TO whitecross_service;
GRANT SELECT(id) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(rxnorm_id) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(rxnorm_id),UPDATE(rxnorm_id) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(rxnorm_code) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(rxnorm_code),UPDATE(rxnorm_code) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(generic_name) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(generic_name),UPDATE(generic_name) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(brand_names) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(brand_names),UPDATE(brand_names) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(drug_class) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(drug_class),UPDATE(drug_class) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(fda_approved) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(fda_approved),UPDATE(fda_approved) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(common_doses) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(common_doses),UPDATE(common_doses) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(side_effects) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(side_effects),UPDATE(side_effects) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(contraindications) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(contraindications),UPDATE(contraindications) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(warnings) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(warnings),UPDATE(warnings) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(is_active) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(created_at) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.drug_catalog TO whitecross_admin;
GRANT SELECT(updated_at) ON TABLE public.drug_catalog TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.drug_catalog TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.drug_catalog
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.drug_catalog WITH (security_invoker='true') AS
 SELECT id,
    rxnorm_id AS "rxnormId",
    rxnorm_code AS "rxnormCode",
    generic_name AS "genericName",
    brand_names AS "brandNames",
    drug_class AS "drugClass",
    fda_approved AS "fdaApproved",
    common_doses AS "commonDoses",
    side_effects AS "sideEffects",
    contraindications,
    warnings,
    is_active AS "isActive",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.drug_catalog;

COMMENT ON VIEW sequelize.drug_catalog IS 'Model DrugCatalog: public.drug_catalog with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.drug_catalog: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.drug_catalog TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.drug_catalog TO whitecross_admin, whitecross_app, whitecross_district;
