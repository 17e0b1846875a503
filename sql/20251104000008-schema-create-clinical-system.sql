-- Clinic visits and everything a clinician writes about a student.
--
-- The last section closes the forward references of slot 07. prescriptions is as young as this
-- file, so its foreign keys are checked at once instead of NOT VALID first.
--
-- Tables:   clinic_visits, clinical_notes, clinical_protocols, lab_results, medical_history,
--           mental_health_records, treatment_plans
-- HIPAA:    PHI in every table but clinical_protocols; mental_health_records is the most sensitive
--           of all
-- Locks:    prescriptions: SHARE ROW EXCLUSIVE while its two foreign keys are added and checked
-- Rollback: drops the seven tables and their rows; clears the references of prescriptions to them
--
-- depends: 20251104000007-schema-create-medications

-- ----------------------------------------------------------------------------
-- clinic_visits
-- ----------------------------------------------------------------------------
-- A visit is what took place, an appointment what was planned; the model links neither.
-- The models of visits and notes say CASCADE for the student. It is RESTRICT here: the report
-- lists neither, and clinical history does not vanish with the row it hangs on.
-- Reasons and symptoms are jsonb of undeclared shape: the model knows no vocabulary for them.

CREATE TABLE clinic_visits (
    id               uuid              NOT NULL DEFAULT gen_random_uuid(),
    school_id        uuid,
    student_id       uuid              NOT NULL,
    check_in_time    timestamptz       NOT NULL,
    check_out_time   timestamptz,
    reason_for_visit jsonb             NOT NULL,
    symptoms         jsonb,
    treatment        text,
    disposition      visit_disposition NOT NULL,
    attended_by      uuid              NOT NULL,
    classes_missed   jsonb,
    minutes_missed   integer,
    notes            text,
    created_at       timestamptz       NOT NULL DEFAULT now(),
    updated_at       timestamptz       NOT NULL DEFAULT now(),
    deleted_at       timestamptz,

    CONSTRAINT clinic_visits_pkey
        PRIMARY KEY (id),
    CONSTRAINT clinic_visits_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT clinic_visits_attended_by_fkey
        FOREIGN KEY (attended_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT clinic_visits_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT clinic_visits_check_out_not_before_check_in_check
        CHECK (check_out_time >= check_in_time),
    CONSTRAINT clinic_visits_minutes_missed_not_negative_check
        CHECK (minutes_missed >= 0)
);

COMMENT ON TABLE clinic_visits IS
    'PHI: One visit of a student to the school clinic, from check-in to check-out, recorded '
    'by the attending nurse.';
COMMENT ON COLUMN clinic_visits.id IS 'Primary key.';
COMMENT ON COLUMN clinic_visits.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN clinic_visits.student_id IS 'Student who came to the clinic.';
COMMENT ON COLUMN clinic_visits.check_in_time IS 'PHI: When the student arrived at the clinic.';
COMMENT ON COLUMN clinic_visits.check_out_time IS
    'PHI: When the student left the clinic. NULL while the visit is still open.';
COMMENT ON COLUMN clinic_visits.reason_for_visit IS
    'PHI: Complaints that brought the student, as JSON in free words.';
COMMENT ON COLUMN clinic_visits.symptoms IS
    'PHI: Symptoms the nurse observed or was told of, as JSON in free words.';
COMMENT ON COLUMN clinic_visits.treatment IS 'PHI: Care given during the visit, in free text.';
COMMENT ON COLUMN clinic_visits.disposition IS 'PHI: Where the student went after the visit.';
COMMENT ON COLUMN clinic_visits.attended_by IS 'Nurse or other user who saw the student.';
COMMENT ON COLUMN clinic_visits.classes_missed IS
    'Lessons the student missed because of the visit, as JSON.';
COMMENT ON COLUMN clinic_visits.minutes_missed IS
    'Instruction time lost to the visit, in minutes, as entered and not computed.';
COMMENT ON COLUMN clinic_visits.notes IS
    'PHI: Remarks of the attending nurse beyond reason, symptoms and treatment.';
COMMENT ON COLUMN clinic_visits.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN clinic_visits.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN clinic_visits.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX clinic_visits_school_id_check_in_time_idx
    ON clinic_visits (school_id, check_in_time DESC);
CREATE INDEX clinic_visits_student_id_check_in_time_idx
    ON clinic_visits (student_id, check_in_time DESC);
CREATE INDEX clinic_visits_attended_by_idx ON clinic_visits (attended_by);

CREATE TRIGGER clinic_visits_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON clinic_visits
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE clinic_visits ENABLE ALWAYS TRIGGER clinic_visits_100_school_id;

CREATE TRIGGER clinic_visits_200_updated_at
BEFORE UPDATE ON clinic_visits
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- clinical_notes
-- ----------------------------------------------------------------------------
-- content holds the whole note of any type; subjective to plan are filled only when the
-- author structures it as SOAP, so all four are nullable and none depends on type.
-- A note outlives its visit (SET NULL): documentation is not lost when a visit is purged.
-- is_signed and signed_at, amended and its reason are set independently of each other.

CREATE TABLE clinical_notes (
    id               uuid               NOT NULL DEFAULT gen_random_uuid(),
    school_id        uuid,
    student_id       uuid               NOT NULL,
    visit_id         uuid,
    type             clinical_note_type NOT NULL DEFAULT 'general',
    title            varchar(255)       NOT NULL,
    content          text               NOT NULL,
    subjective       text,
    objective        text,
    assessment       text,
    plan             text,
    tags             jsonb,
    is_confidential  boolean            NOT NULL DEFAULT FALSE,
    is_signed        boolean            NOT NULL DEFAULT FALSE,
    signed_at        timestamptz,
    amended          boolean            NOT NULL DEFAULT FALSE,
    amendment_reason text,
    created_at       timestamptz        NOT NULL DEFAULT now(),
    created_by       uuid               NOT NULL,
    updated_at       timestamptz        NOT NULL DEFAULT now(),
    deleted_at       timestamptz,

    CONSTRAINT clinical_notes_pkey
        PRIMARY KEY (id),
    CONSTRAINT clinical_notes_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT clinical_notes_visit_id_fkey
        FOREIGN KEY (visit_id) REFERENCES clinic_visits (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT clinical_notes_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT clinical_notes_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT clinical_notes_title_not_blank_check
        CHECK (btrim(title) <> '')
);

COMMENT ON TABLE clinical_notes IS
    'PHI: A note a clinician wrote about a student, in free form or in SOAP sections, during '
    'a clinic visit or apart from one.';
COMMENT ON COLUMN clinical_notes.id IS 'Primary key.';
COMMENT ON COLUMN clinical_notes.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN clinical_notes.student_id IS 'Student the note is about.';
COMMENT ON COLUMN clinical_notes.visit_id IS
    'Clinic visit the note documents. NULL for telephone notes and others without a visit.';
COMMENT ON COLUMN clinical_notes.type IS
    'Form of the note. soap means that the four SOAP sections are filled.';
COMMENT ON COLUMN clinical_notes.title IS
    'PHI: Headline shown in the list of notes, often naming the complaint.';
COMMENT ON COLUMN clinical_notes.content IS 'PHI: Body of the note.';
COMMENT ON COLUMN clinical_notes.subjective IS
    'PHI: SOAP section S, what the student or a parent reports.';
COMMENT ON COLUMN clinical_notes.objective IS
    'PHI: SOAP section O, what the clinician observed or measured.';
COMMENT ON COLUMN clinical_notes.assessment IS 'PHI: SOAP section A, the clinical judgment.';
COMMENT ON COLUMN clinical_notes.plan IS 'PHI: SOAP section P, what is to be done next.';
COMMENT ON COLUMN clinical_notes.tags IS
    'PHI: Keywords for search, chosen freely by the author and often clinical.';
COMMENT ON COLUMN clinical_notes.is_confidential IS
    'TRUE if the author wants the note kept from colleagues without a need to know.';
COMMENT ON COLUMN clinical_notes.is_signed IS 'TRUE once the author has signed the note as final.';
COMMENT ON COLUMN clinical_notes.signed_at IS 'PHI: When the author signed.';
COMMENT ON COLUMN clinical_notes.amended IS 'TRUE if the text was changed after signing.';
COMMENT ON COLUMN clinical_notes.amendment_reason IS
    'PHI: Why the signed note was changed, in free text.';
COMMENT ON COLUMN clinical_notes.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN clinical_notes.created_by IS 'User who wrote the note, its author of record.';
COMMENT ON COLUMN clinical_notes.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN clinical_notes.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX clinical_notes_school_id_created_at_idx
    ON clinical_notes (school_id, created_at DESC);
CREATE INDEX clinical_notes_student_id_created_at_idx
    ON clinical_notes (student_id, created_at DESC);
CREATE INDEX clinical_notes_visit_id_idx ON clinical_notes (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX clinical_notes_created_by_idx ON clinical_notes (created_by);

CREATE TRIGGER clinical_notes_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON clinical_notes
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE clinical_notes ENABLE ALWAYS TRIGGER clinical_notes_100_school_id;

CREATE TRIGGER clinical_notes_200_updated_at
BEFORE UPDATE ON clinical_notes
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- clinical_protocols
-- ----------------------------------------------------------------------------
-- Global by design: no school_id, no PHI and no soft delete. Retired ones become deprecated.
-- code is unique alone, not with version: a revision overwrites the row, so the table holds
-- the current text only. source_references is references in the model, a reserved word in SQL.
-- medications holds names, not keys of drug_catalog: a protocol may name a drug not listed.

CREATE TABLE clinical_protocols (
    id                 uuid            NOT NULL DEFAULT gen_random_uuid(),
    code               varchar(50)     NOT NULL,
    name               varchar(255)    NOT NULL,
    version            varchar(20)     NOT NULL,
    category           varchar(100)    NOT NULL,
    description        text            NOT NULL,
    indications        jsonb           NOT NULL,
    contraindications  jsonb,
    steps              jsonb           NOT NULL,
    decision_points    jsonb,
    required_equipment jsonb,
    medications        jsonb,
    status             protocol_status NOT NULL DEFAULT 'draft',
    approved_by        uuid,
    approved_date      timestamptz,
    effective_date     date,
    review_date        date,
    source_references  jsonb,
    tags               jsonb,
    created_at         timestamptz     NOT NULL DEFAULT now(),
    created_by         uuid            NOT NULL,
    updated_at         timestamptz     NOT NULL DEFAULT now(),

    CONSTRAINT clinical_protocols_pkey
        PRIMARY KEY (id),
    CONSTRAINT clinical_protocols_code_key
        UNIQUE (code),
    CONSTRAINT clinical_protocols_approved_by_fkey
        FOREIGN KEY (approved_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT clinical_protocols_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT clinical_protocols_code_not_blank_check
        CHECK (btrim(code) <> ''),
    CONSTRAINT clinical_protocols_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT clinical_protocols_version_not_blank_check
        CHECK (btrim(version) <> '')
);

COMMENT ON TABLE clinical_protocols IS
    'A written procedure nurses follow for a complaint or emergency, shared by all schools '
    'and about no particular student.';
COMMENT ON COLUMN clinical_protocols.id IS 'Primary key.';
COMMENT ON COLUMN clinical_protocols.code IS
    'Short handle staff cite the protocol by, unique in the whole installation.';
COMMENT ON COLUMN clinical_protocols.name IS 'Title of the procedure as shown to nurses.';
COMMENT ON COLUMN clinical_protocols.version IS
    'Label of the current revision in free form, such as 1.0 or 2025-A.';
COMMENT ON COLUMN clinical_protocols.category IS
    'Topic for browsing, free text because districts arrange protocols differently.';
COMMENT ON COLUMN clinical_protocols.description IS 'Purpose and scope of the procedure.';
COMMENT ON COLUMN clinical_protocols.indications IS
    'JSON: the findings that call for the protocol.';
COMMENT ON COLUMN clinical_protocols.contraindications IS 'JSON: the findings that forbid it.';
COMMENT ON COLUMN clinical_protocols.steps IS 'JSON: what to do, in order.';
COMMENT ON COLUMN clinical_protocols.decision_points IS
    'JSON: the branches between steps and the condition of each.';
COMMENT ON COLUMN clinical_protocols.required_equipment IS
    'JSON: what must be at hand before the first step.';
COMMENT ON COLUMN clinical_protocols.medications IS
    'JSON: the drugs the protocol may call for, by name.';
COMMENT ON COLUMN clinical_protocols.status IS 'Life cycle. Nurses follow active protocols only.';
COMMENT ON COLUMN clinical_protocols.approved_by IS
    'User, usually a physician or lead nurse, who released the protocol. NULL before release.';
COMMENT ON COLUMN clinical_protocols.approved_date IS 'When the protocol was released.';
COMMENT ON COLUMN clinical_protocols.effective_date IS
    'First day on which nurses are to follow it.';
COMMENT ON COLUMN clinical_protocols.review_date IS 'Day of the periodic review.';
COMMENT ON COLUMN clinical_protocols.source_references IS
    'JSON: guidelines and literature the protocol rests on.';
COMMENT ON COLUMN clinical_protocols.tags IS 'JSON: free keywords for search.';
COMMENT ON COLUMN clinical_protocols.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN clinical_protocols.created_by IS 'User who drafted the protocol.';
COMMENT ON COLUMN clinical_protocols.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX clinical_protocols_approved_by_idx ON clinical_protocols (approved_by)
    WHERE approved_by IS NOT NULL;
CREATE INDEX clinical_protocols_created_by_idx ON clinical_protocols (created_by);

CREATE TRIGGER clinical_protocols_200_updated_at
BEFORE UPDATE ON clinical_protocols
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- lab_results
-- ----------------------------------------------------------------------------
-- ordered_by, performed_by and reviewed_by are names in free text and no keys of users: the
-- physicians and technicians behind them need have no account here.
-- result keeps the words of the laboratory; result_value repeats it as a number for trends.
-- collection_date and result_date may be entered without a time; the CHECK allows for a day.

CREATE TABLE lab_results (
    id              uuid              NOT NULL DEFAULT gen_random_uuid(),
    school_id       uuid,
    student_id      uuid              NOT NULL,
    test_type       lab_test_type     NOT NULL,
    test_name       varchar(255)      NOT NULL,
    test_code       varchar(255),
    status          lab_result_status DEFAULT 'pending',
    ordered_date    timestamptz       NOT NULL,
    ordered_by      varchar(255),
    collection_date timestamptz,
    lab_name        varchar(255),
    performed_by    varchar(255),
    result_date     timestamptz,
    result          text              NOT NULL,
    result_value    double precision,
    result_unit     varchar(255),
    reference_range varchar(255),
    is_abnormal     boolean           DEFAULT FALSE,
    abnormal_flags  jsonb,
    interpretation  text,
    reviewed_by     varchar(255),
    reviewed_date   timestamptz,
    notes           text,
    created_at      timestamptz       NOT NULL DEFAULT now(),
    updated_at      timestamptz       NOT NULL DEFAULT now(),
    deleted_at      timestamptz,

    CONSTRAINT lab_results_pkey
        PRIMARY KEY (id),
    CONSTRAINT lab_results_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT lab_results_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT lab_results_test_name_not_blank_check
        CHECK (btrim(test_name) <> ''),
    CONSTRAINT lab_results_result_not_before_collection_check
        CHECK (result_date - collection_date > interval '-1 day')
);

COMMENT ON TABLE lab_results IS
    'PHI: One laboratory test of a student and its result, kept for the nurses who follow it up.';
COMMENT ON COLUMN lab_results.id IS 'Primary key.';
COMMENT ON COLUMN lab_results.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN lab_results.student_id IS 'Student the sample was taken from.';
COMMENT ON COLUMN lab_results.test_type IS 'PHI: Class of the test.';
COMMENT ON COLUMN lab_results.test_name IS 'PHI: Test as the laboratory names it.';
COMMENT ON COLUMN lab_results.test_code IS
    'PHI: Code of the test as supplied, LOINC or a code of the laboratory, unchecked.';
COMMENT ON COLUMN lab_results.status IS 'How far the test has come, from pending to reviewed.';
COMMENT ON COLUMN lab_results.ordered_date IS 'PHI: When the test was ordered.';
COMMENT ON COLUMN lab_results.ordered_by IS 'Clinician who ordered the test, free text name.';
COMMENT ON COLUMN lab_results.collection_date IS 'PHI: When the sample was taken.';
COMMENT ON COLUMN lab_results.lab_name IS 'Laboratory that ran the test, free text.';
COMMENT ON COLUMN lab_results.performed_by IS
    'Technician or department that ran the test, free text name.';
COMMENT ON COLUMN lab_results.result_date IS 'PHI: When the laboratory reported.';
COMMENT ON COLUMN lab_results.result IS
    'PHI: Result in the words of the laboratory, such as 5.4 or negative.';
COMMENT ON COLUMN lab_results.result_value IS
    'PHI: Result as a number in result_unit. NULL if the result is not numeric.';
COMMENT ON COLUMN lab_results.result_unit IS 'Unit of result_value as reported, such as mg/dL.';
COMMENT ON COLUMN lab_results.reference_range IS
    'Normal range as printed on the report, for example 70-99.';
COMMENT ON COLUMN lab_results.is_abnormal IS
    'PHI: TRUE if the result lies outside the reference range, as the report says.';
COMMENT ON COLUMN lab_results.abnormal_flags IS
    'PHI: Marks of the laboratory on the result, such as H or L, as JSON.';
COMMENT ON COLUMN lab_results.interpretation IS
    'PHI: What the result means for the student, in free text.';
COMMENT ON COLUMN lab_results.reviewed_by IS 'Clinician who reviewed the result, free text name.';
COMMENT ON COLUMN lab_results.reviewed_date IS 'PHI: When the result was reviewed.';
COMMENT ON COLUMN lab_results.notes IS 'PHI: Remarks of the nurse on sample, result or follow-up.';
COMMENT ON COLUMN lab_results.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN lab_results.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN lab_results.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX lab_results_school_id_ordered_date_idx ON lab_results (school_id, ordered_date DESC);
CREATE INDEX lab_results_student_id_ordered_date_idx
    ON lab_results (student_id, ordered_date DESC);

CREATE TRIGGER lab_results_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON lab_results
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE lab_results ENABLE ALWAYS TRIGGER lab_results_100_school_id;

CREATE TRIGGER lab_results_200_updated_at
BEFORE UPDATE ON lab_results
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- medical_history
-- ----------------------------------------------------------------------------
-- Past and family background only. What needs care today stands in allergies and
-- chronic_conditions; an entry of type allergy or condition here is history and not linked.
-- record_type family_history and is_family_history say the same twice; the model has both and
-- declares no rule between them, so no CHECK ties either of them to family_relation.

CREATE TABLE medical_history (
    id                  uuid                 NOT NULL DEFAULT gen_random_uuid(),
    school_id           uuid,
    student_id          uuid                 NOT NULL,
    record_type         medical_history_type NOT NULL,
    condition           varchar(255)         NOT NULL,
    diagnosis_code      varchar(255),
    category            medical_history_category,
    severity            condition_severity,
    diagnosis_date      timestamptz,
    resolved_date       timestamptz,
    is_active           boolean              DEFAULT TRUE,
    is_critical         boolean              DEFAULT FALSE,
    requires_monitoring boolean              DEFAULT FALSE,
    treatment           text,
    medication          text,
    is_family_history   boolean              DEFAULT FALSE,
    family_relation     family_relation,
    notes               text,
    created_at          timestamptz          NOT NULL DEFAULT now(),
    updated_at          timestamptz          NOT NULL DEFAULT now(),
    deleted_at          timestamptz,

    CONSTRAINT medical_history_pkey
        PRIMARY KEY (id),
    CONSTRAINT medical_history_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT medical_history_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT medical_history_condition_not_blank_check
        CHECK (btrim(condition) <> ''),
    CONSTRAINT medical_history_resolved_not_before_diagnosis_check
        CHECK (resolved_date >= diagnosis_date)
);

COMMENT ON TABLE medical_history IS
    'PHI: One entry of the medical past of a student or the family, read by nurses before care.';
COMMENT ON COLUMN medical_history.id IS 'Primary key.';
COMMENT ON COLUMN medical_history.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN medical_history.student_id IS
    'Student whose history it is, also where the entry is about a relative.';
COMMENT ON COLUMN medical_history.record_type IS
    'PHI: Kind of entry, from condition to family history.';
COMMENT ON COLUMN medical_history.condition IS
    'PHI: Illness, allergen, operation or event, in the words of the source.';
COMMENT ON COLUMN medical_history.diagnosis_code IS
    'PHI: Diagnosis code as supplied, usually ICD-10, not checked against a code set.';
COMMENT ON COLUMN medical_history.category IS 'PHI: Clinical class of the condition.';
COMMENT ON COLUMN medical_history.severity IS 'PHI: How severe the condition is or was.';
COMMENT ON COLUMN medical_history.diagnosis_date IS 'PHI: When it was diagnosed or took place.';
COMMENT ON COLUMN medical_history.resolved_date IS
    'PHI: When it was over. NULL if it persists or the date is unknown.';
COMMENT ON COLUMN medical_history.is_active IS 'PHI: TRUE while the condition persists.';
COMMENT ON COLUMN medical_history.is_critical IS
    'PHI: TRUE if staff must know of it in an emergency.';
COMMENT ON COLUMN medical_history.requires_monitoring IS
    'PHI: TRUE if the nurse must keep watch on it at school.';
COMMENT ON COLUMN medical_history.treatment IS 'PHI: Treatment given for it, in free text.';
COMMENT ON COLUMN medical_history.medication IS
    'PHI: Drugs taken for it, free text and no reference to medications.';
COMMENT ON COLUMN medical_history.is_family_history IS
    'PHI: TRUE if the entry is about a relative and not the student.';
COMMENT ON COLUMN medical_history.family_relation IS
    'PHI: Relative the entry is about. NULL for the student.';
COMMENT ON COLUMN medical_history.notes IS
    'PHI: Remarks, such as who reported the entry and how certain it is.';
COMMENT ON COLUMN medical_history.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN medical_history.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN medical_history.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX medical_history_school_id_idx ON medical_history (school_id);
CREATE INDEX medical_history_student_id_idx ON medical_history (student_id);

CREATE TRIGGER medical_history_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON medical_history
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE medical_history ENABLE ALWAYS TRIGGER medical_history_100_school_id;

CREATE TRIGGER medical_history_200_updated_at
BEFORE UPDATE ON medical_history
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- mental_health_records
-- ----------------------------------------------------------------------------
-- Apart from clinical_notes and health_records so that access can be narrower than for them.
-- risk_level is an assessment with a default of NONE: it also says NONE where nobody assessed.
-- treatment_plan is prose, not the table. The follow-up CHECK grants a day for timeless dates.
-- access_log is kept by the application; the audit trail of record is audit_logs.

CREATE TABLE mental_health_records (
    id                       uuid                      NOT NULL DEFAULT gen_random_uuid(),
    school_id                uuid,
    student_id               uuid                      NOT NULL,
    record_type              mental_health_record_type NOT NULL,
    record_date              timestamptz               NOT NULL,
    counselor_id             uuid,
    therapist_id             uuid,
    psychiatrist_id          uuid,
    confidentiality_level    confidentiality_level     NOT NULL DEFAULT 'STANDARD',
    title                    varchar(200)              NOT NULL,
    session_notes            text                      NOT NULL,
    assessment               text,
    diagnosis                text,
    diagnosis_code           varchar(20),
    treatment_plan           text,
    risk_level               risk_level                NOT NULL DEFAULT 'NONE',
    risk_factors             text[],
    protective_factors       text[],
    interventions            text[],
    follow_up_required       boolean                   DEFAULT FALSE,
    follow_up_date           timestamptz,
    follow_up_completed      boolean                   DEFAULT FALSE,
    referral_to              varchar(200),
    referral_reason          text,
    parent_notified          boolean                   DEFAULT FALSE,
    parent_notification_date timestamptz,
    attachments              jsonb                     NOT NULL DEFAULT '[]',
    metadata                 jsonb,
    access_log               jsonb                     DEFAULT '[]',
    created_at               timestamptz               NOT NULL DEFAULT now(),
    created_by               uuid,
    updated_at               timestamptz               NOT NULL DEFAULT now(),
    updated_by               uuid,
    deleted_at               timestamptz,

    CONSTRAINT mental_health_records_pkey
        PRIMARY KEY (id),
    CONSTRAINT mental_health_records_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT mental_health_records_counselor_id_fkey
        FOREIGN KEY (counselor_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT mental_health_records_therapist_id_fkey
        FOREIGN KEY (therapist_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT mental_health_records_psychiatrist_id_fkey
        FOREIGN KEY (psychiatrist_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT mental_health_records_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT mental_health_records_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT mental_health_records_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT mental_health_records_follow_up_not_before_record_check
        CHECK (follow_up_date - record_date > interval '-1 day'),
    CONSTRAINT mental_health_records_attachments_is_list_check
        CHECK (jsonb_typeof(attachments) = 'array'),
    CONSTRAINT mental_health_records_access_log_is_list_check
        CHECK (jsonb_typeof(access_log) = 'array')
);

COMMENT ON TABLE mental_health_records IS
    'PHI: A counseling session, evaluation, screening or crisis of a student, written and '
    'read by counselors and therapists.';
COMMENT ON COLUMN mental_health_records.id IS 'Primary key.';
COMMENT ON COLUMN mental_health_records.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN mental_health_records.student_id IS 'Student the record is about.';
COMMENT ON COLUMN mental_health_records.record_type IS 'PHI: Kind of contact or document.';
COMMENT ON COLUMN mental_health_records.record_date IS 'PHI: When the session or event took place.';
COMMENT ON COLUMN mental_health_records.counselor_id IS 'School counselor in charge, if any.';
COMMENT ON COLUMN mental_health_records.therapist_id IS 'Therapist in charge, if any.';
COMMENT ON COLUMN mental_health_records.psychiatrist_id IS 'Psychiatrist in charge, if any.';
COMMENT ON COLUMN mental_health_records.confidentiality_level IS
    'How far the record is closed even to colleagues.';
COMMENT ON COLUMN mental_health_records.title IS 'PHI: Headline shown in the list of records.';
COMMENT ON COLUMN mental_health_records.session_notes IS
    'PHI: What was said and observed, in free text.';
COMMENT ON COLUMN mental_health_records.assessment IS 'PHI: Clinical judgment of the author.';
COMMENT ON COLUMN mental_health_records.diagnosis IS 'PHI: Diagnosis in words, if one was made.';
COMMENT ON COLUMN mental_health_records.diagnosis_code IS
    'PHI: Diagnosis code as supplied, ICD-10 or DSM-5, unchecked.';
COMMENT ON COLUMN mental_health_records.treatment_plan IS
    'PHI: Therapy agreed on in this session, in free text.';
COMMENT ON COLUMN mental_health_records.risk_level IS
    'PHI: Risk of harm to self or others as assessed.';
COMMENT ON COLUMN mental_health_records.risk_factors IS
    'PHI: Circumstances that raise the risk, one free phrase per element.';
COMMENT ON COLUMN mental_health_records.protective_factors IS
    'PHI: Circumstances that lower the risk, one free phrase per element.';
COMMENT ON COLUMN mental_health_records.interventions IS
    'PHI: What was done or begun in the session, one free phrase per element.';
COMMENT ON COLUMN mental_health_records.follow_up_required IS
    'TRUE if the student must be seen again.';
COMMENT ON COLUMN mental_health_records.follow_up_date IS
    'PHI: When the student is to be seen again.';
COMMENT ON COLUMN mental_health_records.follow_up_completed IS
    'TRUE once the follow-up has taken place.';
COMMENT ON COLUMN mental_health_records.referral_to IS
    'PHI: Person or institution the student was referred to, free text.';
COMMENT ON COLUMN mental_health_records.referral_reason IS 'PHI: Why the student was referred.';
COMMENT ON COLUMN mental_health_records.parent_notified IS
    'TRUE once a parent or guardian was told of the session or event.';
COMMENT ON COLUMN mental_health_records.parent_notification_date IS
    'PHI: When the parent or guardian was told.';
COMMENT ON COLUMN mental_health_records.attachments IS
    'PHI: JSON list of the files that belong to the record.';
COMMENT ON COLUMN mental_health_records.metadata IS
    'PHI: Details without a column of their own, keys chosen by the application.';
COMMENT ON COLUMN mental_health_records.access_log IS
    'Who opened the record and when, as a JSON list.';
COMMENT ON COLUMN mental_health_records.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN mental_health_records.created_by IS
    'User who entered the record, not necessarily the clinician in charge.';
COMMENT ON COLUMN mental_health_records.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN mental_health_records.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN mental_health_records.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX mental_health_records_school_id_record_date_idx
    ON mental_health_records (school_id, record_date DESC);
CREATE INDEX mental_health_records_student_id_record_date_idx
    ON mental_health_records (student_id, record_date DESC);
CREATE INDEX mental_health_records_counselor_id_idx ON mental_health_records (counselor_id)
    WHERE counselor_id IS NOT NULL;
CREATE INDEX mental_health_records_therapist_id_idx ON mental_health_records (therapist_id)
    WHERE therapist_id IS NOT NULL;
CREATE INDEX mental_health_records_psychiatrist_id_idx ON mental_health_records (psychiatrist_id)
    WHERE psychiatrist_id IS NOT NULL;
CREATE INDEX mental_health_records_created_by_idx ON mental_health_records (created_by)
    WHERE created_by IS NOT NULL;
CREATE INDEX mental_health_records_updated_by_idx ON mental_health_records (updated_by)
    WHERE updated_by IS NOT NULL;

CREATE TRIGGER mental_health_records_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON mental_health_records
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE mental_health_records ENABLE ALWAYS TRIGGER mental_health_records_100_school_id;

CREATE TRIGGER mental_health_records_200_updated_at
BEFORE UPDATE ON mental_health_records
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- treatment_plans
-- ----------------------------------------------------------------------------
-- diagnosis is prose on purpose: a plan may precede a coded diagnosis.
-- status has no default: whoever prescribes decides between draft and active.
-- plan_details is of the application's making; its shape is not declared and not checked.

CREATE TABLE treatment_plans (
    id            uuid                  NOT NULL DEFAULT gen_random_uuid(),
    school_id     uuid,
    student_id    uuid                  NOT NULL,
    prescribed_by uuid                  NOT NULL,
    status        treatment_plan_status NOT NULL,
    diagnosis     text                  NOT NULL,
    plan_details  jsonb                 NOT NULL,
    start_date    timestamptz           NOT NULL,
    end_date      timestamptz,
    created_at    timestamptz           NOT NULL DEFAULT now(),
    updated_at    timestamptz           NOT NULL DEFAULT now(),
    deleted_at    timestamptz,

    CONSTRAINT treatment_plans_pkey
        PRIMARY KEY (id),
    CONSTRAINT treatment_plans_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT treatment_plans_prescribed_by_fkey
        FOREIGN KEY (prescribed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT treatment_plans_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT treatment_plans_end_not_before_start_check
        CHECK (end_date >= start_date),
    CONSTRAINT treatment_plans_diagnosis_not_blank_check
        CHECK (btrim(diagnosis) <> '')
);

COMMENT ON TABLE treatment_plans IS
    'PHI: A course of care prescribed for a student over a period, which nurses carry out '
    'and prescriptions refer to.';
COMMENT ON COLUMN treatment_plans.id IS 'Primary key.';
COMMENT ON COLUMN treatment_plans.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN treatment_plans.student_id IS 'Student the plan is for.';
COMMENT ON COLUMN treatment_plans.prescribed_by IS 'User who prescribed the plan.';
COMMENT ON COLUMN treatment_plans.status IS
    'PHI: How far the plan has come, from draft to completed or cancelled.';
COMMENT ON COLUMN treatment_plans.diagnosis IS 'PHI: Diagnosis the plan treats, in free text.';
COMMENT ON COLUMN treatment_plans.plan_details IS
    'PHI: Goals, measures and schedule of the plan as JSON.';
COMMENT ON COLUMN treatment_plans.start_date IS 'PHI: When care under the plan begins.';
COMMENT ON COLUMN treatment_plans.end_date IS
    'PHI: When care under the plan ends. NULL while open-ended.';
COMMENT ON COLUMN treatment_plans.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN treatment_plans.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN treatment_plans.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX treatment_plans_school_id_start_date_idx
    ON treatment_plans (school_id, start_date DESC);
CREATE INDEX treatment_plans_student_id_start_date_idx
    ON treatment_plans (student_id, start_date DESC);
CREATE INDEX treatment_plans_prescribed_by_idx ON treatment_plans (prescribed_by);

CREATE TRIGGER treatment_plans_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON treatment_plans
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE treatment_plans ENABLE ALWAYS TRIGGER treatment_plans_100_school_id;

CREATE TRIGGER treatment_plans_200_updated_at
BEFORE UPDATE ON treatment_plans
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- Forward references of slot 07
-- ----------------------------------------------------------------------------

ALTER TABLE prescriptions
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
ADD CONSTRAINT prescriptions_visit_id_fkey
FOREIGN KEY (visit_id) REFERENCES clinic_visits (id)
ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE prescriptions
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
ADD CONSTRAINT prescriptions_treatment_plan_id_fkey
FOREIGN KEY (treatment_plan_id) REFERENCES treatment_plans (id)
ON UPDATE CASCADE ON DELETE SET NULL;
