-- Table appointments, with everything that serves it alone.
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
-- appointments
-- ----------------------------------------------------------------------------

CREATE TABLE public.appointments (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    nurse_id uuid,
    type public.appointment_type NOT NULL,
    scheduled_at timestamp with time zone NOT NULL,
    duration integer DEFAULT 30 NOT NULL,
    status public.appointment_status DEFAULT 'SCHEDULED'::public.appointment_status NOT NULL,
    reason character varying(500) NOT NULL,
    notes text,
    recurring_group_id uuid,
    recurring_frequency character varying(50),
    recurring_end_date timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT appointments_duration_within_15_to_120_minutes_check CHECK (((duration >= 15) AND (duration <= 120))),
    CONSTRAINT appointments_notes_within_5000_characters_check CHECK ((char_length(notes) <= 5000)),
    CONSTRAINT appointments_reason_has_three_characters_check CHECK ((char_length((reason)::text) >= 3))
);

ALTER TABLE ONLY public.appointments FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.appointments IS 'PHI: One planned or past appointment of a student with the school nurse.';
COMMENT ON COLUMN public.appointments.id IS 'Primary key.';
COMMENT ON COLUMN public.appointments.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.appointments.student_id IS 'Student who has the appointment.';
COMMENT ON COLUMN public.appointments.nurse_id IS 'Nurse in charge; NULL if none is assigned or the account was deleted.';
COMMENT ON COLUMN public.appointments.type IS 'PHI: Reason for the appointment, as a fixed list; reason has the details.';
COMMENT ON COLUMN public.appointments.scheduled_at IS 'PHI: Planned start of the appointment.';
COMMENT ON COLUMN public.appointments.duration IS 'Planned length in minutes.';
COMMENT ON COLUMN public.appointments.status IS 'Progress of the appointment, from scheduled to completed, cancelled or missed.';
COMMENT ON COLUMN public.appointments.reason IS 'PHI: Complaint or purpose, in the words of the person who booked.';
COMMENT ON COLUMN public.appointments.notes IS 'PHI: Notes of the nurse before or after the appointment.';
COMMENT ON COLUMN public.appointments.recurring_group_id IS 'Id shared by all appointments of a series, NULL for single ones; it refers to no table.';
COMMENT ON COLUMN public.appointments.recurring_frequency IS 'Frequency of the series (DAILY, WEEKLY, MONTHLY, YEARLY), free text.';
COMMENT ON COLUMN public.appointments.recurring_end_date IS 'Time when the series ends, NULL for single appointments.';
COMMENT ON COLUMN public.appointments.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.appointments.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.appointments.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- appointments: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_id_school_id_key UNIQUE (id, school_id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_nurse_id_fkey FOREIGN KEY (nurse_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- appointments: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX appointments_nurse_id_idx ON public.appointments USING btree (nurse_id) WHERE (nurse_id IS NOT NULL);

CREATE INDEX appointments_nurse_id_scheduled_at_idx ON public.appointments USING btree (nurse_id, scheduled_at) WHERE ((nurse_id IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.appointments_nurse_id_scheduled_at_idx IS 'Calendar of a nurse, past and future: appointments in every status.';

CREATE INDEX appointments_nurse_id_scheduled_at_open_idx ON public.appointments USING btree (nurse_id, scheduled_at) INCLUDE (duration) WHERE ((status = ANY (ARRAY['SCHEDULED'::public.appointment_status, 'IN_PROGRESS'::public.appointment_status])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.appointments_nurse_id_scheduled_at_open_idx IS 'Upcoming appointments of a nurse; includes duration, to find free time from the index alone.';

CREATE INDEX appointments_recurring_group_id_idx ON public.appointments USING btree (recurring_group_id) WHERE ((recurring_group_id IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.appointments_recurring_group_id_idx IS 'All appointments of one recurring series.';

CREATE INDEX appointments_scheduled_at_open_idx ON public.appointments USING btree (scheduled_at) WHERE ((status = ANY (ARRAY['SCHEDULED'::public.appointment_status, 'IN_PROGRESS'::public.appointment_status])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.appointments_scheduled_at_open_idx IS 'Upcoming appointments of all schools, for the jobs that send reminders and find no-shows.';

CREATE INDEX appointments_school_id_scheduled_at_idx ON public.appointments USING btree (school_id, scheduled_at);

CREATE INDEX appointments_school_id_type_scheduled_at_idx ON public.appointments USING btree (school_id, type, scheduled_at DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.appointments_school_id_type_scheduled_at_idx IS 'Appointments of one type in a school, newest first.';

CREATE INDEX appointments_student_id_scheduled_at_idx ON public.appointments USING btree (student_id, scheduled_at);

-- ----------------------------------------------------------------------------
-- appointments: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER appointments_050_no_hard_delete BEFORE DELETE ON public.appointments FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_050_no_hard_delete;
COMMENT ON TRIGGER appointments_050_no_hard_delete ON public.appointments IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER appointments_050_no_truncate BEFORE TRUNCATE ON public.appointments FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_050_no_truncate;
COMMENT ON TRIGGER appointments_050_no_truncate ON public.appointments IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER appointments_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.appointments FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_100_school_id;

CREATE TRIGGER appointments_200_updated_at BEFORE UPDATE ON public.appointments FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER appointments_800_first_school_id AFTER UPDATE OF school_id ON public.appointments FOR EACH ROW WHEN (((old.school_id IS NULL) AND (new.school_id IS NOT NULL))) EXECUTE FUNCTION public.spread_first_school_id();
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_800_first_school_id;

CREATE TRIGGER appointments_900_audit_delete AFTER DELETE ON public.appointments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointments();
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_900_audit_delete;
COMMENT ON TRIGGER appointments_900_audit_delete ON public.appointments IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER appointments_900_audit_insert AFTER INSERT ON public.appointments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointments();
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_900_audit_insert;
COMMENT ON TRIGGER appointments_900_audit_insert ON public.appointments IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER appointments_900_audit_key AFTER UPDATE ON public.appointments FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_appointments();
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_900_audit_key;
COMMENT ON TRIGGER appointments_900_audit_key ON public.appointments IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER appointments_900_audit_truncate AFTER TRUNCATE ON public.appointments FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointments();
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_900_audit_truncate;
COMMENT ON TRIGGER appointments_900_audit_truncate ON public.appointments IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER appointments_900_audit_update AFTER UPDATE ON public.appointments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointments();
ALTER TABLE public.appointments ENABLE ALWAYS TRIGGER appointments_900_audit_update;
COMMENT ON TRIGGER appointments_900_audit_update ON public.appointments IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- appointments: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.appointments ENABLE ROW LEVEL SECURITY;

CREATE POLICY appointments_delete_trusted ON public.appointments
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY appointments_delete_trusted ON public.appointments IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY appointments_fence_admin ON public.appointments
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY appointments_fence_admin ON public.appointments IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY appointments_fence_district ON public.appointments
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY appointments_fence_district ON public.appointments IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY appointments_fence_school ON public.appointments
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY appointments_fence_school ON public.appointments IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY appointments_insert_staff ON public.appointments
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY appointments_insert_staff ON public.appointments IS 'Users whom the access matrix lets INSERT in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointments_insert_trusted ON public.appointments
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY appointments_insert_trusted ON public.appointments IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY appointments_select_masked ON public.appointments
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('SCHEDULE'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY appointments_select_masked ON public.appointments IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY appointments_select_staff ON public.appointments
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY appointments_select_staff ON public.appointments IS 'Users whom the access matrix lets SELECT in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointments_select_trusted ON public.appointments
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY appointments_select_trusted ON public.appointments IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY appointments_update_staff ON public.appointments
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY appointments_update_staff ON public.appointments IS 'Users whom the access matrix lets UPDATE in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointments_update_trusted ON public.appointments
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY appointments_update_trusted ON public.appointments IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- appointments: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.appointments TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointments TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(nurse_id),UPDATE(nurse_id) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type),UPDATE(type) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(scheduled_at),UPDATE(scheduled_at) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(duration),UPDATE(duration) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reason),UPDATE(reason) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recurring_group_id),UPDATE(recurring_group_id) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recurring_frequency),UPDATE(recurring_frequency) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recurring_end_date),UPDATE(recurring_end_date) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.appointments TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.appointments
-- ----------------------------------------------------------------------------

CREATE VIEW masked.appointments WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    nurse_id,
    type,
    date_trunc('year'::text, scheduled_at) AS scheduled_at,
    duration,
    status,
    NULL::character varying(500) AS reason,
    NULL::text AS notes,
    recurring_group_id,
    recurring_frequency,
    date_trunc('year'::text, recurring_end_date) AS recurring_end_date,
    created_at,
    updated_at,
    deleted_at
   FROM public.appointments t;

ALTER VIEW masked.appointments OWNER TO whitecross_masker;

COMMENT ON VIEW masked.appointments IS 'Table appointments with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.appointments: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.appointments TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.appointments
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.appointments WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    nurse_id AS "nurseId",
    type,
    scheduled_at AS "scheduledAt",
    duration,
    status,
    reason,
    notes,
    recurring_group_id AS "recurringGroupId",
    recurring_frequency AS "recurringFrequency",
    recurring_end_date AS "recurringEndDate",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.appointments;

COMMENT ON VIEW sequelize.appointments IS 'Model Appointment: public.appointments with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.appointments: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER appointments_050_soft_delete INSTEAD OF DELETE ON sequelize.appointments FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('appointments');
COMMENT ON TRIGGER appointments_050_soft_delete ON sequelize.appointments IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.appointments: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.appointments TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.appointments TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_appointments
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_appointments()
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
            'appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.nurse_id IS NOT NULL THEN '"nurse_id":' || to_json(n.nurse_id) END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || to_json(n.type) END,
                CASE WHEN n.scheduled_at IS NOT NULL THEN '"scheduled_at":' || '"***"' END,
                CASE WHEN n.duration IS NOT NULL THEN '"duration":' || to_json(n.duration) END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.reason IS NOT NULL THEN '"reason":' || '"***"' END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.recurring_group_id IS NOT NULL THEN '"recurring_group_id":' || to_json(n.recurring_group_id) END,
                CASE WHEN n.recurring_frequency IS NOT NULL THEN '"recurring_frequency":' || to_json(n.recurring_frequency) END,
                CASE WHEN n.recurring_end_date IS NOT NULL THEN '"recurring_end_date":' || '"***"' END,
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
            'appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.nurse_id IS NOT NULL THEN '"nurse_id":' || to_json(o.nurse_id) END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || to_json(o.type) END,
                CASE WHEN o.scheduled_at IS NOT NULL THEN '"scheduled_at":' || '"***"' END,
                CASE WHEN o.duration IS NOT NULL THEN '"duration":' || to_json(o.duration) END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.reason IS NOT NULL THEN '"reason":' || '"***"' END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.recurring_group_id IS NOT NULL THEN '"recurring_group_id":' || to_json(o.recurring_group_id) END,
                CASE WHEN o.recurring_frequency IS NOT NULL THEN '"recurring_frequency":' || to_json(o.recurring_frequency) END,
                CASE WHEN o.recurring_end_date IS NOT NULL THEN '"recurring_end_date":' || '"***"' END,
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
            'appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(o.nurse_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' scheduled_at ' || o.scheduled_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(o.duration)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason ' || o.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recurring_group_id IS DISTINCT FROM n.recurring_group_id THEN '"recurring_group_id":' || coalesce(to_json(o.recurring_group_id)::text, 'null') END,
                CASE WHEN o.recurring_frequency IS DISTINCT FROM n.recurring_frequency THEN '"recurring_frequency":' || coalesce(to_json(o.recurring_frequency)::text, 'null') END,
                CASE WHEN o.recurring_end_date IS DISTINCT FROM n.recurring_end_date THEN '"recurring_end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recurring_end_date ' || o.recurring_end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(n.nurse_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' scheduled_at ' || n.scheduled_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(n.duration)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason ' || n.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recurring_group_id IS DISTINCT FROM n.recurring_group_id THEN '"recurring_group_id":' || coalesce(to_json(n.recurring_group_id)::text, 'null') END,
                CASE WHEN o.recurring_frequency IS DISTINCT FROM n.recurring_frequency THEN '"recurring_frequency":' || coalesce(to_json(n.recurring_frequency)::text, 'null') END,
                CASE WHEN o.recurring_end_date IS DISTINCT FROM n.recurring_end_date THEN '"recurring_end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recurring_end_date ' || n.recurring_end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'appointments', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(o.nurse_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' scheduled_at ' || o.scheduled_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(o.duration)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason ' || o.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recurring_group_id IS DISTINCT FROM n.recurring_group_id THEN '"recurring_group_id":' || coalesce(to_json(o.recurring_group_id)::text, 'null') END,
                CASE WHEN o.recurring_frequency IS DISTINCT FROM n.recurring_frequency THEN '"recurring_frequency":' || coalesce(to_json(o.recurring_frequency)::text, 'null') END,
                CASE WHEN o.recurring_end_date IS DISTINCT FROM n.recurring_end_date THEN '"recurring_end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' recurring_end_date ' || o.recurring_end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(n.nurse_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' scheduled_at ' || n.scheduled_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(n.duration)::text, 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason ' || n.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.recurring_group_id IS DISTINCT FROM n.recurring_group_id THEN '"recurring_group_id":' || coalesce(to_json(n.recurring_group_id)::text, 'null') END,
                CASE WHEN o.recurring_frequency IS DISTINCT FROM n.recurring_frequency THEN '"recurring_frequency":' || coalesce(to_json(n.recurring_frequency)::text, 'null') END,
                CASE WHEN o.recurring_end_date IS DISTINCT FROM n.recurring_end_date THEN '"recurring_end_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' recurring_end_date ' || n.recurring_end_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_appointments() IS 'Trigger: logs every change of appointments. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_appointments() FROM PUBLIC;
