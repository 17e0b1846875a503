-- Table mental_health_records, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group MENTAL_HEALTH, tenant SCHOOL, student in student_id, PHI,
--             audited, law EITHER, retention HEALTH_RECORDS
-- phi.access: COUNSELOR          select insert update masked

-- ----------------------------------------------------------------------------
-- mental_health_records
-- ----------------------------------------------------------------------------

CREATE TABLE public.mental_health_records (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    record_type public.mental_health_record_type NOT NULL,
    record_date timestamp with time zone NOT NULL,
    counselor_id uuid,
    therapist_id uuid,
    psychiatrist_id uuid,
    confidentiality_level public.confidentiality_level DEFAULT 'STANDARD'::public.confidentiality_level NOT NULL,
    title character varying(200) NOT NULL,
    session_notes text,
    assessment text,
    diagnosis text,
    diagnosis_code character varying(20),
    treatment_plan text,
    risk_level public.risk_level DEFAULT 'NONE'::public.risk_level NOT NULL,
    risk_factors text[],
    protective_factors text[],
    interventions text[],
    follow_up_required boolean DEFAULT false,
    follow_up_date timestamp with time zone,
    follow_up_completed boolean DEFAULT false,
    referral_to character varying(200),
    referral_reason text,
    parent_notified boolean DEFAULT false,
    parent_notification_date timestamp with time zone,
    attachments jsonb DEFAULT '[]'::jsonb NOT NULL,
    metadata jsonb,
    access_log jsonb DEFAULT '[]'::jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    session_notes_encrypted bytea,
    assessment_encrypted bytea,
    diagnosis_encrypted bytea,
    treatment_plan_encrypted bytea,
    CONSTRAINT mental_health_records_access_log_is_list_check CHECK ((jsonb_typeof(access_log) = 'array'::text)),
    CONSTRAINT mental_health_records_attachments_is_list_check CHECK ((jsonb_typeof(attachments) = 'array'::text)),
    CONSTRAINT mental_health_records_follow_up_not_before_record_check CHECK (((follow_up_date - record_date) > '-1 days'::interval)),
    CONSTRAINT mental_health_records_session_notes_in_one_form_check CHECK (((session_notes IS NOT NULL) OR (session_notes_encrypted IS NOT NULL)))
);

ALTER TABLE ONLY public.mental_health_records FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.mental_health_records IS 'PHI: A counseling session, evaluation, screening or crisis of a student. Counselors and therapists write and read it.';
COMMENT ON COLUMN public.mental_health_records.id IS 'Primary key.';
COMMENT ON COLUMN public.mental_health_records.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.mental_health_records.student_id IS 'Student the record is about.';
COMMENT ON COLUMN public.mental_health_records.record_type IS 'PHI: Kind of session or document.';
COMMENT ON COLUMN public.mental_health_records.record_date IS 'PHI: Time of the session or event.';
COMMENT ON COLUMN public.mental_health_records.counselor_id IS 'School counselor in charge, if any.';
COMMENT ON COLUMN public.mental_health_records.therapist_id IS 'Therapist in charge, if any.';
COMMENT ON COLUMN public.mental_health_records.psychiatrist_id IS 'Psychiatrist in charge, if any.';
COMMENT ON COLUMN public.mental_health_records.confidentiality_level IS 'Confidentiality of the record, even toward colleagues.';
COMMENT ON COLUMN public.mental_health_records.title IS 'PHI: Headline shown in the list of records.';
COMMENT ON COLUMN public.mental_health_records.session_notes IS 'PHI: Notes on what was said and observed, free text.';
COMMENT ON COLUMN public.mental_health_records.assessment IS 'PHI: Clinical judgment of the author, free text.';
COMMENT ON COLUMN public.mental_health_records.diagnosis IS 'PHI: Diagnosis as free text, if one was made.';
COMMENT ON COLUMN public.mental_health_records.diagnosis_code IS 'PHI: Diagnosis code as supplied, ICD-10 or DSM-5; not validated.';
COMMENT ON COLUMN public.mental_health_records.treatment_plan IS 'PHI: Therapy agreed on in the session, free text.';
COMMENT ON COLUMN public.mental_health_records.risk_level IS 'PHI: Assessed risk of harm to self or others. NONE may mean that nobody has assessed it.';
COMMENT ON COLUMN public.mental_health_records.risk_factors IS 'PHI: Circumstances that increase the risk, one phrase per element.';
COMMENT ON COLUMN public.mental_health_records.protective_factors IS 'PHI: Circumstances that reduce the risk, one phrase per element.';
COMMENT ON COLUMN public.mental_health_records.interventions IS 'PHI: Interventions made or begun in the session, one phrase per element.';
COMMENT ON COLUMN public.mental_health_records.follow_up_required IS 'TRUE if the student must be seen again.';
COMMENT ON COLUMN public.mental_health_records.follow_up_date IS 'PHI: Time when the student is due to be seen again.';
COMMENT ON COLUMN public.mental_health_records.follow_up_completed IS 'TRUE once the follow-up has taken place.';
COMMENT ON COLUMN public.mental_health_records.referral_to IS 'PHI: Person or institution to which the student was referred, free text.';
COMMENT ON COLUMN public.mental_health_records.referral_reason IS 'PHI: Reason why the student was referred to the person in referral_to, free text.';
COMMENT ON COLUMN public.mental_health_records.parent_notified IS 'TRUE once a parent or guardian has been told of the session or event.';
COMMENT ON COLUMN public.mental_health_records.parent_notification_date IS 'PHI: Time when the parent or guardian was told.';
COMMENT ON COLUMN public.mental_health_records.attachments IS 'PHI: JSON array of the files that belong to the record.';
COMMENT ON COLUMN public.mental_health_records.metadata IS 'PHI: Details that have no column of their own; the application chooses the JSON keys.';
COMMENT ON COLUMN public.mental_health_records.access_log IS 'JSON array of who opened the record and when; the application appends to it.';
COMMENT ON COLUMN public.mental_health_records.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.mental_health_records.created_by IS 'User who entered the record; not necessarily the clinician in charge.';
COMMENT ON COLUMN public.mental_health_records.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.mental_health_records.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.mental_health_records.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.mental_health_records.session_notes_encrypted IS 'PHI: Ciphertext of session_notes (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.mental_health_records.assessment_encrypted IS 'PHI: Ciphertext of assessment (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.mental_health_records.diagnosis_encrypted IS 'PHI: Ciphertext of diagnosis (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.mental_health_records.treatment_plan_encrypted IS 'PHI: Ciphertext of treatment_plan (format: docs/encryption.md), NULL until encrypted.';

-- ----------------------------------------------------------------------------
-- mental_health_records: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.mental_health_records
    ADD CONSTRAINT mental_health_records_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mental_health_records
    ADD CONSTRAINT mental_health_records_counselor_id_fkey FOREIGN KEY (counselor_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.mental_health_records
    ADD CONSTRAINT mental_health_records_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.mental_health_records
    ADD CONSTRAINT mental_health_records_psychiatrist_id_fkey FOREIGN KEY (psychiatrist_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.mental_health_records
    ADD CONSTRAINT mental_health_records_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.mental_health_records
    ADD CONSTRAINT mental_health_records_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.mental_health_records
    ADD CONSTRAINT mental_health_records_therapist_id_fkey FOREIGN KEY (therapist_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.mental_health_records
    ADD CONSTRAINT mental_health_records_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- mental_health_records: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX mental_health_records_counselor_id_idx ON public.mental_health_records USING btree (counselor_id) WHERE (counselor_id IS NOT NULL);

CREATE INDEX mental_health_records_counselor_id_record_date_idx ON public.mental_health_records USING btree (counselor_id, record_date DESC) WHERE ((counselor_id IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.mental_health_records_counselor_id_record_date_idx IS 'Records written by a counselor, newest first.';

CREATE INDEX mental_health_records_created_by_idx ON public.mental_health_records USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX mental_health_records_psychiatrist_id_idx ON public.mental_health_records USING btree (psychiatrist_id) WHERE (psychiatrist_id IS NOT NULL);

CREATE INDEX mental_health_records_school_id_follow_up_date_idx ON public.mental_health_records USING btree (school_id, follow_up_date) WHERE (follow_up_required AND (deleted_at IS NULL));
COMMENT ON INDEX public.mental_health_records_school_id_follow_up_date_idx IS 'Records of a school that require a follow-up, the next due first.';

CREATE INDEX mental_health_records_school_id_record_date_idx ON public.mental_health_records USING btree (school_id, record_date DESC);

CREATE INDEX mental_health_records_school_id_risk_level_record_date_idx ON public.mental_health_records USING btree (school_id, risk_level DESC, record_date DESC) WHERE ((risk_level = ANY (ARRAY['HIGH'::public.risk_level, 'CRITICAL'::public.risk_level])) AND (deleted_at IS NULL));
COMMENT ON INDEX public.mental_health_records_school_id_risk_level_record_date_idx IS 'Records of a school with a high or critical risk, the highest risk first.';

CREATE INDEX mental_health_records_student_id_record_date_idx ON public.mental_health_records USING btree (student_id, record_date DESC);

CREATE INDEX mental_health_records_therapist_id_idx ON public.mental_health_records USING btree (therapist_id) WHERE (therapist_id IS NOT NULL);

CREATE INDEX mental_health_records_updated_by_idx ON public.mental_health_records USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- mental_health_records: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER mental_health_records_050_no_hard_delete BEFORE DELETE ON public.mental_health_records FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_050_no_hard_delete;
COMMENT ON TRIGGER mental_health_records_050_no_hard_delete ON public.mental_health_records IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER mental_health_records_050_no_truncate BEFORE TRUNCATE ON public.mental_health_records FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_050_no_truncate;
COMMENT ON TRIGGER mental_health_records_050_no_truncate ON public.mental_health_records IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER mental_health_records_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.mental_health_records FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_100_school_id;

CREATE TRIGGER mental_health_records_200_updated_at BEFORE UPDATE ON public.mental_health_records FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER mental_health_records_300_ciphertext BEFORE INSERT OR UPDATE OF id, session_notes, assessment, diagnosis, treatment_plan, session_notes_encrypted, assessment_encrypted, diagnosis_encrypted, treatment_plan_encrypted ON public.mental_health_records FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_mental_health_records();
COMMENT ON TRIGGER mental_health_records_300_ciphertext ON public.mental_health_records IS 'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew. Built by phi.protect.';

CREATE TRIGGER mental_health_records_900_audit_delete AFTER DELETE ON public.mental_health_records REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_mental_health_records();
ALTER TABLE public.mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_900_audit_delete;
COMMENT ON TRIGGER mental_health_records_900_audit_delete ON public.mental_health_records IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER mental_health_records_900_audit_insert AFTER INSERT ON public.mental_health_records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_mental_health_records();
ALTER TABLE public.mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_900_audit_insert;
COMMENT ON TRIGGER mental_health_records_900_audit_insert ON public.mental_health_records IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER mental_health_records_900_audit_key AFTER UPDATE ON public.mental_health_records FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_mental_health_records();
ALTER TABLE public.mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_900_audit_key;
COMMENT ON TRIGGER mental_health_records_900_audit_key ON public.mental_health_records IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER mental_health_records_900_audit_truncate AFTER TRUNCATE ON public.mental_health_records FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_mental_health_records();
ALTER TABLE public.mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_900_audit_truncate;
COMMENT ON TRIGGER mental_health_records_900_audit_truncate ON public.mental_health_records IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER mental_health_records_900_audit_update AFTER UPDATE ON public.mental_health_records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_mental_health_records();
ALTER TABLE public.mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_900_audit_update;
COMMENT ON TRIGGER mental_health_records_900_audit_update ON public.mental_health_records IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- mental_health_records: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.mental_health_records ENABLE ROW LEVEL SECURITY;

CREATE POLICY mental_health_records_delete_trusted ON public.mental_health_records
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY mental_health_records_delete_trusted ON public.mental_health_records IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY mental_health_records_fence_admin ON public.mental_health_records
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY mental_health_records_fence_admin ON public.mental_health_records IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY mental_health_records_fence_confidentiality ON public.mental_health_records
    AS RESTRICTIVE FOR ALL TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker
    USING (((confidentiality_level = 'STANDARD'::public.confidentiality_level) OR (( SELECT phi.my_id() AS my_id) = ANY (ARRAY[counselor_id, therapist_id, psychiatrist_id])) OR ((confidentiality_level = 'ENHANCED'::public.confidentiality_level) AND (created_by = ( SELECT phi.my_id() AS my_id)))))
    WITH CHECK (((confidentiality_level = 'STANDARD'::public.confidentiality_level) OR (( SELECT phi.my_id() AS my_id) = ANY (ARRAY[counselor_id, therapist_id, psychiatrist_id])) OR ((confidentiality_level = 'ENHANCED'::public.confidentiality_level) AND (created_by = ( SELECT phi.my_id() AS my_id)))));
COMMENT ON POLICY mental_health_records_fence_confidentiality ON public.mental_health_records IS 'STANDARD: any counselor of the school. ENHANCED: the treating clinicians and the author. MAXIMUM: the treating clinicians only.';

CREATE POLICY mental_health_records_fence_district ON public.mental_health_records
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY mental_health_records_fence_district ON public.mental_health_records IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY mental_health_records_fence_school ON public.mental_health_records
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY mental_health_records_fence_school ON public.mental_health_records IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY mental_health_records_insert_staff ON public.mental_health_records
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('MENTAL_HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('MENTAL_HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY mental_health_records_insert_staff ON public.mental_health_records IS 'Users whom the access matrix lets INSERT in group MENTAL_HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY mental_health_records_insert_trusted ON public.mental_health_records
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY mental_health_records_insert_trusted ON public.mental_health_records IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY mental_health_records_select_masked ON public.mental_health_records
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('MENTAL_HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY mental_health_records_select_masked ON public.mental_health_records IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY mental_health_records_select_staff ON public.mental_health_records
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('MENTAL_HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('MENTAL_HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY mental_health_records_select_staff ON public.mental_health_records IS 'Users whom the access matrix lets SELECT in group MENTAL_HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY mental_health_records_select_trusted ON public.mental_health_records
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY mental_health_records_select_trusted ON public.mental_health_records IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY mental_health_records_update_staff ON public.mental_health_records
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('MENTAL_HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('MENTAL_HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('MENTAL_HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('MENTAL_HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY mental_health_records_update_staff ON public.mental_health_records IS 'Users whom the access matrix lets UPDATE in group MENTAL_HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY mental_health_records_update_trusted ON public.mental_health_records
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY mental_health_records_update_trusted ON public.mental_health_records IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- mental_health_records: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.mental_health_records TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mental_health_records TO whitecross_service;
GRANT SELECT(xmin) ON TABLE public.mental_health_records TO whitecross_encryptor;
GRANT SELECT(id) ON TABLE public.mental_health_records TO whitecross_encryptor;
GRANT SELECT(id),UPDATE(id) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(record_type),UPDATE(record_type) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(record_date),UPDATE(record_date) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(counselor_id),UPDATE(counselor_id) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(therapist_id),UPDATE(therapist_id) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(psychiatrist_id),UPDATE(psychiatrist_id) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(confidentiality_level),UPDATE(confidentiality_level) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(title),UPDATE(title) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(session_notes),UPDATE(session_notes) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(assessment),UPDATE(assessment) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(diagnosis),UPDATE(diagnosis) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(diagnosis_code),UPDATE(diagnosis_code) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(treatment_plan),UPDATE(treatment_plan) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(risk_level),UPDATE(risk_level) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(risk_factors),UPDATE(risk_factors) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(protective_factors),UPDATE(protective_factors) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(interventions),UPDATE(interventions) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_required),UPDATE(follow_up_required) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_date),UPDATE(follow_up_date) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_completed),UPDATE(follow_up_completed) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(referral_to),UPDATE(referral_to) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(referral_reason),UPDATE(referral_reason) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parent_notified),UPDATE(parent_notified) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parent_notification_date),UPDATE(parent_notification_date) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(attachments),UPDATE(attachments) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(access_log),UPDATE(access_log) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(session_notes_encrypted),UPDATE(session_notes_encrypted) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(assessment_encrypted),UPDATE(assessment_encrypted) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(diagnosis_encrypted),UPDATE(diagnosis_encrypted) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(treatment_plan_encrypted),UPDATE(treatment_plan_encrypted) ON TABLE public.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- masked.mental_health_records
-- ----------------------------------------------------------------------------

CREATE VIEW masked.mental_health_records WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    NULL::public.mental_health_record_type AS record_type,
    date_trunc('year'::text, record_date) AS record_date,
    counselor_id,
    NULL::uuid AS therapist_id,
    NULL::uuid AS psychiatrist_id,
    confidentiality_level,
    NULL::character varying(200) AS title,
    NULL::text AS session_notes,
    NULL::text AS assessment,
    NULL::text AS diagnosis,
    NULL::character varying(20) AS diagnosis_code,
    NULL::text AS treatment_plan,
    NULL::public.risk_level AS risk_level,
    NULL::text[] AS risk_factors,
    NULL::text[] AS protective_factors,
    NULL::text[] AS interventions,
    NULL::boolean AS follow_up_required,
    date_trunc('year'::text, follow_up_date) AS follow_up_date,
    NULL::boolean AS follow_up_completed,
    NULL::character varying(200) AS referral_to,
    NULL::text AS referral_reason,
    NULL::boolean AS parent_notified,
    date_trunc('year'::text, parent_notification_date) AS parent_notification_date,
    NULL::jsonb AS attachments,
    NULL::jsonb AS metadata,
    NULL::jsonb AS access_log,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    NULL::bytea AS session_notes_encrypted,
    NULL::bytea AS assessment_encrypted,
    NULL::bytea AS diagnosis_encrypted,
    NULL::bytea AS treatment_plan_encrypted
   FROM public.mental_health_records t;

ALTER VIEW masked.mental_health_records OWNER TO whitecross_masker;

COMMENT ON VIEW masked.mental_health_records IS 'Table mental_health_records with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.mental_health_records: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.mental_health_records
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.mental_health_records WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    record_type AS "recordType",
    record_date AS "recordDate",
    counselor_id AS "counselorId",
    therapist_id AS "therapistId",
    psychiatrist_id AS "psychiatristId",
    title,
    session_notes AS "sessionNotes",
    assessment,
    diagnosis,
    diagnosis_code AS "diagnosisCode",
    treatment_plan AS "treatmentPlan",
    risk_level AS "riskLevel",
    risk_factors AS "riskFactors",
    protective_factors AS "protectiveFactors",
    interventions,
    follow_up_required AS "followUpRequired",
    follow_up_date AS "followUpDate",
    follow_up_completed AS "followUpCompleted",
    referral_to AS "referralTo",
    referral_reason AS "referralReason",
    confidentiality_level AS "confidentialityLevel",
    parent_notified AS "parentNotified",
    parent_notification_date AS "parentNotificationDate",
    attachments,
    metadata,
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    access_log AS "accessLog",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.mental_health_records;

COMMENT ON VIEW sequelize.mental_health_records IS 'Model MentalHealthRecord: public.mental_health_records with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.mental_health_records: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER mental_health_records_050_soft_delete INSTEAD OF DELETE ON sequelize.mental_health_records FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('mental_health_records');
COMMENT ON TRIGGER mental_health_records_050_soft_delete ON sequelize.mental_health_records IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.mental_health_records: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.mental_health_records TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.mental_health_records TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_mental_health_records
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_mental_health_records()
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
            'mental_health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.record_type IS NOT NULL THEN '"record_type":' || '"***"' END,
                CASE WHEN n.record_date IS NOT NULL THEN '"record_date":' || '"***"' END,
                CASE WHEN n.counselor_id IS NOT NULL THEN '"counselor_id":' || to_json(n.counselor_id) END,
                CASE WHEN n.therapist_id IS NOT NULL THEN '"therapist_id":' || to_json(n.therapist_id) END,
                CASE WHEN n.psychiatrist_id IS NOT NULL THEN '"psychiatrist_id":' || to_json(n.psychiatrist_id) END,
                CASE WHEN n.confidentiality_level IS NOT NULL THEN '"confidentiality_level":' || to_json(n.confidentiality_level) END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN n.session_notes IS NOT NULL THEN '"session_notes":' || '"***"' END,
                CASE WHEN n.assessment IS NOT NULL THEN '"assessment":' || '"***"' END,
                CASE WHEN n.diagnosis IS NOT NULL THEN '"diagnosis":' || '"***"' END,
                CASE WHEN n.diagnosis_code IS NOT NULL THEN '"diagnosis_code":' || '"***"' END,
                CASE WHEN n.treatment_plan IS NOT NULL THEN '"treatment_plan":' || '"***"' END,
                CASE WHEN n.risk_level IS NOT NULL THEN '"risk_level":' || '"***"' END,
                CASE WHEN n.risk_factors IS NOT NULL THEN '"risk_factors":' || '"***"' END,
                CASE WHEN n.protective_factors IS NOT NULL THEN '"protective_factors":' || '"***"' END,
                CASE WHEN n.interventions IS NOT NULL THEN '"interventions":' || '"***"' END,
                CASE WHEN n.follow_up_required IS NOT NULL THEN '"follow_up_required":' || '"***"' END,
                CASE WHEN n.follow_up_date IS NOT NULL THEN '"follow_up_date":' || '"***"' END,
                CASE WHEN n.follow_up_completed IS NOT NULL THEN '"follow_up_completed":' || '"***"' END,
                CASE WHEN n.referral_to IS NOT NULL THEN '"referral_to":' || '"***"' END,
                CASE WHEN n.referral_reason IS NOT NULL THEN '"referral_reason":' || '"***"' END,
                CASE WHEN n.parent_notified IS NOT NULL THEN '"parent_notified":' || '"***"' END,
                CASE WHEN n.parent_notification_date IS NOT NULL THEN '"parent_notification_date":' || '"***"' END,
                CASE WHEN n.attachments IS NOT NULL THEN '"attachments":' || '"***"' END,
                CASE WHEN n.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
                CASE WHEN n.access_log IS NOT NULL THEN '"access_log":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.updated_by IS NOT NULL THEN '"updated_by":' || to_json(n.updated_by) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END,
                CASE WHEN n.session_notes_encrypted IS NOT NULL THEN '"session_notes_encrypted":' || '"***"' END,
                CASE WHEN n.assessment_encrypted IS NOT NULL THEN '"assessment_encrypted":' || '"***"' END,
                CASE WHEN n.diagnosis_encrypted IS NOT NULL THEN '"diagnosis_encrypted":' || '"***"' END,
                CASE WHEN n.treatment_plan_encrypted IS NOT NULL THEN '"treatment_plan_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'mental_health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.record_type IS NOT NULL THEN '"record_type":' || '"***"' END,
                CASE WHEN o.record_date IS NOT NULL THEN '"record_date":' || '"***"' END,
                CASE WHEN o.counselor_id IS NOT NULL THEN '"counselor_id":' || to_json(o.counselor_id) END,
                CASE WHEN o.therapist_id IS NOT NULL THEN '"therapist_id":' || to_json(o.therapist_id) END,
                CASE WHEN o.psychiatrist_id IS NOT NULL THEN '"psychiatrist_id":' || to_json(o.psychiatrist_id) END,
                CASE WHEN o.confidentiality_level IS NOT NULL THEN '"confidentiality_level":' || to_json(o.confidentiality_level) END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN o.session_notes IS NOT NULL THEN '"session_notes":' || '"***"' END,
                CASE WHEN o.assessment IS NOT NULL THEN '"assessment":' || '"***"' END,
                CASE WHEN o.diagnosis IS NOT NULL THEN '"diagnosis":' || '"***"' END,
                CASE WHEN o.diagnosis_code IS NOT NULL THEN '"diagnosis_code":' || '"***"' END,
                CASE WHEN o.treatment_plan IS NOT NULL THEN '"treatment_plan":' || '"***"' END,
                CASE WHEN o.risk_level IS NOT NULL THEN '"risk_level":' || '"***"' END,
                CASE WHEN o.risk_factors IS NOT NULL THEN '"risk_factors":' || '"***"' END,
                CASE WHEN o.protective_factors IS NOT NULL THEN '"protective_factors":' || '"***"' END,
                CASE WHEN o.interventions IS NOT NULL THEN '"interventions":' || '"***"' END,
                CASE WHEN o.follow_up_required IS NOT NULL THEN '"follow_up_required":' || '"***"' END,
                CASE WHEN o.follow_up_date IS NOT NULL THEN '"follow_up_date":' || '"***"' END,
                CASE WHEN o.follow_up_completed IS NOT NULL THEN '"follow_up_completed":' || '"***"' END,
                CASE WHEN o.referral_to IS NOT NULL THEN '"referral_to":' || '"***"' END,
                CASE WHEN o.referral_reason IS NOT NULL THEN '"referral_reason":' || '"***"' END,
                CASE WHEN o.parent_notified IS NOT NULL THEN '"parent_notified":' || '"***"' END,
                CASE WHEN o.parent_notification_date IS NOT NULL THEN '"parent_notification_date":' || '"***"' END,
                CASE WHEN o.attachments IS NOT NULL THEN '"attachments":' || '"***"' END,
                CASE WHEN o.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
                CASE WHEN o.access_log IS NOT NULL THEN '"access_log":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.updated_by IS NOT NULL THEN '"updated_by":' || to_json(o.updated_by) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END,
                CASE WHEN o.session_notes_encrypted IS NOT NULL THEN '"session_notes_encrypted":' || '"***"' END,
                CASE WHEN o.assessment_encrypted IS NOT NULL THEN '"assessment_encrypted":' || '"***"' END,
                CASE WHEN o.diagnosis_encrypted IS NOT NULL THEN '"diagnosis_encrypted":' || '"***"' END,
                CASE WHEN o.treatment_plan_encrypted IS NOT NULL THEN '"treatment_plan_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'mental_health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'mental_health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' record_type ' || o.record_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.record_date IS DISTINCT FROM n.record_date THEN '"record_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' record_date ' || o.record_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.counselor_id IS DISTINCT FROM n.counselor_id THEN '"counselor_id":' || coalesce(to_json(o.counselor_id)::text, 'null') END,
                CASE WHEN o.therapist_id IS DISTINCT FROM n.therapist_id THEN '"therapist_id":' || coalesce(to_json(o.therapist_id)::text, 'null') END,
                CASE WHEN o.psychiatrist_id IS DISTINCT FROM n.psychiatrist_id THEN '"psychiatrist_id":' || coalesce(to_json(o.psychiatrist_id)::text, 'null') END,
                CASE WHEN o.confidentiality_level IS DISTINCT FROM n.confidentiality_level THEN '"confidentiality_level":' || coalesce(to_json(o.confidentiality_level)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.session_notes IS DISTINCT FROM n.session_notes THEN '"session_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' session_notes ' || o.session_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assessment IS DISTINCT FROM n.assessment THEN '"assessment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' assessment ' || o.assessment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis ' || o.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis_code ' || o.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment_plan IS DISTINCT FROM n.treatment_plan THEN '"treatment_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment_plan ' || o.treatment_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.risk_level IS DISTINCT FROM n.risk_level THEN '"risk_level":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' risk_level ' || o.risk_level::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.risk_factors IS DISTINCT FROM n.risk_factors THEN '"risk_factors":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' risk_factors ' || o.risk_factors::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.protective_factors IS DISTINCT FROM n.protective_factors THEN '"protective_factors":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' protective_factors ' || o.protective_factors::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.interventions IS DISTINCT FROM n.interventions THEN '"interventions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' interventions ' || o.interventions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_required ' || o.follow_up_required::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_date ' || o.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_completed ' || o.follow_up_completed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_to IS DISTINCT FROM n.referral_to THEN '"referral_to":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_to ' || o.referral_to::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_reason IS DISTINCT FROM n.referral_reason THEN '"referral_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_reason ' || o.referral_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified IS DISTINCT FROM n.parent_notified THEN '"parent_notified":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' parent_notified ' || o.parent_notified::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notification_date IS DISTINCT FROM n.parent_notification_date THEN '"parent_notification_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' parent_notification_date ' || o.parent_notification_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attachments ' || o.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.access_log IS DISTINCT FROM n.access_log THEN '"access_log":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' access_log ' || o.access_log::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.session_notes_encrypted IS DISTINCT FROM n.session_notes_encrypted THEN '"session_notes_encrypted":' || CASE WHEN o.session_notes_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.assessment_encrypted IS DISTINCT FROM n.assessment_encrypted THEN '"assessment_encrypted":' || CASE WHEN o.assessment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN o.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.treatment_plan_encrypted IS DISTINCT FROM n.treatment_plan_encrypted THEN '"treatment_plan_encrypted":' || CASE WHEN o.treatment_plan_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' record_type ' || n.record_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.record_date IS DISTINCT FROM n.record_date THEN '"record_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' record_date ' || n.record_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.counselor_id IS DISTINCT FROM n.counselor_id THEN '"counselor_id":' || coalesce(to_json(n.counselor_id)::text, 'null') END,
                CASE WHEN o.therapist_id IS DISTINCT FROM n.therapist_id THEN '"therapist_id":' || coalesce(to_json(n.therapist_id)::text, 'null') END,
                CASE WHEN o.psychiatrist_id IS DISTINCT FROM n.psychiatrist_id THEN '"psychiatrist_id":' || coalesce(to_json(n.psychiatrist_id)::text, 'null') END,
                CASE WHEN o.confidentiality_level IS DISTINCT FROM n.confidentiality_level THEN '"confidentiality_level":' || coalesce(to_json(n.confidentiality_level)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.session_notes IS DISTINCT FROM n.session_notes THEN '"session_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' session_notes ' || n.session_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assessment IS DISTINCT FROM n.assessment THEN '"assessment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' assessment ' || n.assessment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis ' || n.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis_code ' || n.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment_plan IS DISTINCT FROM n.treatment_plan THEN '"treatment_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment_plan ' || n.treatment_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.risk_level IS DISTINCT FROM n.risk_level THEN '"risk_level":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' risk_level ' || n.risk_level::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.risk_factors IS DISTINCT FROM n.risk_factors THEN '"risk_factors":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' risk_factors ' || n.risk_factors::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.protective_factors IS DISTINCT FROM n.protective_factors THEN '"protective_factors":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' protective_factors ' || n.protective_factors::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.interventions IS DISTINCT FROM n.interventions THEN '"interventions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' interventions ' || n.interventions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_required ' || n.follow_up_required::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_date ' || n.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_completed ' || n.follow_up_completed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_to IS DISTINCT FROM n.referral_to THEN '"referral_to":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_to ' || n.referral_to::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_reason IS DISTINCT FROM n.referral_reason THEN '"referral_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_reason ' || n.referral_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified IS DISTINCT FROM n.parent_notified THEN '"parent_notified":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' parent_notified ' || n.parent_notified::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notification_date IS DISTINCT FROM n.parent_notification_date THEN '"parent_notification_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' parent_notification_date ' || n.parent_notification_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attachments ' || n.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.access_log IS DISTINCT FROM n.access_log THEN '"access_log":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' access_log ' || n.access_log::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.session_notes_encrypted IS DISTINCT FROM n.session_notes_encrypted THEN '"session_notes_encrypted":' || CASE WHEN n.session_notes_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.assessment_encrypted IS DISTINCT FROM n.assessment_encrypted THEN '"assessment_encrypted":' || CASE WHEN n.assessment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN n.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.treatment_plan_encrypted IS DISTINCT FROM n.treatment_plan_encrypted THEN '"treatment_plan_encrypted":' || CASE WHEN n.treatment_plan_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'mental_health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' record_type ' || o.record_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.record_date IS DISTINCT FROM n.record_date THEN '"record_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' record_date ' || o.record_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.counselor_id IS DISTINCT FROM n.counselor_id THEN '"counselor_id":' || coalesce(to_json(o.counselor_id)::text, 'null') END,
                CASE WHEN o.therapist_id IS DISTINCT FROM n.therapist_id THEN '"therapist_id":' || coalesce(to_json(o.therapist_id)::text, 'null') END,
                CASE WHEN o.psychiatrist_id IS DISTINCT FROM n.psychiatrist_id THEN '"psychiatrist_id":' || coalesce(to_json(o.psychiatrist_id)::text, 'null') END,
                CASE WHEN o.confidentiality_level IS DISTINCT FROM n.confidentiality_level THEN '"confidentiality_level":' || coalesce(to_json(o.confidentiality_level)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.session_notes IS DISTINCT FROM n.session_notes THEN '"session_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' session_notes ' || o.session_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assessment IS DISTINCT FROM n.assessment THEN '"assessment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' assessment ' || o.assessment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis ' || o.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis_code ' || o.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment_plan IS DISTINCT FROM n.treatment_plan THEN '"treatment_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment_plan ' || o.treatment_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.risk_level IS DISTINCT FROM n.risk_level THEN '"risk_level":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' risk_level ' || o.risk_level::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.risk_factors IS DISTINCT FROM n.risk_factors THEN '"risk_factors":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' risk_factors ' || o.risk_factors::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.protective_factors IS DISTINCT FROM n.protective_factors THEN '"protective_factors":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' protective_factors ' || o.protective_factors::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.interventions IS DISTINCT FROM n.interventions THEN '"interventions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' interventions ' || o.interventions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_required ' || o.follow_up_required::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_date ' || o.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_completed ' || o.follow_up_completed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_to IS DISTINCT FROM n.referral_to THEN '"referral_to":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_to ' || o.referral_to::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_reason IS DISTINCT FROM n.referral_reason THEN '"referral_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' referral_reason ' || o.referral_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified IS DISTINCT FROM n.parent_notified THEN '"parent_notified":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' parent_notified ' || o.parent_notified::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notification_date IS DISTINCT FROM n.parent_notification_date THEN '"parent_notification_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' parent_notification_date ' || o.parent_notification_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attachments ' || o.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.access_log IS DISTINCT FROM n.access_log THEN '"access_log":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' access_log ' || o.access_log::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.session_notes_encrypted IS DISTINCT FROM n.session_notes_encrypted THEN '"session_notes_encrypted":' || CASE WHEN o.session_notes_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.assessment_encrypted IS DISTINCT FROM n.assessment_encrypted THEN '"assessment_encrypted":' || CASE WHEN o.assessment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN o.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.treatment_plan_encrypted IS DISTINCT FROM n.treatment_plan_encrypted THEN '"treatment_plan_encrypted":' || CASE WHEN o.treatment_plan_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' record_type ' || n.record_type::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.record_date IS DISTINCT FROM n.record_date THEN '"record_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' record_date ' || n.record_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.counselor_id IS DISTINCT FROM n.counselor_id THEN '"counselor_id":' || coalesce(to_json(n.counselor_id)::text, 'null') END,
                CASE WHEN o.therapist_id IS DISTINCT FROM n.therapist_id THEN '"therapist_id":' || coalesce(to_json(n.therapist_id)::text, 'null') END,
                CASE WHEN o.psychiatrist_id IS DISTINCT FROM n.psychiatrist_id THEN '"psychiatrist_id":' || coalesce(to_json(n.psychiatrist_id)::text, 'null') END,
                CASE WHEN o.confidentiality_level IS DISTINCT FROM n.confidentiality_level THEN '"confidentiality_level":' || coalesce(to_json(n.confidentiality_level)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.session_notes IS DISTINCT FROM n.session_notes THEN '"session_notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' session_notes ' || n.session_notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.assessment IS DISTINCT FROM n.assessment THEN '"assessment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' assessment ' || n.assessment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis ' || n.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis_code ' || n.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment_plan IS DISTINCT FROM n.treatment_plan THEN '"treatment_plan":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment_plan ' || n.treatment_plan::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.risk_level IS DISTINCT FROM n.risk_level THEN '"risk_level":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' risk_level ' || n.risk_level::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.risk_factors IS DISTINCT FROM n.risk_factors THEN '"risk_factors":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' risk_factors ' || n.risk_factors::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.protective_factors IS DISTINCT FROM n.protective_factors THEN '"protective_factors":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' protective_factors ' || n.protective_factors::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.interventions IS DISTINCT FROM n.interventions THEN '"interventions":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' interventions ' || n.interventions::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_required ' || n.follow_up_required::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_date ' || n.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_completed ' || n.follow_up_completed::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_to IS DISTINCT FROM n.referral_to THEN '"referral_to":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_to ' || n.referral_to::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.referral_reason IS DISTINCT FROM n.referral_reason THEN '"referral_reason":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' referral_reason ' || n.referral_reason::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notified IS DISTINCT FROM n.parent_notified THEN '"parent_notified":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' parent_notified ' || n.parent_notified::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_notification_date IS DISTINCT FROM n.parent_notification_date THEN '"parent_notification_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' parent_notification_date ' || n.parent_notification_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attachments ' || n.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.access_log IS DISTINCT FROM n.access_log THEN '"access_log":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' access_log ' || n.access_log::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.session_notes_encrypted IS DISTINCT FROM n.session_notes_encrypted THEN '"session_notes_encrypted":' || CASE WHEN n.session_notes_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.assessment_encrypted IS DISTINCT FROM n.assessment_encrypted THEN '"assessment_encrypted":' || CASE WHEN n.assessment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN n.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.treatment_plan_encrypted IS DISTINCT FROM n.treatment_plan_encrypted THEN '"treatment_plan_encrypted":' || CASE WHEN n.treatment_plan_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_mental_health_records() IS 'Trigger: logs every change of mental_health_records. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_mental_health_records() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_mental_health_records
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_mental_health_records()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.session_notes IS NOT NULL THEN
            NEW.session_notes_encrypted := NULL;
        END IF;
        IF NEW.assessment IS NOT NULL THEN
            NEW.assessment_encrypted := NULL;
        END IF;
        IF NEW.diagnosis IS NOT NULL THEN
            NEW.diagnosis_encrypted := NULL;
        END IF;
        IF NEW.treatment_plan IS NOT NULL THEN
            NEW.treatment_plan_encrypted := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE
            OR (
                NEW.session_notes IS DISTINCT FROM OLD.session_notes
                AND (
                    OLD.session_notes IS NOT NULL OR OLD.session_notes_encrypted IS NULL OR NEW.session_notes_encrypted IS NOT NULL
                )
            )
            OR (NEW.session_notes IS NULL AND OLD.session_notes_encrypted IS NOT NULL AND NEW.session_notes_encrypted IS NULL)
            OR (
                NEW.assessment IS DISTINCT FROM OLD.assessment
                AND (
                    OLD.assessment IS NOT NULL OR OLD.assessment_encrypted IS NULL OR NEW.assessment_encrypted IS NOT NULL
                )
            )
            OR (NEW.assessment IS NULL AND OLD.assessment_encrypted IS NOT NULL AND NEW.assessment_encrypted IS NULL)
            OR (
                NEW.diagnosis IS DISTINCT FROM OLD.diagnosis
                AND (
                    OLD.diagnosis IS NOT NULL OR OLD.diagnosis_encrypted IS NULL OR NEW.diagnosis_encrypted IS NOT NULL
                )
            )
            OR (NEW.diagnosis IS NULL AND OLD.diagnosis_encrypted IS NOT NULL AND NEW.diagnosis_encrypted IS NULL)
            OR (
                NEW.treatment_plan IS DISTINCT FROM OLD.treatment_plan
                AND (
                    OLD.treatment_plan IS NOT NULL OR OLD.treatment_plan_encrypted IS NULL OR NEW.treatment_plan_encrypted IS NOT NULL
                )
            )
            OR (NEW.treatment_plan IS NULL AND OLD.treatment_plan_encrypted IS NOT NULL AND NEW.treatment_plan_encrypted IS NULL)
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.updated_at := OLD.updated_at;
    ELSE
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.session_notes IS DISTINCT FROM OLD.session_notes
                AND (NEW.session_notes IS NOT NULL OR NEW.session_notes_encrypted IS NOT DISTINCT FROM OLD.session_notes_encrypted)
            )
            OR (NEW.session_notes IS NOT NULL AND NEW.session_notes_encrypted IS DISTINCT FROM OLD.session_notes_encrypted)
        THEN
            NEW.session_notes_encrypted := NULL;
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
                NEW.diagnosis IS DISTINCT FROM OLD.diagnosis
                AND (NEW.diagnosis IS NOT NULL OR NEW.diagnosis_encrypted IS NOT DISTINCT FROM OLD.diagnosis_encrypted)
            )
            OR (NEW.diagnosis IS NOT NULL AND NEW.diagnosis_encrypted IS DISTINCT FROM OLD.diagnosis_encrypted)
        THEN
            NEW.diagnosis_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.treatment_plan IS DISTINCT FROM OLD.treatment_plan
                AND (NEW.treatment_plan IS NOT NULL OR NEW.treatment_plan_encrypted IS NOT DISTINCT FROM OLD.treatment_plan_encrypted)
            )
            OR (NEW.treatment_plan IS NOT NULL AND NEW.treatment_plan_encrypted IS DISTINCT FROM OLD.treatment_plan_encrypted)
        THEN
            NEW.treatment_plan_encrypted := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_mental_health_records() IS 'Trigger: clears the ciphertext of every value that changes in mental_health_records. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.ciphertext_mental_health_records() FROM PUBLIC;
