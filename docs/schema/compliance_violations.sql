-- Table compliance_violations, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group PLATFORM, tenant NONE, about no student, PHI,
--             audited, law HIPAA, no retention class
-- phi.access: ADMIN              select insert update masked

-- ----------------------------------------------------------------------------
-- compliance_violations
-- ----------------------------------------------------------------------------

CREATE TABLE public.compliance_violations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    violation_type public.violation_type NOT NULL,
    title character varying(200) NOT NULL,
    description text NOT NULL,
    severity public.severity_level NOT NULL,
    status public.violation_status DEFAULT 'REPORTED'::public.violation_status NOT NULL,
    reported_by uuid NOT NULL,
    discovered_at timestamp with time zone NOT NULL,
    affected_students jsonb,
    affected_data_categories jsonb,
    root_cause text,
    assigned_to uuid,
    resolution_notes text,
    resolved_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT compliance_violations_resolved_after_discovered_check CHECK ((resolved_at >= discovered_at)),
    CONSTRAINT compliance_violations_title_not_blank_check CHECK ((btrim((title)::text) <> ''::text))
);

ALTER TABLE ONLY public.compliance_violations FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.compliance_violations IS 'PHI: A violation of privacy law or school procedure, from the first report to the resolution. Compliance officers handle it.';
COMMENT ON COLUMN public.compliance_violations.id IS 'Primary key.';
COMMENT ON COLUMN public.compliance_violations.violation_type IS 'Kind of rule that was broken, such as a HIPAA breach or a training deficiency.';
COMMENT ON COLUMN public.compliance_violations.title IS 'PHI: Short name of the case, free text that may identify a student.';
COMMENT ON COLUMN public.compliance_violations.description IS 'PHI: Account of the violation, free text that may identify students.';
COMMENT ON COLUMN public.compliance_violations.severity IS 'Severity as the reporter or investigator judged it.';
COMMENT ON COLUMN public.compliance_violations.status IS 'Progress of the case, from REPORTED to CLOSED.';
COMMENT ON COLUMN public.compliance_violations.reported_by IS 'User who reported the violation.';
COMMENT ON COLUMN public.compliance_violations.discovered_at IS 'Time when the violation was discovered. Breach notification deadlines run from here.';
COMMENT ON COLUMN public.compliance_violations.affected_students IS 'PHI: Students whose data were affected; the application defines the JSON structure.';
COMMENT ON COLUMN public.compliance_violations.affected_data_categories IS 'Kinds of data affected; the application defines the JSON structure.';
COMMENT ON COLUMN public.compliance_violations.root_cause IS 'PHI: Root cause of the violation, free text that may identify students.';
COMMENT ON COLUMN public.compliance_violations.assigned_to IS 'User who investigates the case, NULL while none is assigned.';
COMMENT ON COLUMN public.compliance_violations.resolution_notes IS 'PHI: Resolution of the case, free text that may identify students.';
COMMENT ON COLUMN public.compliance_violations.resolved_at IS 'Time when the case was resolved, NULL while it is open.';
COMMENT ON COLUMN public.compliance_violations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.compliance_violations.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.compliance_violations.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- compliance_violations: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.compliance_violations
    ADD CONSTRAINT compliance_violations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.compliance_violations
    ADD CONSTRAINT compliance_violations_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.compliance_violations
    ADD CONSTRAINT compliance_violations_reported_by_fkey FOREIGN KEY (reported_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- compliance_violations: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX compliance_violations_affected_students_idx ON public.compliance_violations USING gin (affected_students jsonb_path_ops) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.compliance_violations_affected_students_idx IS 'Violations that affect one student (45 CFR 164.404): affected_students @> $1.';

CREATE INDEX compliance_violations_assigned_to_idx ON public.compliance_violations USING btree (assigned_to) WHERE (assigned_to IS NOT NULL);

CREATE INDEX compliance_violations_discovered_at_idx ON public.compliance_violations USING btree (discovered_at) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.compliance_violations_discovered_at_idx IS 'Violations by discovery, from which the 60 days of 45 CFR 164.404 count.';

CREATE INDEX compliance_violations_reported_by_idx ON public.compliance_violations USING btree (reported_by);

CREATE INDEX compliance_violations_severity_discovered_at_open_idx ON public.compliance_violations USING btree (severity DESC, discovered_at) WHERE ((status = ANY (ARRAY['REPORTED'::public.violation_status, 'INVESTIGATING'::public.violation_status, 'REMEDIATION_IN_PROGRESS'::public.violation_status])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.compliance_violations_severity_discovered_at_open_idx IS 'Open violations, the most severe first, then the oldest.';

-- ----------------------------------------------------------------------------
-- compliance_violations: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER compliance_violations_050_no_hard_delete BEFORE DELETE ON public.compliance_violations FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.compliance_violations ENABLE ALWAYS TRIGGER compliance_violations_050_no_hard_delete;
COMMENT ON TRIGGER compliance_violations_050_no_hard_delete ON public.compliance_violations IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER compliance_violations_050_no_truncate BEFORE TRUNCATE ON public.compliance_violations FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.compliance_violations ENABLE ALWAYS TRIGGER compliance_violations_050_no_truncate;
COMMENT ON TRIGGER compliance_violations_050_no_truncate ON public.compliance_violations IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER compliance_violations_200_updated_at BEFORE UPDATE ON public.compliance_violations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER compliance_violations_900_audit_delete AFTER DELETE ON public.compliance_violations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_compliance_violations();
ALTER TABLE public.compliance_violations ENABLE ALWAYS TRIGGER compliance_violations_900_audit_delete;
COMMENT ON TRIGGER compliance_violations_900_audit_delete ON public.compliance_violations IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER compliance_violations_900_audit_insert AFTER INSERT ON public.compliance_violations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_compliance_violations();
ALTER TABLE public.compliance_violations ENABLE ALWAYS TRIGGER compliance_violations_900_audit_insert;
COMMENT ON TRIGGER compliance_violations_900_audit_insert ON public.compliance_violations IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER compliance_violations_900_audit_key AFTER UPDATE ON public.compliance_violations FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_compliance_violations();
ALTER TABLE public.compliance_violations ENABLE ALWAYS TRIGGER compliance_violations_900_audit_key;
COMMENT ON TRIGGER compliance_violations_900_audit_key ON public.compliance_violations IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER compliance_violations_900_audit_truncate AFTER TRUNCATE ON public.compliance_violations FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_compliance_violations();
ALTER TABLE public.compliance_violations ENABLE ALWAYS TRIGGER compliance_violations_900_audit_truncate;
COMMENT ON TRIGGER compliance_violations_900_audit_truncate ON public.compliance_violations IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER compliance_violations_900_audit_update AFTER UPDATE ON public.compliance_violations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_compliance_violations();
ALTER TABLE public.compliance_violations ENABLE ALWAYS TRIGGER compliance_violations_900_audit_update;
COMMENT ON TRIGGER compliance_violations_900_audit_update ON public.compliance_violations IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- compliance_violations: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.compliance_violations ENABLE ROW LEVEL SECURITY;

CREATE POLICY compliance_violations_delete_trusted ON public.compliance_violations
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY compliance_violations_delete_trusted ON public.compliance_violations IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY compliance_violations_fence_admin ON public.compliance_violations
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY compliance_violations_fence_admin ON public.compliance_violations IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY compliance_violations_insert_staff ON public.compliance_violations
    AS PERMISSIVE FOR INSERT TO whitecross_admin
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY compliance_violations_insert_staff ON public.compliance_violations IS 'Users whom the access matrix lets INSERT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY compliance_violations_insert_trusted ON public.compliance_violations
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY compliance_violations_insert_trusted ON public.compliance_violations IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY compliance_violations_select_auditor ON public.compliance_violations
    AS PERMISSIVE FOR SELECT TO whitecross_auditor
    USING (true);
COMMENT ON POLICY compliance_violations_select_auditor ON public.compliance_violations IS 'The auditor reads the violations behind the breach reports.';

CREATE POLICY compliance_violations_select_staff ON public.compliance_violations
    AS PERMISSIVE FOR SELECT TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY compliance_violations_select_staff ON public.compliance_violations IS 'Users whom the access matrix lets SELECT in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY compliance_violations_select_trusted ON public.compliance_violations
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY compliance_violations_select_trusted ON public.compliance_violations IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY compliance_violations_update_staff ON public.compliance_violations
    AS PERMISSIVE FOR UPDATE TO whitecross_admin
    USING (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('PLATFORM'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY compliance_violations_update_staff ON public.compliance_violations IS 'Users whom the access matrix lets UPDATE in group PLATFORM; docs/access.md says why. Built by phi.protect.';

CREATE POLICY compliance_violations_update_trusted ON public.compliance_violations
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY compliance_violations_update_trusted ON public.compliance_violations IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- compliance_violations: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT ON TABLE public.compliance_violations TO whitecross_auditor, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.compliance_violations TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(violation_type),UPDATE(violation_type) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(title),UPDATE(title) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(description),UPDATE(description) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(status),UPDATE(status) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(reported_by),UPDATE(reported_by) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(discovered_at),UPDATE(discovered_at) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(affected_students),UPDATE(affected_students) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(affected_data_categories),UPDATE(affected_data_categories) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(root_cause),UPDATE(root_cause) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(assigned_to),UPDATE(assigned_to) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(resolution_notes),UPDATE(resolution_notes) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(resolved_at),UPDATE(resolved_at) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.compliance_violations TO whitecross_admin;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.compliance_violations TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.compliance_violations
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.compliance_violations WITH (security_invoker='true') AS
 SELECT id,
    violation_type AS "violationType",
    title,
    description,
    severity,
    status,
    reported_by AS "reportedBy",
    discovered_at AS "discoveredAt",
    affected_students AS "affectedStudents",
    affected_data_categories AS "affectedDataCategories",
    root_cause AS "rootCause",
    assigned_to AS "assignedTo",
    resolution_notes AS "resolutionNotes",
    resolved_at AS "resolvedAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.compliance_violations
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.compliance_violations IS 'Model ComplianceViolation: public.compliance_violations with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.compliance_violations: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER compliance_violations_050_soft_delete INSTEAD OF DELETE ON sequelize.compliance_violations FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('compliance_violations');
COMMENT ON TRIGGER compliance_violations_050_soft_delete ON sequelize.compliance_violations IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.compliance_violations: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.compliance_violations TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.compliance_violations TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_compliance_violations
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_compliance_violations()
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
            'compliance_violations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.violation_type IS NOT NULL THEN '"violation_type":' || to_json(n.violation_type) END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN n.description IS NOT NULL THEN '"description":' || '"***"' END,
                CASE WHEN n.severity IS NOT NULL THEN '"severity":' || to_json(n.severity) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.reported_by IS NOT NULL THEN '"reported_by":' || to_json(n.reported_by) END,
                CASE WHEN n.discovered_at IS NOT NULL THEN '"discovered_at":' || to_json(n.discovered_at) END,
                CASE WHEN n.affected_students IS NOT NULL THEN '"affected_students":' || '"***"' END,
                CASE WHEN n.affected_data_categories IS NOT NULL THEN '"affected_data_categories":' || to_json(n.affected_data_categories) END,
                CASE WHEN n.root_cause IS NOT NULL THEN '"root_cause":' || '"***"' END,
                CASE WHEN n.assigned_to IS NOT NULL THEN '"assigned_to":' || to_json(n.assigned_to) END,
                CASE WHEN n.resolution_notes IS NOT NULL THEN '"resolution_notes":' || '"***"' END,
                CASE WHEN n.resolved_at IS NOT NULL THEN '"resolved_at":' || to_json(n.resolved_at) END,
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
            'compliance_violations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.violation_type IS NOT NULL THEN '"violation_type":' || to_json(o.violation_type) END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN o.description IS NOT NULL THEN '"description":' || '"***"' END,
                CASE WHEN o.severity IS NOT NULL THEN '"severity":' || to_json(o.severity) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.reported_by IS NOT NULL THEN '"reported_by":' || to_json(o.reported_by) END,
                CASE WHEN o.discovered_at IS NOT NULL THEN '"discovered_at":' || to_json(o.discovered_at) END,
                CASE WHEN o.affected_students IS NOT NULL THEN '"affected_students":' || '"***"' END,
                CASE WHEN o.affected_data_categories IS NOT NULL THEN '"affected_data_categories":' || to_json(o.affected_data_categories) END,
                CASE WHEN o.root_cause IS NOT NULL THEN '"root_cause":' || '"***"' END,
                CASE WHEN o.assigned_to IS NOT NULL THEN '"assigned_to":' || to_json(o.assigned_to) END,
                CASE WHEN o.resolution_notes IS NOT NULL THEN '"resolution_notes":' || '"***"' END,
                CASE WHEN o.resolved_at IS NOT NULL THEN '"resolved_at":' || to_json(o.resolved_at) END,
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
            'compliance_violations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'compliance_violations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.violation_type IS DISTINCT FROM n.violation_type THEN '"violation_type":' || coalesce(to_json(o.violation_type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' description ' || o.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.reported_by IS DISTINCT FROM n.reported_by THEN '"reported_by":' || coalesce(to_json(o.reported_by)::text, 'null') END,
                CASE WHEN o.discovered_at IS DISTINCT FROM n.discovered_at THEN '"discovered_at":' || coalesce(to_json(o.discovered_at)::text, 'null') END,
                CASE WHEN o.affected_students IS DISTINCT FROM n.affected_students THEN '"affected_students":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' affected_students ' || o.affected_students::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.affected_data_categories IS DISTINCT FROM n.affected_data_categories THEN '"affected_data_categories":' || coalesce(to_json(o.affected_data_categories)::text, 'null') END,
                CASE WHEN o.root_cause IS DISTINCT FROM n.root_cause THEN '"root_cause":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' root_cause ' || o.root_cause::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(o.assigned_to)::text, 'null') END,
                CASE WHEN o.resolution_notes IS DISTINCT FROM n.resolution_notes THEN '"resolution_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' resolution_notes ' || o.resolution_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(o.resolved_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.violation_type IS DISTINCT FROM n.violation_type THEN '"violation_type":' || coalesce(to_json(n.violation_type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' description ' || n.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.reported_by IS DISTINCT FROM n.reported_by THEN '"reported_by":' || coalesce(to_json(n.reported_by)::text, 'null') END,
                CASE WHEN o.discovered_at IS DISTINCT FROM n.discovered_at THEN '"discovered_at":' || coalesce(to_json(n.discovered_at)::text, 'null') END,
                CASE WHEN o.affected_students IS DISTINCT FROM n.affected_students THEN '"affected_students":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' affected_students ' || n.affected_students::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.affected_data_categories IS DISTINCT FROM n.affected_data_categories THEN '"affected_data_categories":' || coalesce(to_json(n.affected_data_categories)::text, 'null') END,
                CASE WHEN o.root_cause IS DISTINCT FROM n.root_cause THEN '"root_cause":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' root_cause ' || n.root_cause::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(n.assigned_to)::text, 'null') END,
                CASE WHEN o.resolution_notes IS DISTINCT FROM n.resolution_notes THEN '"resolution_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' resolution_notes ' || n.resolution_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(n.resolved_at)::text, 'null') END,
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
            'compliance_violations', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.violation_type IS DISTINCT FROM n.violation_type THEN '"violation_type":' || coalesce(to_json(o.violation_type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' description ' || o.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.reported_by IS DISTINCT FROM n.reported_by THEN '"reported_by":' || coalesce(to_json(o.reported_by)::text, 'null') END,
                CASE WHEN o.discovered_at IS DISTINCT FROM n.discovered_at THEN '"discovered_at":' || coalesce(to_json(o.discovered_at)::text, 'null') END,
                CASE WHEN o.affected_students IS DISTINCT FROM n.affected_students THEN '"affected_students":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' affected_students ' || o.affected_students::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.affected_data_categories IS DISTINCT FROM n.affected_data_categories THEN '"affected_data_categories":' || coalesce(to_json(o.affected_data_categories)::text, 'null') END,
                CASE WHEN o.root_cause IS DISTINCT FROM n.root_cause THEN '"root_cause":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' root_cause ' || o.root_cause::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(o.assigned_to)::text, 'null') END,
                CASE WHEN o.resolution_notes IS DISTINCT FROM n.resolution_notes THEN '"resolution_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' resolution_notes ' || o.resolution_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(o.resolved_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.violation_type IS DISTINCT FROM n.violation_type THEN '"violation_type":' || coalesce(to_json(n.violation_type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' description ' || n.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.reported_by IS DISTINCT FROM n.reported_by THEN '"reported_by":' || coalesce(to_json(n.reported_by)::text, 'null') END,
                CASE WHEN o.discovered_at IS DISTINCT FROM n.discovered_at THEN '"discovered_at":' || coalesce(to_json(n.discovered_at)::text, 'null') END,
                CASE WHEN o.affected_students IS DISTINCT FROM n.affected_students THEN '"affected_students":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' affected_students ' || n.affected_students::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.affected_data_categories IS DISTINCT FROM n.affected_data_categories THEN '"affected_data_categories":' || coalesce(to_json(n.affected_data_categories)::text, 'null') END,
                CASE WHEN o.root_cause IS DISTINCT FROM n.root_cause THEN '"root_cause":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' root_cause ' || n.root_cause::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(n.assigned_to)::text, 'null') END,
                CASE WHEN o.resolution_notes IS DISTINCT FROM n.resolution_notes THEN '"resolution_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' resolution_notes ' || n.resolution_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(n.resolved_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_compliance_violations() IS 'Trigger: logs every change of compliance_violations. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_compliance_violations() FROM PUBLIC;
