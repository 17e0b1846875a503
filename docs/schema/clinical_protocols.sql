-- Table clinical_protocols, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group REFERENCE, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class

-- ----------------------------------------------------------------------------
-- clinical_protocols
-- ----------------------------------------------------------------------------

CREATE TABLE public.clinical_protocols (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    code character varying(50) NOT NULL,
    name character varying(255) NOT NULL,
    version character varying(20) NOT NULL,
    category character varying(100) NOT NULL,
    description text NOT NULL,
    indications jsonb NOT NULL,
    contraindications jsonb,
    steps jsonb NOT NULL,
    decision_points jsonb,
    required_equipment jsonb,
    medications jsonb,
    status public.protocol_status DEFAULT 'draft'::public.protocol_status NOT NULL,
    approved_by uuid,
    approved_date timestamp with time zone,
    effective_date date,
    review_date date,
    source_references jsonb,
    tags jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT clinical_protocols_code_not_blank_check CHECK ((btrim((code)::text) <> ''::text)),
    CONSTRAINT clinical_protocols_name_not_blank_check CHECK ((btrim((name)::text) <> ''::text)),
    CONSTRAINT clinical_protocols_version_not_blank_check CHECK ((btrim((version)::text) <> ''::text))
);

COMMENT ON TABLE public.clinical_protocols IS 'A written procedure for a complaint or an emergency. All schools share it; it concerns no particular student.';
COMMENT ON COLUMN public.clinical_protocols.id IS 'Primary key.';
COMMENT ON COLUMN public.clinical_protocols.code IS 'Short code by which staff cite the protocol, unique on the platform.';
COMMENT ON COLUMN public.clinical_protocols.name IS 'Title of the procedure as nurses see it.';
COMMENT ON COLUMN public.clinical_protocols.version IS 'Label of the current revision (1.0, 2025-A), free text.';
COMMENT ON COLUMN public.clinical_protocols.category IS 'Topic for browsing; free text because districts arrange protocols differently.';
COMMENT ON COLUMN public.clinical_protocols.description IS 'Purpose and scope of the procedure.';
COMMENT ON COLUMN public.clinical_protocols.indications IS 'JSON: clinical findings that call for the protocol.';
COMMENT ON COLUMN public.clinical_protocols.contraindications IS 'JSON: clinical findings that rule out the protocol.';
COMMENT ON COLUMN public.clinical_protocols.steps IS 'JSON: steps of the procedure, in order.';
COMMENT ON COLUMN public.clinical_protocols.decision_points IS 'JSON: branches between the steps and the condition of each branch.';
COMMENT ON COLUMN public.clinical_protocols.required_equipment IS 'JSON: equipment that must be ready before the first step.';
COMMENT ON COLUMN public.clinical_protocols.medications IS 'JSON: names of the drugs that the protocol may call for.';
COMMENT ON COLUMN public.clinical_protocols.status IS 'Life cycle. Nurses follow active protocols only.';
COMMENT ON COLUMN public.clinical_protocols.approved_by IS 'User, usually a physician or lead nurse, who approved the protocol. NULL before approval.';
COMMENT ON COLUMN public.clinical_protocols.approved_date IS 'Time when approved_by approved the protocol, NULL before.';
COMMENT ON COLUMN public.clinical_protocols.effective_date IS 'First day on which nurses must follow the protocol.';
COMMENT ON COLUMN public.clinical_protocols.review_date IS 'Date of the next periodic review.';
COMMENT ON COLUMN public.clinical_protocols.source_references IS 'JSON: guidelines and literature on which the protocol is based.';
COMMENT ON COLUMN public.clinical_protocols.tags IS 'JSON: search keywords, free text.';
COMMENT ON COLUMN public.clinical_protocols.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.clinical_protocols.created_by IS 'User who drafted the protocol.';
COMMENT ON COLUMN public.clinical_protocols.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- clinical_protocols: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.clinical_protocols
    ADD CONSTRAINT clinical_protocols_code_key UNIQUE (code);

ALTER TABLE ONLY public.clinical_protocols
    ADD CONSTRAINT clinical_protocols_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clinical_protocols
    ADD CONSTRAINT clinical_protocols_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.clinical_protocols
    ADD CONSTRAINT clinical_protocols_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- clinical_protocols: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX clinical_protocols_approved_by_idx ON public.clinical_protocols USING btree (approved_by) WHERE (approved_by IS NOT NULL);

CREATE INDEX clinical_protocols_category_name_active_idx ON public.clinical_protocols USING btree (category, name) WHERE (status = 'active'::public.protocol_status);
COMMENT ON INDEX public.clinical_protocols_category_name_active_idx IS 'Active protocols of one category, by name.';

CREATE INDEX clinical_protocols_created_by_idx ON public.clinical_protocols USING btree (created_by);

CREATE INDEX clinical_protocols_search_idx ON public.clinical_protocols USING gin (to_tsvector('english'::regconfig, (((name)::text || ' '::text) || description)));
COMMENT ON INDEX public.clinical_protocols_search_idx IS 'Full-text search in name and description: this expression @@ to_tsquery(''english'', $1).';

CREATE INDEX clinical_protocols_tags_idx ON public.clinical_protocols USING gin (tags jsonb_path_ops);
COMMENT ON INDEX public.clinical_protocols_tags_idx IS 'Protocols with one tag: tags @> $1.';

-- ----------------------------------------------------------------------------
-- clinical_protocols: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER clinical_protocols_200_updated_at BEFORE UPDATE ON public.clinical_protocols FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- clinical_protocols: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.clinical_protocols TO whitecross_service;
GRANT SELECT(id) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(code) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(code),UPDATE(code) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(name) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(name),UPDATE(name) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(version) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(version),UPDATE(version) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(category) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(category),UPDATE(category) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(description) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(description),UPDATE(description) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(indications) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(indications),UPDATE(indications) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(contraindications) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(contraindications),UPDATE(contraindications) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(steps) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(steps),UPDATE(steps) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(decision_points) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(decision_points),UPDATE(decision_points) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(required_equipment) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(required_equipment),UPDATE(required_equipment) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(medications) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(medications),UPDATE(medications) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(status) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(status),UPDATE(status) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(approved_by) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(approved_by),UPDATE(approved_by) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(approved_date) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(approved_date),UPDATE(approved_date) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(effective_date) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(effective_date),UPDATE(effective_date) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(review_date) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(review_date),UPDATE(review_date) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(source_references) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(source_references),UPDATE(source_references) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(tags) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(tags),UPDATE(tags) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(created_at) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(created_by) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.clinical_protocols TO whitecross_admin;
GRANT SELECT(updated_at) ON TABLE public.clinical_protocols TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.clinical_protocols TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.clinical_protocols
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.clinical_protocols WITH (security_invoker='true') AS
 SELECT id,
    name,
    code,
    version,
    category,
    description,
    indications,
    contraindications,
    steps,
    decision_points AS "decisionPoints",
    required_equipment AS "requiredEquipment",
    medications,
    status,
    created_by AS "createdBy",
    approved_by AS "approvedBy",
    approved_date AS "approvedDate",
    effective_date AS "effectiveDate",
    review_date AS "reviewDate",
    source_references AS "references",
    tags,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.clinical_protocols;

COMMENT ON VIEW sequelize.clinical_protocols IS 'Model ClinicalProtocol: public.clinical_protocols with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.clinical_protocols: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.clinical_protocols TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.clinical_protocols TO whitecross_admin, whitecross_app, whitecross_district;
