-- Table screenings, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group HEALTH, tenant SCHOOL, student in student_id, PHI,
--             audited, law EITHER, retention HEALTH_RECORDS
-- phi.access: ADMIN              masked
-- phi.access: DISTRICT_ADMIN     masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- screenings
-- ----------------------------------------------------------------------------

CREATE TABLE public.screenings (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    health_record_id uuid,
    screening_type public.screening_type NOT NULL,
    screening_date timestamp with time zone NOT NULL,
    screened_by text NOT NULL,
    screened_by_role text,
    equipment_used text,
    right_eye text,
    left_eye text,
    right_ear text,
    left_ear text,
    results jsonb,
    test_details jsonb,
    passed_criteria boolean,
    outcome public.screening_outcome DEFAULT 'PASS'::public.screening_outcome NOT NULL,
    referral_required boolean DEFAULT false NOT NULL,
    referral_to text,
    referral_date timestamp with time zone,
    referral_reason text,
    follow_up_required boolean DEFAULT false NOT NULL,
    follow_up_date timestamp with time zone,
    follow_up_status public.follow_up_status,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone
);

ALTER TABLE ONLY public.screenings FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.screenings IS 'PHI: One health screening of a student with its outcome, referral and follow-up. Nurses follow up failed tests.';
COMMENT ON COLUMN public.screenings.id IS 'Primary key.';
COMMENT ON COLUMN public.screenings.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.screenings.student_id IS 'Student who was screened.';
COMMENT ON COLUMN public.screenings.health_record_id IS 'Entry of the health record under which the screening is filed, if any.';
COMMENT ON COLUMN public.screenings.screening_type IS 'PHI: Subject of the screening, such as vision or scoliosis.';
COMMENT ON COLUMN public.screenings.screening_date IS 'PHI: Time when the student was examined; midnight if only the date is known.';
COMMENT ON COLUMN public.screenings.screened_by IS 'Name of the examiner, as text because an outside provider has no account.';
COMMENT ON COLUMN public.screenings.screened_by_role IS 'Profession of the examiner (audiologist).';
COMMENT ON COLUMN public.screenings.equipment_used IS 'Device or chart used (Snellen chart, audiometer).';
COMMENT ON COLUMN public.screenings.right_eye IS 'PHI: Result for the right eye, usually the visual acuity (20/40).';
COMMENT ON COLUMN public.screenings.left_eye IS 'PHI: Result for the left eye, usually the visual acuity (20/40).';
COMMENT ON COLUMN public.screenings.right_ear IS 'PHI: Result for the right ear, usually the hearing threshold or "pass".';
COMMENT ON COLUMN public.screenings.left_ear IS 'PHI: Result for the left ear, usually the hearing threshold or "pass".';
COMMENT ON COLUMN public.screenings.results IS 'PHI: Measured results as JSON; the keys depend on screening_type.';
COMMENT ON COLUMN public.screenings.test_details IS 'PHI: Test method and conditions as JSON; the keys depend on screening_type.';
COMMENT ON COLUMN public.screenings.passed_criteria IS 'PHI: Whether the result met the pass criteria; NULL if not assessed.';
COMMENT ON COLUMN public.screenings.outcome IS 'PHI: Overall result; PASS unless the examiner enters another.';
COMMENT ON COLUMN public.screenings.referral_required IS 'PHI: TRUE if the student must see an outside provider.';
COMMENT ON COLUMN public.screenings.referral_to IS 'PHI: Provider or clinic to which the student is referred.';
COMMENT ON COLUMN public.screenings.referral_date IS 'PHI: Time when the school made the referral, NULL if there is none.';
COMMENT ON COLUMN public.screenings.referral_reason IS 'PHI: Result that led to the referral.';
COMMENT ON COLUMN public.screenings.follow_up_required IS 'PHI: TRUE if the school must repeat the screening or check on the student.';
COMMENT ON COLUMN public.screenings.follow_up_date IS 'PHI: Time planned for the follow-up, NULL if there is none.';
COMMENT ON COLUMN public.screenings.follow_up_status IS 'PHI: Progress of the follow-up; NULL if there is none.';
COMMENT ON COLUMN public.screenings.notes IS 'PHI: Notes of the examiner or nurse.';
COMMENT ON COLUMN public.screenings.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.screenings.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.screenings.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.screenings.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.screenings.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- screenings: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.screenings
    ADD CONSTRAINT screenings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.screenings
    ADD CONSTRAINT screenings_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.screenings
    ADD CONSTRAINT screenings_health_record_id_fkey FOREIGN KEY (health_record_id) REFERENCES public.health_records(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.screenings
    ADD CONSTRAINT screenings_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.screenings
    ADD CONSTRAINT screenings_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.screenings
    ADD CONSTRAINT screenings_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- screenings: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX screenings_created_by_idx ON public.screenings USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX screenings_health_record_id_idx ON public.screenings USING btree (health_record_id) WHERE (health_record_id IS NOT NULL);

CREATE INDEX screenings_school_id_follow_up_date_idx ON public.screenings USING btree (school_id, follow_up_date) WHERE (follow_up_required AND (deleted_at IS NULL));
COMMENT ON INDEX public.screenings_school_id_follow_up_date_idx IS 'Screenings of a school that require a follow-up, the next due first.';

CREATE INDEX screenings_school_id_screening_date_idx ON public.screenings USING btree (school_id, screening_date DESC);

CREATE INDEX screenings_school_id_screening_type_screening_date_idx ON public.screenings USING btree (school_id, screening_type, screening_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.screenings_school_id_screening_type_screening_date_idx IS 'Screenings of one type in a school, newest first.';

CREATE INDEX screenings_student_id_screening_date_idx ON public.screenings USING btree (student_id, screening_date DESC);

CREATE INDEX screenings_updated_by_idx ON public.screenings USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- screenings: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER screenings_050_no_hard_delete BEFORE DELETE ON public.screenings FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.screenings ENABLE ALWAYS TRIGGER screenings_050_no_hard_delete;
COMMENT ON TRIGGER screenings_050_no_hard_delete ON public.screenings IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER screenings_050_no_truncate BEFORE TRUNCATE ON public.screenings FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.screenings ENABLE ALWAYS TRIGGER screenings_050_no_truncate;
COMMENT ON TRIGGER screenings_050_no_truncate ON public.screenings IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER screenings_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.screenings FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.screenings ENABLE ALWAYS TRIGGER screenings_100_school_id;

CREATE TRIGGER screenings_200_updated_at BEFORE UPDATE ON public.screenings FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER screenings_900_audit_delete AFTER DELETE ON public.screenings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_screenings();
ALTER TABLE public.screenings ENABLE ALWAYS TRIGGER screenings_900_audit_delete;
COMMENT ON TRIGGER screenings_900_audit_delete ON public.screenings IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER screenings_900_audit_insert AFTER INSERT ON public.screenings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_screenings();
ALTER TABLE public.screenings ENABLE ALWAYS TRIGGER screenings_900_audit_insert;
COMMENT ON TRIGGER screenings_900_audit_insert ON public.screenings IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER screenings_900_audit_key AFTER UPDATE ON public.screenings FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_screenings();
ALTER TABLE public.screenings ENABLE ALWAYS TRIGGER screenings_900_audit_key;
COMMENT ON TRIGGER screenings_900_audit_key ON public.screenings IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER screenings_900_audit_truncate AFTER TRUNCATE ON public.screenings FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_screenings();
ALTER TABLE public.screenings ENABLE ALWAYS TRIGGER screenings_900_audit_truncate;
COMMENT ON TRIGGER screenings_900_audit_truncate ON public.screenings IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER screenings_900_audit_update AFTER UPDATE ON public.screenings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_screenings();
ALTER TABLE public.screenings ENABLE ALWAYS TRIGGER screenings_900_audit_update;
COMMENT ON TRIGGER screenings_900_audit_update ON public.screenings IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- screenings: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.screenings ENABLE ROW LEVEL SECURITY;

CREATE POLICY screenings_delete_trusted ON public.screenings
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY screenings_delete_trusted ON public.screenings IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY screenings_fence_admin ON public.screenings
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY screenings_fence_admin ON public.screenings IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY screenings_fence_district ON public.screenings
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY screenings_fence_district ON public.screenings IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY screenings_fence_school ON public.screenings
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY screenings_fence_school ON public.screenings IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY screenings_insert_staff ON public.screenings
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY screenings_insert_staff ON public.screenings IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY screenings_insert_trusted ON public.screenings
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY screenings_insert_trusted ON public.screenings IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY screenings_select_masked ON public.screenings
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY screenings_select_masked ON public.screenings IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY screenings_select_staff ON public.screenings
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY screenings_select_staff ON public.screenings IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY screenings_select_trusted ON public.screenings
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY screenings_select_trusted ON public.screenings IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY screenings_update_staff ON public.screenings
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY screenings_update_staff ON public.screenings IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY screenings_update_trusted ON public.screenings
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY screenings_update_trusted ON public.screenings IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- screenings: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.screenings TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.screenings TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(health_record_id),UPDATE(health_record_id) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(screening_type),UPDATE(screening_type) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(screening_date),UPDATE(screening_date) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(screened_by),UPDATE(screened_by) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(screened_by_role),UPDATE(screened_by_role) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(equipment_used),UPDATE(equipment_used) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(right_eye),UPDATE(right_eye) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(left_eye),UPDATE(left_eye) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(right_ear),UPDATE(right_ear) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(left_ear),UPDATE(left_ear) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(results),UPDATE(results) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(test_details),UPDATE(test_details) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(passed_criteria),UPDATE(passed_criteria) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(outcome),UPDATE(outcome) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(referral_required),UPDATE(referral_required) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(referral_to),UPDATE(referral_to) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(referral_date),UPDATE(referral_date) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(referral_reason),UPDATE(referral_reason) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_required),UPDATE(follow_up_required) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_date),UPDATE(follow_up_date) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_status),UPDATE(follow_up_status) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.screenings TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.screenings
-- ----------------------------------------------------------------------------

CREATE VIEW masked.screenings WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    health_record_id,
    screening_type,
    date_trunc('year'::text, screening_date) AS screening_date,
    ("left"(screened_by, 1) || '.'::text) AS screened_by,
    screened_by_role,
    equipment_used,
    NULL::text AS right_eye,
    NULL::text AS left_eye,
    NULL::text AS right_ear,
    NULL::text AS left_ear,
    NULL::jsonb AS results,
    NULL::jsonb AS test_details,
    passed_criteria,
    outcome,
    referral_required,
    NULL::text AS referral_to,
    date_trunc('year'::text, referral_date) AS referral_date,
    NULL::text AS referral_reason,
    follow_up_required,
    date_trunc('year'::text, follow_up_date) AS follow_up_date,
    follow_up_status,
    NULL::text AS notes,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at
   FROM public.screenings t;

ALTER VIEW masked.screenings OWNER TO whitecross_masker;

COMMENT ON VIEW masked.screenings IS 'Table screenings with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.screenings: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.screenings TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- phi.audit_screenings
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_screenings()
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
            'screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(n.health_record_id) END,
                CASE WHEN n.screening_type IS NOT NULL THEN '"screening_type":' || to_json(n.screening_type) END,
                CASE WHEN n.screening_date IS NOT NULL THEN '"screening_date":' || '"***"' END,
                CASE WHEN n.screened_by IS NOT NULL THEN '"screened_by":' || '"***"' END,
                CASE WHEN n.screened_by_role IS NOT NULL THEN '"screened_by_role":' || to_json(n.screened_by_role) END,
                CASE WHEN n.equipment_used IS NOT NULL THEN '"equipment_used":' || to_json(n.equipment_used) END,
                CASE WHEN n.right_eye IS NOT NULL THEN '"right_eye":' || '"***"' END,
                CASE WHEN n.left_eye IS NOT NULL THEN '"left_eye":' || '"***"' END,
                CASE WHEN n.right_ear IS NOT NULL THEN '"right_ear":' || '"***"' END,
                CASE WHEN n.left_ear IS NOT NULL THEN '"left_ear":' || '"***"' END,
                CASE WHEN n.results IS NOT NULL THEN '"results":' || '"***"' END,
                CASE WHEN n.test_details IS NOT NULL THEN '"test_details":' || '"***"' END,
                CASE WHEN n.passed_criteria IS NOT NULL THEN '"passed_criteria":' || to_json(n.passed_criteria) END,
                CASE WHEN n.outcome IS NOT NULL THEN '"outcome":' || to_json(n.outcome) END,
                CASE WHEN n.referral_required IS NOT NULL THEN '"referral_required":' || to_json(n.referral_required) END,
                CASE WHEN n.referral_to IS NOT NULL THEN '"referral_to":' || '"***"' END,
                CASE WHEN n.referral_date IS NOT NULL THEN '"referral_date":' || '"***"' END,
                CASE WHEN n.referral_reason IS NOT NULL THEN '"referral_reason":' || '"***"' END,
                CASE WHEN n.follow_up_required IS NOT NULL THEN '"follow_up_required":' || to_json(n.follow_up_required) END,
                CASE WHEN n.follow_up_date IS NOT NULL THEN '"follow_up_date":' || '"***"' END,
                CASE WHEN n.follow_up_status IS NOT NULL THEN '"follow_up_status":' || to_json(n.follow_up_status) END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.updated_by IS NOT NULL THEN '"updated_by":' || to_json(n.updated_by) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.health_record_id IS NOT NULL THEN '"health_record_id":' || to_json(o.health_record_id) END,
                CASE WHEN o.screening_type IS NOT NULL THEN '"screening_type":' || to_json(o.screening_type) END,
                CASE WHEN o.screening_date IS NOT NULL THEN '"screening_date":' || '"***"' END,
                CASE WHEN o.screened_by IS NOT NULL THEN '"screened_by":' || '"***"' END,
                CASE WHEN o.screened_by_role IS NOT NULL THEN '"screened_by_role":' || to_json(o.screened_by_role) END,
                CASE WHEN o.equipment_used IS NOT NULL THEN '"equipment_used":' || to_json(o.equipment_used) END,
                CASE WHEN o.right_eye IS NOT NULL THEN '"right_eye":' || '"***"' END,
                CASE WHEN o.left_eye IS NOT NULL THEN '"left_eye":' || '"***"' END,
                CASE WHEN o.right_ear IS NOT NULL THEN '"right_ear":' || '"***"' END,
                CASE WHEN o.left_ear IS NOT NULL THEN '"left_ear":' || '"***"' END,
                CASE WHEN o.results IS NOT NULL THEN '"results":' || '"***"' END,
                CASE WHEN o.test_details IS NOT NULL THEN '"test_details":' || '"***"' END,
                CASE WHEN o.passed_criteria IS NOT NULL THEN '"passed_criteria":' || to_json(o.passed_criteria) END,
                CASE WHEN o.outcome IS NOT NULL THEN '"outcome":' || to_json(o.outcome) END,
                CASE WHEN o.referral_required IS NOT NULL THEN '"referral_required":' || to_json(o.referral_required) END,
                CASE WHEN o.referral_to IS NOT NULL THEN '"referral_to":' || '"***"' END,
                CASE WHEN o.referral_date IS NOT NULL THEN '"referral_date":' || '"***"' END,
                CASE WHEN o.referral_reason IS NOT NULL THEN '"referral_reason":' || '"***"' END,
                CASE WHEN o.follow_up_required IS NOT NULL THEN '"follow_up_required":' || to_json(o.follow_up_required) END,
                CASE WHEN o.follow_up_date IS NOT NULL THEN '"follow_up_date":' || '"***"' END,
                CASE WHEN o.follow_up_status IS NOT NULL THEN '"follow_up_status":' || to_json(o.follow_up_status) END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.updated_by IS NOT NULL THEN '"updated_by":' || to_json(o.updated_by) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.screening_type IS DISTINCT FROM n.screening_type THEN '"screening_type":' || coalesce(to_json(o.screening_type)::text, 'null') END,
                CASE WHEN o.screening_date IS DISTINCT FROM n.screening_date THEN '"screening_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' screening_date ' || o.screening_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screened_by IS DISTINCT FROM n.screened_by THEN '"screened_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' screened_by ' || o.screened_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screened_by_role IS DISTINCT FROM n.screened_by_role THEN '"screened_by_role":' || coalesce(to_json(o.screened_by_role)::text, 'null') END,
                CASE WHEN o.equipment_used IS DISTINCT FROM n.equipment_used THEN '"equipment_used":' || coalesce(to_json(o.equipment_used)::text, 'null') END,
                CASE WHEN o.right_eye IS DISTINCT FROM n.right_eye THEN '"right_eye":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' right_eye ' || o.right_eye::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.left_eye IS DISTINCT FROM n.left_eye THEN '"left_eye":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' left_eye ' || o.left_eye::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.right_ear IS DISTINCT FROM n.right_ear THEN '"right_ear":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' right_ear ' || o.right_ear::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.left_ear IS DISTINCT FROM n.left_ear THEN '"left_ear":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' left_ear ' || o.left_ear::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.results IS DISTINCT FROM n.results THEN '"results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' results ' || o.results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.test_details IS DISTINCT FROM n.test_details THEN '"test_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' test_details ' || o.test_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.passed_criteria IS DISTINCT FROM n.passed_criteria THEN '"passed_criteria":' || coalesce(to_json(o.passed_criteria)::text, 'null') END,
                CASE WHEN o.outcome IS DISTINCT FROM n.outcome THEN '"outcome":' || coalesce(to_json(o.outcome)::text, 'null') END,
                CASE WHEN o.referral_required IS DISTINCT FROM n.referral_required THEN '"referral_required":' || coalesce(to_json(o.referral_required)::text, 'null') END,
                CASE WHEN o.referral_to IS DISTINCT FROM n.referral_to THEN '"referral_to":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_to ' || o.referral_to::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_date IS DISTINCT FROM n.referral_date THEN '"referral_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_date ' || o.referral_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_reason IS DISTINCT FROM n.referral_reason THEN '"referral_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_reason ' || o.referral_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(o.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_date ' || o.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_status IS DISTINCT FROM n.follow_up_status THEN '"follow_up_status":' || coalesce(to_json(o.follow_up_status)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(n.health_record_id)::text, 'null') END,
                CASE WHEN o.screening_type IS DISTINCT FROM n.screening_type THEN '"screening_type":' || coalesce(to_json(n.screening_type)::text, 'null') END,
                CASE WHEN o.screening_date IS DISTINCT FROM n.screening_date THEN '"screening_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' screening_date ' || n.screening_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screened_by IS DISTINCT FROM n.screened_by THEN '"screened_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' screened_by ' || n.screened_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screened_by_role IS DISTINCT FROM n.screened_by_role THEN '"screened_by_role":' || coalesce(to_json(n.screened_by_role)::text, 'null') END,
                CASE WHEN o.equipment_used IS DISTINCT FROM n.equipment_used THEN '"equipment_used":' || coalesce(to_json(n.equipment_used)::text, 'null') END,
                CASE WHEN o.right_eye IS DISTINCT FROM n.right_eye THEN '"right_eye":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' right_eye ' || n.right_eye::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.left_eye IS DISTINCT FROM n.left_eye THEN '"left_eye":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' left_eye ' || n.left_eye::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.right_ear IS DISTINCT FROM n.right_ear THEN '"right_ear":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' right_ear ' || n.right_ear::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.left_ear IS DISTINCT FROM n.left_ear THEN '"left_ear":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' left_ear ' || n.left_ear::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.results IS DISTINCT FROM n.results THEN '"results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' results ' || n.results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.test_details IS DISTINCT FROM n.test_details THEN '"test_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' test_details ' || n.test_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.passed_criteria IS DISTINCT FROM n.passed_criteria THEN '"passed_criteria":' || coalesce(to_json(n.passed_criteria)::text, 'null') END,
                CASE WHEN o.outcome IS DISTINCT FROM n.outcome THEN '"outcome":' || coalesce(to_json(n.outcome)::text, 'null') END,
                CASE WHEN o.referral_required IS DISTINCT FROM n.referral_required THEN '"referral_required":' || coalesce(to_json(n.referral_required)::text, 'null') END,
                CASE WHEN o.referral_to IS DISTINCT FROM n.referral_to THEN '"referral_to":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_to ' || n.referral_to::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_date IS DISTINCT FROM n.referral_date THEN '"referral_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_date ' || n.referral_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_reason IS DISTINCT FROM n.referral_reason THEN '"referral_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_reason ' || n.referral_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(n.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_date ' || n.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_status IS DISTINCT FROM n.follow_up_status THEN '"follow_up_status":' || coalesce(to_json(n.follow_up_status)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
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
            'screenings', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(o.health_record_id)::text, 'null') END,
                CASE WHEN o.screening_type IS DISTINCT FROM n.screening_type THEN '"screening_type":' || coalesce(to_json(o.screening_type)::text, 'null') END,
                CASE WHEN o.screening_date IS DISTINCT FROM n.screening_date THEN '"screening_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' screening_date ' || o.screening_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screened_by IS DISTINCT FROM n.screened_by THEN '"screened_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' screened_by ' || o.screened_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screened_by_role IS DISTINCT FROM n.screened_by_role THEN '"screened_by_role":' || coalesce(to_json(o.screened_by_role)::text, 'null') END,
                CASE WHEN o.equipment_used IS DISTINCT FROM n.equipment_used THEN '"equipment_used":' || coalesce(to_json(o.equipment_used)::text, 'null') END,
                CASE WHEN o.right_eye IS DISTINCT FROM n.right_eye THEN '"right_eye":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' right_eye ' || o.right_eye::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.left_eye IS DISTINCT FROM n.left_eye THEN '"left_eye":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' left_eye ' || o.left_eye::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.right_ear IS DISTINCT FROM n.right_ear THEN '"right_ear":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' right_ear ' || o.right_ear::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.left_ear IS DISTINCT FROM n.left_ear THEN '"left_ear":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' left_ear ' || o.left_ear::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.results IS DISTINCT FROM n.results THEN '"results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' results ' || o.results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.test_details IS DISTINCT FROM n.test_details THEN '"test_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' test_details ' || o.test_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.passed_criteria IS DISTINCT FROM n.passed_criteria THEN '"passed_criteria":' || coalesce(to_json(o.passed_criteria)::text, 'null') END,
                CASE WHEN o.outcome IS DISTINCT FROM n.outcome THEN '"outcome":' || coalesce(to_json(o.outcome)::text, 'null') END,
                CASE WHEN o.referral_required IS DISTINCT FROM n.referral_required THEN '"referral_required":' || coalesce(to_json(o.referral_required)::text, 'null') END,
                CASE WHEN o.referral_to IS DISTINCT FROM n.referral_to THEN '"referral_to":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_to ' || o.referral_to::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_date IS DISTINCT FROM n.referral_date THEN '"referral_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_date ' || o.referral_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_reason IS DISTINCT FROM n.referral_reason THEN '"referral_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_reason ' || o.referral_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(o.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_date ' || o.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_status IS DISTINCT FROM n.follow_up_status THEN '"follow_up_status":' || coalesce(to_json(o.follow_up_status)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.health_record_id IS DISTINCT FROM n.health_record_id THEN '"health_record_id":' || coalesce(to_json(n.health_record_id)::text, 'null') END,
                CASE WHEN o.screening_type IS DISTINCT FROM n.screening_type THEN '"screening_type":' || coalesce(to_json(n.screening_type)::text, 'null') END,
                CASE WHEN o.screening_date IS DISTINCT FROM n.screening_date THEN '"screening_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' screening_date ' || n.screening_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screened_by IS DISTINCT FROM n.screened_by THEN '"screened_by":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' screened_by ' || n.screened_by::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.screened_by_role IS DISTINCT FROM n.screened_by_role THEN '"screened_by_role":' || coalesce(to_json(n.screened_by_role)::text, 'null') END,
                CASE WHEN o.equipment_used IS DISTINCT FROM n.equipment_used THEN '"equipment_used":' || coalesce(to_json(n.equipment_used)::text, 'null') END,
                CASE WHEN o.right_eye IS DISTINCT FROM n.right_eye THEN '"right_eye":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' right_eye ' || n.right_eye::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.left_eye IS DISTINCT FROM n.left_eye THEN '"left_eye":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' left_eye ' || n.left_eye::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.right_ear IS DISTINCT FROM n.right_ear THEN '"right_ear":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' right_ear ' || n.right_ear::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.left_ear IS DISTINCT FROM n.left_ear THEN '"left_ear":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' left_ear ' || n.left_ear::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.results IS DISTINCT FROM n.results THEN '"results":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' results ' || n.results::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.test_details IS DISTINCT FROM n.test_details THEN '"test_details":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' test_details ' || n.test_details::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.passed_criteria IS DISTINCT FROM n.passed_criteria THEN '"passed_criteria":' || coalesce(to_json(n.passed_criteria)::text, 'null') END,
                CASE WHEN o.outcome IS DISTINCT FROM n.outcome THEN '"outcome":' || coalesce(to_json(n.outcome)::text, 'null') END,
                CASE WHEN o.referral_required IS DISTINCT FROM n.referral_required THEN '"referral_required":' || coalesce(to_json(n.referral_required)::text, 'null') END,
                CASE WHEN o.referral_to IS DISTINCT FROM n.referral_to THEN '"referral_to":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_to ' || n.referral_to::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_date IS DISTINCT FROM n.referral_date THEN '"referral_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_date ' || n.referral_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_reason IS DISTINCT FROM n.referral_reason THEN '"referral_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_reason ' || n.referral_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(n.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_date ' || n.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_status IS DISTINCT FROM n.follow_up_status THEN '"follow_up_status":' || coalesce(to_json(n.follow_up_status)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_screenings() IS 'Trigger: logs every change of screenings. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_screenings() FROM PUBLIC;
