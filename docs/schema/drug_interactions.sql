-- Table drug_interactions, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group REFERENCE, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class

-- ----------------------------------------------------------------------------
-- drug_interactions
-- ----------------------------------------------------------------------------

CREATE TABLE public.drug_interactions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    drug1_id uuid NOT NULL,
    drug2_id uuid NOT NULL,
    severity public.interaction_severity NOT NULL,
    description text NOT NULL,
    clinical_effects text,
    management text,
    evidence_level character varying(50),
    source_references jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT drug_interactions_drugs_differ_check CHECK ((drug1_id <> drug2_id))
);

COMMENT ON TABLE public.drug_interactions IS 'A known interaction of two catalog drugs. The application warns nurses before a student gets both.';
COMMENT ON COLUMN public.drug_interactions.id IS 'Primary key.';
COMMENT ON COLUMN public.drug_interactions.drug1_id IS 'One drug of the pair; the order of the two has no meaning.';
COMMENT ON COLUMN public.drug_interactions.drug2_id IS 'The other drug of the pair.';
COMMENT ON COLUMN public.drug_interactions.severity IS 'Severity of the interaction when both drugs are taken together.';
COMMENT ON COLUMN public.drug_interactions.description IS 'Effect of the two drugs on each other, free text.';
COMMENT ON COLUMN public.drug_interactions.clinical_effects IS 'Symptoms or clinical findings to expect.';
COMMENT ON COLUMN public.drug_interactions.management IS 'Advice to the nurse: avoid, space the doses, monitor, or ask the prescriber.';
COMMENT ON COLUMN public.drug_interactions.evidence_level IS 'Strength of the evidence in the wording of the source, free text.';
COMMENT ON COLUMN public.drug_interactions.source_references IS 'Literature or compendium entries that support the statement, as JSON.';
COMMENT ON COLUMN public.drug_interactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.drug_interactions.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- drug_interactions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.drug_interactions
    ADD CONSTRAINT drug_interactions_drug1_id_drug2_id_key UNIQUE (drug1_id, drug2_id);

ALTER TABLE ONLY public.drug_interactions
    ADD CONSTRAINT drug_interactions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.drug_interactions
    ADD CONSTRAINT drug_interactions_drug1_id_fkey FOREIGN KEY (drug1_id) REFERENCES public.drug_catalog(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.drug_interactions
    ADD CONSTRAINT drug_interactions_drug2_id_fkey FOREIGN KEY (drug2_id) REFERENCES public.drug_catalog(id) ON UPDATE CASCADE ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- drug_interactions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX drug_interactions_drug2_id_idx ON public.drug_interactions USING btree (drug2_id);

-- ----------------------------------------------------------------------------
-- drug_interactions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER drug_interactions_200_updated_at BEFORE UPDATE ON public.drug_interactions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- drug_interactions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.drug_interactions TO whitecross_service;
GRANT SELECT(id) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(drug1_id) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(drug1_id),UPDATE(drug1_id) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(drug2_id) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(drug2_id),UPDATE(drug2_id) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(severity) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(description) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(description),UPDATE(description) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(clinical_effects) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(clinical_effects),UPDATE(clinical_effects) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(management) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(management),UPDATE(management) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(evidence_level) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(evidence_level),UPDATE(evidence_level) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(source_references) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(source_references),UPDATE(source_references) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(created_at) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.drug_interactions TO whitecross_admin;
GRANT SELECT(updated_at) ON TABLE public.drug_interactions TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.drug_interactions TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.drug_interactions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.drug_interactions WITH (security_invoker='true') AS
 SELECT id,
    drug1_id AS "drug1Id",
    drug2_id AS "drug2Id",
    severity,
    description,
    clinical_effects AS "clinicalEffects",
    management,
    source_references AS "references",
    evidence_level AS "evidenceLevel",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.drug_interactions;

COMMENT ON VIEW sequelize.drug_interactions IS 'Model DrugInteraction: public.drug_interactions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.drug_interactions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.drug_interactions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.drug_interactions TO whitecross_admin, whitecross_app, whitecross_district;
