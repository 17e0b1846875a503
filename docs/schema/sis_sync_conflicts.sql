-- Table sis_sync_conflicts, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group EDUCATION, tenant SCHOOL, student in student_id, PHI,
--             audited, law FERPA, retention STUDENT_RECORDS
-- phi.access: ADMIN              select masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     select masked
-- phi.access: NURSE              select masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts
-- ----------------------------------------------------------------------------

CREATE TABLE public.sis_sync_conflicts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    session_id uuid NOT NULL,
    field character varying(100) NOT NULL,
    local_value jsonb NOT NULL,
    sis_value jsonb NOT NULL,
    resolution public.sis_conflict_resolution,
    resolved_at timestamp with time zone,
    resolved_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT sis_sync_conflicts_field_not_blank_check CHECK ((btrim((field)::text) <> ''::text))
);

ALTER TABLE ONLY public.sis_sync_conflicts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.sis_sync_conflicts IS 'PHI: One attribute of a student that differs between the platform and the student information system. Staff decide.';
COMMENT ON COLUMN public.sis_sync_conflicts.id IS 'Primary key.';
COMMENT ON COLUMN public.sis_sync_conflicts.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.sis_sync_conflicts.student_id IS 'Student whose data differ.';
COMMENT ON COLUMN public.sis_sync_conflicts.session_id IS 'Run that found the difference.';
COMMENT ON COLUMN public.sis_sync_conflicts.field IS 'Name of the student attribute that differs.';
COMMENT ON COLUMN public.sis_sync_conflicts.local_value IS 'PHI: Value on the platform.';
COMMENT ON COLUMN public.sis_sync_conflicts.sis_value IS 'PHI: Value in the student information system.';
COMMENT ON COLUMN public.sis_sync_conflicts.resolution IS 'Side that won, NULL while undecided.';
COMMENT ON COLUMN public.sis_sync_conflicts.resolved_at IS 'Time of the decision, NULL before.';
COMMENT ON COLUMN public.sis_sync_conflicts.resolved_by IS 'User who made the decision.';
COMMENT ON COLUMN public.sis_sync_conflicts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.sis_sync_conflicts.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.sis_sync_conflicts.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.sis_sync_conflicts
    ADD CONSTRAINT sis_sync_conflicts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sis_sync_conflicts
    ADD CONSTRAINT sis_sync_conflicts_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.sis_sync_conflicts
    ADD CONSTRAINT sis_sync_conflicts_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sync_sessions(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.sis_sync_conflicts
    ADD CONSTRAINT sis_sync_conflicts_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.sis_sync_conflicts
    ADD CONSTRAINT sis_sync_conflicts_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX sis_sync_conflicts_resolved_by_idx ON public.sis_sync_conflicts USING btree (resolved_by) WHERE (resolved_by IS NOT NULL);

CREATE INDEX sis_sync_conflicts_school_id_created_at_idx ON public.sis_sync_conflicts USING btree (school_id, created_at);

CREATE INDEX sis_sync_conflicts_school_id_created_at_open_idx ON public.sis_sync_conflicts USING btree (school_id, created_at) WHERE ((resolved_at IS NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.sis_sync_conflicts_school_id_created_at_open_idx IS 'Unresolved conflicts of a school, the oldest first.';

CREATE INDEX sis_sync_conflicts_session_id_idx ON public.sis_sync_conflicts USING btree (session_id);

CREATE INDEX sis_sync_conflicts_student_id_created_at_idx ON public.sis_sync_conflicts USING btree (student_id, created_at);

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER sis_sync_conflicts_050_no_hard_delete BEFORE DELETE ON public.sis_sync_conflicts FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_050_no_hard_delete;
COMMENT ON TRIGGER sis_sync_conflicts_050_no_hard_delete ON public.sis_sync_conflicts IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER sis_sync_conflicts_050_no_truncate BEFORE TRUNCATE ON public.sis_sync_conflicts FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_050_no_truncate;
COMMENT ON TRIGGER sis_sync_conflicts_050_no_truncate ON public.sis_sync_conflicts IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER sis_sync_conflicts_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.sis_sync_conflicts FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_100_school_id;

CREATE TRIGGER sis_sync_conflicts_200_updated_at BEFORE UPDATE ON public.sis_sync_conflicts FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER sis_sync_conflicts_900_audit_delete AFTER DELETE ON public.sis_sync_conflicts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sis_sync_conflicts();
ALTER TABLE public.sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_900_audit_delete;
COMMENT ON TRIGGER sis_sync_conflicts_900_audit_delete ON public.sis_sync_conflicts IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER sis_sync_conflicts_900_audit_insert AFTER INSERT ON public.sis_sync_conflicts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sis_sync_conflicts();
ALTER TABLE public.sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_900_audit_insert;
COMMENT ON TRIGGER sis_sync_conflicts_900_audit_insert ON public.sis_sync_conflicts IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER sis_sync_conflicts_900_audit_key AFTER UPDATE ON public.sis_sync_conflicts FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_sis_sync_conflicts();
ALTER TABLE public.sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_900_audit_key;
COMMENT ON TRIGGER sis_sync_conflicts_900_audit_key ON public.sis_sync_conflicts IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER sis_sync_conflicts_900_audit_truncate AFTER TRUNCATE ON public.sis_sync_conflicts FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sis_sync_conflicts();
ALTER TABLE public.sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_900_audit_truncate;
COMMENT ON TRIGGER sis_sync_conflicts_900_audit_truncate ON public.sis_sync_conflicts IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER sis_sync_conflicts_900_audit_update AFTER UPDATE ON public.sis_sync_conflicts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_sis_sync_conflicts();
ALTER TABLE public.sis_sync_conflicts ENABLE ALWAYS TRIGGER sis_sync_conflicts_900_audit_update;
COMMENT ON TRIGGER sis_sync_conflicts_900_audit_update ON public.sis_sync_conflicts IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.sis_sync_conflicts ENABLE ROW LEVEL SECURITY;

CREATE POLICY sis_sync_conflicts_delete_trusted ON public.sis_sync_conflicts
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY sis_sync_conflicts_delete_trusted ON public.sis_sync_conflicts IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_fence_admin ON public.sis_sync_conflicts
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY sis_sync_conflicts_fence_admin ON public.sis_sync_conflicts IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_fence_district ON public.sis_sync_conflicts
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY sis_sync_conflicts_fence_district ON public.sis_sync_conflicts IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_fence_school ON public.sis_sync_conflicts
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY sis_sync_conflicts_fence_school ON public.sis_sync_conflicts IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_insert_staff ON public.sis_sync_conflicts
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('EDUCATION'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('EDUCATION'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY sis_sync_conflicts_insert_staff ON public.sis_sync_conflicts IS 'Users whom the access matrix lets INSERT in group EDUCATION; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_insert_trusted ON public.sis_sync_conflicts
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY sis_sync_conflicts_insert_trusted ON public.sis_sync_conflicts IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_select_masked ON public.sis_sync_conflicts
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('EDUCATION'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY sis_sync_conflicts_select_masked ON public.sis_sync_conflicts IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_select_staff ON public.sis_sync_conflicts
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('EDUCATION'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('EDUCATION'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY sis_sync_conflicts_select_staff ON public.sis_sync_conflicts IS 'Users whom the access matrix lets SELECT in group EDUCATION; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_select_trusted ON public.sis_sync_conflicts
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY sis_sync_conflicts_select_trusted ON public.sis_sync_conflicts IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_update_staff ON public.sis_sync_conflicts
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('EDUCATION'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('EDUCATION'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('EDUCATION'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('EDUCATION'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY sis_sync_conflicts_update_staff ON public.sis_sync_conflicts IS 'Users whom the access matrix lets UPDATE in group EDUCATION; docs/access.md says why. Built by phi.protect.';

CREATE POLICY sis_sync_conflicts_update_trusted ON public.sis_sync_conflicts
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY sis_sync_conflicts_update_trusted ON public.sis_sync_conflicts IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sis_sync_conflicts: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.sis_sync_conflicts TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sis_sync_conflicts TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(session_id),UPDATE(session_id) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(field),UPDATE(field) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(local_value),UPDATE(local_value) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sis_value),UPDATE(sis_value) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(resolution),UPDATE(resolution) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(resolved_at),UPDATE(resolved_at) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(resolved_by),UPDATE(resolved_by) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.sis_sync_conflicts
-- ----------------------------------------------------------------------------

CREATE VIEW masked.sis_sync_conflicts WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    session_id,
    field,
    NULL::jsonb AS local_value,
    NULL::jsonb AS sis_value,
    resolution,
    resolved_at,
    resolved_by,
    created_at,
    updated_at,
    deleted_at
   FROM public.sis_sync_conflicts t;

ALTER VIEW masked.sis_sync_conflicts OWNER TO whitecross_masker;

COMMENT ON VIEW masked.sis_sync_conflicts IS 'Table sis_sync_conflicts with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.sis_sync_conflicts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.sis_sync_conflicts
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.sis_sync_conflicts WITH (security_invoker='true') AS
 SELECT id,
    session_id AS "sessionId",
    student_id AS "studentId",
    field,
    local_value AS "localValue",
    sis_value AS "sisValue",
    resolution,
    resolved_at AS "resolvedAt",
    resolved_by AS "resolvedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.sis_sync_conflicts
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.sis_sync_conflicts IS 'Model SISSyncConflict: public.sis_sync_conflicts with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.sis_sync_conflicts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER sis_sync_conflicts_050_soft_delete INSTEAD OF DELETE ON sequelize.sis_sync_conflicts FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('sis_sync_conflicts');
COMMENT ON TRIGGER sis_sync_conflicts_050_soft_delete ON sequelize.sis_sync_conflicts IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.sis_sync_conflicts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.sis_sync_conflicts TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.sis_sync_conflicts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_sis_sync_conflicts
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_sis_sync_conflicts()
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
            'sis_sync_conflicts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.session_id IS NOT NULL THEN '"session_id":' || to_json(n.session_id) END,
                CASE WHEN n.field IS NOT NULL THEN '"field":' || to_json(n.field) END,
                CASE WHEN n.local_value IS NOT NULL THEN '"local_value":' || '"***"' END,
                CASE WHEN n.sis_value IS NOT NULL THEN '"sis_value":' || '"***"' END,
                CASE WHEN n.resolution IS NOT NULL THEN '"resolution":' || to_json(n.resolution) END,
                CASE WHEN n.resolved_at IS NOT NULL THEN '"resolved_at":' || to_json(n.resolved_at) END,
                CASE WHEN n.resolved_by IS NOT NULL THEN '"resolved_by":' || to_json(n.resolved_by) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'sis_sync_conflicts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.session_id IS NOT NULL THEN '"session_id":' || to_json(o.session_id) END,
                CASE WHEN o.field IS NOT NULL THEN '"field":' || to_json(o.field) END,
                CASE WHEN o.local_value IS NOT NULL THEN '"local_value":' || '"***"' END,
                CASE WHEN o.sis_value IS NOT NULL THEN '"sis_value":' || '"***"' END,
                CASE WHEN o.resolution IS NOT NULL THEN '"resolution":' || to_json(o.resolution) END,
                CASE WHEN o.resolved_at IS NOT NULL THEN '"resolved_at":' || to_json(o.resolved_at) END,
                CASE WHEN o.resolved_by IS NOT NULL THEN '"resolved_by":' || to_json(o.resolved_by) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'sis_sync_conflicts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'sis_sync_conflicts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.session_id IS DISTINCT FROM n.session_id THEN '"session_id":' || coalesce(to_json(o.session_id)::text, 'null') END,
                CASE WHEN o.field IS DISTINCT FROM n.field THEN '"field":' || coalesce(to_json(o.field)::text, 'null') END,
                CASE WHEN o.local_value IS DISTINCT FROM n.local_value THEN '"local_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' local_value ' || o.local_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.sis_value IS DISTINCT FROM n.sis_value THEN '"sis_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' sis_value ' || o.sis_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolution IS DISTINCT FROM n.resolution THEN '"resolution":' || coalesce(to_json(o.resolution)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(o.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(o.resolved_by)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.session_id IS DISTINCT FROM n.session_id THEN '"session_id":' || coalesce(to_json(n.session_id)::text, 'null') END,
                CASE WHEN o.field IS DISTINCT FROM n.field THEN '"field":' || coalesce(to_json(n.field)::text, 'null') END,
                CASE WHEN o.local_value IS DISTINCT FROM n.local_value THEN '"local_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' local_value ' || n.local_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.sis_value IS DISTINCT FROM n.sis_value THEN '"sis_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' sis_value ' || n.sis_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolution IS DISTINCT FROM n.resolution THEN '"resolution":' || coalesce(to_json(n.resolution)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(n.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(n.resolved_by)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'sis_sync_conflicts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.session_id IS DISTINCT FROM n.session_id THEN '"session_id":' || coalesce(to_json(o.session_id)::text, 'null') END,
                CASE WHEN o.field IS DISTINCT FROM n.field THEN '"field":' || coalesce(to_json(o.field)::text, 'null') END,
                CASE WHEN o.local_value IS DISTINCT FROM n.local_value THEN '"local_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' local_value ' || o.local_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.sis_value IS DISTINCT FROM n.sis_value THEN '"sis_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' sis_value ' || o.sis_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolution IS DISTINCT FROM n.resolution THEN '"resolution":' || coalesce(to_json(o.resolution)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(o.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(o.resolved_by)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.session_id IS DISTINCT FROM n.session_id THEN '"session_id":' || coalesce(to_json(n.session_id)::text, 'null') END,
                CASE WHEN o.field IS DISTINCT FROM n.field THEN '"field":' || coalesce(to_json(n.field)::text, 'null') END,
                CASE WHEN o.local_value IS DISTINCT FROM n.local_value THEN '"local_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' local_value ' || n.local_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.sis_value IS DISTINCT FROM n.sis_value THEN '"sis_value":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' sis_value ' || n.sis_value::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolution IS DISTINCT FROM n.resolution THEN '"resolution":' || coalesce(to_json(n.resolution)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(n.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(n.resolved_by)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_sis_sync_conflicts() IS 'Trigger: logs every change of sis_sync_conflicts. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_sis_sync_conflicts() FROM PUBLIC;
