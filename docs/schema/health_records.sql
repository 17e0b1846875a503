-- Table health_records, with everything that serves it alone.
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
-- health_records
-- ----------------------------------------------------------------------------

CREATE TABLE public.health_records (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    school_id uuid,
    student_id uuid NOT NULL,
    record_type public.health_record_type NOT NULL,
    title character varying(200) NOT NULL,
    description text,
    record_date timestamp with time zone NOT NULL,
    provider character varying(200),
    provider_npi character varying(20),
    facility character varying(200),
    facility_npi character varying(20),
    diagnosis text,
    diagnosis_code character varying(20),
    treatment text,
    follow_up_required boolean DEFAULT false,
    follow_up_date timestamp with time zone,
    follow_up_completed boolean DEFAULT false,
    attachments jsonb DEFAULT '[]'::jsonb NOT NULL,
    metadata jsonb,
    is_confidential boolean DEFAULT false,
    notes text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by uuid,
    deleted_at timestamp with time zone,
    description_encrypted bytea,
    diagnosis_encrypted bytea,
    treatment_encrypted bytea,
    notes_encrypted bytea,
    CONSTRAINT health_records_attachments_is_array_check CHECK ((jsonb_typeof(attachments) = 'array'::text)),
    CONSTRAINT health_records_description_in_one_form_check CHECK (((description IS NOT NULL) OR (description_encrypted IS NOT NULL))),
    CONSTRAINT health_records_diagnosis_code_is_icd10_check CHECK (((diagnosis_code)::text ~ '^[A-Z][0-9][0-9A-Z]([.]?[0-9A-Z]{1,4})?$'::text)),
    CONSTRAINT health_records_facility_npi_is_ten_digits_check CHECK (((facility_npi)::text ~ '^[0-9]{10}$'::text)),
    CONSTRAINT health_records_follow_up_not_before_record_check CHECK ((follow_up_date >= record_date)),
    CONSTRAINT health_records_provider_npi_is_ten_digits_check CHECK (((provider_npi)::text ~ '^[0-9]{10}$'::text))
);

ALTER TABLE ONLY public.health_records FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.health_records IS 'PHI: One dated entry of any kind in a student''s health record. Nurses read them as a timeline.';
COMMENT ON COLUMN public.health_records.id IS 'Primary key.';
COMMENT ON COLUMN public.health_records.school_id IS 'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN public.health_records.student_id IS 'Student the entry is about.';
COMMENT ON COLUMN public.health_records.record_type IS 'PHI: Kind of event. Decides which details the application asks for.';
COMMENT ON COLUMN public.health_records.title IS 'PHI: Headline of the entry in the timeline.';
COMMENT ON COLUMN public.health_records.description IS 'PHI: Event or finding, in the author''s own words.';
COMMENT ON COLUMN public.health_records.record_date IS 'PHI: Time of the event, often earlier than the time of entry.';
COMMENT ON COLUMN public.health_records.provider IS 'PHI: Name of the clinician who treated or examined the student.';
COMMENT ON COLUMN public.health_records.provider_npi IS 'PHI: National Provider Identifier of that clinician, ten digits.';
COMMENT ON COLUMN public.health_records.facility IS 'PHI: Practice, clinic or hospital where the event took place.';
COMMENT ON COLUMN public.health_records.facility_npi IS 'PHI: National Provider Identifier of the facility, ten digits.';
COMMENT ON COLUMN public.health_records.diagnosis IS 'PHI: Diagnosis in the provider''s own words.';
COMMENT ON COLUMN public.health_records.diagnosis_code IS 'PHI: ICD-10 code of the diagnosis; a CHECK enforces its form but not its existence.';
COMMENT ON COLUMN public.health_records.treatment IS 'PHI: Treatment given or ordered.';
COMMENT ON COLUMN public.health_records.follow_up_required IS 'PHI: Whether the student must be seen again.';
COMMENT ON COLUMN public.health_records.follow_up_date IS 'PHI: Time when the student is due to be seen again.';
COMMENT ON COLUMN public.health_records.follow_up_completed IS 'PHI: Whether the follow-up visit has taken place.';
COMMENT ON COLUMN public.health_records.attachments IS 'PHI: References to scanned documents in file storage, a JSON array.';
COMMENT ON COLUMN public.health_records.metadata IS 'PHI: Further details, which differ by record_type; the application defines the JSON structure.';
COMMENT ON COLUMN public.health_records.is_confidential IS 'TRUE hides the entry from staff without a clinical need to know.';
COMMENT ON COLUMN public.health_records.notes IS 'PHI: Internal notes of the nurse, in addition to the description.';
COMMENT ON COLUMN public.health_records.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.health_records.created_by IS 'User who entered the row.';
COMMENT ON COLUMN public.health_records.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.health_records.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN public.health_records.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN public.health_records.description_encrypted IS 'PHI: Ciphertext of description (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.health_records.diagnosis_encrypted IS 'PHI: Ciphertext of diagnosis (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.health_records.treatment_encrypted IS 'PHI: Ciphertext of treatment (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN public.health_records.notes_encrypted IS 'PHI: Ciphertext of notes (format: docs/encryption.md), NULL until encrypted.';

-- ----------------------------------------------------------------------------
-- health_records: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.health_records
    ADD CONSTRAINT health_records_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.health_records
    ADD CONSTRAINT health_records_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.health_records
    ADD CONSTRAINT health_records_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.health_records
    ADD CONSTRAINT health_records_student_id_school_id_fkey FOREIGN KEY (student_id, school_id) REFERENCES public.students(id, school_id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.health_records
    ADD CONSTRAINT health_records_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- health_records: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX health_records_created_by_idx ON public.health_records USING btree (created_by) WHERE (created_by IS NOT NULL);

CREATE INDEX health_records_diagnosis_code_record_date_idx ON public.health_records USING btree (diagnosis_code, record_date DESC) WHERE ((diagnosis_code IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.health_records_diagnosis_code_record_date_idx IS 'Records with one diagnosis code in all schools, newest first, to watch an outbreak.';

CREATE INDEX health_records_provider_npi_record_date_idx ON public.health_records USING btree (provider_npi, record_date DESC) WHERE ((provider_npi IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.health_records_provider_npi_record_date_idx IS 'Records of a provider, found by National Provider Identifier (NPI), newest first.';

CREATE INDEX health_records_provider_record_date_idx ON public.health_records USING btree (provider, record_date DESC) WHERE ((provider IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.health_records_provider_record_date_idx IS 'Records of a provider, found by name, newest first.';

CREATE INDEX health_records_school_id_follow_up_date_idx ON public.health_records USING btree (school_id, follow_up_date) WHERE (follow_up_required AND (deleted_at IS NULL));
COMMENT ON INDEX public.health_records_school_id_follow_up_date_idx IS 'Records of a school that require a follow-up, the next due first.';

CREATE INDEX health_records_school_id_record_date_idx ON public.health_records USING btree (school_id, record_date DESC);

CREATE INDEX health_records_school_id_record_type_record_date_idx ON public.health_records USING btree (school_id, record_type, record_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.health_records_school_id_record_type_record_date_idx IS 'Records of one type in a school, newest first.';

CREATE INDEX health_records_search_idx ON public.health_records USING gin (to_tsvector('english'::regconfig, (((((((title)::text || ' '::text) || description) || ' '::text) || COALESCE(diagnosis, ''::text)) || ' '::text) || COALESCE(treatment, ''::text)))) WHERE ((is_confidential IS NOT TRUE) AND (deleted_at IS NULL));
COMMENT ON INDEX public.health_records_search_idx IS 'Search in records that are not confidential: this expression @@ to_tsquery(''english'', $1).';

CREATE INDEX health_records_student_id_record_date_confidential_idx ON public.health_records USING btree (student_id, record_date DESC) WHERE (is_confidential AND (deleted_at IS NULL));
COMMENT ON INDEX public.health_records_student_id_record_date_confidential_idx IS 'Confidential records of a student, newest first.';

CREATE INDEX health_records_student_id_record_date_idx ON public.health_records USING btree (student_id, record_date DESC);

CREATE INDEX health_records_student_id_record_type_record_date_idx ON public.health_records USING btree (student_id, record_type, record_date DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.health_records_student_id_record_type_record_date_idx IS 'Timeline of a student for one type of record, newest first.';

CREATE INDEX health_records_updated_by_idx ON public.health_records USING btree (updated_by) WHERE (updated_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- health_records: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER health_records_050_no_hard_delete BEFORE DELETE ON public.health_records FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.health_records ENABLE ALWAYS TRIGGER health_records_050_no_hard_delete;
COMMENT ON TRIGGER health_records_050_no_hard_delete ON public.health_records IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER health_records_050_no_truncate BEFORE TRUNCATE ON public.health_records FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.health_records ENABLE ALWAYS TRIGGER health_records_050_no_truncate;
COMMENT ON TRIGGER health_records_050_no_truncate ON public.health_records IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER health_records_100_school_id BEFORE INSERT OR UPDATE OF student_id, school_id ON public.health_records FOR EACH ROW EXECUTE FUNCTION public.set_school_id_from_student();
ALTER TABLE public.health_records ENABLE ALWAYS TRIGGER health_records_100_school_id;

CREATE TRIGGER health_records_200_updated_at BEFORE UPDATE ON public.health_records FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER health_records_300_ciphertext BEFORE INSERT OR UPDATE OF id, description, diagnosis, treatment, notes, description_encrypted, diagnosis_encrypted, treatment_encrypted, notes_encrypted ON public.health_records FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_health_records();
COMMENT ON TRIGGER health_records_300_ciphertext ON public.health_records IS 'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew. Built by phi.protect.';

CREATE TRIGGER health_records_900_audit_delete AFTER DELETE ON public.health_records REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_health_records();
ALTER TABLE public.health_records ENABLE ALWAYS TRIGGER health_records_900_audit_delete;
COMMENT ON TRIGGER health_records_900_audit_delete ON public.health_records IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER health_records_900_audit_insert AFTER INSERT ON public.health_records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_health_records();
ALTER TABLE public.health_records ENABLE ALWAYS TRIGGER health_records_900_audit_insert;
COMMENT ON TRIGGER health_records_900_audit_insert ON public.health_records IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER health_records_900_audit_key AFTER UPDATE ON public.health_records FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_health_records();
ALTER TABLE public.health_records ENABLE ALWAYS TRIGGER health_records_900_audit_key;
COMMENT ON TRIGGER health_records_900_audit_key ON public.health_records IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER health_records_900_audit_truncate AFTER TRUNCATE ON public.health_records FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_health_records();
ALTER TABLE public.health_records ENABLE ALWAYS TRIGGER health_records_900_audit_truncate;
COMMENT ON TRIGGER health_records_900_audit_truncate ON public.health_records IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER health_records_900_audit_update AFTER UPDATE ON public.health_records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_health_records();
ALTER TABLE public.health_records ENABLE ALWAYS TRIGGER health_records_900_audit_update;
COMMENT ON TRIGGER health_records_900_audit_update ON public.health_records IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- health_records: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.health_records ENABLE ROW LEVEL SECURITY;

CREATE POLICY health_records_delete_trusted ON public.health_records
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY health_records_delete_trusted ON public.health_records IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY health_records_fence_admin ON public.health_records
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY health_records_fence_admin ON public.health_records IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY health_records_fence_district ON public.health_records
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])))
    WITH CHECK ((school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[])));
COMMENT ON POLICY health_records_fence_district ON public.health_records IS 'Only rows of the verified district are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY health_records_fence_school ON public.health_records
    AS RESTRICTIVE FOR ALL TO whitecross_app, whitecross_masker
    USING ((school_id = ( SELECT phi.my_school() AS my_school)))
    WITH CHECK ((school_id = ( SELECT phi.my_school() AS my_school)));
COMMENT ON POLICY health_records_fence_school ON public.health_records IS 'Only rows of the verified school are read, and no row leaves it. Built by phi.protect.';

CREATE POLICY health_records_insert_staff ON public.health_records
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'INSERT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'INSERT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY health_records_insert_staff ON public.health_records IS 'Users whom the access matrix lets INSERT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_records_insert_trusted ON public.health_records
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY health_records_insert_trusted ON public.health_records IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY health_records_select_masked ON public.health_records
    AS PERMISSIVE FOR SELECT TO whitecross_masker
    USING (( SELECT phi.may('HEALTH'::phi.access_group, 'MASKED'::text) AS may));
COMMENT ON POLICY health_records_select_masked ON public.health_records IS 'Rows that the masked view may read for a user whom the access matrix lets see it. Built by phi.protect.';

CREATE POLICY health_records_select_staff ON public.health_records
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY health_records_select_staff ON public.health_records IS 'Users whom the access matrix lets SELECT in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_records_select_trusted ON public.health_records
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY health_records_select_trusted ON public.health_records IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY health_records_update_staff ON public.health_records
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))))
    WITH CHECK ((( SELECT phi.may('HEALTH'::phi.access_group, 'UPDATE'::text) AS may) OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'UPDATE'::text) AS may_students)::uuid[]))));
COMMENT ON POLICY health_records_update_staff ON public.health_records IS 'Users whom the access matrix lets UPDATE in group HEALTH; docs/access.md says why. Built by phi.protect.';

CREATE POLICY health_records_update_trusted ON public.health_records
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY health_records_update_trusted ON public.health_records IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- health_records: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.health_records TO whitecross_masker, whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_records TO whitecross_service;
GRANT SELECT(xmin) ON TABLE public.health_records TO whitecross_encryptor;
GRANT SELECT(id) ON TABLE public.health_records TO whitecross_encryptor;
GRANT SELECT(id),UPDATE(id) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(school_id),UPDATE(school_id) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(student_id),UPDATE(student_id) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(record_type),UPDATE(record_type) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(title),UPDATE(title) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description),UPDATE(description) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(record_date),UPDATE(record_date) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(provider),UPDATE(provider) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(provider_npi),UPDATE(provider_npi) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(facility),UPDATE(facility) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(facility_npi),UPDATE(facility_npi) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(diagnosis),UPDATE(diagnosis) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(diagnosis_code),UPDATE(diagnosis_code) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(treatment),UPDATE(treatment) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(follow_up_required),UPDATE(follow_up_required) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_date),UPDATE(follow_up_date) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(follow_up_completed),UPDATE(follow_up_completed) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(attachments),UPDATE(attachments) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_confidential),UPDATE(is_confidential) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notes),UPDATE(notes) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by),UPDATE(created_by) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_by),UPDATE(updated_by) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description_encrypted),UPDATE(description_encrypted) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(diagnosis_encrypted),UPDATE(diagnosis_encrypted) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(treatment_encrypted),UPDATE(treatment_encrypted) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;
GRANT SELECT(notes_encrypted),UPDATE(notes_encrypted) ON TABLE public.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- masked.health_records
-- ----------------------------------------------------------------------------

CREATE VIEW masked.health_records WITH (security_barrier='true') AS
 SELECT id,
    school_id,
    student_id,
    record_type,
    NULL::character varying(200) AS title,
    NULL::text AS description,
    date_trunc('year'::text, record_date) AS record_date,
    ("left"((provider)::text, 1) || '.'::text) AS provider,
        CASE
            WHEN (length((provider_npi)::text) > 6) THEN ('***'::text || "right"((provider_npi)::text, 4))
            WHEN (provider_npi IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS provider_npi,
    NULL::character varying(200) AS facility,
        CASE
            WHEN (length((facility_npi)::text) > 6) THEN ('***'::text || "right"((facility_npi)::text, 4))
            WHEN (facility_npi IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS facility_npi,
    NULL::text AS diagnosis,
    NULL::character varying(20) AS diagnosis_code,
    NULL::text AS treatment,
    follow_up_required,
    date_trunc('year'::text, follow_up_date) AS follow_up_date,
    follow_up_completed,
    NULL::jsonb AS attachments,
    NULL::jsonb AS metadata,
    is_confidential,
    NULL::text AS notes,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    NULL::bytea AS description_encrypted,
    NULL::bytea AS diagnosis_encrypted,
    NULL::bytea AS treatment_encrypted,
    NULL::bytea AS notes_encrypted
   FROM public.health_records t;

ALTER VIEW masked.health_records OWNER TO whitecross_masker;

COMMENT ON VIEW masked.health_records IS 'Table health_records with PHI masked as phi.columns says. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- masked.health_records: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE masked.health_records TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- sequelize.health_records
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.health_records WITH (security_invoker='true') AS
 SELECT id,
    student_id AS "studentId",
    record_type AS "recordType",
    title,
    description,
    record_date AS "recordDate",
    provider,
    provider_npi AS "providerNpi",
    facility,
    facility_npi AS "facilityNpi",
    diagnosis,
    diagnosis_code AS "diagnosisCode",
    treatment,
    follow_up_required AS "followUpRequired",
    follow_up_date AS "followUpDate",
    follow_up_completed AS "followUpCompleted",
    attachments,
    metadata,
    is_confidential AS "isConfidential",
    notes,
    created_by AS "createdBy",
    updated_by AS "updatedBy",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.health_records;

COMMENT ON VIEW sequelize.health_records IS 'Model HealthRecord: public.health_records with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.health_records: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER health_records_050_soft_delete INSTEAD OF DELETE ON sequelize.health_records FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('health_records');
COMMENT ON TRIGGER health_records_050_soft_delete ON sequelize.health_records IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.health_records: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.health_records TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.health_records TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_health_records
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_health_records()
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
            'health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, n.student_id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.school_id IS NOT NULL THEN '"school_id":' || to_json(n.school_id) END,
                CASE WHEN n.student_id IS NOT NULL THEN '"student_id":' || to_json(n.student_id) END,
                CASE WHEN n.record_type IS NOT NULL THEN '"record_type":' || to_json(n.record_type) END,
                CASE WHEN n.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN n.description IS NOT NULL THEN '"description":' || '"***"' END,
                CASE WHEN n.record_date IS NOT NULL THEN '"record_date":' || '"***"' END,
                CASE WHEN n.provider IS NOT NULL THEN '"provider":' || '"***"' END,
                CASE WHEN n.provider_npi IS NOT NULL THEN '"provider_npi":' || '"***"' END,
                CASE WHEN n.facility IS NOT NULL THEN '"facility":' || '"***"' END,
                CASE WHEN n.facility_npi IS NOT NULL THEN '"facility_npi":' || '"***"' END,
                CASE WHEN n.diagnosis IS NOT NULL THEN '"diagnosis":' || '"***"' END,
                CASE WHEN n.diagnosis_code IS NOT NULL THEN '"diagnosis_code":' || '"***"' END,
                CASE WHEN n.treatment IS NOT NULL THEN '"treatment":' || '"***"' END,
                CASE WHEN n.follow_up_required IS NOT NULL THEN '"follow_up_required":' || to_json(n.follow_up_required) END,
                CASE WHEN n.follow_up_date IS NOT NULL THEN '"follow_up_date":' || '"***"' END,
                CASE WHEN n.follow_up_completed IS NOT NULL THEN '"follow_up_completed":' || to_json(n.follow_up_completed) END,
                CASE WHEN n.attachments IS NOT NULL THEN '"attachments":' || '"***"' END,
                CASE WHEN n.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
                CASE WHEN n.is_confidential IS NOT NULL THEN '"is_confidential":' || to_json(n.is_confidential) END,
                CASE WHEN n.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.created_by IS NOT NULL THEN '"created_by":' || to_json(n.created_by) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.updated_by IS NOT NULL THEN '"updated_by":' || to_json(n.updated_by) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END,
                CASE WHEN n.description_encrypted IS NOT NULL THEN '"description_encrypted":' || '"***"' END,
                CASE WHEN n.diagnosis_encrypted IS NOT NULL THEN '"diagnosis_encrypted":' || '"***"' END,
                CASE WHEN n.treatment_encrypted IS NOT NULL THEN '"treatment_encrypted":' || '"***"' END,
                CASE WHEN n.notes_encrypted IS NOT NULL THEN '"notes_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, o.student_id, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.school_id IS NOT NULL THEN '"school_id":' || to_json(o.school_id) END,
                CASE WHEN o.student_id IS NOT NULL THEN '"student_id":' || to_json(o.student_id) END,
                CASE WHEN o.record_type IS NOT NULL THEN '"record_type":' || to_json(o.record_type) END,
                CASE WHEN o.title IS NOT NULL THEN '"title":' || '"***"' END,
                CASE WHEN o.description IS NOT NULL THEN '"description":' || '"***"' END,
                CASE WHEN o.record_date IS NOT NULL THEN '"record_date":' || '"***"' END,
                CASE WHEN o.provider IS NOT NULL THEN '"provider":' || '"***"' END,
                CASE WHEN o.provider_npi IS NOT NULL THEN '"provider_npi":' || '"***"' END,
                CASE WHEN o.facility IS NOT NULL THEN '"facility":' || '"***"' END,
                CASE WHEN o.facility_npi IS NOT NULL THEN '"facility_npi":' || '"***"' END,
                CASE WHEN o.diagnosis IS NOT NULL THEN '"diagnosis":' || '"***"' END,
                CASE WHEN o.diagnosis_code IS NOT NULL THEN '"diagnosis_code":' || '"***"' END,
                CASE WHEN o.treatment IS NOT NULL THEN '"treatment":' || '"***"' END,
                CASE WHEN o.follow_up_required IS NOT NULL THEN '"follow_up_required":' || to_json(o.follow_up_required) END,
                CASE WHEN o.follow_up_date IS NOT NULL THEN '"follow_up_date":' || '"***"' END,
                CASE WHEN o.follow_up_completed IS NOT NULL THEN '"follow_up_completed":' || to_json(o.follow_up_completed) END,
                CASE WHEN o.attachments IS NOT NULL THEN '"attachments":' || '"***"' END,
                CASE WHEN o.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
                CASE WHEN o.is_confidential IS NOT NULL THEN '"is_confidential":' || to_json(o.is_confidential) END,
                CASE WHEN o.notes IS NOT NULL THEN '"notes":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.created_by IS NOT NULL THEN '"created_by":' || to_json(o.created_by) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.updated_by IS NOT NULL THEN '"updated_by":' || to_json(o.updated_by) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END,
                CASE WHEN o.description_encrypted IS NOT NULL THEN '"description_encrypted":' || '"***"' END,
                CASE WHEN o.diagnosis_encrypted IS NOT NULL THEN '"diagnosis_encrypted":' || '"***"' END,
                CASE WHEN o.treatment_encrypted IS NOT NULL THEN '"treatment_encrypted":' || '"***"' END,
                CASE WHEN o.notes_encrypted IS NOT NULL THEN '"notes_encrypted":' || '"***"' END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, n.student_id, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce(to_json(o.record_type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' description ' || o.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.record_date IS DISTINCT FROM n.record_date THEN '"record_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' record_date ' || o.record_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.provider IS DISTINCT FROM n.provider THEN '"provider":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' provider ' || o.provider::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.provider_npi IS DISTINCT FROM n.provider_npi THEN '"provider_npi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' provider_npi ' || o.provider_npi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.facility IS DISTINCT FROM n.facility THEN '"facility":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' facility ' || o.facility::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.facility_npi IS DISTINCT FROM n.facility_npi THEN '"facility_npi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' facility_npi ' || o.facility_npi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis ' || o.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis_code ' || o.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment ' || o.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(o.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_date ' || o.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce(to_json(o.follow_up_completed)::text, 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attachments ' || o.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_confidential IS DISTINCT FROM n.is_confidential THEN '"is_confidential":' || coalesce(to_json(o.is_confidential)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.description_encrypted IS DISTINCT FROM n.description_encrypted THEN '"description_encrypted":' || CASE WHEN o.description_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN o.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.treatment_encrypted IS DISTINCT FROM n.treatment_encrypted THEN '"treatment_encrypted":' || CASE WHEN o.treatment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.notes_encrypted IS DISTINCT FROM n.notes_encrypted THEN '"notes_encrypted":' || CASE WHEN o.notes_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce(to_json(n.record_type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' description ' || n.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.record_date IS DISTINCT FROM n.record_date THEN '"record_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' record_date ' || n.record_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.provider IS DISTINCT FROM n.provider THEN '"provider":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' provider ' || n.provider::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.provider_npi IS DISTINCT FROM n.provider_npi THEN '"provider_npi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' provider_npi ' || n.provider_npi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.facility IS DISTINCT FROM n.facility THEN '"facility":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' facility ' || n.facility::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.facility_npi IS DISTINCT FROM n.facility_npi THEN '"facility_npi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' facility_npi ' || n.facility_npi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis ' || n.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis_code ' || n.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment ' || n.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(n.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_date ' || n.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce(to_json(n.follow_up_completed)::text, 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attachments ' || n.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_confidential IS DISTINCT FROM n.is_confidential THEN '"is_confidential":' || coalesce(to_json(n.is_confidential)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.description_encrypted IS DISTINCT FROM n.description_encrypted THEN '"description_encrypted":' || CASE WHEN n.description_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN n.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.treatment_encrypted IS DISTINCT FROM n.treatment_encrypted THEN '"treatment_encrypted":' || CASE WHEN n.treatment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.notes_encrypted IS DISTINCT FROM n.notes_encrypted THEN '"notes_encrypted":' || CASE WHEN n.notes_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'health_records', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, s.id, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(o.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(o.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce(to_json(o.record_type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' title ' || o.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' description ' || o.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.record_date IS DISTINCT FROM n.record_date THEN '"record_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' record_date ' || o.record_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.provider IS DISTINCT FROM n.provider THEN '"provider":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' provider ' || o.provider::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.provider_npi IS DISTINCT FROM n.provider_npi THEN '"provider_npi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' provider_npi ' || o.provider_npi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.facility IS DISTINCT FROM n.facility THEN '"facility":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' facility ' || o.facility::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.facility_npi IS DISTINCT FROM n.facility_npi THEN '"facility_npi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' facility_npi ' || o.facility_npi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis ' || o.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' diagnosis_code ' || o.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' treatment ' || o.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(o.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' follow_up_date ' || o.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce(to_json(o.follow_up_completed)::text, 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attachments ' || o.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_confidential IS DISTINCT FROM n.is_confidential THEN '"is_confidential":' || coalesce(to_json(o.is_confidential)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' notes ' || o.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(o.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(o.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END,
                CASE WHEN o.description_encrypted IS DISTINCT FROM n.description_encrypted THEN '"description_encrypted":' || CASE WHEN o.description_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN o.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.treatment_encrypted IS DISTINCT FROM n.treatment_encrypted THEN '"treatment_encrypted":' || CASE WHEN o.treatment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.notes_encrypted IS DISTINCT FROM n.notes_encrypted THEN '"notes_encrypted":' || CASE WHEN o.notes_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.school_id IS DISTINCT FROM n.school_id THEN '"school_id":' || coalesce(to_json(n.school_id)::text, 'null') END,
                CASE WHEN o.student_id IS DISTINCT FROM n.student_id THEN '"student_id":' || coalesce(to_json(n.student_id)::text, 'null') END,
                CASE WHEN o.record_type IS DISTINCT FROM n.record_type THEN '"record_type":' || coalesce(to_json(n.record_type)::text, 'null') END,
                CASE WHEN o.title IS DISTINCT FROM n.title THEN '"title":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' title ' || n.title::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.description IS DISTINCT FROM n.description THEN '"description":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' description ' || n.description::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.record_date IS DISTINCT FROM n.record_date THEN '"record_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' record_date ' || n.record_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.provider IS DISTINCT FROM n.provider THEN '"provider":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' provider ' || n.provider::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.provider_npi IS DISTINCT FROM n.provider_npi THEN '"provider_npi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' provider_npi ' || n.provider_npi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.facility IS DISTINCT FROM n.facility THEN '"facility":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' facility ' || n.facility::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.facility_npi IS DISTINCT FROM n.facility_npi THEN '"facility_npi":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' facility_npi ' || n.facility_npi::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis IS DISTINCT FROM n.diagnosis THEN '"diagnosis":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis ' || n.diagnosis::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.diagnosis_code IS DISTINCT FROM n.diagnosis_code THEN '"diagnosis_code":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' diagnosis_code ' || n.diagnosis_code::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.treatment IS DISTINCT FROM n.treatment THEN '"treatment":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' treatment ' || n.treatment::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_required IS DISTINCT FROM n.follow_up_required THEN '"follow_up_required":' || coalesce(to_json(n.follow_up_required)::text, 'null') END,
                CASE WHEN o.follow_up_date IS DISTINCT FROM n.follow_up_date THEN '"follow_up_date":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' follow_up_date ' || n.follow_up_date::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.follow_up_completed IS DISTINCT FROM n.follow_up_completed THEN '"follow_up_completed":' || coalesce(to_json(n.follow_up_completed)::text, 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attachments ' || n.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_confidential IS DISTINCT FROM n.is_confidential THEN '"is_confidential":' || coalesce(to_json(n.is_confidential)::text, 'null') END,
                CASE WHEN o.notes IS DISTINCT FROM n.notes THEN '"notes":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' notes ' || n.notes::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.created_by IS DISTINCT FROM n.created_by THEN '"created_by":' || coalesce(to_json(n.created_by)::text, 'null') END,
                CASE WHEN o.updated_by IS DISTINCT FROM n.updated_by THEN '"updated_by":' || coalesce(to_json(n.updated_by)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END,
                CASE WHEN o.description_encrypted IS DISTINCT FROM n.description_encrypted THEN '"description_encrypted":' || CASE WHEN n.description_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.diagnosis_encrypted IS DISTINCT FROM n.diagnosis_encrypted THEN '"diagnosis_encrypted":' || CASE WHEN n.diagnosis_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.treatment_encrypted IS DISTINCT FROM n.treatment_encrypted THEN '"treatment_encrypted":' || CASE WHEN n.treatment_encrypted IS NULL THEN 'null' ELSE '"***"' END END,
                CASE WHEN o.notes_encrypted IS DISTINCT FROM n.notes_encrypted THEN '"notes_encrypted":' || CASE WHEN n.notes_encrypted IS NULL THEN 'null' ELSE '"***"' END END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id, unnest(CASE WHEN o.student_id IS NOT DISTINCT FROM n.student_id THEN ARRAY[n.student_id] ELSE ARRAY[o.student_id, n.student_id] END) AS s (id)
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_health_records() IS 'Trigger: logs every change of health_records. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_health_records() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_health_records
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_health_records()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.description IS NOT NULL THEN
            NEW.description_encrypted := NULL;
        END IF;
        IF NEW.diagnosis IS NOT NULL THEN
            NEW.diagnosis_encrypted := NULL;
        END IF;
        IF NEW.treatment IS NOT NULL THEN
            NEW.treatment_encrypted := NULL;
        END IF;
        IF NEW.notes IS NOT NULL THEN
            NEW.notes_encrypted := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE
            OR (
                NEW.description IS DISTINCT FROM OLD.description
                AND (
                    OLD.description IS NOT NULL OR OLD.description_encrypted IS NULL OR NEW.description_encrypted IS NOT NULL
                )
            )
            OR (NEW.description IS NULL AND OLD.description_encrypted IS NOT NULL AND NEW.description_encrypted IS NULL)
            OR (
                NEW.diagnosis IS DISTINCT FROM OLD.diagnosis
                AND (
                    OLD.diagnosis IS NOT NULL OR OLD.diagnosis_encrypted IS NULL OR NEW.diagnosis_encrypted IS NOT NULL
                )
            )
            OR (NEW.diagnosis IS NULL AND OLD.diagnosis_encrypted IS NOT NULL AND NEW.diagnosis_encrypted IS NULL)
            OR (
                NEW.treatment IS DISTINCT FROM OLD.treatment
                AND (
                    OLD.treatment IS NOT NULL OR OLD.treatment_encrypted IS NULL OR NEW.treatment_encrypted IS NOT NULL
                )
            )
            OR (NEW.treatment IS NULL AND OLD.treatment_encrypted IS NOT NULL AND NEW.treatment_encrypted IS NULL)
            OR (
                NEW.notes IS DISTINCT FROM OLD.notes
                AND (
                    OLD.notes IS NOT NULL OR OLD.notes_encrypted IS NULL OR NEW.notes_encrypted IS NOT NULL
                )
            )
            OR (NEW.notes IS NULL AND OLD.notes_encrypted IS NOT NULL AND NEW.notes_encrypted IS NULL)
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.updated_at := OLD.updated_at;
    ELSE
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.description IS DISTINCT FROM OLD.description
                AND (NEW.description IS NOT NULL OR NEW.description_encrypted IS NOT DISTINCT FROM OLD.description_encrypted)
            )
            OR (NEW.description IS NOT NULL AND NEW.description_encrypted IS DISTINCT FROM OLD.description_encrypted)
        THEN
            NEW.description_encrypted := NULL;
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
                NEW.treatment IS DISTINCT FROM OLD.treatment
                AND (NEW.treatment IS NOT NULL OR NEW.treatment_encrypted IS NOT DISTINCT FROM OLD.treatment_encrypted)
            )
            OR (NEW.treatment IS NOT NULL AND NEW.treatment_encrypted IS DISTINCT FROM OLD.treatment_encrypted)
        THEN
            NEW.treatment_encrypted := NULL;
        END IF;
        IF NEW.id IS DISTINCT FROM OLD.id
            OR (
                NEW.notes IS DISTINCT FROM OLD.notes
                AND (NEW.notes IS NOT NULL OR NEW.notes_encrypted IS NOT DISTINCT FROM OLD.notes_encrypted)
            )
            OR (NEW.notes IS NOT NULL AND NEW.notes_encrypted IS DISTINCT FROM OLD.notes_encrypted)
        THEN
            NEW.notes_encrypted := NULL;
        END IF;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_health_records() IS 'Trigger: clears the ciphertext of every value that changes in health_records. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.ciphertext_health_records() FROM PUBLIC;
