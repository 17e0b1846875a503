-- Table students, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group IDENTITY, tenant SCHOOL, student in id, PHI,
--             audited, law FERPA, retention STUDENT_RECORDS
-- phi.access: ADMIN              select insert update masked
-- phi.access: COUNSELOR          select masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- students
-- ----------------------------------------------------------------------------

CREATE TABLE public.students (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    nurse_id uuid,
    school_id uuid,
    district_id uuid,
    student_number character varying(50) NOT NULL,
    medical_record_num character varying(50),
    ssn character varying(11),
    first_name character varying(100) NOT NULL,
    last_name character varying(100) NOT NULL,
    date_of_birth date NOT NULL,
    gender public.gender NOT NULL,
    photo character varying(500),
    grade character varying(10) NOT NULL,
    enrollment_date timestamp with time zone DEFAULT now() NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    medical_record_num_encrypted bytea,
    medical_record_num_blind_index bytea,
    ssn_encrypted bytea,
    ssn_blind_index bytea,
    CONSTRAINT students_born_after_1900_check CHECK ((date_of_birth >= '1900-01-01'::date)),
    CONSTRAINT students_not_born_in_the_future_check CHECK ((date_of_birth < CURRENT_DATE)),
    CONSTRAINT students_ssn_is_nine_digits_check CHECK (((ssn)::text ~ '^[0-9]{3}-?[0-9]{2}-?[0-9]{4}$'::text)),
    CONSTRAINT students_student_number_not_blank_check CHECK ((btrim((student_number)::text) <> ''::text))
);

ALTER TABLE ONLY public.students FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.students IS 'PHI: A student in the care of a school nurse. Every health table refers to this row.';
COMMENT ON COLUMN public.students.id IS 'Primary key.';
COMMENT ON COLUMN public.students.nurse_id IS 'Nurse in charge of the student, NULL while none is assigned.';
COMMENT ON COLUMN public.students.school_id IS 'Tenant key: the school that the student attends. NULL until the student is placed.';
COMMENT ON COLUMN public.students.district_id IS 'District of the school, stored here too because the application filters by it.';
COMMENT ON COLUMN public.students.student_number IS 'PHI: Student number assigned by the school, unique on the platform.';
COMMENT ON COLUMN public.students.medical_record_num IS 'PHI: Medical record number; identifies the student in outside health systems.';
COMMENT ON COLUMN public.students.ssn IS 'PHI: Social Security number in clear text until it is encrypted, with or without dashes.';
COMMENT ON COLUMN public.students.first_name IS 'PHI: Given name of the student.';
COMMENT ON COLUMN public.students.last_name IS 'PHI: Family name of the student.';
COMMENT ON COLUMN public.students.date_of_birth IS 'PHI: Date of birth; age-based doses and growth charts depend on it.';
COMMENT ON COLUMN public.students.gender IS 'PHI: Gender as the student or the guardian states it.';
COMMENT ON COLUMN public.students.photo IS 'PHI: URL of the portrait in protected file storage.';
COMMENT ON COLUMN public.students.grade IS 'School grade as text, because K and PK are grades too.';
COMMENT ON COLUMN public.students.enrollment_date IS 'PHI: Time of enrollment at the school; the time of entry unless the client sends another.';
COMMENT ON COLUMN public.students.is_active IS 'FALSE after graduation or transfer. The health record is kept.';
COMMENT ON COLUMN public.students.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.students.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.students.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.students.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.students.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.students.medical_record_num_encrypted IS 'PHI: Ciphertext of medical_record_num (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.students.medical_record_num_blind_index IS 'PHI: Blind index of medical_record_num, a keyed hash for searching without decryption.';
COMMENT ON COLUMN public.students.ssn_encrypted IS 'PHI: Ciphertext of ssn (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.students.ssn_blind_index IS 'PHI: Blind index of ssn, a keyed hash for searching without decryption.';

-- ----------------------------------------------------------------------------
-- students: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_id_school_id_key UNIQUE (id, school_id);

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_medical_record_num_key UNIQUE (medical_record_num);

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_student_number_key UNIQUE (student_number);

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_nurse_id_fkey FOREIGN KEY (nurse_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- students: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX students_created_by_idx ON public.students USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX students_district_id_grade_active_idx ON public.students USING btree (district_id, grade) WHERE (is_active AND (deleted_at IS NULL));
COMMENT ON INDEX public.students_district_id_grade_active_idx IS 'Active students of a district, by grade.';

CREATE INDEX students_district_id_idx ON public.students USING btree (district_id) WHERE (district_id IS NOT NULL);

CREATE INDEX students_last_name_first_name_idx ON public.students USING btree (last_name, first_name) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.students_last_name_first_name_idx IS 'Students of all schools, by name.';

CREATE INDEX students_nurse_id_idx ON public.students USING btree (nurse_id) WHERE (nurse_id IS NOT NULL);

CREATE INDEX students_nurse_id_name_active_idx ON public.students USING btree (nurse_id, last_name, first_name) WHERE (is_active AND (deleted_at IS NULL));
COMMENT ON INDEX public.students_nurse_id_name_active_idx IS 'Caseload of a nurse: active students, by name.';

CREATE INDEX students_school_id_enrollment_date_idx ON public.students USING btree (school_id, enrollment_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.students_school_id_enrollment_date_idx IS 'Students of a school, the latest enrollment first.';

CREATE INDEX students_school_id_grade_name_active_idx ON public.students USING btree (school_id, grade, last_name, first_name) INCLUDE (nurse_id) WHERE (is_active AND (deleted_at IS NULL));
COMMENT ON INDEX public.students_school_id_grade_name_active_idx IS 'Active students of a school and grade, by name; includes the nurse, for counts by grade.';

CREATE INDEX students_school_id_idx ON public.students USING btree (school_id) WHERE (school_id IS NOT NULL);

CREATE INDEX students_school_id_lower_name_idx ON public.students USING btree (school_id, lower((last_name)::text) text_pattern_ops, lower((first_name)::text) text_pattern_ops) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.students_school_id_lower_name_idx IS 'Students of a school by the first letters of a name: lower(last_name) LIKE ''smi%''.';

CREATE INDEX students_search_idx ON public.students USING gin (to_tsvector('simple'::regconfig, (((((first_name)::text || ' '::text) || (last_name)::text) || ' '::text) || (student_number)::text))) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.students_search_idx IS 'Full-text search in names and number: this expression @@ to_tsquery(''simple'', $1).';

CREATE INDEX students_updated_by_idx ON public.students USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- students: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER students_050_no_hard_delete BEFORE DELETE ON public.students FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_050_no_hard_delete;
COMMENT ON TRIGGER students_050_no_hard_delete ON public.students IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER students_050_no_truncate BEFORE TRUNCATE ON public.students FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_050_no_truncate;
COMMENT ON TRIGGER students_050_no_truncate ON public.students IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER students_200_updated_at BEFORE UPDATE ON public.students FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER students_300_ciphertext BEFORE INSERT OR UPDATE OF id, medical_record_num, ssn, medical_record_num_encrypted, medical_record_num_blind_index, ssn_encrypted, ssn_blind_index ON public.students FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_students();
COMMENT ON TRIGGER students_300_ciphertext ON public.students IS 'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew. Built by phi.protect.';

CREATE TRIGGER students_800_first_school_id AFTER UPDATE OF school_id ON public.students FOR EACH ROW WHEN (((old.school_id IS NULL) AND (new.school_id IS NOT NULL))) EXECUTE FUNCTION public.spread_first_school_id();
ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_800_first_school_id;

CREATE TRIGGER students_900_audit_delete AFTER DELETE ON public.students REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_students();
ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_900_audit_delete;
COMMENT ON TRIGGER students_900_audit_delete ON public.students IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER students_900_audit_insert AFTER INSERT ON public.students REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_students();
ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_900_audit_insert;
COMMENT ON TRIGGER students_900_audit_insert ON public.students IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER students_900_audit_key AFTER UPDATE ON public.students FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_students();
ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_900_audit_key;
COMMENT ON TRIGGER students_900_audit_key ON public.students IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER students_900_audit_truncate AFTER TRUNCATE ON public.students FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_students();
ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_900_audit_truncate;
COMMENT ON TRIGGER students_900_audit_truncate ON public.students IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER students_900_audit_update AFTER UPDATE ON public.students REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_students();
ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_900_audit_update;
COMMENT ON TRIGGER students_900_audit_update ON public.students IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- students: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.students ENABLE ROW LEVEL SECURITY;

CREATE POLICY students_delete_trusted ON public.students
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY students_delete_trusted ON public.students IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY students_fence_admin ON public.students
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY students_fence_admin ON public.students IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY students_fence_district ON public.students
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY students_fence_district ON public.students IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY students_fence_school ON public.students
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY students_fence_school ON public.students IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY students_insert_staff ON public.students
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('IDENTITY'::phi.access_group, 'INSERT'::text) AS may) OR (id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY students_insert_staff ON public.students IS 'Users whom the access matrix lets INSERT in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY students_insert_trusted ON public.students
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY students_insert_trusted ON public.students IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY students_select_masked ON public.students
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('IDENTITY'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY students_select_masked ON public.students IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY students_select_staff ON public.students
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('IDENTITY'::phi.access_group, 'SELECT'::text) AS may) OR (id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY students_select_staff ON public.students IS 'Users whom the access matrix lets SELECT in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY students_select_trusted ON public.students
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY students_select_trusted ON public.students IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY students_update_staff ON public.students
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may) OR (id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may) OR (id = ANY (( SELECT phi.may_students('IDENTITY'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY students_update_staff ON public.students IS 'Users whom the access matrix lets UPDATE in group IDENTITY; docs/access.md says why. Built by phi.protect.';

CREATE POLICY students_update_trusted ON public.students
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY students_update_trusted ON public.students IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- students: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.students TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.students TO whitecross_service;
GRANT SELECT(xmin) ON TABLE public.students TO whitecross_encryptor;
GRANT SELECT(id) ON TABLE public.students TO whitecross_encryptor;
GRANT SELECT(id),UPDATE(id) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(nurse_id),UPDATE(nurse_id) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(district_id),UPDATE(district_id) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_number),UPDATE(student_number) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(medical_record_num),UPDATE(medical_record_num) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(ssn),UPDATE(ssn) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(first_name),UPDATE(first_name) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_name),UPDATE(last_name) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(date_of_birth),UPDATE(date_of_birth) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(gender),UPDATE(gender) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(photo),UPDATE(photo) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(grade),UPDATE(grade) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(enrollment_date),UPDATE(enrollment_date) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(medical_record_num_encrypted),UPDATE(medical_record_num_encrypted) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(medical_record_num_blind_index),UPDATE(medical_record_num_blind_index) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(ssn_encrypted),UPDATE(ssn_encrypted) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(ssn_blind_index),UPDATE(ssn_blind_index) ON TABLE public.students TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- masked.students
-- ----------------------------------------------------------------------------

CREATE VIEW masked.students WITH (security_barrier='true') AS
 SELECT id,
    nurse_id,
    school_id,
    district_id,
        CASE
            WHEN (length((student_number)::text) > 6) THEN ('***'::text || "right"((student_number)::text, 4))
            WHEN (student_number IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS student_number,
        CASE
            WHEN (length((medical_record_num)::text) > 6) THEN ('***'::text || "right"((medical_record_num)::text, 4))
            WHEN (medical_record_num IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS medical_record_num,
        CASE
            WHEN (length((ssn)::text) > 6) THEN ('***'::text || "right"((ssn)::text, 4))
            WHEN (ssn IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS ssn,
    ("left"((first_name)::text, 1) || '.'::text) AS first_name,
    ("left"((last_name)::text, 1) || '.'::text) AS last_name,
    (date_trunc('year'::text, (date_of_birth)::timestamp with time zone))::date AS date_of_birth,
    NULL::public.gender AS gender,
    NULL::character varying(500) AS photo,
    grade,
    date_trunc('year'::text, enrollment_date) AS enrollment_date,
    is_active,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    NULL::bytea AS medical_record_num_encrypted,
    NULL::bytea AS medical_record_num_blind_index,
    NULL::bytea AS ssn_encrypted,
    NULL::bytea AS ssn_blind_index
   FROM public.students t;

ALTER VIEW masked.students OWNER TO whitecross_masker;

COMMENT ON VIEW masked.students IS 'Table students with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.students: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.students TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.students
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.students WITH (security_invoker='true') AS
 SELECT id,
    student_number AS "studentNumber",
    first_name AS "firstName",
    last_name AS "lastName",
    date_of_birth AS "dateOfBirth",
    grade,
    gender,
    photo,
    medical_record_num AS "medicalRecordNum",
    is_active AS "isActive",
    enrollment_date AS "enrollmentDate",
    nurse_id AS "nurseId",
    school_id AS "schoolId",
    district_id AS "districtId",
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.students;

COMMENT ON VIEW sequelize.students IS 'Model Student: public.students with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.students: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER students_050_soft_delete INSTEAD OF DELETE ON sequelize.students FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('students');
COMMENT ON TRIGGER students_050_soft_delete ON sequelize.students IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.students: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.students TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.students TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_students
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_students()
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
            'students', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.nurse_id IS NOT NULL THEN '"nurse_id":' || to_json(n.nurse_id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.district_id IS NOT NULL THEN '"district_id":' || to_json(n.district_id) END,
                CASE WHEN n.student_number IS NOT NULL THEN '"student_number":' || '"***"' END,
                CASE WHEN n.medical_record_num IS NOT NULL THEN '"medical_record_num":' || '"***"' END,
                CASE WHEN n.ssn IS NOT NULL THEN '"ssn":' || '"***"' END,
                CASE WHEN n.first_name IS NOT NULL THEN '"first_name":' || '"***"' END,
                CASE WHEN n.last_name IS NOT NULL THEN '"last_name":' || '"***"' END,
                CASE WHEN n.date_of_birth IS NOT NULL THEN '"date_of_birth":' || '"***"' END,
                CASE WHEN n.gender IS NOT NULL THEN '"gender":' || '"***"' END,
                CASE WHEN n.photo IS NOT NULL THEN '"photo":' || '"***"' END,
                CASE WHEN n.grade IS NOT NULL THEN '"grade":' || to_json(n.grade) END,
                CASE WHEN n.enrollment_date IS NOT NULL THEN '"enrollment_date":' || '"***"' END,
                CASE WHEN n.is_active IS NOT NULL THEN '"is_active":' || to_json(n.is_active) END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.updated_by IS NOT NULL THEN '"updated_by":' || to_json(n.updated_by) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END,
                CASE WHEN n.medical_record_num_encrypted IS NOT NULL THEN '"medical_record_num_encrypted":' || '"***"' END,
                CASE WHEN n.medical_record_num_blind_index IS NOT NULL THEN '"medical_record_num_blind_index":' || '"***"' END,
                CASE WHEN n.ssn_encrypted IS NOT NULL THEN '"ssn_encrypted":' || '"***"' END,
                CASE WHEN n.ssn_blind_index IS NOT NULL THEN '"ssn_blind_index":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'students', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.nurse_id IS NOT NULL THEN '"nurse_id":' || to_json(o.nurse_id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.district_id IS NOT NULL THEN '"district_id":' || to_json(o.district_id) END,
                CASE WHEN o.student_number IS NOT NULL THEN '"student_number":' || '"***"' END,
                CASE WHEN o.medical_record_num IS NOT NULL THEN '"medical_record_num":' || '"***"' END,
                CASE WHEN o.ssn IS NOT NULL THEN '"ssn":' || '"***"' END,
                CASE WHEN o.first_name IS NOT NULL THEN '"first_name":' || '"***"' END,
                CASE WHEN o.last_name IS NOT NULL THEN '"last_name":' || '"***"' END,
                CASE WHEN o.date_of_birth IS NOT NULL THEN '"date_of_birth":' || '"***"' END,
                CASE WHEN o.gender IS NOT NULL THEN '"gender":' || '"***"' END,
                CASE WHEN o.photo IS NOT NULL THEN '"photo":' || '"***"' END,
                CASE WHEN o.grade IS NOT NULL THEN '"grade":' || to_json(o.grade) END,
                CASE WHEN o.enrollment_date IS NOT NULL THEN '"enrollment_date":' || '"***"' END,
                CASE WHEN o.is_active IS NOT NULL THEN '"is_active":' || to_json(o.is_active) END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.updated_by IS NOT NULL THEN '"updated_by":' || to_json(o.updated_by) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END,
                CASE WHEN o.medical_record_num_encrypted IS NOT NULL THEN '"medical_record_num_encrypted":' || '"***"' END,
                CASE WHEN o.medical_record_num_blind_index IS NOT NULL THEN '"medical_record_num_blind_index":' || '"***"' END,
                CASE WHEN o.ssn_encrypted IS NOT NULL THEN '"ssn_encrypted":' || '"***"' END,
                CASE WHEN o.ssn_blind_index IS NOT NULL THEN '"ssn_blind_index":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'students', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'students', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, k.id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(o.nurse_id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(o.district_id)::text, 'null') END,
                CASE WHEN o.student_number IS DISTINCT FROM n.student_number THEN '"student_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' student_number ' || o.student_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medical_record_num IS DISTINCT FROM n.medical_record_num THEN '"medical_record_num":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medical_record_num ' || o.medical_record_num::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ssn IS DISTINCT FROM n.ssn THEN '"ssn":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ssn ' || o.ssn::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' first_name ' || o.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_name ' || o.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.date_of_birth IS DISTINCT FROM n.date_of_birth THEN '"date_of_birth":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' date_of_birth ' || o.date_of_birth::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.gender IS DISTINCT FROM n.gender THEN '"gender":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' gender ' || o.gender::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.photo IS DISTINCT FROM n.photo THEN '"photo":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' photo ' || o.photo::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce(to_json(o.grade)::text, 'null') END,
                CASE WHEN o.enrollment_date IS DISTINCT FROM n.enrollment_date THEN '"enrollment_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' enrollment_date ' || o.enrollment_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.medical_record_num_encrypted IS DISTINCT FROM n.medical_record_num_encrypted THEN '"medical_record_num_encrypted":' || CASE WHEN o.medical_record_num_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.medical_record_num_blind_index IS DISTINCT FROM n.medical_record_num_blind_index THEN '"medical_record_num_blind_index":' || CASE WHEN o.medical_record_num_blind_index IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.ssn_encrypted IS DISTINCT FROM n.ssn_encrypted THEN '"ssn_encrypted":' || CASE WHEN o.ssn_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.ssn_blind_index IS DISTINCT FROM n.ssn_blind_index THEN '"ssn_blind_index":' || CASE WHEN o.ssn_blind_index IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(n.nurse_id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(n.district_id)::text, 'null') END,
                CASE WHEN o.student_number IS DISTINCT FROM n.student_number THEN '"student_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' student_number ' || n.student_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medical_record_num IS DISTINCT FROM n.medical_record_num THEN '"medical_record_num":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medical_record_num ' || n.medical_record_num::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ssn IS DISTINCT FROM n.ssn THEN '"ssn":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ssn ' || n.ssn::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' first_name ' || n.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_name ' || n.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.date_of_birth IS DISTINCT FROM n.date_of_birth THEN '"date_of_birth":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' date_of_birth ' || n.date_of_birth::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.gender IS DISTINCT FROM n.gender THEN '"gender":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' gender ' || n.gender::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.photo IS DISTINCT FROM n.photo THEN '"photo":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' photo ' || n.photo::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce(to_json(n.grade)::text, 'null') END,
                CASE WHEN o.enrollment_date IS DISTINCT FROM n.enrollment_date THEN '"enrollment_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' enrollment_date ' || n.enrollment_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.medical_record_num_encrypted IS DISTINCT FROM n.medical_record_num_encrypted THEN '"medical_record_num_encrypted":' || CASE WHEN n.medical_record_num_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.medical_record_num_blind_index IS DISTINCT FROM n.medical_record_num_blind_index THEN '"medical_record_num_blind_index":' || CASE WHEN n.medical_record_num_blind_index IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.ssn_encrypted IS DISTINCT FROM n.ssn_encrypted THEN '"ssn_encrypted":' || CASE WHEN n.ssn_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.ssn_blind_index IS DISTINCT FROM n.ssn_blind_index THEN '"ssn_blind_index":' || CASE WHEN n.ssn_blind_index IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'students', 't', 'FERPA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, n.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(o.nurse_id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(o.district_id)::text, 'null') END,
                CASE WHEN o.student_number IS DISTINCT FROM n.student_number THEN '"student_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' student_number ' || o.student_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medical_record_num IS DISTINCT FROM n.medical_record_num THEN '"medical_record_num":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' medical_record_num ' || o.medical_record_num::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ssn IS DISTINCT FROM n.ssn THEN '"ssn":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' ssn ' || o.ssn::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' first_name ' || o.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' last_name ' || o.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.date_of_birth IS DISTINCT FROM n.date_of_birth THEN '"date_of_birth":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' date_of_birth ' || o.date_of_birth::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.gender IS DISTINCT FROM n.gender THEN '"gender":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' gender ' || o.gender::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.photo IS DISTINCT FROM n.photo THEN '"photo":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' photo ' || o.photo::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce(to_json(o.grade)::text, 'null') END,
                CASE WHEN o.enrollment_date IS DISTINCT FROM n.enrollment_date THEN '"enrollment_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' enrollment_date ' || o.enrollment_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(o.is_active)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.medical_record_num_encrypted IS DISTINCT FROM n.medical_record_num_encrypted THEN '"medical_record_num_encrypted":' || CASE WHEN o.medical_record_num_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.medical_record_num_blind_index IS DISTINCT FROM n.medical_record_num_blind_index THEN '"medical_record_num_blind_index":' || CASE WHEN o.medical_record_num_blind_index IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.ssn_encrypted IS DISTINCT FROM n.ssn_encrypted THEN '"ssn_encrypted":' || CASE WHEN o.ssn_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.ssn_blind_index IS DISTINCT FROM n.ssn_blind_index THEN '"ssn_blind_index":' || CASE WHEN o.ssn_blind_index IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.nurse_id IS DISTINCT FROM n.nurse_id THEN '"nurse_id":' || coalesce(to_json(n.nurse_id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.district_id IS DISTINCT FROM n.district_id THEN '"district_id":' || coalesce(to_json(n.district_id)::text, 'null') END,
                CASE WHEN o.student_number IS DISTINCT FROM n.student_number THEN '"student_number":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' student_number ' || n.student_number::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.medical_record_num IS DISTINCT FROM n.medical_record_num THEN '"medical_record_num":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' medical_record_num ' || n.medical_record_num::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.ssn IS DISTINCT FROM n.ssn THEN '"ssn":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' ssn ' || n.ssn::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.first_name IS DISTINCT FROM n.first_name THEN '"first_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' first_name ' || n.first_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.last_name IS DISTINCT FROM n.last_name THEN '"last_name":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_name ' || n.last_name::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.date_of_birth IS DISTINCT FROM n.date_of_birth THEN '"date_of_birth":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' date_of_birth ' || n.date_of_birth::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.gender IS DISTINCT FROM n.gender THEN '"gender":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' gender ' || n.gender::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.photo IS DISTINCT FROM n.photo THEN '"photo":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' photo ' || n.photo::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce(to_json(n.grade)::text, 'null') END,
                CASE WHEN o.enrollment_date IS DISTINCT FROM n.enrollment_date THEN '"enrollment_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' enrollment_date ' || n.enrollment_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_active IS DISTINCT FROM n.is_active THEN '"is_active":' || coalesce(to_json(n.is_active)::text, 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.medical_record_num_encrypted IS DISTINCT FROM n.medical_record_num_encrypted THEN '"medical_record_num_encrypted":' || CASE WHEN n.medical_record_num_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.medical_record_num_blind_index IS DISTINCT FROM n.medical_record_num_blind_index THEN '"medical_record_num_blind_index":' || CASE WHEN n.medical_record_num_blind_index IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.ssn_encrypted IS DISTINCT FROM n.ssn_encrypted THEN '"ssn_encrypted":' || CASE WHEN n.ssn_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.ssn_blind_index IS DISTINCT FROM n.ssn_blind_index THEN '"ssn_blind_index":' || CASE WHEN n.ssn_blind_index IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_students() IS 'Trigger: logs every change of students. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_students() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_students
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_students()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.medical_record_num IS NOT NULL THEN
            NEW.medical_record_num_encrypted := NULL;
            NEW.medical_record_num_blind_index := NULL;
        END IF;
        IF NEW.ssn IS NOT NULL THEN
            NEW.ssn_encrypted := NULL;
            NEW.ssn_blind_index := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE
            OR (
                NEW.medical_record_num IS DISTINCT FROM OLD.medical_record_num
                AND (
                    OLD.medical_record_num IS NOT NULL OR OLD.medical_record_num_encrypted IS NULL OR NEW.medical_record_num_encrypted IS NOT NULL
                )
            )
            OR (NEW.medical_record_num IS NULL AND OLD.medical_record_num_encrypted IS NOT NULL AND NEW.medical_record_num_encrypted IS NULL)
            OR (
                NEW.ssn IS DISTINCT FROM OLD.ssn
                AND (
                    OLD.ssn IS NOT NULL OR OLD.ssn_encrypted IS NULL OR NEW.ssn_encrypted IS NOT NULL
                )
            )
            OR (NEW.ssn IS NULL AND OLD.ssn_encrypted IS NOT NULL AND NEW.ssn_encrypted IS NULL)
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.updated_at := OLD.updated_at;
    ELSE
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.medical_record_num IS DISTINCT FROM OLD.medical_record_num
                AND (NEW.medical_record_num IS NOT NULL OR NEW.medical_record_num_encrypted IS NOT DISTINCT FROM OLD.medical_record_num_encrypted)
            )
            OR (NEW.medical_record_num IS NOT NULL AND (NEW.medical_record_num_encrypted, NEW.medical_record_num_blind_index) IS DISTINCT FROM (OLD.medical_record_num_encrypted, OLD.medical_record_num_blind_index))
        THEN
            NEW.medical_record_num_encrypted := NULL;
            NEW.medical_record_num_blind_index := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.ssn IS DISTINCT FROM OLD.ssn
                AND (NEW.ssn IS NOT NULL OR NEW.ssn_encrypted IS NOT DISTINCT FROM OLD.ssn_encrypted)
            )
            OR (NEW.ssn IS NOT NULL AND (NEW.ssn_encrypted, NEW.ssn_blind_index) IS DISTINCT FROM (OLD.ssn_encrypted, OLD.ssn_blind_index))
        THEN
            NEW.ssn_encrypted := NULL;
            NEW.ssn_blind_index := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_students() IS 'Trigger: clears the ciphertext of every value that changes in students. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.ciphertext_students() FROM PUBLIC;
