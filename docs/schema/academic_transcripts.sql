-- Table academic_transcripts, with everything that serves it alone.
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
-- academic_transcripts
-- ----------------------------------------------------------------------------

CREATE TABLE public.academic_transcripts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    academic_year character varying(20) NOT NULL,
    semester character varying(20) NOT NULL,
    grade character varying(10) NOT NULL,
    gpa numeric(3,2) DEFAULT 0 NOT NULL,
    subjects jsonb DEFAULT '[]'::jsonb NOT NULL,
    attendance jsonb DEFAULT '{"tardyDays": 0, "totalDays": 0, "absentDays": 0, "presentDays": 0, "attendanceRate": 0}'::jsonb NOT NULL,
    behavior jsonb DEFAULT '{"incidents": 0, "conductGrade": "N/A", "commendations": 0}'::jsonb NOT NULL,
    imported_by uuid,
    imported_at timestamp with time zone,
    import_source character varying(100),
    metadata jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT academic_transcripts_academic_year_not_blank_check CHECK ((btrim((academic_year)::text) <> ''::text)),
    CONSTRAINT academic_transcripts_attendance_is_object_check CHECK ((jsonb_typeof(attendance) = 'object'::text)),
    CONSTRAINT academic_transcripts_behavior_is_object_check CHECK ((jsonb_typeof(behavior) = 'object'::text)),
    CONSTRAINT academic_transcripts_gpa_not_negative_check CHECK ((gpa >= (0)::numeric)),
    CONSTRAINT academic_transcripts_semester_not_blank_check CHECK ((btrim((semester)::text) <> ''::text)),
    CONSTRAINT academic_transcripts_subjects_is_array_check CHECK ((jsonb_typeof(subjects) = 'array'::text))
);

ALTER TABLE ONLY public.academic_transcripts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.academic_transcripts IS 'PHI: Academic results of one student in one semester, imported so that nurses can relate health to attendance.';
COMMENT ON COLUMN public.academic_transcripts.id IS 'Primary key.';
COMMENT ON COLUMN public.academic_transcripts.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.academic_transcripts.student_id IS 'Student whose results these are.';
COMMENT ON COLUMN public.academic_transcripts.academic_year IS 'School year as the source writes it (2024-2025).';
COMMENT ON COLUMN public.academic_transcripts.semester IS 'Semester or term as the source names it.';
COMMENT ON COLUMN public.academic_transcripts.grade IS 'PHI: Grade as the source states it, free text.';
COMMENT ON COLUMN public.academic_transcripts.gpa IS 'PHI: Grade point average of the semester, on the school''s own scale.';
COMMENT ON COLUMN public.academic_transcripts.subjects IS 'PHI: JSON array of the courses with their results.';
COMMENT ON COLUMN public.academic_transcripts.attendance IS 'PHI: JSON object with the numbers of days and the attendance rate of the semester.';
COMMENT ON COLUMN public.academic_transcripts.behavior IS 'PHI: JSON object with the conduct grade and the numbers of incidents and commendations.';
COMMENT ON COLUMN public.academic_transcripts.imported_by IS 'User who ran the import.';
COMMENT ON COLUMN public.academic_transcripts.imported_at IS 'Time when the results were imported.';
COMMENT ON COLUMN public.academic_transcripts.import_source IS 'System or file from which the results came, free text.';
COMMENT ON COLUMN public.academic_transcripts.metadata IS 'PHI: Further data from the source; JSON without a fixed structure.';
COMMENT ON COLUMN public.academic_transcripts.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.academic_transcripts.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.academic_transcripts.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- academic_transcripts: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.academic_transcripts
    ADD CONSTRAINT academic_transcripts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.academic_transcripts
    ADD CONSTRAINT academic_transcripts_student_id_academic_year_semester_key UNIQUE (student_id, academic_year, semester);

ALTER TABLE ONLY public.academic_transcripts
    ADD CONSTRAINT academic_transcripts_imported_by_fkey FOREIGN KEY (imported_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.academic_transcripts
    ADD CONSTRAINT academic_transcripts_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.academic_transcripts
    ADD CONSTRAINT academic_transcripts_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- academic_transcripts: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX academic_transcripts_imported_by_idx ON public.academic_transcripts USING btree (imported_by) WHERE (imported_by IS NOT NULL);

CREATE INDEX academic_transcripts_school_id_academic_year_idx ON public.academic_transcripts USING btree (school_id, academic_year);

-- ----------------------------------------------------------------------------
-- academic_transcripts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER academic_transcripts_050_no_hard_delete BEFORE DELETE ON public.academic_transcripts FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_050_no_hard_delete;
COMMENT ON TRIGGER academic_transcripts_050_no_hard_delete ON public.academic_transcripts IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER academic_transcripts_050_no_truncate BEFORE TRUNCATE ON public.academic_transcripts FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_050_no_truncate;
COMMENT ON TRIGGER academic_transcripts_050_no_truncate ON public.academic_transcripts IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER academic_transcripts_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.academic_transcripts FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_100_school_id;

CREATE TRIGGER academic_transcripts_200_updated_at BEFORE UPDATE ON public.academic_transcripts FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER academic_transcripts_900_audit_delete AFTER DELETE ON public.academic_transcripts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_academic_transcripts();
ALTER TABLE public.academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_900_audit_delete;
COMMENT ON TRIGGER academic_transcripts_900_audit_delete ON public.academic_transcripts IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER academic_transcripts_900_audit_insert AFTER INSERT ON public.academic_transcripts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_academic_transcripts();
ALTER TABLE public.academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_900_audit_insert;
COMMENT ON TRIGGER academic_transcripts_900_audit_insert ON public.academic_transcripts IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER academic_transcripts_900_audit_key AFTER UPDATE ON public.academic_transcripts FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_academic_transcripts();
ALTER TABLE public.academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_900_audit_key;
COMMENT ON TRIGGER academic_transcripts_900_audit_key ON public.academic_transcripts IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER academic_transcripts_900_audit_truncate AFTER TRUNCATE ON public.academic_transcripts FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_academic_transcripts();
ALTER TABLE public.academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_900_audit_truncate;
COMMENT ON TRIGGER academic_transcripts_900_audit_truncate ON public.academic_transcripts IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER academic_transcripts_900_audit_update AFTER UPDATE ON public.academic_transcripts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_academic_transcripts();
ALTER TABLE public.academic_transcripts ENABLE ALWAYS TRIGGER academic_transcripts_900_audit_update;
COMMENT ON TRIGGER academic_transcripts_900_audit_update ON public.academic_transcripts IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- academic_transcripts: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.academic_transcripts ENABLE ROW LEVEL SECURITY;

CREATE POLICY academic_transcripts_delete_trusted ON public.academic_transcripts
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY academic_transcripts_delete_trusted ON public.academic_transcripts IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY academic_transcripts_fence_admin ON public.academic_transcripts
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY academic_transcripts_fence_admin ON public.academic_transcripts IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY academic_transcripts_fence_district ON public.academic_transcripts
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY academic_transcripts_fence_district ON public.academic_transcripts IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY academic_transcripts_fence_school ON public.academic_transcripts
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY academic_transcripts_fence_school ON public.academic_transcripts IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY academic_transcripts_insert_staff ON public.academic_transcripts
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('EDUCATION'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('EDUCATION'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY academic_transcripts_insert_staff ON public.academic_transcripts IS 'Users whom the access matrix lets INSERT in group EDUCATION; docs/access.md says why. Built by phi.protect.';

CREATE POLICY academic_transcripts_insert_trusted ON public.academic_transcripts
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY academic_transcripts_insert_trusted ON public.academic_transcripts IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY academic_transcripts_select_masked ON public.academic_transcripts
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('EDUCATION'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY academic_transcripts_select_masked ON public.academic_transcripts IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY academic_transcripts_select_staff ON public.academic_transcripts
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('EDUCATION'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('EDUCATION'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY academic_transcripts_select_staff ON public.academic_transcripts IS 'Users whom the access matrix lets SELECT in group EDUCATION; docs/access.md says why. Built by phi.protect.';

CREATE POLICY academic_transcripts_select_trusted ON public.academic_transcripts
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY academic_transcripts_select_trusted ON public.academic_transcripts IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY academic_transcripts_update_staff ON public.academic_transcripts
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('EDUCATION'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('EDUCATION'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('EDUCATION'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('EDUCATION'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY academic_transcripts_update_staff ON public.academic_transcripts IS 'Users whom the access matrix lets UPDATE in group EDUCATION; docs/access.md says why. Built by phi.protect.';

CREATE POLICY academic_transcripts_update_trusted ON public.academic_transcripts
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY academic_transcripts_update_trusted ON public.academic_transcripts IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- academic_transcripts: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.academic_transcripts TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.academic_transcripts TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(academic_year),UPDATE(academic_year) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(semester),UPDATE(semester) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(grade),UPDATE(grade) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(gpa),UPDATE(gpa) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(subjects),UPDATE(subjects) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(attendance),UPDATE(attendance) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(behavior),UPDATE(behavior) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(imported_by),UPDATE(imported_by) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(imported_at),UPDATE(imported_at) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(import_source),UPDATE(import_source) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- masked.academic_transcripts
-- ----------------------------------------------------------------------------

CREATE VIEW masked.academic_transcripts WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    academic_year,
    semester,
    NULL::character varying(10) AS grade,
    NULL::numeric(3,2) AS gpa,
    NULL::jsonb AS subjects,
    NULL::jsonb AS attendance,
    NULL::jsonb AS behavior,
    imported_by,
    imported_at,
    NULL::character varying(100) AS import_source,
    NULL::jsonb AS metadata,
    created_at,
    updated_at,
    deleted_at
   FROM public.academic_transcripts t;

ALTER VIEW masked.academic_transcripts OWNER TO whitecross_masker;

COMMENT ON VIEW masked.academic_transcripts IS 'Table academic_transcripts with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.academic_transcripts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.academic_transcripts
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.academic_transcripts WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    academic_year AS "academicYear",
    semester,
    grade,
    gpa,
    subjects,
    attendance,
    behavior,
    imported_by AS "importedBy",
    imported_at AS "importedAt",
    import_source AS "importSource",
    metadata,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.academic_transcripts
  WHERE (deleted_at IS NULL)
  WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.academic_transcripts IS 'Model AcademicTranscript: public.academic_transcripts with the model''s attribute names; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- sequelize.academic_transcripts: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER academic_transcripts_050_soft_delete INSTEAD OF DELETE ON sequelize.academic_transcripts FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('academic_transcripts');
COMMENT ON TRIGGER academic_transcripts_050_soft_delete ON sequelize.academic_transcripts IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.academic_transcripts: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.academic_transcripts TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.academic_transcripts TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_academic_transcripts
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_academic_transcripts()
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
            'academic_transcripts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.academic_year IS NOT NULL THEN '"academic_year":' || to_json(n.academic_year) END,
                CASE WHEN n.semester IS NOT NULL THEN '"semester":' || to_json(n.semester) END,
                CASE WHEN n.grade IS NOT NULL THEN '"grade":' || '"***"' END,
                CASE WHEN n.gpa IS NOT NULL THEN '"gpa":' || '"***"' END,
                CASE WHEN n.subjects IS NOT NULL THEN '"subjects":' || '"***"' END,
                CASE WHEN n.attendance IS NOT NULL THEN '"attendance":' || '"***"' END,
                CASE WHEN n.behavior IS NOT NULL THEN '"behavior":' || '"***"' END,
                CASE WHEN n.imported_by IS NOT NULL THEN '"imported_by":' || to_json(n.imported_by) END,
                CASE WHEN n.imported_at IS NOT NULL THEN '"imported_at":' || to_json(n.imported_at) END,
                CASE WHEN n.import_source IS NOT NULL THEN '"import_source":' || '"***"' END,
                CASE WHEN n.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
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
            'academic_transcripts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.academic_year IS NOT NULL THEN '"academic_year":' || to_json(o.academic_year) END,
                CASE WHEN o.semester IS NOT NULL THEN '"semester":' || to_json(o.semester) END,
                CASE WHEN o.grade IS NOT NULL THEN '"grade":' || '"***"' END,
                CASE WHEN o.gpa IS NOT NULL THEN '"gpa":' || '"***"' END,
                CASE WHEN o.subjects IS NOT NULL THEN '"subjects":' || '"***"' END,
                CASE WHEN o.attendance IS NOT NULL THEN '"attendance":' || '"***"' END,
                CASE WHEN o.behavior IS NOT NULL THEN '"behavior":' || '"***"' END,
                CASE WHEN o.imported_by IS NOT NULL THEN '"imported_by":' || to_json(o.imported_by) END,
                CASE WHEN o.imported_at IS NOT NULL THEN '"imported_at":' || to_json(o.imported_at) END,
                CASE WHEN o.import_source IS NOT NULL THEN '"import_source":' || '"***"' END,
                CASE WHEN o.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
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
            'academic_transcripts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'academic_transcripts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.academic_year IS DISTINCT FROM n.academic_year THEN '"academic_year":' || coalesce(to_json(o.academic_year)::text, 'null') END,
                CASE WHEN o.semester IS DISTINCT FROM n.semester THEN '"semester":' || coalesce(to_json(o.semester)::text, 'null') END,
                CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' grade ' || o.grade::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.gpa IS DISTINCT FROM n.gpa THEN '"gpa":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' gpa ' || o.gpa::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.subjects IS DISTINCT FROM n.subjects THEN '"subjects":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' subjects ' || o.subjects::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attendance IS DISTINCT FROM n.attendance THEN '"attendance":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attendance ' || o.attendance::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.behavior IS DISTINCT FROM n.behavior THEN '"behavior":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' behavior ' || o.behavior::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.imported_by IS DISTINCT FROM n.imported_by THEN '"imported_by":' || coalesce(to_json(o.imported_by)::text, 'null') END,
                CASE WHEN o.imported_at IS DISTINCT FROM n.imported_at THEN '"imported_at":' || coalesce(to_json(o.imported_at)::text, 'null') END,
                CASE WHEN o.import_source IS DISTINCT FROM n.import_source THEN '"import_source":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' import_source ' || o.import_source::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.academic_year IS DISTINCT FROM n.academic_year THEN '"academic_year":' || coalesce(to_json(n.academic_year)::text, 'null') END,
                CASE WHEN o.semester IS DISTINCT FROM n.semester THEN '"semester":' || coalesce(to_json(n.semester)::text, 'null') END,
                CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' grade ' || n.grade::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.gpa IS DISTINCT FROM n.gpa THEN '"gpa":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' gpa ' || n.gpa::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.subjects IS DISTINCT FROM n.subjects THEN '"subjects":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' subjects ' || n.subjects::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attendance IS DISTINCT FROM n.attendance THEN '"attendance":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attendance ' || n.attendance::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.behavior IS DISTINCT FROM n.behavior THEN '"behavior":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' behavior ' || n.behavior::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.imported_by IS DISTINCT FROM n.imported_by THEN '"imported_by":' || coalesce(to_json(n.imported_by)::text, 'null') END,
                CASE WHEN o.imported_at IS DISTINCT FROM n.imported_at THEN '"imported_at":' || coalesce(to_json(n.imported_at)::text, 'null') END,
                CASE WHEN o.import_source IS DISTINCT FROM n.import_source THEN '"import_source":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' import_source ' || n.import_source::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
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
            'academic_transcripts', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.academic_year IS DISTINCT FROM n.academic_year THEN '"academic_year":' || coalesce(to_json(o.academic_year)::text, 'null') END,
                CASE WHEN o.semester IS DISTINCT FROM n.semester THEN '"semester":' || coalesce(to_json(o.semester)::text, 'null') END,
                CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' grade ' || o.grade::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.gpa IS DISTINCT FROM n.gpa THEN '"gpa":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' gpa ' || o.gpa::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.subjects IS DISTINCT FROM n.subjects THEN '"subjects":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' subjects ' || o.subjects::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attendance IS DISTINCT FROM n.attendance THEN '"attendance":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attendance ' || o.attendance::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.behavior IS DISTINCT FROM n.behavior THEN '"behavior":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' behavior ' || o.behavior::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.imported_by IS DISTINCT FROM n.imported_by THEN '"imported_by":' || coalesce(to_json(o.imported_by)::text, 'null') END,
                CASE WHEN o.imported_at IS DISTINCT FROM n.imported_at THEN '"imported_at":' || coalesce(to_json(o.imported_at)::text, 'null') END,
                CASE WHEN o.import_source IS DISTINCT FROM n.import_source THEN '"import_source":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' import_source ' || o.import_source::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.academic_year IS DISTINCT FROM n.academic_year THEN '"academic_year":' || coalesce(to_json(n.academic_year)::text, 'null') END,
                CASE WHEN o.semester IS DISTINCT FROM n.semester THEN '"semester":' || coalesce(to_json(n.semester)::text, 'null') END,
                CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' grade ' || n.grade::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.gpa IS DISTINCT FROM n.gpa THEN '"gpa":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' gpa ' || n.gpa::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.subjects IS DISTINCT FROM n.subjects THEN '"subjects":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' subjects ' || n.subjects::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attendance IS DISTINCT FROM n.attendance THEN '"attendance":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attendance ' || n.attendance::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.behavior IS DISTINCT FROM n.behavior THEN '"behavior":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' behavior ' || n.behavior::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.imported_by IS DISTINCT FROM n.imported_by THEN '"imported_by":' || coalesce(to_json(n.imported_by)::text, 'null') END,
                CASE WHEN o.imported_at IS DISTINCT FROM n.imported_at THEN '"imported_at":' || coalesce(to_json(n.imported_at)::text, 'null') END,
                CASE WHEN o.import_source IS DISTINCT FROM n.import_source THEN '"import_source":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' import_source ' || n.import_source::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_academic_transcripts() IS 'Trigger: logs every change of academic_transcripts. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_academic_transcripts() FROM PUBLIC;
