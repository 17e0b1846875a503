-- Table clinic_visits, with everything that serves it alone.
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
-- clinic_visits
-- ----------------------------------------------------------------------------

CREATE TABLE public.clinic_visits (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    check_in_time timestamp with time zone NOT NULL,
    check_out_time timestamp with time zone,
    reason_for_visit jsonb NOT NULL,
    symptoms jsonb,
    treatment text,
    disposition public.visit_disposition NOT NULL,
    attended_by uuid NOT NULL,
    classes_missed jsonb,
    minutes_missed integer,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT clinic_visits_check_out_not_before_check_in_check CHECK ((check_out_time >= check_in_time)),
    CONSTRAINT clinic_visits_minutes_missed_not_negative_check CHECK ((minutes_missed >= 0))
);

ALTER TABLE ONLY public.clinic_visits FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.clinic_visits IS 'PHI: One visit of a student to the school clinic, from check-in to check-out, recorded by the attending nurse.';
COMMENT ON COLUMN public.clinic_visits.id IS 'Primary key.';
COMMENT ON COLUMN public.clinic_visits.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.clinic_visits.student_id IS 'Student who came to the clinic.';
COMMENT ON COLUMN public.clinic_visits.check_in_time IS 'PHI: Time when the student arrived at the clinic.';
COMMENT ON COLUMN public.clinic_visits.check_out_time IS 'PHI: Time when the student left the clinic. NULL while the visit is still open.';
COMMENT ON COLUMN public.clinic_visits.reason_for_visit IS 'PHI: Complaints that brought the student, free text as JSON.';
COMMENT ON COLUMN public.clinic_visits.symptoms IS 'PHI: Symptoms that the nurse observed or was told of, free text as JSON.';
COMMENT ON COLUMN public.clinic_visits.treatment IS 'PHI: Care given during the visit, free text.';
COMMENT ON COLUMN public.clinic_visits.disposition IS 'PHI: Place the student went to after the visit.';
COMMENT ON COLUMN public.clinic_visits.attended_by IS 'Nurse or other user who attended to the student.';
COMMENT ON COLUMN public.clinic_visits.classes_missed IS 'Lessons the student missed because of the visit, as JSON.';
COMMENT ON COLUMN public.clinic_visits.minutes_missed IS 'Minutes of class that the student missed because of the visit; entered, not computed.';
COMMENT ON COLUMN public.clinic_visits.notes IS 'PHI: Notes of the attending nurse in addition to reason, symptoms and treatment.';
COMMENT ON COLUMN public.clinic_visits.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.clinic_visits.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.clinic_visits.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- clinic_visits: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.clinic_visits
    ADD CONSTRAINT clinic_visits_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clinic_visits
    ADD CONSTRAINT clinic_visits_attended_by_fkey FOREIGN KEY (attended_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.clinic_visits
    ADD CONSTRAINT clinic_visits_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.clinic_visits
    ADD CONSTRAINT clinic_visits_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- clinic_visits: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX clinic_visits_attended_by_idx ON public.clinic_visits USING btree (attended_by);

CREATE INDEX clinic_visits_check_in_time_brin_idx ON public.clinic_visits USING brin (check_in_time) WITH (pages_per_range='16');
COMMENT ON INDEX public.clinic_visits_check_in_time_brin_idx IS 'Visits of all schools in a time range; rows are inserted in about this order.';

CREATE INDEX clinic_visits_reason_for_visit_idx ON public.clinic_visits USING gin (reason_for_visit jsonb_path_ops) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.clinic_visits_reason_for_visit_idx IS 'Visits for one reason: reason_for_visit @> $1.';

CREATE INDEX clinic_visits_school_id_check_in_time_idx ON public.clinic_visits USING btree (school_id, check_in_time DESC);

CREATE INDEX clinic_visits_school_id_check_in_time_open_idx ON public.clinic_visits USING btree (school_id, check_in_time) WHERE ((check_out_time IS NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.clinic_visits_school_id_check_in_time_open_idx IS 'Visits of a school that are still open, the longest first.';

CREATE INDEX clinic_visits_school_id_disposition_check_in_time_idx ON public.clinic_visits USING btree (school_id, disposition, check_in_time DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.clinic_visits_school_id_disposition_check_in_time_idx IS 'Visits of a school with one disposition, newest first.';

CREATE INDEX clinic_visits_student_id_check_in_time_idx ON public.clinic_visits USING btree (student_id, check_in_time DESC);

CREATE INDEX clinic_visits_symptoms_idx ON public.clinic_visits USING gin (symptoms jsonb_path_ops) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.clinic_visits_symptoms_idx IS 'Visits with one symptom: symptoms @> $1.';

-- ----------------------------------------------------------------------------
-- clinic_visits: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER clinic_visits_050_no_hard_delete BEFORE DELETE ON public.clinic_visits FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_050_no_hard_delete;
COMMENT ON TRIGGER clinic_visits_050_no_hard_delete ON public.clinic_visits IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER clinic_visits_050_no_truncate BEFORE TRUNCATE ON public.clinic_visits FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_050_no_truncate;
COMMENT ON TRIGGER clinic_visits_050_no_truncate ON public.clinic_visits IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER clinic_visits_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.clinic_visits FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_100_school_id;

CREATE TRIGGER clinic_visits_200_updated_at BEFORE UPDATE ON public.clinic_visits FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER clinic_visits_900_audit_delete AFTER DELETE ON public.clinic_visits REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_clinic_visits();
ALTER TABLE public.clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_900_audit_delete;
COMMENT ON TRIGGER clinic_visits_900_audit_delete ON public.clinic_visits IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER clinic_visits_900_audit_insert AFTER INSERT ON public.clinic_visits REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_clinic_visits();
ALTER TABLE public.clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_900_audit_insert;
COMMENT ON TRIGGER clinic_visits_900_audit_insert ON public.clinic_visits IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER clinic_visits_900_audit_key AFTER UPDATE ON public.clinic_visits FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_clinic_visits();
ALTER TABLE public.clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_900_audit_key;
COMMENT ON TRIGGER clinic_visits_900_audit_key ON public.clinic_visits IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER clinic_visits_900_audit_truncate AFTER TRUNCATE ON public.clinic_visits FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_clinic_visits();
ALTER TABLE public.clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_900_audit_truncate;
COMMENT ON TRIGGER clinic_visits_900_audit_truncate ON public.clinic_visits IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER clinic_visits_900_audit_update AFTER UPDATE ON public.clinic_visits REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_clinic_visits();
ALTER TABLE public.clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_900_audit_update;
COMMENT ON TRIGGER clinic_visits_900_audit_update ON public.clinic_visits IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- clinic_visits: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.clinic_visits ENABLE ROW LEVEL SECURITY;

CREATE POLICY clinic_visits_delete_trusted ON public.clinic_visits
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY clinic_visits_delete_trusted ON public.clinic_visits IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY clinic_visits_fence_admin ON public.clinic_visits
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY clinic_visits_fence_admin ON public.clinic_visits IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY clinic_visits_fence_district ON public.clinic_visits
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY clinic_visits_fence_district ON public.clinic_visits IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY clinic_visits_fence_school ON public.clinic_visits
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY clinic_visits_fence_school ON public.clinic_visits IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY clinic_visits_insert_staff ON public.clinic_visits
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY clinic_visits_insert_staff ON public.clinic_visits IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY clinic_visits_insert_trusted ON public.clinic_visits
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY clinic_visits_insert_trusted ON public.clinic_visits IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY clinic_visits_select_masked ON public.clinic_visits
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY clinic_visits_select_masked ON public.clinic_visits IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY clinic_visits_select_staff ON public.clinic_visits
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY clinic_visits_select_staff ON public.clinic_visits IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY clinic_visits_select_trusted ON public.clinic_visits
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY clinic_visits_select_trusted ON public.clinic_visits IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY clinic_visits_update_staff ON public.clinic_visits
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY clinic_visits_update_staff ON public.clinic_visits IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY clinic_visits_update_trusted ON public.clinic_visits
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY clinic_visits_update_trusted ON public.clinic_visits IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- clinic_visits: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.clinic_visits TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.clinic_visits TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(check_in_time),UPDATE(check_in_time) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(check_out_time),UPDATE(check_out_time) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(reason_for_visit),UPDATE(reason_for_visit) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(symptoms),UPDATE(symptoms) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(treatment),UPDATE(treatment) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(disposition),UPDATE(disposition) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(attended_by),UPDATE(attended_by) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(classes_missed),UPDATE(classes_missed) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(minutes_missed),UPDATE(minutes_missed) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.clinic_visits
-- ----------------------------------------------------------------------------

CREATE VIEW masked.clinic_visits WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    date_trunc('year'::text, check_in_time) AS check_in_time,
    date_trunc('year'::text, check_out_time) AS check_out_time,
    NULL::jsonb AS reason_for_visit,
    NULL::jsonb AS symptoms,
    NULL::text AS treatment,
    disposition,
    attended_by,
    NULL::jsonb AS classes_missed,
    minutes_missed,
    NULL::text AS notes,
    created_at,
    updated_at,
    deleted_at
   FROM public.clinic_visits t;

ALTER VIEW masked.clinic_visits OWNER TO whitecross_masker;

COMMENT ON VIEW masked.clinic_visits IS 'Table clinic_visits with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.clinic_visits: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.clinic_visits
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.clinic_visits WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    check_in_time AS "checkInTime",
    check_out_time AS "checkOutTime",
    reason_for_visit AS "reasonForVisit",
    symptoms,
    treatment,
    disposition,
    classes_missed AS "classesMissed",
    minutes_missed AS "minutesMissed",
    attended_by AS "attendedBy",
    notes,
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.clinic_visits;

COMMENT ON VIEW sequelize.clinic_visits IS 'Model ClinicVisit: public.clinic_visits with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.clinic_visits: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER clinic_visits_050_soft_delete INSTEAD OF DELETE ON sequelize.clinic_visits FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('clinic_visits');
COMMENT ON TRIGGER clinic_visits_050_soft_delete ON sequelize.clinic_visits IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.clinic_visits: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.clinic_visits TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.clinic_visits TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_clinic_visits
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_clinic_visits()
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
            'clinic_visits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.check_in_time IS NOT NULL THEN '"check_in_time":' || '"***"' END,
                CASE WHEN n.check_out_time IS NOT NULL THEN '"check_out_time":' || '"***"' END,
                CASE WHEN n.reason_for_visit IS NOT NULL THEN '"reason_for_visit":' || '"***"' END,
                CASE WHEN n.symptoms IS NOT NULL THEN '"symptoms":' || '"***"' END,
                CASE WHEN n.treatment IS NOT NULL THEN '"treatment":' || '"***"' END,
                CASE WHEN n.disposition IS NOT NULL THEN '"disposition":' || to_json(n.disposition) END,
                CASE WHEN n.attended_by IS NOT NULL THEN '"attended_by":' || to_json(n.attended_by) END,
                CASE WHEN n.classes_missed IS NOT NULL THEN '"classes_missed":' || '"***"' END,
                CASE WHEN n.minutes_missed IS NOT NULL THEN '"minutes_missed":' || to_json(n.minutes_missed) END,
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
            'clinic_visits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.check_in_time IS NOT NULL THEN '"check_in_time":' || '"***"' END,
                CASE WHEN o.check_out_time IS NOT NULL THEN '"check_out_time":' || '"***"' END,
                CASE WHEN o.reason_for_visit IS NOT NULL THEN '"reason_for_visit":' || '"***"' END,
                CASE WHEN o.symptoms IS NOT NULL THEN '"symptoms":' || '"***"' END,
                CASE WHEN o.treatment IS NOT NULL THEN '"treatment":' || '"***"' END,
                CASE WHEN o.disposition IS NOT NULL THEN '"disposition":' || to_json(o.disposition) END,
                CASE WHEN o.attended_by IS NOT NULL THEN '"attended_by":' || to_json(o.attended_by) END,
                CASE WHEN o.classes_missed IS NOT NULL THEN '"classes_missed":' || '"***"' END,
                CASE WHEN o.minutes_missed IS NOT NULL THEN '"minutes_missed":' || to_json(o.minutes_missed) END,
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
            'clinic_visits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'clinic_visits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.check_in_time IS DISTINCT FROM n.check_in_time THEN '"check_in_time":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' check_in_time ' || o.check_in_time::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.check_out_time IS DISTINCT FROM n.check_out_time THEN '"check_out_time":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' check_out_time ' || o.check_out_time::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reason_for_visit IS DISTINCT FROM n.reason_for_visit THEN '"reason_for_visit":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason_for_visit ' || o.reason_for_visit::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.symptoms IS DISTINCT FROM n.symptoms THEN '"symptoms":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' symptoms ' || o.symptoms::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment ' || o.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.disposition IS DISTINCT FROM n.disposition THEN '"disposition":' || coalesce(to_json(o.disposition)::text, 'null') END,
                CASE WHEN o.attended_by IS DISTINCT FROM n.attended_by THEN '"attended_by":' || coalesce(to_json(o.attended_by)::text, 'null') END,
                CASE WHEN o.classes_missed IS DISTINCT FROM n.classes_missed THEN '"classes_missed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' classes_missed ' || o.classes_missed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.minutes_missed IS DISTINCT FROM n.minutes_missed THEN '"minutes_missed":' || coalesce(to_json(o.minutes_missed)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.check_in_time IS DISTINCT FROM n.check_in_time THEN '"check_in_time":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' check_in_time ' || n.check_in_time::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.check_out_time IS DISTINCT FROM n.check_out_time THEN '"check_out_time":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' check_out_time ' || n.check_out_time::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reason_for_visit IS DISTINCT FROM n.reason_for_visit THEN '"reason_for_visit":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason_for_visit ' || n.reason_for_visit::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.symptoms IS DISTINCT FROM n.symptoms THEN '"symptoms":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' symptoms ' || n.symptoms::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment ' || n.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.disposition IS DISTINCT FROM n.disposition THEN '"disposition":' || coalesce(to_json(n.disposition)::text, 'null') END,
                CASE WHEN o.attended_by IS DISTINCT FROM n.attended_by THEN '"attended_by":' || coalesce(to_json(n.attended_by)::text, 'null') END,
                CASE WHEN o.classes_missed IS DISTINCT FROM n.classes_missed THEN '"classes_missed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' classes_missed ' || n.classes_missed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.minutes_missed IS DISTINCT FROM n.minutes_missed THEN '"minutes_missed":' || coalesce(to_json(n.minutes_missed)::text, 'null') END,
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
            'clinic_visits', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.check_in_time IS DISTINCT FROM n.check_in_time THEN '"check_in_time":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' check_in_time ' || o.check_in_time::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.check_out_time IS DISTINCT FROM n.check_out_time THEN '"check_out_time":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' check_out_time ' || o.check_out_time::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reason_for_visit IS DISTINCT FROM n.reason_for_visit THEN '"reason_for_visit":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' reason_for_visit ' || o.reason_for_visit::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.symptoms IS DISTINCT FROM n.symptoms THEN '"symptoms":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' symptoms ' || o.symptoms::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment ' || o.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.disposition IS DISTINCT FROM n.disposition THEN '"disposition":' || coalesce(to_json(o.disposition)::text, 'null') END,
                CASE WHEN o.attended_by IS DISTINCT FROM n.attended_by THEN '"attended_by":' || coalesce(to_json(o.attended_by)::text, 'null') END,
                CASE WHEN o.classes_missed IS DISTINCT FROM n.classes_missed THEN '"classes_missed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' classes_missed ' || o.classes_missed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.minutes_missed IS DISTINCT FROM n.minutes_missed THEN '"minutes_missed":' || coalesce(to_json(o.minutes_missed)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.check_in_time IS DISTINCT FROM n.check_in_time THEN '"check_in_time":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' check_in_time ' || n.check_in_time::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.check_out_time IS DISTINCT FROM n.check_out_time THEN '"check_out_time":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' check_out_time ' || n.check_out_time::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.reason_for_visit IS DISTINCT FROM n.reason_for_visit THEN '"reason_for_visit":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' reason_for_visit ' || n.reason_for_visit::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.symptoms IS DISTINCT FROM n.symptoms THEN '"symptoms":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' symptoms ' || n.symptoms::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment ' || n.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.disposition IS DISTINCT FROM n.disposition THEN '"disposition":' || coalesce(to_json(n.disposition)::text, 'null') END,
                CASE WHEN o.attended_by IS DISTINCT FROM n.attended_by THEN '"attended_by":' || coalesce(to_json(n.attended_by)::text, 'null') END,
                CASE WHEN o.classes_missed IS DISTINCT FROM n.classes_missed THEN '"classes_missed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' classes_missed ' || n.classes_missed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.minutes_missed IS DISTINCT FROM n.minutes_missed THEN '"minutes_missed":' || coalesce(to_json(n.minutes_missed)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_clinic_visits() IS 'Trigger: logs every change of clinic_visits. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_clinic_visits() FROM PUBLIC;
