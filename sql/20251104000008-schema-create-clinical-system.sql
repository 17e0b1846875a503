-- Clinic visits, clinical notes and protocols, laboratory results, medical history, mental-health
-- records and treatment plans.
--
-- The last section adds two foreign keys to prescriptions, which 20251104000007 could not create
-- because the tables did not exist yet. prescriptions is as new as this file, so the keys are
-- added in one step and not as NOT VALID first.
--
-- Tables:   clinic_visits, clinical_notes, clinical_protocols, lab_results, medical_history,
--           mental_health_records, treatment_plans
-- HIPAA:    PHI in every table but clinical_protocols; mental_health_records is the most sensitive
--           table of the schema
-- Locks:    prescriptions: SHARE ROW EXCLUSIVE while its two foreign keys are added and checked
-- Rollback: drops the seven tables and their rows; sets the references in prescriptions to NULL
--
-- depends: 20251104000007-schema-create-medications

-- ----------------------------------------------------------------------------
-- clinic_visits
-- ----------------------------------------------------------------------------
-- A visit is an event that took place; an appointment is a plan. The application does not link
-- the two.
-- The application's models delete visits and notes with the student (CASCADE). Here it is
-- RESTRICT: the specification does not ask for CASCADE, and deleting a student must not delete
-- clinical history.
-- reason_for_visit and symptoms are jsonb without a fixed structure or vocabulary, as in the model.

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
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN clinic_visits.student_id IS 'Student who came to the clinic.';
COMMENT ON COLUMN clinic_visits.check_in_time IS
    'PHI: Time when the student arrived at the clinic.';
COMMENT ON COLUMN clinic_visits.check_out_time IS
    'PHI: Time when the student left the clinic. NULL while the visit is still open.';
COMMENT ON COLUMN clinic_visits.reason_for_visit IS
    'PHI: Complaints that brought the student, free text as JSON.';
COMMENT ON COLUMN clinic_visits.symptoms IS
    'PHI: Symptoms that the nurse observed or was told of, free text as JSON.';
COMMENT ON COLUMN clinic_visits.treatment IS 'PHI: Care given during the visit, free text.';
COMMENT ON COLUMN clinic_visits.disposition IS 'PHI: Place the student went to after the visit.';
COMMENT ON COLUMN clinic_visits.attended_by IS 'Nurse or other user who attended to the student.';
COMMENT ON COLUMN clinic_visits.classes_missed IS
    'Lessons the student missed because of the visit, as JSON.';
COMMENT ON COLUMN clinic_visits.minutes_missed IS
    'Minutes of class that the student missed because of the visit; entered, not computed.';
COMMENT ON COLUMN clinic_visits.notes IS
    'PHI: Notes of the attending nurse in addition to reason, symptoms and treatment.';
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
-- content holds the whole note, whatever its type. subjective, objective, assessment and plan are
-- filled only when the author structures the note as SOAP; all four are nullable, and no CHECK
-- ties them to type.
-- A note outlives its visit (ON DELETE SET NULL), so purging a visit does not lose documentation.
-- No CHECK ties is_signed to signed_at or amended to amendment_reason: the application sets them
-- independently.

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
    'PHI: A note that a clinician wrote about a student, as free text or in SOAP sections, during '
    'a visit or without one.';
COMMENT ON COLUMN clinical_notes.id IS 'Primary key.';
COMMENT ON COLUMN clinical_notes.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN clinical_notes.student_id IS 'Student the note is about.';
COMMENT ON COLUMN clinical_notes.visit_id IS
    'Clinic visit that the note documents. NULL for telephone notes and others without a visit.';
COMMENT ON COLUMN clinical_notes.type IS
    'Form of the note; for soap, the author fills the four SOAP sections.';
COMMENT ON COLUMN clinical_notes.title IS
    'PHI: Headline shown in the list of notes, often naming the complaint.';
COMMENT ON COLUMN clinical_notes.content IS 'PHI: Full text of the note.';
COMMENT ON COLUMN clinical_notes.subjective IS
    'PHI: SOAP section S: the report of the student or a parent.';
COMMENT ON COLUMN clinical_notes.objective IS
    'PHI: SOAP section O: observations and measurements of the clinician.';
COMMENT ON COLUMN clinical_notes.assessment IS 'PHI: SOAP section A: the clinical judgment.';
COMMENT ON COLUMN clinical_notes.plan IS 'PHI: SOAP section P: the next steps.';
COMMENT ON COLUMN clinical_notes.tags IS
    'PHI: Search keywords that the author chose freely; many are clinical.';
COMMENT ON COLUMN clinical_notes.is_confidential IS
    'TRUE if the author restricts the note to colleagues with a need to know.';
COMMENT ON COLUMN clinical_notes.is_signed IS 'TRUE once the author has signed the note as final.';
COMMENT ON COLUMN clinical_notes.signed_at IS
    'PHI: Time when the author signed the note, NULL before.';
COMMENT ON COLUMN clinical_notes.amended IS 'TRUE if the text was changed after signing.';
COMMENT ON COLUMN clinical_notes.amendment_reason IS
    'PHI: Reason for changing the signed note, free text.';
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
-- All schools share the protocols: no school_id, no PHI, no soft delete. A retired protocol gets
-- the status deprecated.
-- code alone is unique, not code and version: a revision overwrites the row, so the table holds
-- only the current text. source_references is the model's attribute "references", a reserved word
-- in SQL.
-- medications holds names and not keys of drug_catalog: a protocol may name a drug that the
-- catalog does not list.

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
    'A written procedure for a complaint or an emergency. All schools share it; it concerns no '
    'particular student.';
COMMENT ON COLUMN clinical_protocols.id IS 'Primary key.';
COMMENT ON COLUMN clinical_protocols.code IS
    'Short code by which staff cite the protocol, unique on the platform.';
COMMENT ON COLUMN clinical_protocols.name IS 'Title of the procedure as nurses see it.';
COMMENT ON COLUMN clinical_protocols.version IS
    'Label of the current revision (1.0, 2025-A), free text.';
COMMENT ON COLUMN clinical_protocols.category IS
    'Topic for browsing; free text because districts arrange protocols differently.';
COMMENT ON COLUMN clinical_protocols.description IS 'Purpose and scope of the procedure.';
COMMENT ON COLUMN clinical_protocols.indications IS
    'JSON: clinical findings that call for the protocol.';
COMMENT ON COLUMN clinical_protocols.contraindications IS
    'JSON: clinical findings that rule out the protocol.';
COMMENT ON COLUMN clinical_protocols.steps IS 'JSON: steps of the procedure, in order.';
COMMENT ON COLUMN clinical_protocols.decision_points IS
    'JSON: branches between the steps and the condition of each branch.';
COMMENT ON COLUMN clinical_protocols.required_equipment IS
    'JSON: equipment that must be ready before the first step.';
COMMENT ON COLUMN clinical_protocols.medications IS
    'JSON: names of the drugs that the protocol may call for.';
COMMENT ON COLUMN clinical_protocols.status IS 'Life cycle. Nurses follow active protocols only.';
COMMENT ON COLUMN clinical_protocols.approved_by IS
    'User, usually a physician or lead nurse, who approved the protocol. NULL before approval.';
COMMENT ON COLUMN clinical_protocols.approved_date IS
    'Time when approved_by approved the protocol, NULL before.';
COMMENT ON COLUMN clinical_protocols.effective_date IS
    'First day on which nurses must follow the protocol.';
COMMENT ON COLUMN clinical_protocols.review_date IS 'Date of the next periodic review.';
COMMENT ON COLUMN clinical_protocols.source_references IS
    'JSON: guidelines and literature on which the protocol is based.';
COMMENT ON COLUMN clinical_protocols.tags IS 'JSON: search keywords, free text.';
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
-- ordered_by, performed_by and reviewed_by are names as free text and not keys of users, because
-- those physicians and technicians may have no account.
-- result holds the laboratory's own words; result_value repeats it as a number, for trends.
-- collection_date and result_date may be entered without a time, which stores midnight; the CHECK
-- therefore tolerates one day.

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
    'PHI: One laboratory test of a student and its result, for the nurses who follow it up.';
COMMENT ON COLUMN lab_results.id IS 'Primary key.';
COMMENT ON COLUMN lab_results.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN lab_results.student_id IS 'Student from whom the sample was taken.';
COMMENT ON COLUMN lab_results.test_type IS 'PHI: Kind of test, by specimen or discipline.';
COMMENT ON COLUMN lab_results.test_name IS 'PHI: Name of the test as the laboratory gives it.';
COMMENT ON COLUMN lab_results.test_code IS
    'PHI: Code of the test as supplied: LOINC or the laboratory''s own; not validated.';
COMMENT ON COLUMN lab_results.status IS 'Progress of the test, from pending to reviewed.';
COMMENT ON COLUMN lab_results.ordered_date IS
    'PHI: Time when the clinician ordered the test; required.';
COMMENT ON COLUMN lab_results.ordered_by IS
    'Name of the clinician who ordered the test, as free text.';
COMMENT ON COLUMN lab_results.collection_date IS 'PHI: Time when the sample was taken.';
COMMENT ON COLUMN lab_results.lab_name IS 'Name of the laboratory that ran the test, as free text.';
COMMENT ON COLUMN lab_results.performed_by IS
    'Name of the technician or department that ran the test, as free text.';
COMMENT ON COLUMN lab_results.result_date IS
    'PHI: Time when the laboratory reported the result, NULL before.';
COMMENT ON COLUMN lab_results.result IS
    'PHI: Result in the laboratory''s own words (5.4, negative).';
COMMENT ON COLUMN lab_results.result_value IS
    'PHI: Result as a number in result_unit. NULL if the result is not numeric.';
COMMENT ON COLUMN lab_results.result_unit IS 'Unit of result_value as reported (mg/dL).';
COMMENT ON COLUMN lab_results.reference_range IS
    'Normal range as printed on the laboratory report (70-99).';
COMMENT ON COLUMN lab_results.is_abnormal IS
    'PHI: TRUE if the laboratory reports the result as outside the reference range.';
COMMENT ON COLUMN lab_results.abnormal_flags IS
    'PHI: Flags that the laboratory put on the result (H, L), as JSON.';
COMMENT ON COLUMN lab_results.interpretation IS
    'PHI: Meaning of the result for the student, free text.';
COMMENT ON COLUMN lab_results.reviewed_by IS
    'Name of the clinician who reviewed the result, as free text.';
COMMENT ON COLUMN lab_results.reviewed_date IS
    'PHI: Time when reviewed_by reviewed the result, NULL before.';
COMMENT ON COLUMN lab_results.notes IS
    'PHI: Notes of the nurse on the sample, the result or the follow-up.';
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
-- Past conditions and family history only. Conditions that need care today are in allergies and
-- chronic_conditions; an entry of type allergy or condition here is history and is not linked.
-- record_type family_history and is_family_history state the same fact. The model has both and no
-- rule between them, so no CHECK ties either of them to family_relation.

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
    'PHI: One entry of the medical history of a student or of the family. Nurses read it before '
    'they give care.';
COMMENT ON COLUMN medical_history.id IS 'Primary key.';
COMMENT ON COLUMN medical_history.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN medical_history.student_id IS
    'Student whose history it is, even if the entry is about a relative.';
COMMENT ON COLUMN medical_history.record_type IS
    'PHI: Kind of entry, from condition to family history.';
COMMENT ON COLUMN medical_history.condition IS
    'PHI: Illness, allergen, operation or event, in the words of the source.';
COMMENT ON COLUMN medical_history.diagnosis_code IS
    'PHI: Diagnosis code as supplied, usually ICD-10; not validated.';
COMMENT ON COLUMN medical_history.category IS 'PHI: Clinical class of the condition.';
COMMENT ON COLUMN medical_history.severity IS 'PHI: Severity of the condition, past or present.';
COMMENT ON COLUMN medical_history.diagnosis_date IS 'PHI: Time of the diagnosis or the event.';
COMMENT ON COLUMN medical_history.resolved_date IS
    'PHI: Time when the condition ended. NULL if it persists or the time is unknown.';
COMMENT ON COLUMN medical_history.is_active IS 'PHI: TRUE while the condition persists.';
COMMENT ON COLUMN medical_history.is_critical IS
    'PHI: TRUE if staff must know about it in an emergency.';
COMMENT ON COLUMN medical_history.requires_monitoring IS
    'PHI: TRUE if the nurse must monitor the condition at school.';
COMMENT ON COLUMN medical_history.treatment IS 'PHI: Treatment of the condition, free text.';
COMMENT ON COLUMN medical_history.medication IS
    'PHI: Drugs taken for the condition, free text; not linked to medications.';
COMMENT ON COLUMN medical_history.is_family_history IS
    'PHI: TRUE if the entry is about a relative, not about the student.';
COMMENT ON COLUMN medical_history.family_relation IS
    'PHI: Relative whom the entry is about. NULL if it is about the student.';
COMMENT ON COLUMN medical_history.notes IS
    'PHI: Notes, such as the source of the entry and how certain it is.';
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
-- This table is separate from clinical_notes and health_records, so that fewer people can have
-- access to it.
-- The default of risk_level is NONE, so NONE may also mean that nobody has assessed the risk.
-- treatment_plan is free text and not a reference to treatment_plans. The CHECK on the follow-up
-- tolerates one day, because a date without a time is stored as midnight.
-- The application maintains access_log; the official audit trail is audit_logs.

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
    'PHI: A counseling session, evaluation, screening or crisis of a student. Counselors and '
    'therapists write and read it.';
COMMENT ON COLUMN mental_health_records.id IS 'Primary key.';
COMMENT ON COLUMN mental_health_records.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN mental_health_records.student_id IS 'Student the record is about.';
COMMENT ON COLUMN mental_health_records.record_type IS 'PHI: Kind of session or document.';
COMMENT ON COLUMN mental_health_records.record_date IS 'PHI: Time of the session or event.';
COMMENT ON COLUMN mental_health_records.counselor_id IS 'School counselor in charge, if any.';
COMMENT ON COLUMN mental_health_records.therapist_id IS 'Therapist in charge, if any.';
COMMENT ON COLUMN mental_health_records.psychiatrist_id IS 'Psychiatrist in charge, if any.';
COMMENT ON COLUMN mental_health_records.confidentiality_level IS
    'Confidentiality of the record, even toward colleagues.';
COMMENT ON COLUMN mental_health_records.title IS 'PHI: Headline shown in the list of records.';
COMMENT ON COLUMN mental_health_records.session_notes IS
    'PHI: Notes on what was said and observed, free text.';
COMMENT ON COLUMN mental_health_records.assessment IS
    'PHI: Clinical judgment of the author, free text.';
COMMENT ON COLUMN mental_health_records.diagnosis IS
    'PHI: Diagnosis as free text, if one was made.';
COMMENT ON COLUMN mental_health_records.diagnosis_code IS
    'PHI: Diagnosis code as supplied, ICD-10 or DSM-5; not validated.';
COMMENT ON COLUMN mental_health_records.treatment_plan IS
    'PHI: Therapy agreed on in the session, free text.';
COMMENT ON COLUMN mental_health_records.risk_level IS
    'PHI: Assessed risk of harm to self or others. NONE may mean that nobody has assessed it.';
COMMENT ON COLUMN mental_health_records.risk_factors IS
    'PHI: Circumstances that increase the risk, one phrase per element.';
COMMENT ON COLUMN mental_health_records.protective_factors IS
    'PHI: Circumstances that reduce the risk, one phrase per element.';
COMMENT ON COLUMN mental_health_records.interventions IS
    'PHI: Interventions made or begun in the session, one phrase per element.';
COMMENT ON COLUMN mental_health_records.follow_up_required IS
    'TRUE if the student must be seen again.';
COMMENT ON COLUMN mental_health_records.follow_up_date IS
    'PHI: Time when the student is due to be seen again.';
COMMENT ON COLUMN mental_health_records.follow_up_completed IS
    'TRUE once the follow-up has taken place.';
COMMENT ON COLUMN mental_health_records.referral_to IS
    'PHI: Person or institution to which the student was referred, free text.';
COMMENT ON COLUMN mental_health_records.referral_reason IS
    'PHI: Reason why the student was referred to the person in referral_to, free text.';
COMMENT ON COLUMN mental_health_records.parent_notified IS
    'TRUE once a parent or guardian has been told of the session or event.';
COMMENT ON COLUMN mental_health_records.parent_notification_date IS
    'PHI: Time when the parent or guardian was told.';
COMMENT ON COLUMN mental_health_records.attachments IS
    'PHI: JSON array of the files that belong to the record.';
COMMENT ON COLUMN mental_health_records.metadata IS
    'PHI: Details that have no column of their own; the application chooses the JSON keys.';
COMMENT ON COLUMN mental_health_records.access_log IS
    'JSON array of who opened the record and when; the application appends to it.';
COMMENT ON COLUMN mental_health_records.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN mental_health_records.created_by IS
    'User who entered the record; not necessarily the clinician in charge.';
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
-- diagnosis is free text on purpose: a plan may precede a coded diagnosis.
-- status has no default: the prescriber decides between draft and active.
-- The application defines the JSON structure of plan_details; nothing here checks it.

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
    'PHI: A course of care prescribed for a student over a period. Nurses carry it out, and '
    'prescriptions refer to it.';
COMMENT ON COLUMN treatment_plans.id IS 'Primary key.';
COMMENT ON COLUMN treatment_plans.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN treatment_plans.student_id IS 'Student who receives the care.';
COMMENT ON COLUMN treatment_plans.prescribed_by IS
    'User who prescribed the plan; an account with treatment plans cannot be deleted.';
COMMENT ON COLUMN treatment_plans.status IS
    'PHI: Progress of the plan, from draft to completed or cancelled.';
COMMENT ON COLUMN treatment_plans.diagnosis IS
    'PHI: Diagnosis to be treated, as free text; it must not be blank.';
COMMENT ON COLUMN treatment_plans.plan_details IS
    'PHI: Goals, measures and schedule of the plan as JSON.';
COMMENT ON COLUMN treatment_plans.start_date IS 'PHI: Time when care under the plan begins.';
COMMENT ON COLUMN treatment_plans.end_date IS
    'PHI: Time when care under the plan ends. NULL if open-ended.';
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
-- Foreign keys of prescriptions (created in 20251104000007)
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
