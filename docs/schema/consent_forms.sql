-- Table consent_forms, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group REFERENCE, tenant NONE, about no student, no PHI,
--             audited, law NONE, retention CONSENT_FORMS

-- ----------------------------------------------------------------------------
-- consent_forms
-- ----------------------------------------------------------------------------

CREATE TABLE public.consent_forms (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    type public.consent_type NOT NULL,
    title character varying(255) NOT NULL,
    description text NOT NULL,
    content text NOT NULL,
    version character varying(20) DEFAULT '1.0'::character varying NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT consent_forms_title_not_blank_check CHECK ((btrim((title)::text) <> ''::text)),
    CONSTRAINT consent_forms_version_not_blank_check CHECK ((btrim((version)::text) <> ''::text))
);

COMMENT ON TABLE public.consent_forms IS 'One version of a consent form that parents or guardians are asked to sign; shared by all schools.';
COMMENT ON COLUMN public.consent_forms.id IS 'Primary key.';
COMMENT ON COLUMN public.consent_forms.type IS 'Activity that the form allows, such as giving medication or a field trip.';
COMMENT ON COLUMN public.consent_forms.title IS 'Heading shown to the person who signs.';
COMMENT ON COLUMN public.consent_forms.description IS 'Plain-language summary of the consent.';
COMMENT ON COLUMN public.consent_forms.content IS 'Full legal text that the signature covers.';
COMMENT ON COLUMN public.consent_forms.version IS 'Version label of the text (1.0), free text.';
COMMENT ON COLUMN public.consent_forms.is_active IS 'Whether the form is still offered. Earlier signatures remain valid.';
COMMENT ON COLUMN public.consent_forms.expires_at IS 'Time when consent under this form expires, NULL if it does not.';
COMMENT ON COLUMN public.consent_forms.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.consent_forms.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- consent_forms: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.consent_forms
    ADD CONSTRAINT consent_forms_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- consent_forms: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER consent_forms_200_updated_at BEFORE UPDATE ON public.consent_forms FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER consent_forms_900_audit_delete AFTER DELETE ON public.consent_forms REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_consent_forms();
ALTER TABLE public.consent_forms ENABLE ALWAYS TRIGGER consent_forms_900_audit_delete;
COMMENT ON TRIGGER consent_forms_900_audit_delete ON public.consent_forms IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER consent_forms_900_audit_insert AFTER INSERT ON public.consent_forms REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_consent_forms();
ALTER TABLE public.consent_forms ENABLE ALWAYS TRIGGER consent_forms_900_audit_insert;
COMMENT ON TRIGGER consent_forms_900_audit_insert ON public.consent_forms IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER consent_forms_900_audit_key AFTER UPDATE ON public.consent_forms FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_consent_forms();
ALTER TABLE public.consent_forms ENABLE ALWAYS TRIGGER consent_forms_900_audit_key;
COMMENT ON TRIGGER consent_forms_900_audit_key ON public.consent_forms IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER consent_forms_900_audit_truncate AFTER TRUNCATE ON public.consent_forms FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_consent_forms();
ALTER TABLE public.consent_forms ENABLE ALWAYS TRIGGER consent_forms_900_audit_truncate;
COMMENT ON TRIGGER consent_forms_900_audit_truncate ON public.consent_forms IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER consent_forms_900_audit_update AFTER UPDATE ON public.consent_forms REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_consent_forms();
ALTER TABLE public.consent_forms ENABLE ALWAYS TRIGGER consent_forms_900_audit_update;
COMMENT ON TRIGGER consent_forms_900_audit_update ON public.consent_forms IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- consent_forms: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.consent_forms TO whitecross_service;
GRANT SELECT(id) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(id),UPDATE(id) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(type) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(type),UPDATE(type) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(title) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(title),UPDATE(title) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(description) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(description),UPDATE(description) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(content) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(content),UPDATE(content) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(version) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(version),UPDATE(version) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(is_active) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(expires_at) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(expires_at),UPDATE(expires_at) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(created_at) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.consent_forms TO whitecross_admin;
GRANT SELECT(updated_at) ON TABLE public.consent_forms TO whitecross_app, whitecross_district, whitecross_readonly;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.consent_forms TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.consent_forms
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.consent_forms WITH (security_invoker='true') AS
 SELECT id,
    type,
    title,
    description,
    content,
    version,
    is_active AS "isActive",
    expires_at AS "expiresAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.consent_forms;

COMMENT ON VIEW sequelize.consent_forms IS 'Model ConsentForm: public.consent_forms with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.consent_forms: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.consent_forms TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.consent_forms TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_consent_forms
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_consent_forms()
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
            'consent_forms', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || to_json(n.type) END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || to_json(n.title) END,
                CASE WHEN n.description IS NOT NULL THEN '"description":' || to_json(n.description) END,
                CASE WHEN n.content IS NOT NULL THEN '"content":' || to_json(n.content) END,
                CASE WHEN n.version IS NOT NULL THEN '"version":' || to_json(n.version) END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.expires_at IS NOT NULL THEN '"expires_at":' || to_json(n.expires_at) END,
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
            'consent_forms', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || to_json(o.type) END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || to_json(o.title) END,
                CASE WHEN o.description IS NOT NULL THEN '"description":' || to_json(o.description) END,
                CASE WHEN o.content IS NOT NULL THEN '"content":' || to_json(o.content) END,
                CASE WHEN o.version IS NOT NULL THEN '"version":' || to_json(o.version) END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.expires_at IS NOT NULL THEN '"expires_at":' || to_json(o.expires_at) END,
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
            'consent_forms', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'consent_forms', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(o.title)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(o.description)::text, 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce(to_json(o.content)::text, 'null') END,
                CASE WHEN o.version IS DISTINCT FROM n.version THEN '"version":' || coalesce(to_json(o.version)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(o.expires_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(n.title)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(n.description)::text, 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce(to_json(n.content)::text, 'null') END,
                CASE WHEN o.version IS DISTINCT FROM n.version THEN '"version":' || coalesce(to_json(n.version)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(n.expires_at)::text, 'null') END,
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
            'consent_forms', 'f', 'GENERAL', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(o.title)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(o.description)::text, 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce(to_json(o.content)::text, 'null') END,
                CASE WHEN o.version IS DISTINCT FROM n.version THEN '"version":' || coalesce(to_json(o.version)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(o.expires_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce(to_json(n.title)::text, 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce(to_json(n.description)::text, 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce(to_json(n.content)::text, 'null') END,
                CASE WHEN o.version IS DISTINCT FROM n.version THEN '"version":' || coalesce(to_json(n.version)::text, 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(n.expires_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_consent_forms() IS 'Trigger: logs every change of consent_forms. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_consent_forms() FROM PUBLIC;
