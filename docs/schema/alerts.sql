-- Table alerts, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group NOTICE, tenant SCHOOL, student in student_id, PHI,
--             audited, law FERPA, retention STUDENT_RECORDS
-- phi.access: ADMIN              select insert update masked
-- phi.access: COUNSELOR          select update masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- alerts
-- ----------------------------------------------------------------------------

CREATE TABLE public.alerts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid,
    user_id uuid,
    definition_id uuid,
    severity public.alert_severity NOT NULL,
    category public.alert_category NOT NULL,
    title character varying(500) NOT NULL,
    message text NOT NULL,
    metadata jsonb,
    status public.alert_status DEFAULT 'ACTIVE'::public.alert_status NOT NULL,
    requires_acknowledgment boolean DEFAULT false NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_by uuid,
    resolved_at timestamp with time zone,
    resolved_by uuid,
    expires_at timestamp with time zone,
    auto_escalate_after integer,
    escalation_level integer DEFAULT 0,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT alerts_auto_escalate_after_not_negative_check CHECK ((auto_escalate_after >= 0)),
    CONSTRAINT alerts_escalation_level_not_negative_check CHECK ((escalation_level >= 0))
);

ALTER TABLE ONLY public.alerts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.alerts IS 'PHI: One alert about a student, a user or a whole school, raised by a rule or a user.';
COMMENT ON COLUMN public.alerts.id IS 'Primary key.';
COMMENT ON COLUMN public.alerts.school_id IS 'Tenant key: school of the student; without a student, the school that the application sets.';
COMMENT ON COLUMN public.alerts.student_id IS 'Student whom the alert is about, NULL if it is about none.';
COMMENT ON COLUMN public.alerts.user_id IS 'User whom the alert is about or addressed to, NULL for all who match the rule.';
COMMENT ON COLUMN public.alerts.definition_id IS 'Rule that raised the alert, NULL if a user raised it.';
COMMENT ON COLUMN public.alerts.severity IS 'Urgency of the alert.';
COMMENT ON COLUMN public.alerts.category IS 'Subject of the alert.';
COMMENT ON COLUMN public.alerts.title IS 'PHI: Headline shown on devices; it may name a student.';
COMMENT ON COLUMN public.alerts.message IS 'PHI: Full text of the alert.';
COMMENT ON COLUMN public.alerts.metadata IS 'PHI: Details that the application attaches, such as the record that raised the alert.';
COMMENT ON COLUMN public.alerts.status IS 'Progress of the handling of the alert.';
COMMENT ON COLUMN public.alerts.requires_acknowledgment IS 'TRUE if somebody must confirm that they have seen the alert.';
COMMENT ON COLUMN public.alerts.acknowledged_at IS 'Time when acknowledged_by confirmed having seen the alert, NULL before.';
COMMENT ON COLUMN public.alerts.acknowledged_by IS 'User who acknowledged the alert.';
COMMENT ON COLUMN public.alerts.resolved_at IS 'Time when the cause of the alert was resolved, NULL before.';
COMMENT ON COLUMN public.alerts.resolved_by IS 'User who resolved the cause of the alert.';
COMMENT ON COLUMN public.alerts.expires_at IS 'Time after which the alert is no longer shown, NULL for never.';
COMMENT ON COLUMN public.alerts.auto_escalate_after IS 'Minutes without an acknowledgment after which the alert escalates.';
COMMENT ON COLUMN public.alerts.escalation_level IS 'Number of times the alert has escalated.';
COMMENT ON COLUMN public.alerts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.alerts.created_by IS 'User who raised the alert, or in whose name the rule raised it.';
COMMENT ON COLUMN public.alerts.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.alerts.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- alerts: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_definition_id_fkey FOREIGN KEY (definition_id) REFERENCES public.alert_rules(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- alerts: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX alerts_acknowledged_by_idx ON public.alerts USING btree (acknowledged_by) WHERE (acknowledged_by IS NOT NULL);

CREATE INDEX alerts_created_by_idx ON public.alerts USING btree (created_by);

CREATE INDEX alerts_definition_id_idx ON public.alerts USING btree (definition_id) WHERE (definition_id IS NOT NULL);

CREATE INDEX alerts_expires_at_active_idx ON public.alerts USING btree (expires_at) WHERE ((status = 'ACTIVE'::public.alert_status) AND (expires_at IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.alerts_expires_at_active_idx IS 'Active alerts by expiry, for the job that closes expired ones.';

CREATE INDEX alerts_resolved_by_idx ON public.alerts USING btree (resolved_by) WHERE (resolved_by IS NOT NULL);

CREATE INDEX alerts_school_id_created_at_idx ON public.alerts USING btree (school_id, created_at DESC);

CREATE INDEX alerts_school_id_severity_active_idx ON public.alerts USING btree (school_id, severity DESC, created_at DESC) WHERE ((status = 'ACTIVE'::public.alert_status) AND (deleted_at IS NULL));
COMMENT ON INDEX public.alerts_school_id_severity_active_idx IS 'Active alerts of a school, the most severe first, then the newest.';

CREATE INDEX alerts_student_id_created_at_idx ON public.alerts USING btree (student_id, created_at DESC);

CREATE INDEX alerts_user_id_created_at_active_idx ON public.alerts USING btree (user_id, created_at DESC) WHERE ((status = 'ACTIVE'::public.alert_status) AND (user_id IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.alerts_user_id_created_at_active_idx IS 'Active alerts of a user, newest first.';

CREATE INDEX alerts_user_id_idx ON public.alerts USING btree (user_id) WHERE (user_id IS NOT NULL);

-- ----------------------------------------------------------------------------
-- alerts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER alerts_050_no_hard_delete BEFORE DELETE ON public.alerts FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.alerts ENABLE ALWAYS TRIGGER alerts_050_no_hard_delete;
COMMENT ON TRIGGER alerts_050_no_hard_delete ON public.alerts IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER alerts_050_no_truncate BEFORE TRUNCATE ON public.alerts FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.alerts ENABLE ALWAYS TRIGGER alerts_050_no_truncate;
COMMENT ON TRIGGER alerts_050_no_truncate ON public.alerts IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER alerts_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.alerts FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.alerts ENABLE ALWAYS TRIGGER alerts_100_school_id;

CREATE TRIGGER alerts_200_updated_at BEFORE UPDATE ON public.alerts FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER alerts_900_audit_delete AFTER DELETE ON public.alerts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_alerts();
ALTER TABLE public.alerts ENABLE ALWAYS TRIGGER alerts_900_audit_delete;
COMMENT ON TRIGGER alerts_900_audit_delete ON public.alerts IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER alerts_900_audit_insert AFTER INSERT ON public.alerts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_alerts();
ALTER TABLE public.alerts ENABLE ALWAYS TRIGGER alerts_900_audit_insert;
COMMENT ON TRIGGER alerts_900_audit_insert ON public.alerts IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER alerts_900_audit_key AFTER UPDATE ON public.alerts FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_alerts();
ALTER TABLE public.alerts ENABLE ALWAYS TRIGGER alerts_900_audit_key;
COMMENT ON TRIGGER alerts_900_audit_key ON public.alerts IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER alerts_900_audit_truncate AFTER TRUNCATE ON public.alerts FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_alerts();
ALTER TABLE public.alerts ENABLE ALWAYS TRIGGER alerts_900_audit_truncate;
COMMENT ON TRIGGER alerts_900_audit_truncate ON public.alerts IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER alerts_900_audit_update AFTER UPDATE ON public.alerts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_alerts();
ALTER TABLE public.alerts ENABLE ALWAYS TRIGGER alerts_900_audit_update;
COMMENT ON TRIGGER alerts_900_audit_update ON public.alerts IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- alerts: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.alerts ENABLE ROW LEVEL SECURITY;

CREATE POLICY alerts_delete_trusted ON public.alerts
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY alerts_delete_trusted ON public.alerts IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY alerts_fence_admin ON public.alerts
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY alerts_fence_admin ON public.alerts IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY alerts_fence_district ON public.alerts
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY alerts_fence_district ON public.alerts IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY alerts_fence_school ON public.alerts
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY alerts_fence_school ON public.alerts IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY alerts_insert_staff ON public.alerts
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('NOTICE'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('NOTICE'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY alerts_insert_staff ON public.alerts IS 'Users whom the access matrix lets INSERT in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alerts_insert_trusted ON public.alerts
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY alerts_insert_trusted ON public.alerts IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY alerts_select_masked ON public.alerts
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('NOTICE'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY alerts_select_masked ON public.alerts IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY alerts_select_staff ON public.alerts
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('NOTICE'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('NOTICE'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY alerts_select_staff ON public.alerts IS 'Users whom the access matrix lets SELECT in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alerts_select_trusted ON public.alerts
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY alerts_select_trusted ON public.alerts IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY alerts_update_staff ON public.alerts
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('NOTICE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('NOTICE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('NOTICE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('NOTICE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY alerts_update_staff ON public.alerts IS 'Users whom the access matrix lets UPDATE in group NOTICE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY alerts_update_trusted ON public.alerts
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY alerts_update_trusted ON public.alerts IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- alerts: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.alerts TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alerts TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(definition_id),UPDATE(definition_id) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(severity),UPDATE(severity) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category),UPDATE(category) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(title),UPDATE(title) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(message),UPDATE(message) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(requires_acknowledgment),UPDATE(requires_acknowledgment) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(acknowledged_at),UPDATE(acknowledged_at) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(acknowledged_by),UPDATE(acknowledged_by) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(resolved_at),UPDATE(resolved_at) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(resolved_by),UPDATE(resolved_by) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expires_at),UPDATE(expires_at) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(auto_escalate_after),UPDATE(auto_escalate_after) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(escalation_level),UPDATE(escalation_level) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.alerts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.alerts
-- ----------------------------------------------------------------------------

CREATE VIEW masked.alerts WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    user_id,
    definition_id,
    severity,
    category,
    NULL::character varying(500) AS title,
    NULL::text AS message,
    NULL::jsonb AS metadata,
    status,
    requires_acknowledgment,
    acknowledged_at,
    acknowledged_by,
    resolved_at,
    resolved_by,
    expires_at,
    auto_escalate_after,
    escalation_level,
    created_at,
    created_by,
    updated_at,
    deleted_at
   FROM public.alerts t;

ALTER VIEW masked.alerts OWNER TO whitecross_masker;

COMMENT ON VIEW masked.alerts IS 'Table alerts with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.alerts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.alerts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.alerts
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.alerts WITH (security_invoker='true') AS
 SELECT id,
    definition_id AS "definitionId",
    severity,
    category,
    title,
    message,
    student_id AS "studentId",
    user_id AS "userId",
    school_id AS "schoolId",
    status,
    metadata,
    created_by AS "createdBy",
    acknowledged_at AS "acknowledgedAt",
    acknowledged_by AS "acknowledgedBy",
    resolved_at AS "resolvedAt",
    resolved_by AS "resolvedBy",
    expires_at AS "expiresAt",
    auto_escalate_after AS "autoEscalateAfter",
    escalation_level AS "escalationLevel",
    requires_acknowledgment AS "requiresAcknowledgment",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.alerts
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.alerts IS 'Model Alert: public.alerts with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.alerts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER alerts_050_soft_delete INSTEAD OF DELETE ON sequelize.alerts FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('alerts');
COMMENT ON TRIGGER alerts_050_soft_delete ON sequelize.alerts IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.alerts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.alerts TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.alerts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_alerts
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_alerts()
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
            'alerts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.user_id IS NOT NULL THEN '"user_id":' || to_json(n.user_id) END,
                CASE WHEN n.definition_id IS NOT NULL THEN '"definition_id":' || to_json(n.definition_id) END,
                CASE WHEN n.severity IS NOT NULL THEN '"severity":' || to_json(n.severity) END,
                CASE WHEN n.category IS NOT NULL THEN '"category":' || to_json(n.category) END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN n.message IS NOT NULL THEN '"message":' || '"***"' END,
                CASE WHEN n.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.requires_acknowledgment IS NOT NULL THEN '"requires_acknowledgment":' || to_json(n.requires_acknowledgment) END,
                CASE WHEN n.acknowledged_at IS NOT NULL THEN '"acknowledged_at":' || to_json(n.acknowledged_at) END,
                CASE WHEN n.acknowledged_by IS NOT NULL THEN '"acknowledged_by":' || to_json(n.acknowledged_by) END,
                CASE WHEN n.resolved_at IS NOT NULL THEN '"resolved_at":' || to_json(n.resolved_at) END,
                CASE WHEN n.resolved_by IS NOT NULL THEN '"resolved_by":' || to_json(n.resolved_by) END,
                CASE WHEN n.expires_at IS NOT NULL THEN '"expires_at":' || to_json(n.expires_at) END,
                CASE WHEN n.auto_escalate_after IS NOT NULL THEN '"auto_escalate_after":' || to_json(n.auto_escalate_after) END,
                CASE WHEN n.escalation_level IS NOT NULL THEN '"escalation_level":' || to_json(n.escalation_level) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
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
            'alerts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.user_id IS NOT NULL THEN '"user_id":' || to_json(o.user_id) END,
                CASE WHEN o.definition_id IS NOT NULL THEN '"definition_id":' || to_json(o.definition_id) END,
                CASE WHEN o.severity IS NOT NULL THEN '"severity":' || to_json(o.severity) END,
                CASE WHEN o.category IS NOT NULL THEN '"category":' || to_json(o.category) END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN o.message IS NOT NULL THEN '"message":' || '"***"' END,
                CASE WHEN o.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.requires_acknowledgment IS NOT NULL THEN '"requires_acknowledgment":' || to_json(o.requires_acknowledgment) END,
                CASE WHEN o.acknowledged_at IS NOT NULL THEN '"acknowledged_at":' || to_json(o.acknowledged_at) END,
                CASE WHEN o.acknowledged_by IS NOT NULL THEN '"acknowledged_by":' || to_json(o.acknowledged_by) END,
                CASE WHEN o.resolved_at IS NOT NULL THEN '"resolved_at":' || to_json(o.resolved_at) END,
                CASE WHEN o.resolved_by IS NOT NULL THEN '"resolved_by":' || to_json(o.resolved_by) END,
                CASE WHEN o.expires_at IS NOT NULL THEN '"expires_at":' || to_json(o.expires_at) END,
                CASE WHEN o.auto_escalate_after IS NOT NULL THEN '"auto_escalate_after":' || to_json(o.auto_escalate_after) END,
                CASE WHEN o.escalation_level IS NOT NULL THEN '"escalation_level":' || to_json(o.escalation_level) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
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
            'alerts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'alerts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.user_id IS DISTINCT FROM n.user_id THEN '"user_id":' || coalesce(to_json(o.user_id)::text, 'null') END,
                CASE WHEN o.definition_id IS DISTINCT FROM n.definition_id THEN '"definition_id":' || coalesce(to_json(o.definition_id)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.message IS DISTINCT FROM n.message THEN '"message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' message ' || o.message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.requires_acknowledgment IS DISTINCT FROM n.requires_acknowledgment THEN '"requires_acknowledgment":' || coalesce(to_json(o.requires_acknowledgment)::text, 'null') END,
                CASE WHEN o.acknowledged_at IS DISTINCT FROM n.acknowledged_at THEN '"acknowledged_at":' || coalesce(to_json(o.acknowledged_at)::text, 'null') END,
                CASE WHEN o.acknowledged_by IS DISTINCT FROM n.acknowledged_by THEN '"acknowledged_by":' || coalesce(to_json(o.acknowledged_by)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(o.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(o.resolved_by)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(o.expires_at)::text, 'null') END,
                CASE WHEN o.auto_escalate_after IS DISTINCT FROM n.auto_escalate_after THEN '"auto_escalate_after":' || coalesce(to_json(o.auto_escalate_after)::text, 'null') END,
                CASE WHEN o.escalation_level IS DISTINCT FROM n.escalation_level THEN '"escalation_level":' || coalesce(to_json(o.escalation_level)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.user_id IS DISTINCT FROM n.user_id THEN '"user_id":' || coalesce(to_json(n.user_id)::text, 'null') END,
                CASE WHEN o.definition_id IS DISTINCT FROM n.definition_id THEN '"definition_id":' || coalesce(to_json(n.definition_id)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.message IS DISTINCT FROM n.message THEN '"message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' message ' || n.message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.requires_acknowledgment IS DISTINCT FROM n.requires_acknowledgment THEN '"requires_acknowledgment":' || coalesce(to_json(n.requires_acknowledgment)::text, 'null') END,
                CASE WHEN o.acknowledged_at IS DISTINCT FROM n.acknowledged_at THEN '"acknowledged_at":' || coalesce(to_json(n.acknowledged_at)::text, 'null') END,
                CASE WHEN o.acknowledged_by IS DISTINCT FROM n.acknowledged_by THEN '"acknowledged_by":' || coalesce(to_json(n.acknowledged_by)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(n.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(n.resolved_by)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(n.expires_at)::text, 'null') END,
                CASE WHEN o.auto_escalate_after IS DISTINCT FROM n.auto_escalate_after THEN '"auto_escalate_after":' || coalesce(to_json(n.auto_escalate_after)::text, 'null') END,
                CASE WHEN o.escalation_level IS DISTINCT FROM n.escalation_level THEN '"escalation_level":' || coalesce(to_json(n.escalation_level)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
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
            'alerts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.user_id IS DISTINCT FROM n.user_id THEN '"user_id":' || coalesce(to_json(o.user_id)::text, 'null') END,
                CASE WHEN o.definition_id IS DISTINCT FROM n.definition_id THEN '"definition_id":' || coalesce(to_json(o.definition_id)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(o.severity)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.message IS DISTINCT FROM n.message THEN '"message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' message ' || o.message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.requires_acknowledgment IS DISTINCT FROM n.requires_acknowledgment THEN '"requires_acknowledgment":' || coalesce(to_json(o.requires_acknowledgment)::text, 'null') END,
                CASE WHEN o.acknowledged_at IS DISTINCT FROM n.acknowledged_at THEN '"acknowledged_at":' || coalesce(to_json(o.acknowledged_at)::text, 'null') END,
                CASE WHEN o.acknowledged_by IS DISTINCT FROM n.acknowledged_by THEN '"acknowledged_by":' || coalesce(to_json(o.acknowledged_by)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(o.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(o.resolved_by)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(o.expires_at)::text, 'null') END,
                CASE WHEN o.auto_escalate_after IS DISTINCT FROM n.auto_escalate_after THEN '"auto_escalate_after":' || coalesce(to_json(o.auto_escalate_after)::text, 'null') END,
                CASE WHEN o.escalation_level IS DISTINCT FROM n.escalation_level THEN '"escalation_level":' || coalesce(to_json(o.escalation_level)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.user_id IS DISTINCT FROM n.user_id THEN '"user_id":' || coalesce(to_json(n.user_id)::text, 'null') END,
                CASE WHEN o.definition_id IS DISTINCT FROM n.definition_id THEN '"definition_id":' || coalesce(to_json(n.definition_id)::text, 'null') END,
                CASE WHEN o.severity IS DISTINCT FROM n.severity THEN '"severity":' || coalesce(to_json(n.severity)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.message IS DISTINCT FROM n.message THEN '"message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' message ' || n.message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.requires_acknowledgment IS DISTINCT FROM n.requires_acknowledgment THEN '"requires_acknowledgment":' || coalesce(to_json(n.requires_acknowledgment)::text, 'null') END,
                CASE WHEN o.acknowledged_at IS DISTINCT FROM n.acknowledged_at THEN '"acknowledged_at":' || coalesce(to_json(n.acknowledged_at)::text, 'null') END,
                CASE WHEN o.acknowledged_by IS DISTINCT FROM n.acknowledged_by THEN '"acknowledged_by":' || coalesce(to_json(n.acknowledged_by)::text, 'null') END,
                CASE WHEN o.resolved_at IS DISTINCT FROM n.resolved_at THEN '"resolved_at":' || coalesce(to_json(n.resolved_at)::text, 'null') END,
                CASE WHEN o.resolved_by IS DISTINCT FROM n.resolved_by THEN '"resolved_by":' || coalesce(to_json(n.resolved_by)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(n.expires_at)::text, 'null') END,
                CASE WHEN o.auto_escalate_after IS DISTINCT FROM n.auto_escalate_after THEN '"auto_escalate_after":' || coalesce(to_json(n.auto_escalate_after)::text, 'null') END,
                CASE WHEN o.escalation_level IS DISTINCT FROM n.escalation_level THEN '"escalation_level":' || coalesce(to_json(n.escalation_level)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_alerts() IS 'Trigger: logs every change of alerts. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_alerts() FROM PUBLIC;
