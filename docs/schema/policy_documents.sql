-- Table policy_documents, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group REFERENCE, tenant NONE, about no student, no PHI,
--             audited, law NONE, no retention class

-- ----------------------------------------------------------------------------
-- policy_documents
-- ----------------------------------------------------------------------------

CREATE TABLE public.policy_documents (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    title character varying(200) NOT NULL,
    category public.policy_category NOT NULL,
    content text NOT NULL,
    version character varying(20) DEFAULT '1.0'::character varying NOT NULL,
    effective_date timestamp with time zone NOT NULL,
    review_date timestamp with time zone,
    status public.policy_status DEFAULT 'DRAFT'::public.policy_status NOT NULL,
    approved_by uuid,
    approved_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT policy_documents_title_not_blank_check CHECK ((btrim((title)::text) <> ''::text)),
    CONSTRAINT policy_documents_version_not_blank_check CHECK ((btrim((version)::text) <> ''::text))
);

COMMENT ON TABLE public.policy_documents IS 'One version of a written policy that staff must follow. Administrators publish it, and staff acknowledge it.';
COMMENT ON COLUMN public.policy_documents.id IS 'Primary key.';
COMMENT ON COLUMN public.policy_documents.title IS 'Name of the policy; by convention the same for all versions.';
COMMENT ON COLUMN public.policy_documents.category IS 'Subject of the policy, such as HIPAA privacy or access control.';
COMMENT ON COLUMN public.policy_documents.content IS 'Full text of this version.';
COMMENT ON COLUMN public.policy_documents.version IS 'Version label (1.0), free text.';
COMMENT ON COLUMN public.policy_documents.effective_date IS 'Time from which staff must follow this version.';
COMMENT ON COLUMN public.policy_documents.review_date IS 'Time when the next review of the policy is due.';
COMMENT ON COLUMN public.policy_documents.status IS 'Life cycle from DRAFT to ARCHIVED or SUPERSEDED.';
COMMENT ON COLUMN public.policy_documents.approved_by IS 'User who approved this version, NULL while it is not approved.';
COMMENT ON COLUMN public.policy_documents.approved_at IS 'Time when approved_by approved this version, NULL before.';
COMMENT ON COLUMN public.policy_documents.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.policy_documents.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- policy_documents: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.policy_documents
    ADD CONSTRAINT policy_documents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.policy_documents
    ADD CONSTRAINT policy_documents_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- policy_documents: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX policy_documents_approved_by_idx ON public.policy_documents USING btree (approved_by) WHERE (approved_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- policy_documents: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER policy_documents_200_updated_at BEFORE UPDATE ON public.policy_documents FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER policy_documents_900_audit_delete AFTER DELETE ON public.policy_documents REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_policy_documents();
ALTER TABLE public.policy_documents ENABLE ALWAYS TRIGGER policy_documents_900_audit_delete;
COMMENT ON TRIGGER policy_documents_900_audit_delete ON public.policy_documents IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER policy_documents_900_audit_insert AFTER INSERT ON public.policy_documents REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_policy_documents();
ALTER TABLE public.policy_documents ENABLE ALWAYS TRIGGER policy_documents_900_audit_insert;
COMMENT ON TRIGGER policy_documents_900_audit_insert ON public.policy_documents IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER policy_documents_900_audit_key AFTER UPDATE ON public.policy_documents FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_policy_documents();
ALTER TABLE public.policy_documents ENABLE ALWAYS TRIGGER policy_documents_900_audit_key;
COMMENT ON TRIGGER policy_documents_900_audit_key ON public.policy_documents IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER policy_documents_900_audit_truncate AFTER TRUNCATE ON public.policy_documents FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_policy_documents();
ALTER TABLE public.policy_documents ENABLE ALWAYS TRIGGER policy_documents_900_audit_truncate;
COMMENT ON TRIGGER policy_documents_900_audit_truncate ON public.policy_documents IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER policy_documents_900_audit_update AFTER UPDATE ON public.policy_documents REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_policy_documents();
ALTER TABLE public.policy_documents ENABLE ALWAYS TRIGGER policy_documents_900_audit_update;
COMMENT ON TRIGGER policy_documents_900_audit_update ON public.policy_documents IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- policy_documents: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.policy_documents TO whitecross_service;
GRANT SELECT(id) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(title) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(title),UPDATE(title) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(category) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(category),UPDATE(category) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(content) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(content),UPDATE(content) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(version) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(version),UPDATE(version) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(effective_date) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(effective_date),UPDATE(effective_date) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(review_date) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(review_date),UPDATE(review_date) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(status) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(status),UPDATE(status) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(approved_by) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(approved_by),UPDATE(approved_by) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(approved_at) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(approved_at),UPDATE(approved_at) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(created_at) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.policy_documents TO whitecross_admin;
GRANT SELECT(updated_at) ON TABLE public.policy_documents TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.policy_documents TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.policy_documents
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.policy_documents WITH (security_invoker='true') AS
 SELECT id,
    title,
    category,
    content,
    version,
    effective_date AS "effectiveDate",
    review_date AS "reviewDate",
    status,
    approved_by AS "approvedBy",
    approved_at AS "approvedAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.policy_documents;

COMMENT ON VIEW sequelize.policy_documents IS 'Model PolicyDocument: public.policy_documents with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.policy_documents: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.policy_documents TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.policy_documents TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_policy_documents
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_policy_documents()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '64MB'
 SET enable_nestloop TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_variable
DECLARE
    v_user uuid := phi.claim('user_id');
    v_role name := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_address text := host(inet_client_addr());
    v_program text := current_setting('application_name');
    v_request text := left(nullif(current_setting('app.request_id', TRUE), ''), 100);
    v_session text := left(nullif(current_setting('app.session_id', TRUE), ''), 100);
    v_claims jsonb := phi.logged_claims();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, new_values
        )
        SELECT
            'policy_documents', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || to_json(n.title) END,
                CASE WHEN n.category IS NOT NULL THEN '"category":' || to_json(n.category) END,
                CASE WHEN n.content IS NOT NULL THEN '"content":' || to_json(n.content) END,
                CASE WHEN n.version IS NOT NULL THEN '"version":' || to_json(n.version) END,
                CASE WHEN n.effective_date IS NOT NULL THEN '"effective_date":' || to_json(n.effective_date) END,
                CASE WHEN n.review_date IS NOT NULL THEN '"review_date":' || to_json(n.review_date) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.approved_by IS NOT NULL THEN '"approved_by":' || to_json(n.approved_by) END,
                CASE WHEN n.approved_at IS NOT NULL THEN '"approved_at":' || to_json(n.approved_at) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'policy_documents', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || to_json(o.title) END,
                CASE WHEN o.category IS NOT NULL THEN '"category":' || to_json(o.category) END,
                CASE WHEN o.content IS NOT NULL THEN '"content":' || to_json(o.content) END,
                CASE WHEN o.version IS NOT NULL THEN '"version":' || to_json(o.version) END,
                CASE WHEN o.effective_date IS NOT NULL THEN '"effective_date":' || to_json(o.effective_date) END,
                CASE WHEN o.review_date IS NOT NULL THEN '"review_date":' || to_json(o.review_date) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.approved_by IS NOT NULL THEN '"approved_by":' || to_json(o.approved_by) END,
                CASE WHEN o.approved_at IS NOT NULL THEN '"approved_at":' || to_json(o.approved_at) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'policy_documents', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'policy_documents', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(o.title)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce(to_json(o.content)::text, 'null') END,
                CASE WHEN o.version IS DISTINCT FROM n.version THEN '"version":' || coalesce(to_json(o.version)::text, 'null') END,
                CASE WHEN o.effective_date IS DISTINCT FROM n.effective_date THEN '"effective_date":' || coalesce(to_json(o.effective_date)::text, 'null') END,
                CASE WHEN o.review_date IS DISTINCT FROM n.review_date THEN '"review_date":' || coalesce(to_json(o.review_date)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.approved_by IS DISTINCT FROM n.approved_by THEN '"approved_by":' || coalesce(to_json(o.approved_by)::text, 'null') END,
                CASE WHEN o.approved_at IS DISTINCT FROM n.approved_at THEN '"approved_at":' || coalesce(to_json(o.approved_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(n.title)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce(to_json(n.content)::text, 'null') END,
                CASE WHEN o.version IS DISTINCT FROM n.version THEN '"version":' || coalesce(to_json(n.version)::text, 'null') END,
                CASE WHEN o.effective_date IS DISTINCT FROM n.effective_date THEN '"effective_date":' || coalesce(to_json(n.effective_date)::text, 'null') END,
                CASE WHEN o.review_date IS DISTINCT FROM n.review_date THEN '"review_date":' || coalesce(to_json(n.review_date)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.approved_by IS DISTINCT FROM n.approved_by THEN '"approved_by":' || coalesce(to_json(n.approved_by)::text, 'null') END,
                CASE WHEN o.approved_at IS DISTINCT FROM n.approved_at THEN '"approved_at":' || coalesce(to_json(n.approved_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'policy_documents', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(o.title)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce(to_json(o.content)::text, 'null') END,
                CASE WHEN o.version IS DISTINCT FROM n.version THEN '"version":' || coalesce(to_json(o.version)::text, 'null') END,
                CASE WHEN o.effective_date IS DISTINCT FROM n.effective_date THEN '"effective_date":' || coalesce(to_json(o.effective_date)::text, 'null') END,
                CASE WHEN o.review_date IS DISTINCT FROM n.review_date THEN '"review_date":' || coalesce(to_json(o.review_date)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.approved_by IS DISTINCT FROM n.approved_by THEN '"approved_by":' || coalesce(to_json(o.approved_by)::text, 'null') END,
                CASE WHEN o.approved_at IS DISTINCT FROM n.approved_at THEN '"approved_at":' || coalesce(to_json(o.approved_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(n.title)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce(to_json(n.content)::text, 'null') END,
                CASE WHEN o.version IS DISTINCT FROM n.version THEN '"version":' || coalesce(to_json(n.version)::text, 'null') END,
                CASE WHEN o.effective_date IS DISTINCT FROM n.effective_date THEN '"effective_date":' || coalesce(to_json(n.effective_date)::text, 'null') END,
                CASE WHEN o.review_date IS DISTINCT FROM n.review_date THEN '"review_date":' || coalesce(to_json(n.review_date)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.approved_by IS DISTINCT FROM n.approved_by THEN '"approved_by":' || coalesce(to_json(n.approved_by)::text, 'null') END,
                CASE WHEN o.approved_at IS DISTINCT FROM n.approved_at THEN '"approved_at":' || coalesce(to_json(n.approved_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_policy_documents() IS 'Trigger: logs every change of policy_documents. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_policy_documents() FROM PUBLIC;
