-- Table phi_disclosure_audits, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group DISCLOSURE, tenant SCHOOL, about no student, PHI,
--             audited, law HIPAA, retention AUDIT_LOGS
-- phi.access: ADMIN              select update masked
-- phi.access: DISTRICT_ADMIN     select update masked
-- phi.access: NURSE              select insert masked
-- phi.access: SCHOOL_ADMIN       select insert update masked

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits
-- ----------------------------------------------------------------------------

CREATE TABLE public.phi_disclosure_audits (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    disclosure_id uuid NOT NULL,
    action character varying(50) NOT NULL,
    changes jsonb,
    performed_by uuid NOT NULL,
    ip_address character varying(45),
    user_agent text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.phi_disclosure_audits FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.phi_disclosure_audits IS 'PHI: One action on an entry of the accounting of disclosures: created, changed or viewed.';
COMMENT ON COLUMN public.phi_disclosure_audits.id IS 'Primary key.';
COMMENT ON COLUMN public.phi_disclosure_audits.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.phi_disclosure_audits.disclosure_id IS 'Disclosure on which the action was performed.';
COMMENT ON COLUMN public.phi_disclosure_audits.action IS 'Action that was performed, in the application''s own words (free text).';
COMMENT ON COLUMN public.phi_disclosure_audits.changes IS 'PHI: Changes by column; the application defines the JSON structure.';
COMMENT ON COLUMN public.phi_disclosure_audits.performed_by IS 'User who performed the action.';
COMMENT ON COLUMN public.phi_disclosure_audits.ip_address IS 'IPv4 or IPv6 address of the client, as text.';
COMMENT ON COLUMN public.phi_disclosure_audits.user_agent IS 'Browser or program that sent the request.';
COMMENT ON COLUMN public.phi_disclosure_audits.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.phi_disclosure_audits.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.phi_disclosure_audits
    ADD CONSTRAINT phi_disclosure_audits_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.phi_disclosure_audits
    ADD CONSTRAINT phi_disclosure_audits_disclosure_id_fkey FOREIGN KEY (disclosure_id) REFERENCES public.phi_disclosures(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.phi_disclosure_audits
    ADD CONSTRAINT phi_disclosure_audits_disclosure_id_school_id_fkey FOREIGN KEY (disclosure_id, school_id) REFERENCES public.phi_disclosures(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.phi_disclosure_audits
    ADD CONSTRAINT phi_disclosure_audits_performed_by_fkey FOREIGN KEY (performed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX phi_disclosure_audits_disclosure_id_idx ON public.phi_disclosure_audits USING btree (disclosure_id);

CREATE INDEX phi_disclosure_audits_performed_by_idx ON public.phi_disclosure_audits USING btree (performed_by);

CREATE INDEX phi_disclosure_audits_school_id_created_at_idx ON public.phi_disclosure_audits USING btree (school_id, created_at DESC);

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER phi_disclosure_audits_050_no_hard_delete BEFORE DELETE ON public.phi_disclosure_audits FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('none');
ALTER TABLE public.phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_050_no_hard_delete;
COMMENT ON TRIGGER phi_disclosure_audits_050_no_hard_delete ON public.phi_disclosure_audits IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER phi_disclosure_audits_050_no_truncate BEFORE TRUNCATE ON public.phi_disclosure_audits FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('none');
ALTER TABLE public.phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_050_no_truncate;
COMMENT ON TRIGGER phi_disclosure_audits_050_no_truncate ON public.phi_disclosure_audits IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER phi_disclosure_audits_100_school_id BEFORE INSERT OR UPDATE OF disclosure_id, school_id ON public.phi_disclosure_audits FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_phi_disclosure();
ALTER TABLE public.phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_100_school_id;

CREATE TRIGGER phi_disclosure_audits_200_updated_at BEFORE UPDATE ON public.phi_disclosure_audits FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER phi_disclosure_audits_900_audit_delete AFTER DELETE ON public.phi_disclosure_audits REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_phi_disclosure_audits();
ALTER TABLE public.phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_900_audit_delete;
COMMENT ON TRIGGER phi_disclosure_audits_900_audit_delete ON public.phi_disclosure_audits IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER phi_disclosure_audits_900_audit_insert AFTER INSERT ON public.phi_disclosure_audits REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_phi_disclosure_audits();
ALTER TABLE public.phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_900_audit_insert;
COMMENT ON TRIGGER phi_disclosure_audits_900_audit_insert ON public.phi_disclosure_audits IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER phi_disclosure_audits_900_audit_key AFTER UPDATE ON public.phi_disclosure_audits FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_phi_disclosure_audits();
ALTER TABLE public.phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_900_audit_key;
COMMENT ON TRIGGER phi_disclosure_audits_900_audit_key ON public.phi_disclosure_audits IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER phi_disclosure_audits_900_audit_truncate AFTER TRUNCATE ON public.phi_disclosure_audits FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_phi_disclosure_audits();
ALTER TABLE public.phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_900_audit_truncate;
COMMENT ON TRIGGER phi_disclosure_audits_900_audit_truncate ON public.phi_disclosure_audits IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER phi_disclosure_audits_900_audit_update AFTER UPDATE ON public.phi_disclosure_audits REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_phi_disclosure_audits();
ALTER TABLE public.phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_900_audit_update;
COMMENT ON TRIGGER phi_disclosure_audits_900_audit_update ON public.phi_disclosure_audits IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.phi_disclosure_audits ENABLE ROW LEVEL SECURITY;

CREATE POLICY phi_disclosure_audits_delete_trusted ON public.phi_disclosure_audits
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY phi_disclosure_audits_delete_trusted ON public.phi_disclosure_audits IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_fence_admin ON public.phi_disclosure_audits
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY phi_disclosure_audits_fence_admin ON public.phi_disclosure_audits IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_fence_district ON public.phi_disclosure_audits
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY phi_disclosure_audits_fence_district ON public.phi_disclosure_audits IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_fence_school ON public.phi_disclosure_audits
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY phi_disclosure_audits_fence_school ON public.phi_disclosure_audits IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_insert_staff ON public.phi_disclosure_audits
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('DISCLOSURE'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY phi_disclosure_audits_insert_staff ON public.phi_disclosure_audits IS 'Users whom the access matrix lets INSERT in group DISCLOSURE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_insert_trusted ON public.phi_disclosure_audits
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY phi_disclosure_audits_insert_trusted ON public.phi_disclosure_audits IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_select_auditor ON public.phi_disclosure_audits
    AS PERMISSIVE FOR SELECT TO whitecross_auditor
    USING (true);
COMMENT ON POLICY phi_disclosure_audits_select_auditor ON public.phi_disclosure_audits IS 'The auditor reads the log of changes to the accounting of disclosures.';

CREATE POLICY phi_disclosure_audits_select_masked ON public.phi_disclosure_audits
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('DISCLOSURE'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY phi_disclosure_audits_select_masked ON public.phi_disclosure_audits IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_select_staff ON public.phi_disclosure_audits
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('DISCLOSURE'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY phi_disclosure_audits_select_staff ON public.phi_disclosure_audits IS 'Users whom the access matrix lets SELECT in group DISCLOSURE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_select_trusted ON public.phi_disclosure_audits
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY phi_disclosure_audits_select_trusted ON public.phi_disclosure_audits IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_update_staff ON public.phi_disclosure_audits
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('DISCLOSURE'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('DISCLOSURE'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY phi_disclosure_audits_update_staff ON public.phi_disclosure_audits IS 'Users whom the access matrix lets UPDATE in group DISCLOSURE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY phi_disclosure_audits_update_trusted ON public.phi_disclosure_audits
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY phi_disclosure_audits_update_trusted ON public.phi_disclosure_audits IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.phi_disclosure_audits TO whitecross_auditor, whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.phi_disclosure_audits TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(disclosure_id),UPDATE(disclosure_id) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(action),UPDATE(action) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(changes),UPDATE(changes) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(performed_by),UPDATE(performed_by) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(ip_address),UPDATE(ip_address) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_agent),UPDATE(user_agent) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.phi_disclosure_audits
-- ----------------------------------------------------------------------------

CREATE VIEW masked.phi_disclosure_audits WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    disclosure_id,
    action,
    NULL::jsonb AS changes,
    performed_by,
    ip_address,
    user_agent,
    created_at,
    updated_at
   FROM public.phi_disclosure_audits t;

ALTER VIEW masked.phi_disclosure_audits OWNER TO whitecross_masker;

COMMENT ON VIEW masked.phi_disclosure_audits IS 'Table phi_disclosure_audits with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.phi_disclosure_audits: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.phi_disclosure_audits
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.phi_disclosure_audits WITH (security_invoker='true') AS
 SELECT id,
    disclosure_id AS "disclosureId",
    action,
    changes,
    performed_by AS "performedBy",
    ip_address AS "ipAddress",
    user_agent AS "userAgent",
    created_at AS "createdAt"
   FROM public.phi_disclosure_audits;

COMMENT ON VIEW sequelize.phi_disclosure_audits IS 'Model PhiDisclosureAudit: public.phi_disclosure_audits with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.phi_disclosure_audits: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.phi_disclosure_audits TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.phi_disclosure_audits TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_phi_disclosure_audits
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_phi_disclosure_audits()
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
    v_salt bytea := (SELECT s.salt FROM phi.audit_salt AS s);
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
            'phi_disclosure_audits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.disclosure_id IS NOT NULL THEN '"disclosure_id":' || to_json(n.disclosure_id) END,
                CASE WHEN n.action IS NOT NULL THEN '"action":' || to_json(n.action) END,
                CASE WHEN n.changes IS NOT NULL THEN '"changes":' || '"***"' END,
                CASE WHEN n.performed_by IS NOT NULL THEN '"performed_by":' || to_json(n.performed_by) END,
                CASE WHEN n.ip_address IS NOT NULL THEN '"ip_address":' || to_json(n.ip_address) END,
                CASE WHEN n.user_agent IS NOT NULL THEN '"user_agent":' || to_json(n.user_agent) END,
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
            'phi_disclosure_audits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.disclosure_id IS NOT NULL THEN '"disclosure_id":' || to_json(o.disclosure_id) END,
                CASE WHEN o.action IS NOT NULL THEN '"action":' || to_json(o.action) END,
                CASE WHEN o.changes IS NOT NULL THEN '"changes":' || '"***"' END,
                CASE WHEN o.performed_by IS NOT NULL THEN '"performed_by":' || to_json(o.performed_by) END,
                CASE WHEN o.ip_address IS NOT NULL THEN '"ip_address":' || to_json(o.ip_address) END,
                CASE WHEN o.user_agent IS NOT NULL THEN '"user_agent":' || to_json(o.user_agent) END,
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
            'phi_disclosure_audits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'phi_disclosure_audits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.disclosure_id IS DISTINCT FROM n.disclosure_id THEN '"disclosure_id":' || coalesce(to_json(o.disclosure_id)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce(to_json(o.action)::text, 'null') END,
                CASE WHEN o.changes IS DISTINCT FROM n.changes THEN '"changes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' changes ' || o.changes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.performed_by IS DISTINCT FROM n.performed_by THEN '"performed_by":' || coalesce(to_json(o.performed_by)::text, 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce(to_json(o.ip_address)::text, 'null') END,
                CASE WHEN o.user_agent IS DISTINCT FROM n.user_agent THEN '"user_agent":' || coalesce(to_json(o.user_agent)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.disclosure_id IS DISTINCT FROM n.disclosure_id THEN '"disclosure_id":' || coalesce(to_json(n.disclosure_id)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce(to_json(n.action)::text, 'null') END,
                CASE WHEN o.changes IS DISTINCT FROM n.changes THEN '"changes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' changes ' || n.changes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.performed_by IS DISTINCT FROM n.performed_by THEN '"performed_by":' || coalesce(to_json(n.performed_by)::text, 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce(to_json(n.ip_address)::text, 'null') END,
                CASE WHEN o.user_agent IS DISTINCT FROM n.user_agent THEN '"user_agent":' || coalesce(to_json(n.user_agent)::text, 'null') END,
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
            'phi_disclosure_audits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.disclosure_id IS DISTINCT FROM n.disclosure_id THEN '"disclosure_id":' || coalesce(to_json(o.disclosure_id)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce(to_json(o.action)::text, 'null') END,
                CASE WHEN o.changes IS DISTINCT FROM n.changes THEN '"changes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' changes ' || o.changes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.performed_by IS DISTINCT FROM n.performed_by THEN '"performed_by":' || coalesce(to_json(o.performed_by)::text, 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce(to_json(o.ip_address)::text, 'null') END,
                CASE WHEN o.user_agent IS DISTINCT FROM n.user_agent THEN '"user_agent":' || coalesce(to_json(o.user_agent)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.disclosure_id IS DISTINCT FROM n.disclosure_id THEN '"disclosure_id":' || coalesce(to_json(n.disclosure_id)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce(to_json(n.action)::text, 'null') END,
                CASE WHEN o.changes IS DISTINCT FROM n.changes THEN '"changes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' changes ' || n.changes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.performed_by IS DISTINCT FROM n.performed_by THEN '"performed_by":' || coalesce(to_json(n.performed_by)::text, 'null') END,
                CASE WHEN o.ip_address IS DISTINCT FROM n.ip_address THEN '"ip_address":' || coalesce(to_json(n.ip_address)::text, 'null') END,
                CASE WHEN o.user_agent IS DISTINCT FROM n.user_agent THEN '"user_agent":' || coalesce(to_json(n.user_agent)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_phi_disclosure_audits() IS 'Trigger: logs every change of phi_disclosure_audits. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_phi_disclosure_audits() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- public.set_school_id_from_phi_disclosure
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.set_school_id_from_phi_disclosure()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF NEW.disclosure_id IS NOT NULL THEN
        NEW.school_id := (
            SELECT p.school_id
            FROM public.phi_disclosures AS p
            WHERE p.id = NEW.disclosure_id
            FOR KEY SHARE
        );
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.set_school_id_from_phi_disclosure() IS 'Trigger: copies the tenant key from the disclosure that the row belongs to.';

REVOKE ALL ON FUNCTION public.set_school_id_from_phi_disclosure() FROM PUBLIC;
