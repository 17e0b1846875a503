-- Table appointment_reminders, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group SCHEDULE, tenant SCHOOL, about no student, PHI,
--             audited, law EITHER, retention HEALTH_RECORDS
-- phi.access: ADMIN              masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- appointment_reminders
-- ----------------------------------------------------------------------------

CREATE TABLE public.appointment_reminders (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    appointment_id uuid NOT NULL,
    type public.reminder_channel NOT NULL,
    scheduled_for timestamp with time zone NOT NULL,
    status public.reminder_status DEFAULT 'SCHEDULED'::public.reminder_status NOT NULL,
    sent_at timestamp with time zone,
    failure_reason text,
    message text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone
);

ALTER TABLE ONLY public.appointment_reminders FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.appointment_reminders IS 'PHI: One reminder of an appointment on one channel. A job of the application sends those that are due.';
COMMENT ON COLUMN public.appointment_reminders.id IS 'Primary key.';
COMMENT ON COLUMN public.appointment_reminders.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.appointment_reminders.appointment_id IS 'Appointment the reminder is about.';
COMMENT ON COLUMN public.appointment_reminders.type IS 'Channel on which the reminder is sent.';
COMMENT ON COLUMN public.appointment_reminders.scheduled_for IS 'Time when the reminder is due to be sent.';
COMMENT ON COLUMN public.appointment_reminders.status IS 'State of the reminder, from SCHEDULED to SENT, FAILED or CANCELLED.';
COMMENT ON COLUMN public.appointment_reminders.sent_at IS 'Time when the job sent the reminder, NULL before.';
COMMENT ON COLUMN public.appointment_reminders.failure_reason IS 'PHI: Error text of the mail, SMS or push service; it may quote the address.';
COMMENT ON COLUMN public.appointment_reminders.message IS 'PHI: Text as sent, usually with the name and the time of the appointment.';
COMMENT ON COLUMN public.appointment_reminders.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.appointment_reminders.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.appointment_reminders.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- appointment_reminders: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.appointment_reminders
    ADD CONSTRAINT appointment_reminders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointment_reminders
    ADD CONSTRAINT appointment_reminders_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES public.appointments(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.appointment_reminders
    ADD CONSTRAINT appointment_reminders_appointment_id_school_id_fkey FOREIGN KEY (appointment_id, school_id) REFERENCES public.appointments(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- appointment_reminders: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX appointment_reminders_appointment_id_idx ON public.appointment_reminders USING btree (appointment_id);

CREATE INDEX appointment_reminders_scheduled_for_pending_idx ON public.appointment_reminders USING btree (scheduled_for) WHERE ((status = 'SCHEDULED'::public.reminder_status) AND (deleted_at IS NULL));
COMMENT ON INDEX public.appointment_reminders_scheduled_for_pending_idx IS 'Reminders not sent yet, the next due first.';

CREATE INDEX appointment_reminders_school_id_scheduled_for_idx ON public.appointment_reminders USING btree (school_id, scheduled_for);

-- ----------------------------------------------------------------------------
-- appointment_reminders: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER appointment_reminders_050_no_hard_delete BEFORE DELETE ON public.appointment_reminders FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_050_no_hard_delete;
COMMENT ON TRIGGER appointment_reminders_050_no_hard_delete ON public.appointment_reminders IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER appointment_reminders_050_no_truncate BEFORE TRUNCATE ON public.appointment_reminders FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_050_no_truncate;
COMMENT ON TRIGGER appointment_reminders_050_no_truncate ON public.appointment_reminders IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER appointment_reminders_100_school_id BEFORE INSERT OR UPDATE OF appointment_id, school_id ON public.appointment_reminders FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_appointment();
ALTER TABLE public.appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_100_school_id;

CREATE TRIGGER appointment_reminders_200_updated_at BEFORE UPDATE ON public.appointment_reminders FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER appointment_reminders_900_audit_delete AFTER DELETE ON public.appointment_reminders REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointment_reminders();
ALTER TABLE public.appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_900_audit_delete;
COMMENT ON TRIGGER appointment_reminders_900_audit_delete ON public.appointment_reminders IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER appointment_reminders_900_audit_insert AFTER INSERT ON public.appointment_reminders REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointment_reminders();
ALTER TABLE public.appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_900_audit_insert;
COMMENT ON TRIGGER appointment_reminders_900_audit_insert ON public.appointment_reminders IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER appointment_reminders_900_audit_key AFTER UPDATE ON public.appointment_reminders FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_appointment_reminders();
ALTER TABLE public.appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_900_audit_key;
COMMENT ON TRIGGER appointment_reminders_900_audit_key ON public.appointment_reminders IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER appointment_reminders_900_audit_truncate AFTER TRUNCATE ON public.appointment_reminders FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointment_reminders();
ALTER TABLE public.appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_900_audit_truncate;
COMMENT ON TRIGGER appointment_reminders_900_audit_truncate ON public.appointment_reminders IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER appointment_reminders_900_audit_update AFTER UPDATE ON public.appointment_reminders REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointment_reminders();
ALTER TABLE public.appointment_reminders ENABLE ALWAYS TRIGGER appointment_reminders_900_audit_update;
COMMENT ON TRIGGER appointment_reminders_900_audit_update ON public.appointment_reminders IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- appointment_reminders: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.appointment_reminders ENABLE ROW LEVEL SECURITY;

CREATE POLICY appointment_reminders_delete_trusted ON public.appointment_reminders
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY appointment_reminders_delete_trusted ON public.appointment_reminders IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY appointment_reminders_fence_admin ON public.appointment_reminders
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY appointment_reminders_fence_admin ON public.appointment_reminders IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY appointment_reminders_fence_district ON public.appointment_reminders
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY appointment_reminders_fence_district ON public.appointment_reminders IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY appointment_reminders_fence_school ON public.appointment_reminders
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY appointment_reminders_fence_school ON public.appointment_reminders IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY appointment_reminders_insert_staff ON public.appointment_reminders
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (( SELECT phi.may('SCHEDULE'::phi.access_group, 'INSERT'::text) AS may));
COMMENT ON POLICY appointment_reminders_insert_staff ON public.appointment_reminders IS 'Users whom the access matrix lets INSERT in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointment_reminders_insert_trusted ON public.appointment_reminders
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY appointment_reminders_insert_trusted ON public.appointment_reminders IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY appointment_reminders_select_masked ON public.appointment_reminders
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('SCHEDULE'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY appointment_reminders_select_masked ON public.appointment_reminders IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY appointment_reminders_select_staff ON public.appointment_reminders
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('SCHEDULE'::phi.access_group, 'SELECT'::text) AS may));
COMMENT ON POLICY appointment_reminders_select_staff ON public.appointment_reminders IS 'Users whom the access matrix lets SELECT in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointment_reminders_select_trusted ON public.appointment_reminders
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY appointment_reminders_select_trusted ON public.appointment_reminders IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY appointment_reminders_update_staff ON public.appointment_reminders
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING (( SELECT phi.may('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may))
    WITH CHECK (( SELECT phi.may('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may));
COMMENT ON POLICY appointment_reminders_update_staff ON public.appointment_reminders IS 'Users whom the access matrix lets UPDATE in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointment_reminders_update_trusted ON public.appointment_reminders
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY appointment_reminders_update_trusted ON public.appointment_reminders IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- appointment_reminders: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.appointment_reminders TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment_reminders TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(appointment_id),UPDATE(appointment_id) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type),UPDATE(type) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(scheduled_for),UPDATE(scheduled_for) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sent_at),UPDATE(sent_at) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(failure_reason),UPDATE(failure_reason) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(message),UPDATE(message) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.appointment_reminders
-- ----------------------------------------------------------------------------

CREATE VIEW masked.appointment_reminders WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    appointment_id,
    type,
    date_trunc('year'::text, scheduled_for) AS scheduled_for,
    status,
    date_trunc('year'::text, sent_at) AS sent_at,
    NULL::text AS failure_reason,
    NULL::text AS message,
    created_at,
    updated_at,
    deleted_at
   FROM public.appointment_reminders t;

ALTER VIEW masked.appointment_reminders OWNER TO whitecross_masker;

COMMENT ON VIEW masked.appointment_reminders IS 'Table appointment_reminders with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.appointment_reminders: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.appointment_reminders
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.appointment_reminders WITH (security_invoker='true') AS
 SELECT id,
    appointment_id AS "appointmentId",
    type,
    scheduled_for AS "scheduledFor",
    status,
    sent_at AS "sentAt",
    failure_reason AS "failureReason",
    message,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.appointment_reminders
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.appointment_reminders IS 'Model AppointmentReminder: public.appointment_reminders with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.appointment_reminders: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER appointment_reminders_050_soft_delete INSTEAD OF DELETE ON sequelize.appointment_reminders FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('appointment_reminders');
COMMENT ON TRIGGER appointment_reminders_050_soft_delete ON sequelize.appointment_reminders IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.appointment_reminders: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.appointment_reminders TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.appointment_reminders TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_appointment_reminders
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_appointment_reminders()
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
            'appointment_reminders', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.appointment_id IS NOT NULL THEN '"appointment_id":' || to_json(n.appointment_id) END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || to_json(n.type) END,
                CASE WHEN n.scheduled_for IS NOT NULL THEN '"scheduled_for":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.sent_at IS NOT NULL THEN '"sent_at":' || '"***"' END,
                CASE WHEN n.failure_reason IS NOT NULL THEN '"failure_reason":' || '"***"' END,
                CASE WHEN n.message IS NOT NULL THEN '"message":' || '"***"' END,
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
            'appointment_reminders', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.appointment_id IS NOT NULL THEN '"appointment_id":' || to_json(o.appointment_id) END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || to_json(o.type) END,
                CASE WHEN o.scheduled_for IS NOT NULL THEN '"scheduled_for":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.sent_at IS NOT NULL THEN '"sent_at":' || '"***"' END,
                CASE WHEN o.failure_reason IS NOT NULL THEN '"failure_reason":' || '"***"' END,
                CASE WHEN o.message IS NOT NULL THEN '"message":' || '"***"' END,
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
            'appointment_reminders', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'appointment_reminders', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.appointment_id IS DISTINCT FROM n.appointment_id THEN '"appointment_id":' || coalesce(to_json(o.appointment_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.scheduled_for IS DISTINCT FROM n.scheduled_for THEN '"scheduled_for":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' scheduled_for ' || o.scheduled_for::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' sent_at ' || o.sent_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.failure_reason IS DISTINCT FROM n.failure_reason THEN '"failure_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' failure_reason ' || o.failure_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.message IS DISTINCT FROM n.message THEN '"message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' message ' || o.message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.appointment_id IS DISTINCT FROM n.appointment_id THEN '"appointment_id":' || coalesce(to_json(n.appointment_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.scheduled_for IS DISTINCT FROM n.scheduled_for THEN '"scheduled_for":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' scheduled_for ' || n.scheduled_for::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' sent_at ' || n.sent_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.failure_reason IS DISTINCT FROM n.failure_reason THEN '"failure_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' failure_reason ' || n.failure_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.message IS DISTINCT FROM n.message THEN '"message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' message ' || n.message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'appointment_reminders', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.appointment_id IS DISTINCT FROM n.appointment_id THEN '"appointment_id":' || coalesce(to_json(o.appointment_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.scheduled_for IS DISTINCT FROM n.scheduled_for THEN '"scheduled_for":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' scheduled_for ' || o.scheduled_for::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' sent_at ' || o.sent_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.failure_reason IS DISTINCT FROM n.failure_reason THEN '"failure_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' failure_reason ' || o.failure_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.message IS DISTINCT FROM n.message THEN '"message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' message ' || o.message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.appointment_id IS DISTINCT FROM n.appointment_id THEN '"appointment_id":' || coalesce(to_json(n.appointment_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.scheduled_for IS DISTINCT FROM n.scheduled_for THEN '"scheduled_for":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' scheduled_for ' || n.scheduled_for::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.sent_at IS DISTINCT FROM n.sent_at THEN '"sent_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' sent_at ' || n.sent_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.failure_reason IS DISTINCT FROM n.failure_reason THEN '"failure_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' failure_reason ' || n.failure_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.message IS DISTINCT FROM n.message THEN '"message":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' message ' || n.message::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_appointment_reminders() IS 'Trigger: logs every change of appointment_reminders. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_appointment_reminders() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- public.set_school_id_from_appointment
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.set_school_id_from_appointment()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF NEW.appointment_id IS NOT NULL THEN
        NEW.school_id := (
            SELECT p.school_id
            FROM public.appointments AS p
            WHERE p.id = NEW.appointment_id
            FOR KEY SHARE
        );
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.set_school_id_from_appointment() IS 'Trigger: copies the tenant key from the appointment that the row belongs to.';

REVOKE ALL ON FUNCTION public.set_school_id_from_appointment() FROM PUBLIC;
