-- Table follow_up_appointments, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group SCHEDULE, tenant SCHOOL, student in student_id, PHI,
--             audited, law EITHER, retention HEALTH_RECORDS
-- phi.access: ADMIN              masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- follow_up_appointments
-- ----------------------------------------------------------------------------

CREATE TABLE public.follow_up_appointments (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    original_visit_id uuid,
    scheduled_by uuid NOT NULL,
    scheduled_date timestamp with time zone NOT NULL,
    duration_minutes integer DEFAULT 30 NOT NULL,
    reason text NOT NULL,
    type character varying(100) NOT NULL,
    status public.follow_up_appointment_status DEFAULT 'scheduled'::public.follow_up_appointment_status NOT NULL,
    assigned_to uuid,
    reminder_sent boolean DEFAULT false NOT NULL,
    reminder_sent_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    completed_visit_id uuid,
    completed_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancellation_reason text,
    rescheduled_from_id uuid,
    rescheduled_to_id uuid,
    notes text,
    priority character varying(50) DEFAULT 'normal'::character varying NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT follow_up_appointments_duration_minutes_is_positive_check CHECK ((duration_minutes > 0)),
    CONSTRAINT follow_up_appointments_not_rescheduled_from_itself_check CHECK ((rescheduled_from_id <> id)),
    CONSTRAINT follow_up_appointments_not_rescheduled_to_itself_check CHECK ((rescheduled_to_id <> id))
);

ALTER TABLE ONLY public.follow_up_appointments FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.follow_up_appointments IS 'PHI: One return appointment of a student after a clinic visit, from booking to completion.';
COMMENT ON COLUMN public.follow_up_appointments.id IS 'Primary key.';
COMMENT ON COLUMN public.follow_up_appointments.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.follow_up_appointments.student_id IS 'Student who has the follow-up appointment.';
COMMENT ON COLUMN public.follow_up_appointments.original_visit_id IS 'Clinic visit that led to the follow-up, NULL if there was none.';
COMMENT ON COLUMN public.follow_up_appointments.scheduled_by IS 'User who booked the appointment.';
COMMENT ON COLUMN public.follow_up_appointments.scheduled_date IS 'PHI: Planned start of the appointment.';
COMMENT ON COLUMN public.follow_up_appointments.duration_minutes IS 'Planned length in minutes.';
COMMENT ON COLUMN public.follow_up_appointments.reason IS 'PHI: Reason for seeing the student again, free text.';
COMMENT ON COLUMN public.follow_up_appointments.type IS 'PHI: Kind of follow-up (wound check), free text.';
COMMENT ON COLUMN public.follow_up_appointments.status IS 'Progress of the appointment; lower case as in the application.';
COMMENT ON COLUMN public.follow_up_appointments.assigned_to IS 'User who will see the student, NULL while unassigned.';
COMMENT ON COLUMN public.follow_up_appointments.reminder_sent IS 'TRUE once a reminder has been sent.';
COMMENT ON COLUMN public.follow_up_appointments.reminder_sent_at IS 'Time when the latest reminder was sent, NULL before.';
COMMENT ON COLUMN public.follow_up_appointments.confirmed_at IS 'Time when the family or the school confirmed the appointment, NULL before.';
COMMENT ON COLUMN public.follow_up_appointments.completed_visit_id IS 'Clinic visit at which the follow-up took place.';
COMMENT ON COLUMN public.follow_up_appointments.completed_at IS 'PHI: Time when the follow-up took place.';
COMMENT ON COLUMN public.follow_up_appointments.cancelled_at IS 'Time of the cancellation, NULL unless the appointment was cancelled.';
COMMENT ON COLUMN public.follow_up_appointments.cancellation_reason IS 'PHI: Reason why the appointment was called off, free text.';
COMMENT ON COLUMN public.follow_up_appointments.rescheduled_from_id IS 'Earlier appointment that this one replaces.';
COMMENT ON COLUMN public.follow_up_appointments.rescheduled_to_id IS 'Later appointment that replaces this one.';
COMMENT ON COLUMN public.follow_up_appointments.notes IS 'PHI: Notes of the nurse.';
COMMENT ON COLUMN public.follow_up_appointments.priority IS 'Urgency, free text; normal by default.';
COMMENT ON COLUMN public.follow_up_appointments.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.follow_up_appointments.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.follow_up_appointments.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- follow_up_appointments: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_completed_visit_id_fkey FOREIGN KEY (completed_visit_id) REFERENCES public.clinic_visits(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_original_visit_id_fkey FOREIGN KEY (original_visit_id) REFERENCES public.clinic_visits(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_rescheduled_from_id_fkey FOREIGN KEY (rescheduled_from_id) REFERENCES public.follow_up_appointments(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_rescheduled_to_id_fkey FOREIGN KEY (rescheduled_to_id) REFERENCES public.follow_up_appointments(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_scheduled_by_fkey FOREIGN KEY (scheduled_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.follow_up_appointments
    ADD CONSTRAINT follow_up_appointments_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- follow_up_appointments: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX follow_up_appointments_assigned_to_idx ON public.follow_up_appointments USING btree (assigned_to) WHERE (assigned_to IS NOT NULL);

CREATE INDEX follow_up_appointments_assigned_to_scheduled_date_open_idx ON public.follow_up_appointments USING btree (assigned_to, scheduled_date) WHERE ((status = ANY (ARRAY['scheduled'::public.follow_up_appointment_status, 'reminded'::public.follow_up_appointment_status, 'confirmed'::public.follow_up_appointment_status])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.follow_up_appointments_assigned_to_scheduled_date_open_idx IS 'Upcoming follow-ups assigned to a user, by date.';

CREATE INDEX follow_up_appointments_completed_visit_id_idx ON public.follow_up_appointments USING btree (completed_visit_id) WHERE (completed_visit_id IS NOT NULL);

CREATE INDEX follow_up_appointments_original_visit_id_idx ON public.follow_up_appointments USING btree (original_visit_id) WHERE (original_visit_id IS NOT NULL);

CREATE INDEX follow_up_appointments_rescheduled_from_id_idx ON public.follow_up_appointments USING btree (rescheduled_from_id) WHERE (rescheduled_from_id IS NOT NULL);

CREATE INDEX follow_up_appointments_rescheduled_to_id_idx ON public.follow_up_appointments USING btree (rescheduled_to_id) WHERE (rescheduled_to_id IS NOT NULL);

CREATE INDEX follow_up_appointments_scheduled_by_idx ON public.follow_up_appointments USING btree (scheduled_by);

CREATE INDEX follow_up_appointments_scheduled_date_open_idx ON public.follow_up_appointments USING btree (scheduled_date) WHERE ((status = ANY (ARRAY['scheduled'::public.follow_up_appointment_status, 'reminded'::public.follow_up_appointment_status, 'confirmed'::public.follow_up_appointment_status])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.follow_up_appointments_scheduled_date_open_idx IS 'Upcoming follow-ups of all schools, for the job that sends reminders.';

CREATE INDEX follow_up_appointments_school_id_scheduled_date_idx ON public.follow_up_appointments USING btree (school_id, scheduled_date);

CREATE INDEX follow_up_appointments_student_id_scheduled_date_idx ON public.follow_up_appointments USING btree (student_id, scheduled_date);

-- ----------------------------------------------------------------------------
-- follow_up_appointments: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER follow_up_appointments_050_no_hard_delete BEFORE DELETE ON public.follow_up_appointments FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_050_no_hard_delete;
COMMENT ON TRIGGER follow_up_appointments_050_no_hard_delete ON public.follow_up_appointments IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER follow_up_appointments_050_no_truncate BEFORE TRUNCATE ON public.follow_up_appointments FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_050_no_truncate;
COMMENT ON TRIGGER follow_up_appointments_050_no_truncate ON public.follow_up_appointments IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER follow_up_appointments_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.follow_up_appointments FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_100_school_id;

CREATE TRIGGER follow_up_appointments_200_updated_at BEFORE UPDATE ON public.follow_up_appointments FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER follow_up_appointments_900_audit_delete AFTER DELETE ON public.follow_up_appointments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_follow_up_appointments();
ALTER TABLE public.follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_900_audit_delete;
COMMENT ON TRIGGER follow_up_appointments_900_audit_delete ON public.follow_up_appointments IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER follow_up_appointments_900_audit_insert AFTER INSERT ON public.follow_up_appointments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_follow_up_appointments();
ALTER TABLE public.follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_900_audit_insert;
COMMENT ON TRIGGER follow_up_appointments_900_audit_insert ON public.follow_up_appointments IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER follow_up_appointments_900_audit_key AFTER UPDATE ON public.follow_up_appointments FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_follow_up_appointments();
ALTER TABLE public.follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_900_audit_key;
COMMENT ON TRIGGER follow_up_appointments_900_audit_key ON public.follow_up_appointments IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER follow_up_appointments_900_audit_truncate AFTER TRUNCATE ON public.follow_up_appointments FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_follow_up_appointments();
ALTER TABLE public.follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_900_audit_truncate;
COMMENT ON TRIGGER follow_up_appointments_900_audit_truncate ON public.follow_up_appointments IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER follow_up_appointments_900_audit_update AFTER UPDATE ON public.follow_up_appointments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_follow_up_appointments();
ALTER TABLE public.follow_up_appointments ENABLE ALWAYS TRIGGER follow_up_appointments_900_audit_update;
COMMENT ON TRIGGER follow_up_appointments_900_audit_update ON public.follow_up_appointments IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- follow_up_appointments: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.follow_up_appointments ENABLE ROW LEVEL SECURITY;

CREATE POLICY follow_up_appointments_delete_trusted ON public.follow_up_appointments
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY follow_up_appointments_delete_trusted ON public.follow_up_appointments IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY follow_up_appointments_fence_admin ON public.follow_up_appointments
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY follow_up_appointments_fence_admin ON public.follow_up_appointments IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY follow_up_appointments_fence_district ON public.follow_up_appointments
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY follow_up_appointments_fence_district ON public.follow_up_appointments IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY follow_up_appointments_fence_school ON public.follow_up_appointments
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY follow_up_appointments_fence_school ON public.follow_up_appointments IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY follow_up_appointments_insert_staff ON public.follow_up_appointments
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY follow_up_appointments_insert_staff ON public.follow_up_appointments IS 'Users whom the access matrix lets INSERT in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY follow_up_appointments_insert_trusted ON public.follow_up_appointments
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY follow_up_appointments_insert_trusted ON public.follow_up_appointments IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY follow_up_appointments_select_masked ON public.follow_up_appointments
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('SCHEDULE'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY follow_up_appointments_select_masked ON public.follow_up_appointments IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY follow_up_appointments_select_staff ON public.follow_up_appointments
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY follow_up_appointments_select_staff ON public.follow_up_appointments IS 'Users whom the access matrix lets SELECT in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY follow_up_appointments_select_trusted ON public.follow_up_appointments
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY follow_up_appointments_select_trusted ON public.follow_up_appointments IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY follow_up_appointments_update_staff ON public.follow_up_appointments
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY follow_up_appointments_update_staff ON public.follow_up_appointments IS 'Users whom the access matrix lets UPDATE in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY follow_up_appointments_update_trusted ON public.follow_up_appointments
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY follow_up_appointments_update_trusted ON public.follow_up_appointments IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- follow_up_appointments: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.follow_up_appointments TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.follow_up_appointments TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(original_visit_id),UPDATE(original_visit_id) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(scheduled_by),UPDATE(scheduled_by) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(scheduled_date),UPDATE(scheduled_date) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(duration_minutes),UPDATE(duration_minutes) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reason),UPDATE(reason) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type),UPDATE(type) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(assigned_to),UPDATE(assigned_to) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reminder_sent),UPDATE(reminder_sent) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reminder_sent_at),UPDATE(reminder_sent_at) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(confirmed_at),UPDATE(confirmed_at) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(completed_visit_id),UPDATE(completed_visit_id) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(completed_at),UPDATE(completed_at) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(cancelled_at),UPDATE(cancelled_at) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(cancellation_reason),UPDATE(cancellation_reason) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(rescheduled_from_id),UPDATE(rescheduled_from_id) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(rescheduled_to_id),UPDATE(rescheduled_to_id) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.follow_up_appointments
-- ----------------------------------------------------------------------------

CREATE VIEW masked.follow_up_appointments WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    original_visit_id,
    scheduled_by,
    date_trunc('year'::text, scheduled_date) AS scheduled_date,
    duration_minutes,
    NULL::text AS reason,
    NULL::character varying(100) AS type,
    status,
    assigned_to,
    reminder_sent,
    reminder_sent_at,
    confirmed_at,
    completed_visit_id,
    date_trunc('year'::text, completed_at) AS completed_at,
    cancelled_at,
    NULL::text AS cancellation_reason,
    rescheduled_from_id,
    rescheduled_to_id,
    NULL::text AS notes,
    priority,
    created_at,
    updated_at,
    deleted_at
   FROM public.follow_up_appointments t;

ALTER VIEW masked.follow_up_appointments OWNER TO whitecross_masker;

COMMENT ON VIEW masked.follow_up_appointments IS 'Table follow_up_appointments with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.follow_up_appointments: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.follow_up_appointments
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.follow_up_appointments WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    original_visit_id AS "originalVisitId",
    scheduled_by AS "scheduledBy",
    scheduled_date AS "scheduledDate",
    duration_minutes AS "durationMinutes",
    reason,
    type,
    status,
    assigned_to AS "assignedTo",
    reminder_sent AS "reminderSent",
    reminder_sent_at AS "reminderSentAt",
    confirmed_at AS "confirmedAt",
    completed_visit_id AS "completedVisitId",
    completed_at AS "completedAt",
    cancelled_at AS "cancelledAt",
    cancellation_reason AS "cancellationReason",
    rescheduled_from_id AS "rescheduledFromId",
    rescheduled_to_id AS "rescheduledToId",
    notes,
    priority,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.follow_up_appointments
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.follow_up_appointments IS 'Model FollowUpAppointment: public.follow_up_appointments with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.follow_up_appointments: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER follow_up_appointments_050_soft_delete INSTEAD OF DELETE ON sequelize.follow_up_appointments FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('follow_up_appointments');
COMMENT ON TRIGGER follow_up_appointments_050_soft_delete ON sequelize.follow_up_appointments IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.follow_up_appointments: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.follow_up_appointments TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.follow_up_appointments TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_follow_up_appointments
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_follow_up_appointments()
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
            'follow_up_appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.original_visit_id IS NOT NULL THEN '"original_visit_id":' || to_json(n.original_visit_id) END,
                CASE WHEN n.scheduled_by IS NOT NULL THEN '"scheduled_by":' || to_json(n.scheduled_by) END,
                CASE WHEN n.scheduled_date IS NOT NULL THEN '"scheduled_date":' || '"***"' END,
                CASE WHEN n.duration_minutes IS NOT NULL THEN '"duration_minutes":' || to_json(n.duration_minutes) END,
                CASE WHEN n.reason IS NOT NULL THEN '"reason":' || '"***"' END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.assigned_to IS NOT NULL THEN '"assigned_to":' || to_json(n.assigned_to) END,
                CASE WHEN n.reminder_sent IS NOT NULL THEN '"reminder_sent":' || to_json(n.reminder_sent) END,
                CASE WHEN n.reminder_sent_at IS NOT NULL THEN '"reminder_sent_at":' || to_json(n.reminder_sent_at) END,
                CASE WHEN n.confirmed_at IS NOT NULL THEN '"confirmed_at":' || to_json(n.confirmed_at) END,
                CASE WHEN n.completed_visit_id IS NOT NULL THEN '"completed_visit_id":' || to_json(n.completed_visit_id) END,
                CASE WHEN n.completed_at IS NOT NULL THEN '"completed_at":' || '"***"' END,
                CASE WHEN n.cancelled_at IS NOT NULL THEN '"cancelled_at":' || to_json(n.cancelled_at) END,
                CASE WHEN n.cancellation_reason IS NOT NULL THEN '"cancellation_reason":' || '"***"' END,
                CASE WHEN n.rescheduled_from_id IS NOT NULL THEN '"rescheduled_from_id":' || to_json(n.rescheduled_from_id) END,
                CASE WHEN n.rescheduled_to_id IS NOT NULL THEN '"rescheduled_to_id":' || to_json(n.rescheduled_to_id) END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.priority IS NOT NULL THEN '"priority":' || to_json(n.priority) END,
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
            'follow_up_appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.original_visit_id IS NOT NULL THEN '"original_visit_id":' || to_json(o.original_visit_id) END,
                CASE WHEN o.scheduled_by IS NOT NULL THEN '"scheduled_by":' || to_json(o.scheduled_by) END,
                CASE WHEN o.scheduled_date IS NOT NULL THEN '"scheduled_date":' || '"***"' END,
                CASE WHEN o.duration_minutes IS NOT NULL THEN '"duration_minutes":' || to_json(o.duration_minutes) END,
                CASE WHEN o.reason IS NOT NULL THEN '"reason":' || '"***"' END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.assigned_to IS NOT NULL THEN '"assigned_to":' || to_json(o.assigned_to) END,
                CASE WHEN o.reminder_sent IS NOT NULL THEN '"reminder_sent":' || to_json(o.reminder_sent) END,
                CASE WHEN o.reminder_sent_at IS NOT NULL THEN '"reminder_sent_at":' || to_json(o.reminder_sent_at) END,
                CASE WHEN o.confirmed_at IS NOT NULL THEN '"confirmed_at":' || to_json(o.confirmed_at) END,
                CASE WHEN o.completed_visit_id IS NOT NULL THEN '"completed_visit_id":' || to_json(o.completed_visit_id) END,
                CASE WHEN o.completed_at IS NOT NULL THEN '"completed_at":' || '"***"' END,
                CASE WHEN o.cancelled_at IS NOT NULL THEN '"cancelled_at":' || to_json(o.cancelled_at) END,
                CASE WHEN o.cancellation_reason IS NOT NULL THEN '"cancellation_reason":' || '"***"' END,
                CASE WHEN o.rescheduled_from_id IS NOT NULL THEN '"rescheduled_from_id":' || to_json(o.rescheduled_from_id) END,
                CASE WHEN o.rescheduled_to_id IS NOT NULL THEN '"rescheduled_to_id":' || to_json(o.rescheduled_to_id) END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.priority IS NOT NULL THEN '"priority":' || to_json(o.priority) END,
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
            'follow_up_appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'follow_up_appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.original_visit_id IS DISTINCT FROM n.original_visit_id THEN '"original_visit_id":' || coalesce(to_json(o.original_visit_id)::text, 'null') END,
                CASE WHEN o.scheduled_by IS DISTINCT FROM n.scheduled_by THEN '"scheduled_by":' || coalesce(to_json(o.scheduled_by)::text, 'null') END,
                CASE WHEN o.scheduled_date IS DISTINCT FROM n.scheduled_date THEN '"scheduled_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' scheduled_date ' || o.scheduled_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration_minutes IS DISTINCT FROM n.duration_minutes THEN '"duration_minutes":' || coalesce(to_json(o.duration_minutes)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason ' || o.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' type ' || o.type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(o.assigned_to)::text, 'null') END,
                CASE WHEN o.reminder_sent IS DISTINCT FROM n.reminder_sent THEN '"reminder_sent":' || coalesce(to_json(o.reminder_sent)::text, 'null') END,
                CASE WHEN o.reminder_sent_at IS DISTINCT FROM n.reminder_sent_at THEN '"reminder_sent_at":' || coalesce(to_json(o.reminder_sent_at)::text, 'null') END,
                CASE WHEN o.confirmed_at IS DISTINCT FROM n.confirmed_at THEN '"confirmed_at":' || coalesce(to_json(o.confirmed_at)::text, 'null') END,
                CASE WHEN o.completed_visit_id IS DISTINCT FROM n.completed_visit_id THEN '"completed_visit_id":' || coalesce(to_json(o.completed_visit_id)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' completed_at ' || o.completed_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.cancelled_at IS DISTINCT FROM n.cancelled_at THEN '"cancelled_at":' || coalesce(to_json(o.cancelled_at)::text, 'null') END,
                CASE WHEN o.cancellation_reason IS DISTINCT FROM n.cancellation_reason THEN '"cancellation_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' cancellation_reason ' || o.cancellation_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.rescheduled_from_id IS DISTINCT FROM n.rescheduled_from_id THEN '"rescheduled_from_id":' || coalesce(to_json(o.rescheduled_from_id)::text, 'null') END,
                CASE WHEN o.rescheduled_to_id IS DISTINCT FROM n.rescheduled_to_id THEN '"rescheduled_to_id":' || coalesce(to_json(o.rescheduled_to_id)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.original_visit_id IS DISTINCT FROM n.original_visit_id THEN '"original_visit_id":' || coalesce(to_json(n.original_visit_id)::text, 'null') END,
                CASE WHEN o.scheduled_by IS DISTINCT FROM n.scheduled_by THEN '"scheduled_by":' || coalesce(to_json(n.scheduled_by)::text, 'null') END,
                CASE WHEN o.scheduled_date IS DISTINCT FROM n.scheduled_date THEN '"scheduled_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' scheduled_date ' || n.scheduled_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration_minutes IS DISTINCT FROM n.duration_minutes THEN '"duration_minutes":' || coalesce(to_json(n.duration_minutes)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason ' || n.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' type ' || n.type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(n.assigned_to)::text, 'null') END,
                CASE WHEN o.reminder_sent IS DISTINCT FROM n.reminder_sent THEN '"reminder_sent":' || coalesce(to_json(n.reminder_sent)::text, 'null') END,
                CASE WHEN o.reminder_sent_at IS DISTINCT FROM n.reminder_sent_at THEN '"reminder_sent_at":' || coalesce(to_json(n.reminder_sent_at)::text, 'null') END,
                CASE WHEN o.confirmed_at IS DISTINCT FROM n.confirmed_at THEN '"confirmed_at":' || coalesce(to_json(n.confirmed_at)::text, 'null') END,
                CASE WHEN o.completed_visit_id IS DISTINCT FROM n.completed_visit_id THEN '"completed_visit_id":' || coalesce(to_json(n.completed_visit_id)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' completed_at ' || n.completed_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.cancelled_at IS DISTINCT FROM n.cancelled_at THEN '"cancelled_at":' || coalesce(to_json(n.cancelled_at)::text, 'null') END,
                CASE WHEN o.cancellation_reason IS DISTINCT FROM n.cancellation_reason THEN '"cancellation_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' cancellation_reason ' || n.cancellation_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.rescheduled_from_id IS DISTINCT FROM n.rescheduled_from_id THEN '"rescheduled_from_id":' || coalesce(to_json(n.rescheduled_from_id)::text, 'null') END,
                CASE WHEN o.rescheduled_to_id IS DISTINCT FROM n.rescheduled_to_id THEN '"rescheduled_to_id":' || coalesce(to_json(n.rescheduled_to_id)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
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
            'follow_up_appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.original_visit_id IS DISTINCT FROM n.original_visit_id THEN '"original_visit_id":' || coalesce(to_json(o.original_visit_id)::text, 'null') END,
                CASE WHEN o.scheduled_by IS DISTINCT FROM n.scheduled_by THEN '"scheduled_by":' || coalesce(to_json(o.scheduled_by)::text, 'null') END,
                CASE WHEN o.scheduled_date IS DISTINCT FROM n.scheduled_date THEN '"scheduled_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' scheduled_date ' || o.scheduled_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration_minutes IS DISTINCT FROM n.duration_minutes THEN '"duration_minutes":' || coalesce(to_json(o.duration_minutes)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason ' || o.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' type ' || o.type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(o.assigned_to)::text, 'null') END,
                CASE WHEN o.reminder_sent IS DISTINCT FROM n.reminder_sent THEN '"reminder_sent":' || coalesce(to_json(o.reminder_sent)::text, 'null') END,
                CASE WHEN o.reminder_sent_at IS DISTINCT FROM n.reminder_sent_at THEN '"reminder_sent_at":' || coalesce(to_json(o.reminder_sent_at)::text, 'null') END,
                CASE WHEN o.confirmed_at IS DISTINCT FROM n.confirmed_at THEN '"confirmed_at":' || coalesce(to_json(o.confirmed_at)::text, 'null') END,
                CASE WHEN o.completed_visit_id IS DISTINCT FROM n.completed_visit_id THEN '"completed_visit_id":' || coalesce(to_json(o.completed_visit_id)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' completed_at ' || o.completed_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.cancelled_at IS DISTINCT FROM n.cancelled_at THEN '"cancelled_at":' || coalesce(to_json(o.cancelled_at)::text, 'null') END,
                CASE WHEN o.cancellation_reason IS DISTINCT FROM n.cancellation_reason THEN '"cancellation_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' cancellation_reason ' || o.cancellation_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.rescheduled_from_id IS DISTINCT FROM n.rescheduled_from_id THEN '"rescheduled_from_id":' || coalesce(to_json(o.rescheduled_from_id)::text, 'null') END,
                CASE WHEN o.rescheduled_to_id IS DISTINCT FROM n.rescheduled_to_id THEN '"rescheduled_to_id":' || coalesce(to_json(o.rescheduled_to_id)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.original_visit_id IS DISTINCT FROM n.original_visit_id THEN '"original_visit_id":' || coalesce(to_json(n.original_visit_id)::text, 'null') END,
                CASE WHEN o.scheduled_by IS DISTINCT FROM n.scheduled_by THEN '"scheduled_by":' || coalesce(to_json(n.scheduled_by)::text, 'null') END,
                CASE WHEN o.scheduled_date IS DISTINCT FROM n.scheduled_date THEN '"scheduled_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' scheduled_date ' || n.scheduled_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration_minutes IS DISTINCT FROM n.duration_minutes THEN '"duration_minutes":' || coalesce(to_json(n.duration_minutes)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason ' || n.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' type ' || n.type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.assigned_to IS DISTINCT FROM n.assigned_to THEN '"assigned_to":' || coalesce(to_json(n.assigned_to)::text, 'null') END,
                CASE WHEN o.reminder_sent IS DISTINCT FROM n.reminder_sent THEN '"reminder_sent":' || coalesce(to_json(n.reminder_sent)::text, 'null') END,
                CASE WHEN o.reminder_sent_at IS DISTINCT FROM n.reminder_sent_at THEN '"reminder_sent_at":' || coalesce(to_json(n.reminder_sent_at)::text, 'null') END,
                CASE WHEN o.confirmed_at IS DISTINCT FROM n.confirmed_at THEN '"confirmed_at":' || coalesce(to_json(n.confirmed_at)::text, 'null') END,
                CASE WHEN o.completed_visit_id IS DISTINCT FROM n.completed_visit_id THEN '"completed_visit_id":' || coalesce(to_json(n.completed_visit_id)::text, 'null') END,
                CASE WHEN o.completed_at IS DISTINCT FROM n.completed_at THEN '"completed_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' completed_at ' || n.completed_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.cancelled_at IS DISTINCT FROM n.cancelled_at THEN '"cancelled_at":' || coalesce(to_json(n.cancelled_at)::text, 'null') END,
                CASE WHEN o.cancellation_reason IS DISTINCT FROM n.cancellation_reason THEN '"cancellation_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' cancellation_reason ' || n.cancellation_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.rescheduled_from_id IS DISTINCT FROM n.rescheduled_from_id THEN '"rescheduled_from_id":' || coalesce(to_json(n.rescheduled_from_id)::text, 'null') END,
                CASE WHEN o.rescheduled_to_id IS DISTINCT FROM n.rescheduled_to_id THEN '"rescheduled_to_id":' || coalesce(to_json(n.rescheduled_to_id)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_follow_up_appointments() IS 'Trigger: logs every change of follow_up_appointments. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_follow_up_appointments() FROM PUBLIC;
