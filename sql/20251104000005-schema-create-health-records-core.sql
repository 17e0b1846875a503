-- The core of the health record: dated entries, allergies and chronic conditions.
--
-- An older migration of the application added columns to these three tables. No installation ever
-- ran it, so this file creates those columns with the tables. The exception is
-- health_records.vital, which no model of the application has.
--
-- Tables:   health_records, allergies, chronic_conditions
-- HIPAA:    PHI in every table; audit trigger and RLS follow in 20251104000027 and 20251104000028
-- Locks:    none on existing tables
-- Rollback: drops the three tables and their rows
--
-- depends: 20251104000004-indexes-core-infrastructure-users

-- ----------------------------------------------------------------------------
-- health_records
-- ----------------------------------------------------------------------------
-- The general record. Allergies, chronic conditions and screenings hold the structured details
-- and may refer back to the entry in which they were found.
-- Providers are stored by name and NPI because they work outside the school and have no account.

CREATE TABLE health_records (
    id                  uuid               NOT NULL DEFAULT gen_random_uuid(),
    school_id           uuid,
    student_id          uuid               NOT NULL,
    record_type         health_record_type NOT NULL,
    title               varchar(200)       NOT NULL,
    description         text               NOT NULL,
    record_date         timestamptz        NOT NULL,
    provider            varchar(200),
    provider_npi        varchar(20),
    facility            varchar(200),
    facility_npi        varchar(20),
    diagnosis           text,
    diagnosis_code      varchar(20),
    treatment           text,
    follow_up_required  boolean            DEFAULT FALSE,
    follow_up_date      timestamptz,
    follow_up_completed boolean            DEFAULT FALSE,
    attachments         jsonb              NOT NULL DEFAULT '[]',
    metadata            jsonb,
    is_confidential     boolean            DEFAULT FALSE,
    notes               text,
    created_at          timestamptz        NOT NULL DEFAULT now(),
    created_by          uuid,
    updated_at          timestamptz        NOT NULL DEFAULT now(),
    updated_by          uuid,
    deleted_at          timestamptz,

    CONSTRAINT health_records_pkey
        PRIMARY KEY (id),
    CONSTRAINT health_records_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT health_records_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT health_records_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT health_records_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT health_records_provider_npi_is_ten_digits_check
        CHECK (provider_npi ~ '^[0-9]{10}$'),
    CONSTRAINT health_records_facility_npi_is_ten_digits_check
        CHECK (facility_npi ~ '^[0-9]{10}$'),
    CONSTRAINT health_records_diagnosis_code_is_icd10_check
        CHECK (diagnosis_code ~ '^[A-Z][0-9][0-9A-Z]([.]?[0-9A-Z]{1,4})?$'),
    CONSTRAINT health_records_follow_up_not_before_record_check
        CHECK (follow_up_date >= record_date),
    CONSTRAINT health_records_attachments_is_array_check
        CHECK (jsonb_typeof(attachments) = 'array')
);

COMMENT ON TABLE health_records IS
    'PHI: One dated entry of any kind in a student''s health record. Nurses read them as a '
    'timeline.';
COMMENT ON COLUMN health_records.id IS 'Primary key.';
COMMENT ON COLUMN health_records.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN health_records.student_id IS 'Student the entry is about.';
COMMENT ON COLUMN health_records.record_type IS
    'PHI: Kind of event. Decides which details the application asks for.';
COMMENT ON COLUMN health_records.title IS 'PHI: Headline of the entry in the timeline.';
COMMENT ON COLUMN health_records.description IS
    'PHI: Event or finding, in the author''s own words.';
COMMENT ON COLUMN health_records.record_date IS
    'PHI: Time of the event, often earlier than the time of entry.';
COMMENT ON COLUMN health_records.provider IS
    'PHI: Name of the clinician who treated or examined the student.';
COMMENT ON COLUMN health_records.provider_npi IS
    'PHI: National Provider Identifier of that clinician, ten digits.';
COMMENT ON COLUMN health_records.facility IS
    'PHI: Practice, clinic or hospital where the event took place.';
COMMENT ON COLUMN health_records.facility_npi IS
    'PHI: National Provider Identifier of the facility, ten digits.';
COMMENT ON COLUMN health_records.diagnosis IS 'PHI: Diagnosis in the provider''s own words.';
COMMENT ON COLUMN health_records.diagnosis_code IS
    'PHI: ICD-10 code of the diagnosis; a CHECK enforces its form but not its existence.';
COMMENT ON COLUMN health_records.treatment IS 'PHI: Treatment given or ordered.';
COMMENT ON COLUMN health_records.follow_up_required IS
    'PHI: Whether the student must be seen again.';
COMMENT ON COLUMN health_records.follow_up_date IS
    'PHI: Time when the student is due to be seen again.';
COMMENT ON COLUMN health_records.follow_up_completed IS
    'PHI: Whether the follow-up visit has taken place.';
COMMENT ON COLUMN health_records.attachments IS
    'PHI: References to scanned documents in file storage, a JSON array.';
COMMENT ON COLUMN health_records.metadata IS
    'PHI: Further details, which differ by record_type; the application defines the JSON '
    'structure.';
COMMENT ON COLUMN health_records.is_confidential IS
    'TRUE hides the entry from staff without a clinical need to know.';
COMMENT ON COLUMN health_records.notes IS
    'PHI: Internal notes of the nurse, in addition to the description.';
COMMENT ON COLUMN health_records.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN health_records.created_by IS 'User who entered the row.';
COMMENT ON COLUMN health_records.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN health_records.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN health_records.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX health_records_school_id_record_date_idx
    ON health_records (school_id, record_date DESC);
CREATE INDEX health_records_student_id_record_date_idx
    ON health_records (student_id, record_date DESC);
CREATE INDEX health_records_created_by_idx ON health_records (created_by)
    WHERE created_by IS NOT NULL;
CREATE INDEX health_records_updated_by_idx ON health_records (updated_by)
    WHERE updated_by IS NOT NULL;

CREATE TRIGGER health_records_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON health_records
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE health_records ENABLE ALWAYS TRIGGER health_records_100_school_id;

CREATE TRIGGER health_records_200_updated_at
BEFORE UPDATE ON health_records
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- allergies
-- ----------------------------------------------------------------------------
-- The allergen is free text here. student_drug_allergies is a separate table: it refers to the
-- drug catalog, so that a prescription can be checked against it.
-- active tells whether the allergy still exists; deleted_at marks a row that was an error.
-- Dates are timestamptz because the application sends full timestamps.

CREATE TABLE allergies (
    id                 uuid             NOT NULL DEFAULT gen_random_uuid(),
    school_id          uuid,
    student_id         uuid             NOT NULL,
    health_record_id   uuid,
    allergen           varchar(255)     NOT NULL,
    allergy_type       allergy_type     NOT NULL DEFAULT 'OTHER',
    severity           allergy_severity NOT NULL,
    active             boolean          DEFAULT TRUE,
    symptoms           text,
    reactions          jsonb,
    treatment          text,
    emergency_protocol text,
    epi_pen_required   boolean          DEFAULT FALSE,
    epi_pen_location   varchar(255),
    epi_pen_expiration timestamptz,
    onset_date         timestamptz,
    diagnosed_date     timestamptz,
    diagnosed_by       varchar(255),
    verified           boolean          DEFAULT FALSE,
    verified_by        uuid,
    verification_date  timestamptz,
    notes              text,
    created_at         timestamptz      NOT NULL DEFAULT now(),
    created_by         uuid,
    updated_at         timestamptz      NOT NULL DEFAULT now(),
    updated_by         uuid,
    deleted_at         timestamptz,

    CONSTRAINT allergies_pkey
        PRIMARY KEY (id),
    CONSTRAINT allergies_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT allergies_health_record_id_fkey
        FOREIGN KEY (health_record_id) REFERENCES health_records (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT allergies_verified_by_fkey
        FOREIGN KEY (verified_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT allergies_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT allergies_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT allergies_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT allergies_allergen_not_blank_check
        CHECK (btrim(allergen) <> '')
);

COMMENT ON TABLE allergies IS
    'PHI: One allergy of one student, with the response to a reaction. Nurses consult it before '
    'acting.';
COMMENT ON COLUMN allergies.id IS 'Primary key.';
COMMENT ON COLUMN allergies.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN allergies.student_id IS 'Student who has the allergy.';
COMMENT ON COLUMN allergies.health_record_id IS
    'Entry of the health record that documents the allergy, if any.';
COMMENT ON COLUMN allergies.allergen IS
    'PHI: Substance that causes the reaction, free text (peanut, bee venom).';
COMMENT ON COLUMN allergies.allergy_type IS 'PHI: Class of the allergen.';
COMMENT ON COLUMN allergies.severity IS 'PHI: Severity of the worst reaction to expect.';
COMMENT ON COLUMN allergies.active IS
    'PHI: FALSE once the student has outgrown the allergy or it is ruled out.';
COMMENT ON COLUMN allergies.symptoms IS 'PHI: Symptoms of a reaction in this student.';
COMMENT ON COLUMN allergies.reactions IS
    'PHI: Reactions observed so far; the application defines the JSON structure. NULL if none are '
    'recorded.';
COMMENT ON COLUMN allergies.treatment IS 'PHI: Usual treatment of a mild reaction.';
COMMENT ON COLUMN allergies.emergency_protocol IS
    'PHI: Steps to take in a severe reaction, written for any person present.';
COMMENT ON COLUMN allergies.epi_pen_required IS
    'PHI: Whether an epinephrine auto-injector must be within reach.';
COMMENT ON COLUMN allergies.epi_pen_location IS
    'PHI: Place at school where the student''s injector is kept.';
COMMENT ON COLUMN allergies.epi_pen_expiration IS
    'PHI: Expiry date printed on the injector. Replacement alerts use it.';
COMMENT ON COLUMN allergies.onset_date IS 'PHI: Time of the first reaction.';
COMMENT ON COLUMN allergies.diagnosed_date IS 'PHI: Time when a clinician diagnosed the allergy.';
COMMENT ON COLUMN allergies.diagnosed_by IS
    'PHI: Clinician who diagnosed it, as text because clinicians outside the school have no '
    'account.';
COMMENT ON COLUMN allergies.verified IS
    'PHI: Whether a nurse has seen medical proof of the allergy.';
COMMENT ON COLUMN allergies.verified_by IS 'User who saw the medical proof.';
COMMENT ON COLUMN allergies.verification_date IS 'PHI: Time when the medical proof was seen.';
COMMENT ON COLUMN allergies.notes IS 'PHI: Notes, such as cross-reactions or the parents'' wishes.';
COMMENT ON COLUMN allergies.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN allergies.created_by IS 'User who entered the row.';
COMMENT ON COLUMN allergies.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN allergies.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN allergies.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX allergies_school_id_idx ON allergies (school_id);
CREATE INDEX allergies_student_id_idx ON allergies (student_id);
CREATE INDEX allergies_health_record_id_idx ON allergies (health_record_id)
    WHERE health_record_id IS NOT NULL;
CREATE INDEX allergies_verified_by_idx ON allergies (verified_by) WHERE verified_by IS NOT NULL;
CREATE INDEX allergies_created_by_idx ON allergies (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX allergies_updated_by_idx ON allergies (updated_by) WHERE updated_by IS NOT NULL;

CREATE TRIGGER allergies_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON allergies
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE allergies ENABLE ALWAYS TRIGGER allergies_100_school_id;

CREATE TRIGGER allergies_200_updated_at
BEFORE UPDATE ON allergies
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- chronic_conditions
-- ----------------------------------------------------------------------------
-- The columns come from the application's model and from one of its older migrations. Only the
-- older migration has the columns from treatments to precautions. That is why accommodations (from
-- the model) and accommodation_details (from the migration) exist side by side.
-- severity is free text because the application does not validate it; medical_history uses an
-- enum. requires504 has no underscore, as in the application's model.

CREATE TABLE chronic_conditions (
    id                      uuid             NOT NULL DEFAULT gen_random_uuid(),
    school_id               uuid,
    student_id              uuid             NOT NULL,
    health_record_id        uuid,
    condition               varchar(200)     NOT NULL,
    icd_code                varchar(20),
    status                  condition_status NOT NULL DEFAULT 'ACTIVE',
    severity                varchar(50),
    is_active               boolean          NOT NULL DEFAULT TRUE,
    diagnosed_date          date             NOT NULL,
    diagnosed_by            varchar(200),
    notes                   text,
    care_plan               text,
    medications             jsonb            NOT NULL DEFAULT '[]',
    restrictions            jsonb            NOT NULL DEFAULT '[]',
    triggers                jsonb            NOT NULL DEFAULT '[]',
    accommodations          jsonb            NOT NULL DEFAULT '[]',
    emergency_protocol      text,
    last_review_date        date,
    next_review_date        date,
    requires_iep            boolean          NOT NULL DEFAULT FALSE,
    requires504             boolean          NOT NULL DEFAULT FALSE,
    treatments              text,
    accommodations_required boolean          NOT NULL DEFAULT FALSE,
    accommodation_details   text,
    action_plan             text,
    review_frequency        text,
    precautions             jsonb,
    created_at              timestamptz      NOT NULL DEFAULT now(),
    created_by              uuid,
    updated_at              timestamptz      NOT NULL DEFAULT now(),
    updated_by              uuid,
    deleted_at              timestamptz,

    CONSTRAINT chronic_conditions_pkey
        PRIMARY KEY (id),
    CONSTRAINT chronic_conditions_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT chronic_conditions_health_record_id_fkey
        FOREIGN KEY (health_record_id) REFERENCES health_records (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT chronic_conditions_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT chronic_conditions_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT chronic_conditions_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT chronic_conditions_condition_not_blank_check
        CHECK (btrim(condition) <> ''),
    CONSTRAINT chronic_conditions_medications_is_array_check
        CHECK (jsonb_typeof(medications) = 'array'),
    CONSTRAINT chronic_conditions_restrictions_is_array_check
        CHECK (jsonb_typeof(restrictions) = 'array'),
    CONSTRAINT chronic_conditions_triggers_is_array_check
        CHECK (jsonb_typeof(triggers) = 'array'),
    CONSTRAINT chronic_conditions_accommodations_is_array_check
        CHECK (jsonb_typeof(accommodations) = 'array')
);

COMMENT ON TABLE chronic_conditions IS
    'PHI: A long-term condition of one student and the care plan for it at school.';
COMMENT ON COLUMN chronic_conditions.id IS 'Primary key.';
COMMENT ON COLUMN chronic_conditions.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN chronic_conditions.student_id IS 'Student who has the condition.';
COMMENT ON COLUMN chronic_conditions.health_record_id IS
    'Entry of the health record that documents the condition, if any.';
COMMENT ON COLUMN chronic_conditions.condition IS
    'PHI: Name of the condition (asthma, type 1 diabetes), free text.';
COMMENT ON COLUMN chronic_conditions.icd_code IS
    'PHI: ICD-10 code of the condition, not validated by the application.';
COMMENT ON COLUMN chronic_conditions.status IS
    'PHI: Clinical status. Independent of is_active, which controls the lists.';
COMMENT ON COLUMN chronic_conditions.severity IS
    'PHI: Severity in the author''s own words, free text.';
COMMENT ON COLUMN chronic_conditions.is_active IS
    'PHI: FALSE removes the condition from the student''s current list.';
COMMENT ON COLUMN chronic_conditions.diagnosed_date IS
    'PHI: Date when a clinician diagnosed the condition; required.';
COMMENT ON COLUMN chronic_conditions.diagnosed_by IS
    'PHI: Clinician who made the diagnosis, as text because clinicians outside the school have no '
    'account.';
COMMENT ON COLUMN chronic_conditions.notes IS
    'PHI: Notes of the nurse on the course of the condition.';
COMMENT ON COLUMN chronic_conditions.care_plan IS 'PHI: Plan of daily care at school.';
COMMENT ON COLUMN chronic_conditions.medications IS
    'PHI: Medicines taken for the condition, a JSON array of text; not linked to medications.';
COMMENT ON COLUMN chronic_conditions.restrictions IS
    'PHI: Foods and activities that the student must avoid, a JSON array of text.';
COMMENT ON COLUMN chronic_conditions.triggers IS
    'PHI: Triggers of an episode (pollen, cold, exertion), a JSON array of text.';
COMMENT ON COLUMN chronic_conditions.accommodations IS
    'PHI: Accommodations granted in class and sports, a JSON array of text.';
COMMENT ON COLUMN chronic_conditions.emergency_protocol IS
    'PHI: Steps to take in an acute episode, written for any person present.';
COMMENT ON COLUMN chronic_conditions.last_review_date IS
    'PHI: Date when the care plan was last reviewed.';
COMMENT ON COLUMN chronic_conditions.next_review_date IS
    'PHI: Date when the next review is due. Reminders use it.';
COMMENT ON COLUMN chronic_conditions.requires_iep IS
    'PHI: Whether an Individualized Education Program (IDEA) is needed.';
COMMENT ON COLUMN chronic_conditions.requires504 IS
    'PHI: Whether a plan under Section 504 of the Rehabilitation Act is needed.';
COMMENT ON COLUMN chronic_conditions.treatments IS
    'PHI: Treatments other than medicines, such as physical therapy.';
COMMENT ON COLUMN chronic_conditions.accommodations_required IS
    'PHI: Whether the student needs any accommodation at school.';
COMMENT ON COLUMN chronic_conditions.accommodation_details IS
    'PHI: Details of the accommodations that do not fit in the array.';
COMMENT ON COLUMN chronic_conditions.action_plan IS 'PHI: Steps for staff as symptoms worsen.';
COMMENT ON COLUMN chronic_conditions.review_frequency IS
    'PHI: Interval between reviews of the plan, free text (every term).';
COMMENT ON COLUMN chronic_conditions.precautions IS
    'PHI: Precautions for trips, sports and meals; JSON without a fixed structure.';
COMMENT ON COLUMN chronic_conditions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN chronic_conditions.created_by IS 'User who entered the row.';
COMMENT ON COLUMN chronic_conditions.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN chronic_conditions.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN chronic_conditions.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX chronic_conditions_school_id_next_review_date_idx
    ON chronic_conditions (school_id, next_review_date);
CREATE INDEX chronic_conditions_student_id_next_review_date_idx
    ON chronic_conditions (student_id, next_review_date);
CREATE INDEX chronic_conditions_health_record_id_idx ON chronic_conditions (health_record_id)
    WHERE health_record_id IS NOT NULL;
CREATE INDEX chronic_conditions_created_by_idx ON chronic_conditions (created_by)
    WHERE created_by IS NOT NULL;
CREATE INDEX chronic_conditions_updated_by_idx ON chronic_conditions (updated_by)
    WHERE updated_by IS NOT NULL;

CREATE TRIGGER chronic_conditions_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON chronic_conditions
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE chronic_conditions ENABLE ALWAYS TRIGGER chronic_conditions_100_school_id;

CREATE TRIGGER chronic_conditions_200_updated_at
BEFORE UPDATE ON chronic_conditions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
