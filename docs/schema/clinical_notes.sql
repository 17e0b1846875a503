-- Table clinical_notes, with everything that serves it alone.
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
-- clinical_notes
-- ----------------------------------------------------------------------------

CREATE TABLE public.clinical_notes (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    visit_id uuid,
    type public.clinical_note_type DEFAULT 'general'::public.clinical_note_type NOT NULL,
    title character varying(255) NOT NULL,
    content text,
    subjective text,
    objective text,
    assessment text,
    plan text,
    tags jsonb,
    is_confidential boolean DEFAULT false NOT NULL,
    is_signed boolean DEFAULT false NOT NULL,
    signed_at timestamp with time zone,
    amended boolean DEFAULT false NOT NULL,
    amendment_reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    content_encrypted bytea,
    subjective_encrypted bytea,
    objective_encrypted bytea,
    assessment_encrypted bytea,
    plan_encrypted bytea,
    CONSTRAINT clinical_notes_content_in_one_form_check CHECK (((content IS NOT NULL) OR (content_encrypted IS NOT NULL))),
    CONSTRAINT clinical_notes_title_not_blank_check CHECK ((btrim((title)::text) <> ''::text))
);

ALTER TABLE ONLY public.clinical_notes FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.clinical_notes IS 'PHI: A note that a clinician wrote about a student, as free text or in SOAP sections, during a visit or without one.';
COMMENT ON COLUMN public.clinical_notes.id IS 'Primary key.';
COMMENT ON COLUMN public.clinical_notes.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.clinical_notes.student_id IS 'Student the note is about.';
COMMENT ON COLUMN public.clinical_notes.visit_id IS 'Clinic visit that the note documents. NULL for telephone notes and others without a visit.';
COMMENT ON COLUMN public.clinical_notes.type IS 'Form of the note; for soap, the author fills the four SOAP sections.';
COMMENT ON COLUMN public.clinical_notes.title IS 'PHI: Headline shown in the list of notes, often naming the complaint.';
COMMENT ON COLUMN public.clinical_notes.content IS 'PHI: Full text of the note.';
COMMENT ON COLUMN public.clinical_notes.subjective IS 'PHI: SOAP section S: the report of the student or a parent.';
COMMENT ON COLUMN public.clinical_notes.objective IS 'PHI: SOAP section O: observations and measurements of the clinician.';
COMMENT ON COLUMN public.clinical_notes.assessment IS 'PHI: SOAP section A: the clinical judgment.';
COMMENT ON COLUMN public.clinical_notes.plan IS 'PHI: SOAP section P: the next steps.';
COMMENT ON COLUMN public.clinical_notes.tags IS 'PHI: Search keywords that the author chose freely; many are clinical.';
COMMENT ON COLUMN public.clinical_notes.is_confidential IS 'TRUE if the author restricts the note to colleagues with a need to know.';
COMMENT ON COLUMN public.clinical_notes.is_signed IS 'TRUE once the author has signed the note as final.';
COMMENT ON COLUMN public.clinical_notes.signed_at IS 'PHI: Time when the author signed the note, NULL before.';
COMMENT ON COLUMN public.clinical_notes.amended IS 'TRUE if the text was changed after signing.';
COMMENT ON COLUMN public.clinical_notes.amendment_reason IS 'PHI: Reason for changing the signed note, free text.';
COMMENT ON COLUMN public.clinical_notes.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.clinical_notes.created_by IS 'User who wrote the note, its author of record.';
COMMENT ON COLUMN public.clinical_notes.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.clinical_notes.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.clinical_notes.content_encrypted IS 'PHI: Ciphertext of content (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.clinical_notes.subjective_encrypted IS 'PHI: Ciphertext of subjective (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.clinical_notes.objective_encrypted IS 'PHI: Ciphertext of objective (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.clinical_notes.assessment_encrypted IS 'PHI: Ciphertext of assessment (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.clinical_notes.plan_encrypted IS 'PHI: Ciphertext of plan (format: docs/encryption.md), NULL until encrypted.';

-- ----------------------------------------------------------------------------
-- clinical_notes: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.clinical_notes
    ADD CONSTRAINT clinical_notes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clinical_notes
    ADD CONSTRAINT clinical_notes_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.clinical_notes
    ADD CONSTRAINT clinical_notes_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.clinical_notes
    ADD CONSTRAINT clinical_notes_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.clinical_notes
    ADD CONSTRAINT clinical_notes_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.clinic_visits(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- clinical_notes: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX clinical_notes_created_by_created_at_unsigned_idx ON public.clinical_notes USING btree (created_by, created_at) WHERE ((NOT is_signed) AND (deleted_at IS NULL));
COMMENT ON INDEX public.clinical_notes_created_by_created_at_unsigned_idx IS 'Unsigned notes of one author, the oldest first.';

CREATE INDEX clinical_notes_created_by_idx ON public.clinical_notes USING btree (created_by);

CREATE INDEX clinical_notes_school_id_created_at_idx ON public.clinical_notes USING btree (school_id, created_at DESC);

CREATE INDEX clinical_notes_student_id_created_at_idx ON public.clinical_notes USING btree (student_id, created_at DESC);

CREATE INDEX clinical_notes_tags_idx ON public.clinical_notes USING gin (tags jsonb_path_ops) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.clinical_notes_tags_idx IS 'Notes with one tag: tags @> $1.';

CREATE INDEX clinical_notes_visit_id_idx ON public.clinical_notes USING btree (visit_id) WHERE (visit_id IS NOT NULL);

-- ----------------------------------------------------------------------------
-- clinical_notes: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER clinical_notes_050_no_hard_delete BEFORE DELETE ON public.clinical_notes FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_050_no_hard_delete;
COMMENT ON TRIGGER clinical_notes_050_no_hard_delete ON public.clinical_notes IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER clinical_notes_050_no_truncate BEFORE TRUNCATE ON public.clinical_notes FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_050_no_truncate;
COMMENT ON TRIGGER clinical_notes_050_no_truncate ON public.clinical_notes IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER clinical_notes_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.clinical_notes FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_100_school_id;

CREATE TRIGGER clinical_notes_200_updated_at BEFORE UPDATE ON public.clinical_notes FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER clinical_notes_300_ciphertext BEFORE INSERT OR UPDATE OF id, content, subjective, objective, assessment, plan, content_encrypted, subjective_encrypted, objective_encrypted, assessment_encrypted, plan_encrypted ON public.clinical_notes FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_clinical_notes();
COMMENT ON TRIGGER clinical_notes_300_ciphertext ON public.clinical_notes IS 'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew. Built by phi.protect.';

CREATE TRIGGER clinical_notes_900_audit_delete AFTER DELETE ON public.clinical_notes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_clinical_notes();
ALTER TABLE public.clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_900_audit_delete;
COMMENT ON TRIGGER clinical_notes_900_audit_delete ON public.clinical_notes IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER clinical_notes_900_audit_insert AFTER INSERT ON public.clinical_notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_clinical_notes();
ALTER TABLE public.clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_900_audit_insert;
COMMENT ON TRIGGER clinical_notes_900_audit_insert ON public.clinical_notes IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER clinical_notes_900_audit_key AFTER UPDATE ON public.clinical_notes FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_clinical_notes();
ALTER TABLE public.clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_900_audit_key;
COMMENT ON TRIGGER clinical_notes_900_audit_key ON public.clinical_notes IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER clinical_notes_900_audit_truncate AFTER TRUNCATE ON public.clinical_notes FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_clinical_notes();
ALTER TABLE public.clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_900_audit_truncate;
COMMENT ON TRIGGER clinical_notes_900_audit_truncate ON public.clinical_notes IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER clinical_notes_900_audit_update AFTER UPDATE ON public.clinical_notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_clinical_notes();
ALTER TABLE public.clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_900_audit_update;
COMMENT ON TRIGGER clinical_notes_900_audit_update ON public.clinical_notes IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- clinical_notes: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.clinical_notes ENABLE ROW LEVEL SECURITY;

CREATE POLICY clinical_notes_delete_trusted ON public.clinical_notes
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY clinical_notes_delete_trusted ON public.clinical_notes IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY clinical_notes_fence_admin ON public.clinical_notes
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY clinical_notes_fence_admin ON public.clinical_notes IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY clinical_notes_fence_district ON public.clinical_notes
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY clinical_notes_fence_district ON public.clinical_notes IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY clinical_notes_fence_school ON public.clinical_notes
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY clinical_notes_fence_school ON public.clinical_notes IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY clinical_notes_insert_staff ON public.clinical_notes
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY clinical_notes_insert_staff ON public.clinical_notes IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY clinical_notes_insert_trusted ON public.clinical_notes
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY clinical_notes_insert_trusted ON public.clinical_notes IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY clinical_notes_select_masked ON public.clinical_notes
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY clinical_notes_select_masked ON public.clinical_notes IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY clinical_notes_select_staff ON public.clinical_notes
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY clinical_notes_select_staff ON public.clinical_notes IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY clinical_notes_select_trusted ON public.clinical_notes
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY clinical_notes_select_trusted ON public.clinical_notes IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY clinical_notes_update_staff ON public.clinical_notes
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY clinical_notes_update_staff ON public.clinical_notes IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY clinical_notes_update_trusted ON public.clinical_notes
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY clinical_notes_update_trusted ON public.clinical_notes IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- clinical_notes: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.clinical_notes TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.clinical_notes TO whitecross_service;
GRANT SELECT(xmin) ON TABLE public.clinical_notes TO whitecross_encryptor;
GRANT SELECT(id) ON TABLE public.clinical_notes TO whitecross_encryptor;
GRANT SELECT(id),UPDATE(id) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(visit_id),UPDATE(visit_id) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type),UPDATE(type) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(title),UPDATE(title) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(content),UPDATE(content) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(subjective),UPDATE(subjective) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(objective),UPDATE(objective) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(assessment),UPDATE(assessment) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(plan),UPDATE(plan) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(tags),UPDATE(tags) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_confidential),UPDATE(is_confidential) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_signed),UPDATE(is_signed) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(signed_at),UPDATE(signed_at) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(amended),UPDATE(amended) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(amendment_reason),UPDATE(amendment_reason) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(content_encrypted),UPDATE(content_encrypted) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(subjective_encrypted),UPDATE(subjective_encrypted) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(objective_encrypted),UPDATE(objective_encrypted) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(assessment_encrypted),UPDATE(assessment_encrypted) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(plan_encrypted),UPDATE(plan_encrypted) ON TABLE public.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- masked.clinical_notes
-- ----------------------------------------------------------------------------

CREATE VIEW masked.clinical_notes WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    visit_id,
    type,
    NULL::character varying(255) AS title,
    NULL::text AS content,
    NULL::text AS subjective,
    NULL::text AS objective,
    NULL::text AS assessment,
    NULL::text AS plan,
    NULL::jsonb AS tags,
    is_confidential,
    is_signed,
    date_trunc('year'::text, signed_at) AS signed_at,
    amended,
    NULL::text AS amendment_reason,
    created_at,
    created_by,
    updated_at,
    deleted_at,
    NULL::bytea AS content_encrypted,
    NULL::bytea AS subjective_encrypted,
    NULL::bytea AS objective_encrypted,
    NULL::bytea AS assessment_encrypted,
    NULL::bytea AS plan_encrypted
   FROM public.clinical_notes t;

ALTER VIEW masked.clinical_notes OWNER TO whitecross_masker;

COMMENT ON VIEW masked.clinical_notes IS 'Table clinical_notes with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.clinical_notes: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.clinical_notes
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.clinical_notes WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    visit_id AS "visitId",
    type,
    created_by AS "createdBy",
    title,
    content,
    subjective,
    objective,
    assessment,
    plan,
    tags,
    is_confidential AS "isConfidential",
    is_signed AS "isSigned",
    signed_at AS "signedAt",
    amended,
    amendment_reason AS "amendmentReason",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.clinical_notes;

COMMENT ON VIEW sequelize.clinical_notes IS 'Model ClinicalNote: public.clinical_notes with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.clinical_notes: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER clinical_notes_050_soft_delete INSTEAD OF DELETE ON sequelize.clinical_notes FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('clinical_notes');
COMMENT ON TRIGGER clinical_notes_050_soft_delete ON sequelize.clinical_notes IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.clinical_notes: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.clinical_notes TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.clinical_notes TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_clinical_notes
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_clinical_notes()
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
            'clinical_notes', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.visit_id IS NOT NULL THEN '"visit_id":' || to_json(n.visit_id) END,
                CASE WHEN n.type IS NOT NULL THEN '"type":' || to_json(n.type) END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN n.content IS NOT NULL THEN '"content":' || '"***"' END,
                CASE WHEN n.subjective IS NOT NULL THEN '"subjective":' || '"***"' END,
                CASE WHEN n.objective IS NOT NULL THEN '"objective":' || '"***"' END,
                CASE WHEN n.assessment IS NOT NULL THEN '"assessment":' || '"***"' END,
                CASE WHEN n.plan IS NOT NULL THEN '"plan":' || '"***"' END,
                CASE WHEN n.tags IS NOT NULL THEN '"tags":' || '"***"' END,
                CASE WHEN n.is_confidential IS NOT NULL THEN '"is_confidential":' || to_json(n.is_confidential) END,
                CASE WHEN n.is_signed IS NOT NULL THEN '"is_signed":' || to_json(n.is_signed) END,
                CASE WHEN n.signed_at IS NOT NULL THEN '"signed_at":' || '"***"' END,
                CASE WHEN n.amended IS NOT NULL THEN '"amended":' || to_json(n.amended) END,
                CASE WHEN n.amendment_reason IS NOT NULL THEN '"amendment_reason":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END,
                CASE WHEN n.content_encrypted IS NOT NULL THEN '"content_encrypted":' || '"***"' END,
                CASE WHEN n.subjective_encrypted IS NOT NULL THEN '"subjective_encrypted":' || '"***"' END,
                CASE WHEN n.objective_encrypted IS NOT NULL THEN '"objective_encrypted":' || '"***"' END,
                CASE WHEN n.assessment_encrypted IS NOT NULL THEN '"assessment_encrypted":' || '"***"' END,
                CASE WHEN n.plan_encrypted IS NOT NULL THEN '"plan_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'clinical_notes', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.visit_id IS NOT NULL THEN '"visit_id":' || to_json(o.visit_id) END,
                CASE WHEN o.type IS NOT NULL THEN '"type":' || to_json(o.type) END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN o.content IS NOT NULL THEN '"content":' || '"***"' END,
                CASE WHEN o.subjective IS NOT NULL THEN '"subjective":' || '"***"' END,
                CASE WHEN o.objective IS NOT NULL THEN '"objective":' || '"***"' END,
                CASE WHEN o.assessment IS NOT NULL THEN '"assessment":' || '"***"' END,
                CASE WHEN o.plan IS NOT NULL THEN '"plan":' || '"***"' END,
                CASE WHEN o.tags IS NOT NULL THEN '"tags":' || '"***"' END,
                CASE WHEN o.is_confidential IS NOT NULL THEN '"is_confidential":' || to_json(o.is_confidential) END,
                CASE WHEN o.is_signed IS NOT NULL THEN '"is_signed":' || to_json(o.is_signed) END,
                CASE WHEN o.signed_at IS NOT NULL THEN '"signed_at":' || '"***"' END,
                CASE WHEN o.amended IS NOT NULL THEN '"amended":' || to_json(o.amended) END,
                CASE WHEN o.amendment_reason IS NOT NULL THEN '"amendment_reason":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END,
                CASE WHEN o.content_encrypted IS NOT NULL THEN '"content_encrypted":' || '"***"' END,
                CASE WHEN o.subjective_encrypted IS NOT NULL THEN '"subjective_encrypted":' || '"***"' END,
                CASE WHEN o.objective_encrypted IS NOT NULL THEN '"objective_encrypted":' || '"***"' END,
                CASE WHEN o.assessment_encrypted IS NOT NULL THEN '"assessment_encrypted":' || '"***"' END,
                CASE WHEN o.plan_encrypted IS NOT NULL THEN '"plan_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'clinical_notes', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'clinical_notes', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.visit_id IS DISTINCT FROM n.visit_id THEN '"visit_id":' || coalesce(to_json(o.visit_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' content ' || o.content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.subjective IS DISTINCT FROM n.subjective THEN '"subjective":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' subjective ' || o.subjective::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.objective IS DISTINCT FROM n.objective THEN '"objective":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' objective ' || o.objective::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assessment IS DISTINCT FROM n.assessment THEN '"assessment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' assessment ' || o.assessment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.plan IS DISTINCT FROM n.plan THEN '"plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' plan ' || o.plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.tags IS DISTINCT FROM n.tags THEN '"tags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' tags ' || o.tags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_confidential IS DISTINCT FROM n.is_confidential THEN '"is_confidential":' || coalesce(to_json(o.is_confidential)::text, 'null') END,
                CASE WHEN o.is_signed IS DISTINCT FROM n.is_signed THEN '"is_signed":' || coalesce(to_json(o.is_signed)::text, 'null') END,
                CASE WHEN o.signed_at IS DISTINCT FROM n.signed_at THEN '"signed_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' signed_at ' || o.signed_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.amended IS DISTINCT FROM n.amended THEN '"amended":' || coalesce(to_json(o.amended)::text, 'null') END,
                CASE WHEN o.amendment_reason IS DISTINCT FROM n.amendment_reason THEN '"amendment_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' amendment_reason ' || o.amendment_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.content_encrypted IS DISTINCT FROM n.content_encrypted THEN '"content_encrypted":' || CASE WHEN o.content_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.subjective_encrypted IS DISTINCT FROM n.subjective_encrypted THEN '"subjective_encrypted":' || CASE WHEN o.subjective_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.objective_encrypted IS DISTINCT FROM n.objective_encrypted THEN '"objective_encrypted":' || CASE WHEN o.objective_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.assessment_encrypted IS DISTINCT FROM n.assessment_encrypted THEN '"assessment_encrypted":' || CASE WHEN o.assessment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.plan_encrypted IS DISTINCT FROM n.plan_encrypted THEN '"plan_encrypted":' || CASE WHEN o.plan_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.visit_id IS DISTINCT FROM n.visit_id THEN '"visit_id":' || coalesce(to_json(n.visit_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' content ' || n.content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.subjective IS DISTINCT FROM n.subjective THEN '"subjective":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' subjective ' || n.subjective::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.objective IS DISTINCT FROM n.objective THEN '"objective":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' objective ' || n.objective::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assessment IS DISTINCT FROM n.assessment THEN '"assessment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' assessment ' || n.assessment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.plan IS DISTINCT FROM n.plan THEN '"plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' plan ' || n.plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.tags IS DISTINCT FROM n.tags THEN '"tags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' tags ' || n.tags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_confidential IS DISTINCT FROM n.is_confidential THEN '"is_confidential":' || coalesce(to_json(n.is_confidential)::text, 'null') END,
                CASE WHEN o.is_signed IS DISTINCT FROM n.is_signed THEN '"is_signed":' || coalesce(to_json(n.is_signed)::text, 'null') END,
                CASE WHEN o.signed_at IS DISTINCT FROM n.signed_at THEN '"signed_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' signed_at ' || n.signed_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.amended IS DISTINCT FROM n.amended THEN '"amended":' || coalesce(to_json(n.amended)::text, 'null') END,
                CASE WHEN o.amendment_reason IS DISTINCT FROM n.amendment_reason THEN '"amendment_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' amendment_reason ' || n.amendment_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.content_encrypted IS DISTINCT FROM n.content_encrypted THEN '"content_encrypted":' || CASE WHEN n.content_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.subjective_encrypted IS DISTINCT FROM n.subjective_encrypted THEN '"subjective_encrypted":' || CASE WHEN n.subjective_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.objective_encrypted IS DISTINCT FROM n.objective_encrypted THEN '"objective_encrypted":' || CASE WHEN n.objective_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.assessment_encrypted IS DISTINCT FROM n.assessment_encrypted THEN '"assessment_encrypted":' || CASE WHEN n.assessment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.plan_encrypted IS DISTINCT FROM n.plan_encrypted THEN '"plan_encrypted":' || CASE WHEN n.plan_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'clinical_notes', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.visit_id IS DISTINCT FROM n.visit_id THEN '"visit_id":' || coalesce(to_json(o.visit_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(o.type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' content ' || o.content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.subjective IS DISTINCT FROM n.subjective THEN '"subjective":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' subjective ' || o.subjective::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.objective IS DISTINCT FROM n.objective THEN '"objective":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' objective ' || o.objective::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assessment IS DISTINCT FROM n.assessment THEN '"assessment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' assessment ' || o.assessment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.plan IS DISTINCT FROM n.plan THEN '"plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' plan ' || o.plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.tags IS DISTINCT FROM n.tags THEN '"tags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' tags ' || o.tags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_confidential IS DISTINCT FROM n.is_confidential THEN '"is_confidential":' || coalesce(to_json(o.is_confidential)::text, 'null') END,
                CASE WHEN o.is_signed IS DISTINCT FROM n.is_signed THEN '"is_signed":' || coalesce(to_json(o.is_signed)::text, 'null') END,
                CASE WHEN o.signed_at IS DISTINCT FROM n.signed_at THEN '"signed_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' signed_at ' || o.signed_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.amended IS DISTINCT FROM n.amended THEN '"amended":' || coalesce(to_json(o.amended)::text, 'null') END,
                CASE WHEN o.amendment_reason IS DISTINCT FROM n.amendment_reason THEN '"amendment_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' amendment_reason ' || o.amendment_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.content_encrypted IS DISTINCT FROM n.content_encrypted THEN '"content_encrypted":' || CASE WHEN o.content_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.subjective_encrypted IS DISTINCT FROM n.subjective_encrypted THEN '"subjective_encrypted":' || CASE WHEN o.subjective_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.objective_encrypted IS DISTINCT FROM n.objective_encrypted THEN '"objective_encrypted":' || CASE WHEN o.objective_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.assessment_encrypted IS DISTINCT FROM n.assessment_encrypted THEN '"assessment_encrypted":' || CASE WHEN o.assessment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.plan_encrypted IS DISTINCT FROM n.plan_encrypted THEN '"plan_encrypted":' || CASE WHEN o.plan_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.visit_id IS DISTINCT FROM n.visit_id THEN '"visit_id":' || coalesce(to_json(n.visit_id)::text, 'null') END,
                CASE WHEN o.type IS DISTINCT FROM n.type THEN '"type":' || coalesce(to_json(n.type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' content ' || n.content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.subjective IS DISTINCT FROM n.subjective THEN '"subjective":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' subjective ' || n.subjective::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.objective IS DISTINCT FROM n.objective THEN '"objective":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' objective ' || n.objective::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assessment IS DISTINCT FROM n.assessment THEN '"assessment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' assessment ' || n.assessment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.plan IS DISTINCT FROM n.plan THEN '"plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' plan ' || n.plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.tags IS DISTINCT FROM n.tags THEN '"tags":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' tags ' || n.tags::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_confidential IS DISTINCT FROM n.is_confidential THEN '"is_confidential":' || coalesce(to_json(n.is_confidential)::text, 'null') END,
                CASE WHEN o.is_signed IS DISTINCT FROM n.is_signed THEN '"is_signed":' || coalesce(to_json(n.is_signed)::text, 'null') END,
                CASE WHEN o.signed_at IS DISTINCT FROM n.signed_at THEN '"signed_at":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' signed_at ' || n.signed_at::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.amended IS DISTINCT FROM n.amended THEN '"amended":' || coalesce(to_json(n.amended)::text, 'null') END,
                CASE WHEN o.amendment_reason IS DISTINCT FROM n.amendment_reason THEN '"amendment_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' amendment_reason ' || n.amendment_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.content_encrypted IS DISTINCT FROM n.content_encrypted THEN '"content_encrypted":' || CASE WHEN n.content_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.subjective_encrypted IS DISTINCT FROM n.subjective_encrypted THEN '"subjective_encrypted":' || CASE WHEN n.subjective_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.objective_encrypted IS DISTINCT FROM n.objective_encrypted THEN '"objective_encrypted":' || CASE WHEN n.objective_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.assessment_encrypted IS DISTINCT FROM n.assessment_encrypted THEN '"assessment_encrypted":' || CASE WHEN n.assessment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.plan_encrypted IS DISTINCT FROM n.plan_encrypted THEN '"plan_encrypted":' || CASE WHEN n.plan_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_clinical_notes() IS 'Trigger: logs every change of clinical_notes. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_clinical_notes() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_clinical_notes
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_clinical_notes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.content IS NOT NULL THEN
            NEW.content_encrypted := NULL;
        END IF;
        IF NEW.subjective IS NOT NULL THEN
            NEW.subjective_encrypted := NULL;
        END IF;
        IF NEW.objective IS NOT NULL THEN
            NEW.objective_encrypted := NULL;
        END IF;
        IF NEW.assessment IS NOT NULL THEN
            NEW.assessment_encrypted := NULL;
        END IF;
        IF NEW.plan IS NOT NULL THEN
            NEW.plan_encrypted := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE
            OR (
                NEW.content IS DISTINCT FROM OLD.content
                AND (
                    OLD.content IS NOT NULL OR OLD.content_encrypted IS NULL OR NEW.content_encrypted IS NOT NULL
                )
            )
            OR (NEW.content IS NULL AND OLD.content_encrypted IS NOT NULL AND NEW.content_encrypted IS NULL)
            OR (
                NEW.subjective IS DISTINCT FROM OLD.subjective
                AND (
                    OLD.subjective IS NOT NULL OR OLD.subjective_encrypted IS NULL OR NEW.subjective_encrypted IS NOT NULL
                )
            )
            OR (NEW.subjective IS NULL AND OLD.subjective_encrypted IS NOT NULL AND NEW.subjective_encrypted IS NULL)
            OR (
                NEW.objective IS DISTINCT FROM OLD.objective
                AND (
                    OLD.objective IS NOT NULL OR OLD.objective_encrypted IS NULL OR NEW.objective_encrypted IS NOT NULL
                )
            )
            OR (NEW.objective IS NULL AND OLD.objective_encrypted IS NOT NULL AND NEW.objective_encrypted IS NULL)
            OR (
                NEW.assessment IS DISTINCT FROM OLD.assessment
                AND (
                    OLD.assessment IS NOT NULL OR OLD.assessment_encrypted IS NULL OR NEW.assessment_encrypted IS NOT NULL
                )
            )
            OR (NEW.assessment IS NULL AND OLD.assessment_encrypted IS NOT NULL AND NEW.assessment_encrypted IS NULL)
            OR (
                NEW.plan IS DISTINCT FROM OLD.plan
                AND (
                    OLD.plan IS NOT NULL OR OLD.plan_encrypted IS NULL OR NEW.plan_encrypted IS NOT NULL
                )
            )
            OR (NEW.plan IS NULL AND OLD.plan_encrypted IS NOT NULL AND NEW.plan_encrypted IS NULL)
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.updated_at := OLD.updated_at;
    ELSE
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.content IS DISTINCT FROM OLD.content
                AND (NEW.content IS NOT NULL OR NEW.content_encrypted IS NOT DISTINCT FROM OLD.content_encrypted)
            )
            OR (NEW.content IS NOT NULL AND NEW.content_encrypted IS DISTINCT FROM OLD.content_encrypted)
        THEN
            NEW.content_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.subjective IS DISTINCT FROM OLD.subjective
                AND (NEW.subjective IS NOT NULL OR NEW.subjective_encrypted IS NOT DISTINCT FROM OLD.subjective_encrypted)
            )
            OR (NEW.subjective IS NOT NULL AND NEW.subjective_encrypted IS DISTINCT FROM OLD.subjective_encrypted)
        THEN
            NEW.subjective_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.objective IS DISTINCT FROM OLD.objective
                AND (NEW.objective IS NOT NULL OR NEW.objective_encrypted IS NOT DISTINCT FROM OLD.objective_encrypted)
            )
            OR (NEW.objective IS NOT NULL AND NEW.objective_encrypted IS DISTINCT FROM OLD.objective_encrypted)
        THEN
            NEW.objective_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.assessment IS DISTINCT FROM OLD.assessment
                AND (NEW.assessment IS NOT NULL OR NEW.assessment_encrypted IS NOT DISTINCT FROM OLD.assessment_encrypted)
            )
            OR (NEW.assessment IS NOT NULL AND NEW.assessment_encrypted IS DISTINCT FROM OLD.assessment_encrypted)
        THEN
            NEW.assessment_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.plan IS DISTINCT FROM OLD.plan
                AND (NEW.plan IS NOT NULL OR NEW.plan_encrypted IS NOT DISTINCT FROM OLD.plan_encrypted)
            )
            OR (NEW.plan IS NOT NULL AND NEW.plan_encrypted IS DISTINCT FROM OLD.plan_encrypted)
        THEN
            NEW.plan_encrypted := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_clinical_notes() IS 'Trigger: clears the ciphertext of every value that changes in clinical_notes. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.ciphertext_clinical_notes() FROM PUBLIC;
