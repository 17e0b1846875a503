-- Table follow_up_actions, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group INCIDENT, tenant SCHOOL, about no student, PHI,
--             audited, law EITHER, retention INCIDENT_REPORTS
-- phi.access: ADMIN              select masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     select update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- follow_up_actions
-- ----------------------------------------------------------------------------

CREATE TABLE public.follow_up_actions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    incident_report_id uuid NOT NULL,
    action text NOT NULL,
    due_date timestamp with time zone NOT NULL,
    priority public.action_priority DEFAULT 'MEDIUM'::public.action_priority NOT NULL,
    status public.follow_up_action_status DEFAULT 'PENDING'::public.follow_up_action_status NOT NULL,
    assigned_to uuid,
    completed_at timestamp with time zone,
    completed_by uuid,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT follow_up_actions_action_not_blank_check CHECK ((btrim(action) <> ''::text))
);

ALTER TABLE ONLY public.follow_up_actions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.follow_up_actions IS 'PHI: One task that follows from an incident report, such as a call or a repair. Nurses and school staff track it.';
COMMENT ON COLUMN public.follow_up_actions.id IS 'Primary key.';
COMMENT ON COLUMN public.follow_up_actions.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.follow_up_actions.incident_report_id IS 'Incident report that led to the task.';
COMMENT ON COLUMN public.follow_up_actions.action IS 'PHI: Description of the task, free text that may name the student.';
COMMENT ON COLUMN public.follow_up_actions.due_date IS 'Deadline of the task.';
COMMENT ON COLUMN public.follow_up_actions.priority IS 'Urgency as the author judged it.';
COMMENT ON COLUMN public.follow_up_actions.status IS 'Progress of the task.';
COMMENT ON COLUMN public.follow_up_actions.assigned_to IS 'User responsible for the task, NULL while unassigned.';
COMMENT ON COLUMN public.follow_up_actions.completed_at IS 'Time when completed_by completed the task, NULL before.';
COMMENT ON COLUMN public.follow_up_actions.completed_by IS 'User who completed the task; may differ from assigned_to.';
COMMENT ON COLUMN public.follow_up_actions.notes IS 'PHI: Notes on the task or its result.';
COMMENT ON COLUMN public.follow_up_actions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.follow_up_actions.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.follow_up_actions.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- follow_up_actions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.follow_up_actions
    ADD CONSTRAINT follow_up_actions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.follow_up_actions
    ADD CONSTRAINT follow_up_actions_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.follow_up_actions
    ADD CONSTRAINT follow_up_actions_completed_by_fkey FOREIGN KEY (completed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.follow_up_actions
    ADD CONSTRAINT follow_up_actions_incident_report_id_fkey FOREIGN KEY (incident_report_id) REFERENCES public.incident_reports(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.follow_up_actions
    ADD CONSTRAINT follow_up_actions_incident_report_id_school_id_fkey FOREIGN KEY (incident_report_id, school_id) REFERENCES public.incident_reports(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- follow_up_actions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX follow_up_actions_assigned_to_due_date_open_idx ON public.follow_up_actions USING btree (assigned_to, due_date) WHERE ((status = ANY (ARRAY['PENDING'::public.follow_up_action_status, 'IN_PROGRESS'::public.follow_up_action_status])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.follow_up_actions_assigned_to_due_date_open_idx IS 'Open actions assigned to a user, the next due first.';

CREATE INDEX follow_up_actions_assigned_to_idx ON public.follow_up_actions USING btree (assigned_to) WHERE (assigned_to IS NOT NULL);

CREATE INDEX follow_up_actions_completed_by_idx ON public.follow_up_actions USING btree (completed_by) WHERE (completed_by IS NOT NULL);

CREATE INDEX follow_up_actions_incident_report_id_idx ON public.follow_up_actions USING btree (incident_report_id);

CREATE INDEX follow_up_actions_school_id_due_date_idx ON public.follow_up_actions USING btree (school_id, due_date);

CREATE INDEX follow_up_actions_school_id_due_date_open_idx ON public.follow_up_actions USING btree (school_id, due_date) WHERE ((status = ANY (ARRAY['PENDING'::public.follow_up_action_status, 'IN_PROGRESS'::public.follow_up_action_status])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.follow_up_actions_school_id_due_date_open_idx IS 'Open actions of a school, the next due first.';

-- ----------------------------------------------------------------------------
-- follow_up_actions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER follow_up_actions_050_no_hard_delete BEFORE DELETE ON public.follow_up_actions FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_050_no_hard_delete;
COMMENT ON TRIGGER follow_up_actions_050_no_hard_delete ON public.follow_up_actions IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER follow_up_actions_050_no_truncate BEFORE TRUNCATE ON public.follow_up_actions FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_050_no_truncate;
COMMENT ON TRIGGER follow_up_actions_050_no_truncate ON public.follow_up_actions IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER follow_up_actions_100_school_id BEFORE INSERT OR UPDATE OF incident_report_id, school_id ON public.follow_up_actions FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_incident_report();
ALTER TABLE public.follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_100_school_id;

CREATE TRIGGER follow_up_actions_200_updated_at BEFORE UPDATE ON public.follow_up_actions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER follow_up_actions_900_audit_delete AFTER DELETE ON public.follow_up_actions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_follow_up_actions();
ALTER TABLE public.follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_900_audit_delete;
COMMENT ON TRIGGER follow_up_actions_900_audit_delete ON public.follow_up_actions IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER follow_up_actions_900_audit_insert AFTER INSERT ON public.follow_up_actions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_follow_up_actions();
ALTER TABLE public.follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_900_audit_insert;
COMMENT ON TRIGGER follow_up_actions_900_audit_insert ON public.follow_up_actions IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER follow_up_actions_900_audit_key AFTER UPDATE ON public.follow_up_actions FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_follow_up_actions();
ALTER TABLE public.follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_900_audit_key;
COMMENT ON TRIGGER follow_up_actions_900_audit_key ON public.follow_up_actions IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER follow_up_actions_900_audit_truncate AFTER TRUNCATE ON public.follow_up_actions FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_follow_up_actions();
ALTER TABLE public.follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_900_audit_truncate;
COMMENT ON TRIGGER follow_up_actions_900_audit_truncate ON public.follow_up_actions IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER follow_up_actions_900_audit_update AFTER UPDATE ON public.follow_up_actions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_follow_up_actions();
ALTER TABLE public.follow_up_actions ENABLE ALWAYS TRIGGER follow_up_actions_900_audit_update;
COMMENT ON TRIGGER follow_up_actions_900_audit_update ON public.follow_up_actions IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- follow_up_actions: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.follow_up_actions ENABLE ROW LEVEL SECURITY;

CREATE POLICY follow_up_actions_delete_trusted ON public.follow_up_actions
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY follow_up_actions_delete_trusted ON public.follow_up_actions IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY follow_up_actions_fence_admin ON public.follow_up_actions
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY follow_up_actions_fence_admin ON public.follow_up_actions IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY follow_up_actions_fence_district ON public.follow_up_actions
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY follow_up_actions_fence_district ON public.follow_up_actions IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY follow_up_actions_fence_school ON public.follow_up_actions
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY follow_up_actions_fence_school ON public.follow_up_actions IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY follow_up_actions_insert_staff ON public.follow_up_actions
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('INCIDENT'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY follow_up_actions_insert_staff ON public.follow_up_actions IS 'Users whom the access matrix lets INSERT in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY follow_up_actions_insert_trusted ON public.follow_up_actions
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY follow_up_actions_insert_trusted ON public.follow_up_actions IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY follow_up_actions_select_masked ON public.follow_up_actions
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('INCIDENT'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY follow_up_actions_select_masked ON public.follow_up_actions IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY follow_up_actions_select_staff ON public.follow_up_actions
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('INCIDENT'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY follow_up_actions_select_staff ON public.follow_up_actions IS 'Users whom the access matrix lets SELECT in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY follow_up_actions_select_trusted ON public.follow_up_actions
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY follow_up_actions_select_trusted ON public.follow_up_actions IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY follow_up_actions_update_staff ON public.follow_up_actions
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('INCIDENT'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('INCIDENT'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY follow_up_actions_update_staff ON public.follow_up_actions IS 'Users whom the access matrix lets UPDATE in group INCIDENT; docs/access.md says why. Built by phi.protect.';

CREATE POLICY follow_up_actions_update_trusted ON public.follow_up_actions
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY follow_up_actions_update_trusted ON public.follow_up_actions IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- follow_up_actions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.follow_up_actions TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.follow_up_actions TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(incident_report_id),UPDATE(incident_report_id) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(action),UPDATE(action) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(due_date),UPDATE(due_date) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(assigned_to),UPDATE(assigned_to) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(completed_at),UPDATE(completed_at) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(completed_by),UPDATE(completed_by) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.follow_up_actions
-- ----------------------------------------------------------------------------

CREATE VIEW masked.follow_up_actions WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    incident_report_id,
    NULL::text AS action,
    due_date,
    priority,
    status,
    assigned_to,
    completed_at,
    completed_by,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.follow_up_actions t;

ALTER VIEW masked.follow_up_actions OWNER TO whitecross_masker;

COMMENT ON VIEW masked.follow_up_actions IS 'Table follow_up_actions with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.follow_up_actions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.follow_up_actions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.follow_up_actions WITH (security_invoker='true') AS
 SELECT id,
    incident_report_id AS "incidentReportId",
    action,
    due_date AS "dueDate",
    priority,
    status,
    assigned_to AS "assignedTo",
    completed_at AS "completedAt",
    completed_by AS "completedBy",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.follow_up_actions
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.follow_up_actions IS 'Model FollowUpAction: public.follow_up_actions with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.follow_up_actions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER follow_up_actions_050_soft_delete INSTEAD OF DELETE ON sequelize.follow_up_actions FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('follow_up_actions');
COMMENT ON TRIGGER follow_up_actions_050_soft_delete ON sequelize.follow_up_actions IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.follow_up_actions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.follow_up_actions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.follow_up_actions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_follow_up_actions
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_follow_up_actions()
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
            'follow_up_actions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.incident_report_id IS NOT NULL THEN '"incident_report_id":' || to_json(n.incident_report_id) END,
                CASE WHEN n.action IS NOT NULL THEN '"action":' || '"***"' END,
                CASE WHEN n.due_date IS NOT NULL THEN '"due_date":' || to_json(n.due_date) END,
                CASE WHEN n.priority IS NOT NULL THEN '"priority":' || to_json(n.priority) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.assigned_to IS NOT NULL THEN '"assigned_to":' || to_json(n.assigned_to) END,
                CASE WHEN n.completed_at IS NOT NULL THEN '"completed_at":' || to_json(n.completed_at) END,
                CASE WHEN n.completed_by IS NOT NULL THEN '"completed_by":' || to_json(n.completed_by) END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
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
            'follow_up_actions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.incident_report_id IS NOT NULL THEN '"incident_report_id":' || to_json(o.incident_report_id) END,
                CASE WHEN o.action IS NOT NULL THEN '"action":' || '"***"' END,
                CASE WHEN o.due_date IS NOT NULL THEN '"due_date":' || to_json(o.due_date) END,
                CASE WHEN o.priority IS NOT NULL THEN '"priority":' || to_json(o.priority) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.assigned_to IS NOT NULL THEN '"assigned_to":' || to_json(o.assigned_to) END,
                CASE WHEN o.completed_at IS NOT NULL THEN '"completed_at":' || to_json(o.completed_at) END,
                CASE WHEN o.completed_by IS NOT NULL THEN '"completed_by":' || to_json(o.completed_by) END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
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
            'follow_up_actions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'follow_up_actions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.incident_report_id IS DISTINCT FROM n.incident_report_id THEN '"incident_report_id":' || coalesce(to_json(o.incident_report_id)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' action ' || o.action::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.due_date IS DISTINCT FROM n.due_date THEN '"due_date":' || coalesce(to_json(o.due_date)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(o.assigned_to)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce(to_json(o.completed_at)::text, 'null') END,
                CASE WHEN o.completed_by IS DISTINCT FROM n.completed_by THEN '"completed_by":' || coalesce(to_json(o.completed_by)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.incident_report_id IS DISTINCT FROM n.incident_report_id THEN '"incident_report_id":' || coalesce(to_json(n.incident_report_id)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' action ' || n.action::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.due_date IS DISTINCT FROM n.due_date THEN '"due_date":' || coalesce(to_json(n.due_date)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(n.assigned_to)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce(to_json(n.completed_at)::text, 'null') END,
                CASE WHEN o.completed_by IS DISTINCT FROM n.completed_by THEN '"completed_by":' || coalesce(to_json(n.completed_by)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'follow_up_actions', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.incident_report_id IS DISTINCT FROM n.incident_report_id THEN '"incident_report_id":' || coalesce(to_json(o.incident_report_id)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' action ' || o.action::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.due_date IS DISTINCT FROM n.due_date THEN '"due_date":' || coalesce(to_json(o.due_date)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(o.assigned_to)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce(to_json(o.completed_at)::text, 'null') END,
                CASE WHEN o.completed_by IS DISTINCT FROM n.completed_by THEN '"completed_by":' || coalesce(to_json(o.completed_by)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.incident_report_id IS DISTINCT FROM n.incident_report_id THEN '"incident_report_id":' || coalesce(to_json(n.incident_report_id)::text, 'null') END,
                CASE WHEN o.action IS DISTINCT FROM n.action THEN '"action":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' action ' || n.action::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.due_date IS DISTINCT FROM n.due_date THEN '"due_date":' || coalesce(to_json(n.due_date)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(n.assigned_to)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce(to_json(n.completed_at)::text, 'null') END,
                CASE WHEN o.completed_by IS DISTINCT FROM n.completed_by THEN '"completed_by":' || coalesce(to_json(n.completed_by)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_follow_up_actions() IS 'Trigger: logs every change of follow_up_actions. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_follow_up_actions() FROM PUBLIC;
