-- Table appointment_waitlist, with everything that serves it alone.
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
-- appointment_waitlist
-- ----------------------------------------------------------------------------

CREATE TABLE public.appointment_waitlist (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    nurse_id uuid,
    type public.appointment_type NOT NULL,
    preferred_date timestamp with time zone,
    duration integer DEFAULT 30 NOT NULL,
    priority public.waitlist_priority DEFAULT 'NORMAL'::public.waitlist_priority NOT NULL,
    reason character varying(500) NOT NULL,
    notes text,
    status public.waitlist_status DEFAULT 'WAITING'::public.waitlist_status NOT NULL,
    notified_at timestamp with time zone,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT appointment_waitlist_duration_positive_check CHECK ((duration > 0))
);

ALTER TABLE ONLY public.appointment_waitlist FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.appointment_waitlist IS 'PHI: One student who waits for a free appointment with the nurse.';
COMMENT ON COLUMN public.appointment_waitlist.id IS 'Primary key.';
COMMENT ON COLUMN public.appointment_waitlist.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.appointment_waitlist.student_id IS 'Student who waits.';
COMMENT ON COLUMN public.appointment_waitlist.nurse_id IS 'Nurse whom the student wants to see, NULL for any nurse.';
COMMENT ON COLUMN public.appointment_waitlist.type IS 'PHI: Reason for the appointment, as a fixed list; reason has the details.';
COMMENT ON COLUMN public.appointment_waitlist.preferred_date IS 'PHI: Preferred date and time, NULL for any.';
COMMENT ON COLUMN public.appointment_waitlist.duration IS 'Requested length in minutes.';
COMMENT ON COLUMN public.appointment_waitlist.priority IS 'Urgency in comparison with the other entries of the list.';
COMMENT ON COLUMN public.appointment_waitlist.reason IS 'PHI: Complaint or purpose, in the words of the person who asked.';
COMMENT ON COLUMN public.appointment_waitlist.notes IS 'PHI: Further notes, such as times that do not suit the student.';
COMMENT ON COLUMN public.appointment_waitlist.status IS 'State of the entry, from waiting to scheduled, expired or cancelled.';
COMMENT ON COLUMN public.appointment_waitlist.notified_at IS 'Time when a free appointment was offered, NULL before.';
COMMENT ON COLUMN public.appointment_waitlist.expires_at IS 'Time when the entry expires, NULL if it does not.';
COMMENT ON COLUMN public.appointment_waitlist.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.appointment_waitlist.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.appointment_waitlist.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- appointment_waitlist: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.appointment_waitlist
    ADD CONSTRAINT appointment_waitlist_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointment_waitlist
    ADD CONSTRAINT appointment_waitlist_nurse_id_fkey FOREIGN KEY (nurse_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.appointment_waitlist
    ADD CONSTRAINT appointment_waitlist_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.appointment_waitlist
    ADD CONSTRAINT appointment_waitlist_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- appointment_waitlist: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX appointment_waitlist_expires_at_open_idx ON public.appointment_waitlist USING btree (expires_at) WHERE ((status = ANY (ARRAY['WAITING'::public.waitlist_status, 'NOTIFIED'::public.waitlist_status])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.appointment_waitlist_expires_at_open_idx IS 'Open entries by expiry, for the job that closes expired ones.';

CREATE INDEX appointment_waitlist_nurse_id_idx ON public.appointment_waitlist USING btree (nurse_id) WHERE (nurse_id IS NOT NULL);

CREATE INDEX appointment_waitlist_school_id_created_at_idx ON public.appointment_waitlist USING btree (school_id, created_at);

CREATE INDEX appointment_waitlist_school_id_priority_waiting_idx ON public.appointment_waitlist USING btree (school_id, priority DESC, created_at) WHERE ((status = 'WAITING'::public.waitlist_status) AND (deleted_at IS NULL));
COMMENT ON INDEX public.appointment_waitlist_school_id_priority_waiting_idx IS 'Waiting students of a school: the most urgent first, then the one who has waited longest.';

CREATE INDEX appointment_waitlist_student_id_created_at_idx ON public.appointment_waitlist USING btree (student_id, created_at);

-- ----------------------------------------------------------------------------
-- appointment_waitlist: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER appointment_waitlist_050_no_hard_delete BEFORE DELETE ON public.appointment_waitlist FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_050_no_hard_delete;
COMMENT ON TRIGGER appointment_waitlist_050_no_hard_delete ON public.appointment_waitlist IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER appointment_waitlist_050_no_truncate BEFORE TRUNCATE ON public.appointment_waitlist FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_050_no_truncate;
COMMENT ON TRIGGER appointment_waitlist_050_no_truncate ON public.appointment_waitlist IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER appointment_waitlist_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.appointment_waitlist FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_100_school_id;

CREATE TRIGGER appointment_waitlist_200_updated_at BEFORE UPDATE ON public.appointment_waitlist FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER appointment_waitlist_900_audit_delete AFTER DELETE ON public.appointment_waitlist REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointment_waitlist();
ALTER TABLE public.appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_900_audit_delete;
COMMENT ON TRIGGER appointment_waitlist_900_audit_delete ON public.appointment_waitlist IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER appointment_waitlist_900_audit_insert AFTER INSERT ON public.appointment_waitlist REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointment_waitlist();
ALTER TABLE public.appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_900_audit_insert;
COMMENT ON TRIGGER appointment_waitlist_900_audit_insert ON public.appointment_waitlist IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER appointment_waitlist_900_audit_key AFTER UPDATE ON public.appointment_waitlist FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_appointment_waitlist();
ALTER TABLE public.appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_900_audit_key;
COMMENT ON TRIGGER appointment_waitlist_900_audit_key ON public.appointment_waitlist IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER appointment_waitlist_900_audit_truncate AFTER TRUNCATE ON public.appointment_waitlist FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointment_waitlist();
ALTER TABLE public.appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_900_audit_truncate;
COMMENT ON TRIGGER appointment_waitlist_900_audit_truncate ON public.appointment_waitlist IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER appointment_waitlist_900_audit_update AFTER UPDATE ON public.appointment_waitlist REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_appointment_waitlist();
ALTER TABLE public.appointment_waitlist ENABLE ALWAYS TRIGGER appointment_waitlist_900_audit_update;
COMMENT ON TRIGGER appointment_waitlist_900_audit_update ON public.appointment_waitlist IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- appointment_waitlist: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.appointment_waitlist ENABLE ROW LEVEL SECURITY;

CREATE POLICY appointment_waitlist_delete_trusted ON public.appointment_waitlist
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY appointment_waitlist_delete_trusted ON public.appointment_waitlist IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY appointment_waitlist_fence_admin ON public.appointment_waitlist
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY appointment_waitlist_fence_admin ON public.appointment_waitlist IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY appointment_waitlist_fence_district ON public.appointment_waitlist
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY appointment_waitlist_fence_district ON public.appointment_waitlist IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY appointment_waitlist_fence_school ON public.appointment_waitlist
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY appointment_waitlist_fence_school ON public.appointment_waitlist IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY appointment_waitlist_insert_staff ON public.appointment_waitlist
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY appointment_waitlist_insert_staff ON public.appointment_waitlist IS 'Users whom the access matrix lets INSERT in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointment_waitlist_insert_trusted ON public.appointment_waitlist
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY appointment_waitlist_insert_trusted ON public.appointment_waitlist IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY appointment_waitlist_select_masked ON public.appointment_waitlist
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('SCHEDULE'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY appointment_waitlist_select_masked ON public.appointment_waitlist IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY appointment_waitlist_select_staff ON public.appointment_waitlist
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY appointment_waitlist_select_staff ON public.appointment_waitlist IS 'Users whom the access matrix lets SELECT in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointment_waitlist_select_trusted ON public.appointment_waitlist
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY appointment_waitlist_select_trusted ON public.appointment_waitlist IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY appointment_waitlist_update_staff ON public.appointment_waitlist
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('SCHEDULE'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY appointment_waitlist_update_staff ON public.appointment_waitlist IS 'Users whom the access matrix lets UPDATE in group SCHEDULE; docs/access.md says why. Built by phi.protect.';

CREATE POLICY appointment_waitlist_update_trusted ON public.appointment_waitlist
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY appointment_waitlist_update_trusted ON public.appointment_waitlist IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- appointment_waitlist: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.appointment_waitlist TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.appointment_waitlist TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(nurse_id),UPDATE(nurse_id) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type),UPDATE(type) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(preferred_date),UPDATE(preferred_date) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(duration),UPDATE(duration) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reason),UPDATE(reason) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(status),UPDATE(status) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notified_at),UPDATE(notified_at) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(expires_at),UPDATE(expires_at) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.appointment_waitlist
-- ----------------------------------------------------------------------------

CREATE VIEW masked.appointment_waitlist WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    nurse_id,
    type,
    date_trunc('year'::text, preferred_date) AS preferred_date,
    duration,
    priority,
    NULL::character varying(500) AS reason,
    NULL::text AS notes,
    status,
    notified_at,
    expires_at,
    created_at,
    updated_at,
    deleted_at
   FROM public.appointment_waitlist t;

ALTER VIEW masked.appointment_waitlist OWNER TO whitecross_masker;

COMMENT ON VIEW masked.appointment_waitlist IS 'Table appointment_waitlist with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.appointment_waitlist: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.appointment_waitlist
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.appointment_waitlist WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    nurse_id AS "nurseId",
    type,
    preferred_date AS "preferredDate",
    duration,
    priority,
    reason,
    notes,
    status,
    notified_at AS "notifiedAt",
    expires_at AS "expiresAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.appointment_waitlist
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.appointment_waitlist IS 'Model AppointmentWaitlist: public.appointment_waitlist with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.appointment_waitlist: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER appointment_waitlist_050_soft_delete INSTEAD OF DELETE ON sequelize.appointment_waitlist FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('appointment_waitlist');
COMMENT ON TRIGGER appointment_waitlist_050_soft_delete ON sequelize.appointment_waitlist IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.appointment_waitlist: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.appointment_waitlist TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.appointment_waitlist TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_appointment_waitlist
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_appointment_waitlist()
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
            'appointment_waitlist', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.nurse_id IS NOT NULL THEN '"nurse_id":' || to_json(n.nurse_id) END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || to_json(n.type) END,
                CASE WHEN n.preferred_date IS NOT NULL THEN '"preferred_date":' || '"***"' END,
                CASE WHEN n.duration IS NOT NULL THEN '"duration":' || to_json(n.duration) END,
                CASE WHEN n.priority IS NOT NULL THEN '"priority":' || to_json(n.priority) END,
                CASE WHEN n.reason IS NOT NULL THEN '"reason":' || '"***"' END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.status IS NOT NULL THEN '"status":' || to_json(n.status) END,
                CASE WHEN n.notified_at IS NOT NULL THEN '"notified_at":' || to_json(n.notified_at) END,
                CASE WHEN n.expires_at IS NOT NULL THEN '"expires_at":' || to_json(n.expires_at) END,
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
            'appointment_waitlist', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.nurse_id IS NOT NULL THEN '"nurse_id":' || to_json(o.nurse_id) END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || to_json(o.type) END,
                CASE WHEN o.preferred_date IS NOT NULL THEN '"preferred_date":' || '"***"' END,
                CASE WHEN o.duration IS NOT NULL THEN '"duration":' || to_json(o.duration) END,
                CASE WHEN o.priority IS NOT NULL THEN '"priority":' || to_json(o.priority) END,
                CASE WHEN o.reason IS NOT NULL THEN '"reason":' || '"***"' END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.status IS NOT NULL THEN '"status":' || to_json(o.status) END,
                CASE WHEN o.notified_at IS NOT NULL THEN '"notified_at":' || to_json(o.notified_at) END,
                CASE WHEN o.expires_at IS NOT NULL THEN '"expires_at":' || to_json(o.expires_at) END,
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
            'appointment_waitlist', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'appointment_waitlist', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(o.nurse_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.preferred_date IS DISTINCT FROM n.preferred_date THEN '"preferred_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' preferred_date ' || o.preferred_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(o.duration)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason ' || o.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.notified_at IS DISTINCT FROM n.notified_at THEN '"notified_at":' || coalesce(to_json(o.notified_at)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(o.expires_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(n.nurse_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.preferred_date IS DISTINCT FROM n.preferred_date THEN '"preferred_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' preferred_date ' || n.preferred_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(n.duration)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason ' || n.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.notified_at IS DISTINCT FROM n.notified_at THEN '"notified_at":' || coalesce(to_json(n.notified_at)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(n.expires_at)::text, 'null') END,
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
            'appointment_waitlist', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(o.nurse_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.preferred_date IS DISTINCT FROM n.preferred_date THEN '"preferred_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' preferred_date ' || o.preferred_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(o.duration)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason ' || o.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(o.status)::text, 'null') END,
                CASE WHEN o.notified_at IS DISTINCT FROM n.notified_at THEN '"notified_at":' || coalesce(to_json(o.notified_at)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(o.expires_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(n.nurse_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.preferred_date IS DISTINCT FROM n.preferred_date THEN '"preferred_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' preferred_date ' || n.preferred_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.duration IS DISTINCT FROM n.duration THEN '"duration":' || coalesce(to_json(n.duration)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.reason IS DISTINCT FROM n.reason THEN '"reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason ' || n.reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.status IS DISTINCT FROM n.status THEN '"status":' || coalesce(to_json(n.status)::text, 'null') END,
                CASE WHEN o.notified_at IS DISTINCT FROM n.notified_at THEN '"notified_at":' || coalesce(to_json(n.notified_at)::text, 'null') END,
                CASE WHEN o.expires_at IS DISTINCT FROM n.expires_at THEN '"expires_at":' || coalesce(to_json(n.expires_at)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_appointment_waitlist() IS 'Trigger: logs every change of appointment_waitlist. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_appointment_waitlist() FROM PUBLIC;
