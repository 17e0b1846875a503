-- Vaccinations, screenings, growth measurements and vital signs.
--
-- This file implements the application's older migration complete-health-records-schema
-- (20251010000000, "the older migration" below) and completes its rollback. Three pairs of tables
-- serve the same purpose: the application writes immunizations, health_screenings and
-- growth_tracking; vaccinations, screenings and growth_measurements hold more detail. All six are
-- kept, so that no attribute is lost.
--
-- Where the older migration and a model of the application describe the same column, the model
-- wins: pain, not pain_level; oxygen_saturation as double precision, not integer.
-- Measurements are double precision because the driver returns numeric as a string and the
-- application expects a number. The two tables without a model use numeric.
--
-- Tables:   vaccinations, immunizations, screenings, health_screenings, growth_measurements,
--           growth_tracking, vital_signs
-- HIPAA:    PHI in every table; audit trigger and RLS follow in 20251104000027 and 20251104000028
-- Locks:    none on existing tables
-- Rollback: drops the seven tables and their rows
--
-- depends: 20251104000005-schema-create-health-records-core

-- ----------------------------------------------------------------------------
-- vaccinations
-- ----------------------------------------------------------------------------
-- The Vaccination model and the older migration both define this table. immunizations is a
-- simpler table for the same purpose and exists only as a model. The two are not merged.
-- administered_by is free text, because outside providers who give doses have no account.
-- No CHECK compares dose_number with total_doses: boosters may exceed the planned series.

CREATE TABLE vaccinations (
    id                      uuid              NOT NULL DEFAULT gen_random_uuid(),
    school_id               uuid,
    student_id              uuid              NOT NULL,
    health_record_id        uuid,
    vaccine_name            varchar(200)      NOT NULL,
    vaccine_type            vaccine_type,
    manufacturer            varchar(100),
    lot_number              varchar(50),
    cvx_code                varchar(10),
    ndc_code                varchar(20),
    dose_number             integer,
    total_doses             integer,
    series_complete         boolean           NOT NULL DEFAULT FALSE,
    administration_date     timestamptz       NOT NULL,
    administered_by         varchar(200)      NOT NULL,
    administered_by_role    varchar(50),
    facility                varchar(200),
    site_of_administration  site_of_administration,
    route_of_administration route_of_administration,
    dosage_amount           varchar(50),
    expiration_date         date,
    next_due_date           date,
    reactions               text,
    adverse_events          jsonb,
    exemption_status        boolean           NOT NULL DEFAULT FALSE,
    exemption_reason        text,
    exemption_document      varchar(500),
    compliance_status       compliance_status NOT NULL DEFAULT 'COMPLIANT',
    vfc_eligibility         boolean           NOT NULL DEFAULT FALSE,
    vis_provided            boolean           NOT NULL DEFAULT FALSE,
    vis_date                date,
    consent_obtained        boolean           NOT NULL DEFAULT FALSE,
    consent_by              varchar(200),
    notes                   text,
    created_at              timestamptz       NOT NULL DEFAULT now(),
    created_by              uuid,
    updated_at              timestamptz       NOT NULL DEFAULT now(),
    updated_by              uuid,
    deleted_at              timestamptz,

    CONSTRAINT vaccinations_pkey
        PRIMARY KEY (id),
    CONSTRAINT vaccinations_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT vaccinations_health_record_id_fkey
        FOREIGN KEY (health_record_id) REFERENCES health_records (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT vaccinations_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT vaccinations_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT vaccinations_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT vaccinations_vaccine_name_not_blank_check
        CHECK (btrim(vaccine_name) <> ''),
    CONSTRAINT vaccinations_dose_number_not_negative_check
        CHECK (dose_number >= 0),
    CONSTRAINT vaccinations_total_doses_not_negative_check
        CHECK (total_doses >= 0)
);

COMMENT ON TABLE vaccinations IS
    'PHI: One vaccine dose given to a student, or an exemption from it. Nurses track requirements '
    'and due dates here.';
COMMENT ON COLUMN vaccinations.id IS 'Primary key.';
COMMENT ON COLUMN vaccinations.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN vaccinations.student_id IS 'Student who received the dose or is exempt from it.';
COMMENT ON COLUMN vaccinations.health_record_id IS
    'Entry of the health record under which the dose is filed, if any.';
COMMENT ON COLUMN vaccinations.vaccine_name IS
    'PHI: Product name or common name of the vaccine, as on the certificate.';
COMMENT ON COLUMN vaccinations.vaccine_type IS
    'PHI: Vaccine by disease or combination; NULL if not classified.';
COMMENT ON COLUMN vaccinations.manufacturer IS 'Manufacturer named on the vial or certificate.';
COMMENT ON COLUMN vaccinations.lot_number IS
    'PHI: Lot number printed on the vial; identifies the recipients when a lot is recalled.';
COMMENT ON COLUMN vaccinations.cvx_code IS
    'PHI: CDC CVX code of the vaccine; state registries exchange it.';
COMMENT ON COLUMN vaccinations.ndc_code IS
    'PHI: National Drug Code of the package that the dose came from.';
COMMENT ON COLUMN vaccinations.dose_number IS 'PHI: Number of this dose within its series.';
COMMENT ON COLUMN vaccinations.total_doses IS 'PHI: Number of doses planned for the whole series.';
COMMENT ON COLUMN vaccinations.series_complete IS 'PHI: TRUE once this dose completes the series.';
COMMENT ON COLUMN vaccinations.administration_date IS
    'PHI: Time when the dose was given; the application requires it for exemptions too.';
COMMENT ON COLUMN vaccinations.administered_by IS
    'Name of the person who gave the dose, as text because that person often has no account.';
COMMENT ON COLUMN vaccinations.administered_by_role IS
    'Profession of that person, such as RN or physician.';
COMMENT ON COLUMN vaccinations.facility IS 'Clinic, pharmacy or school where the dose was given.';
COMMENT ON COLUMN vaccinations.site_of_administration IS 'PHI: Body site that received the dose.';
COMMENT ON COLUMN vaccinations.route_of_administration IS 'PHI: Route by which the dose was given.';
COMMENT ON COLUMN vaccinations.dosage_amount IS 'PHI: Amount given, with its unit (0.5 mL).';
COMMENT ON COLUMN vaccinations.expiration_date IS
    'Expiry date of the lot; it may precede administration_date if an expired dose was given.';
COMMENT ON COLUMN vaccinations.next_due_date IS
    'PHI: Date when the next dose of the series is due. Reminders use it.';
COMMENT ON COLUMN vaccinations.reactions IS
    'PHI: Reactions after the dose, in the observer''s own words.';
COMMENT ON COLUMN vaccinations.adverse_events IS
    'PHI: Structured details of adverse events; the application defines the JSON structure.';
COMMENT ON COLUMN vaccinations.exemption_status IS
    'PHI: TRUE if the student is exempt from this vaccine.';
COMMENT ON COLUMN vaccinations.exemption_reason IS
    'PHI: Ground of the exemption: medical, religious or other.';
COMMENT ON COLUMN vaccinations.exemption_document IS
    'PHI: Path or URL of the signed exemption form.';
COMMENT ON COLUMN vaccinations.compliance_status IS
    'PHI: Whether the student meets the requirement for this vaccine.';
COMMENT ON COLUMN vaccinations.vfc_eligibility IS
    'PHI: TRUE if the student is eligible for the federal Vaccines for Children (VFC) program.';
COMMENT ON COLUMN vaccinations.vis_provided IS
    'TRUE if the family received the Vaccine Information Statement (VIS) before the dose.';
COMMENT ON COLUMN vaccinations.vis_date IS
    'Date of the Vaccine Information Statement; it is not defined whether of the edition or of '
    'the handover.';
COMMENT ON COLUMN vaccinations.consent_obtained IS
    'TRUE if consent to the dose was on file when it was given.';
COMMENT ON COLUMN vaccinations.consent_by IS
    'PHI: Name of the parent or guardian who consented, as text.';
COMMENT ON COLUMN vaccinations.notes IS 'PHI: Notes of the nurse on this dose or exemption.';
COMMENT ON COLUMN vaccinations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN vaccinations.created_by IS 'User who entered the row.';
COMMENT ON COLUMN vaccinations.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN vaccinations.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN vaccinations.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX vaccinations_school_id_administration_date_idx
    ON vaccinations (school_id, administration_date DESC);
CREATE INDEX vaccinations_student_id_administration_date_idx
    ON vaccinations (student_id, administration_date DESC);
CREATE INDEX vaccinations_health_record_id_idx ON vaccinations (health_record_id)
    WHERE health_record_id IS NOT NULL;
CREATE INDEX vaccinations_created_by_idx ON vaccinations (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX vaccinations_updated_by_idx ON vaccinations (updated_by) WHERE updated_by IS NOT NULL;

CREATE TRIGGER vaccinations_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON vaccinations
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE vaccinations ENABLE ALWAYS TRIGGER vaccinations_100_school_id;

CREATE TRIGGER vaccinations_200_updated_at
BEFORE UPDATE ON vaccinations
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- immunizations
-- ----------------------------------------------------------------------------
-- This table exists only as the Immunization model. vaccinations serves the same purpose and also
-- holds series, exemptions and compliance.
-- site and route are free text as in the model; vaccinations uses enums.
-- The model declares no references, so the foreign keys added here use RESTRICT, never CASCADE.

CREATE TABLE immunizations (
    id                uuid         NOT NULL DEFAULT gen_random_uuid(),
    school_id         uuid,
    student_id        uuid         NOT NULL,
    vaccine_name      varchar(255) NOT NULL,
    vaccine_code      varchar(50),
    administered_date timestamptz  NOT NULL,
    administered_by   uuid         NOT NULL,
    dosage            varchar(50),
    site              varchar(50),
    route             varchar(50),
    manufacturer      varchar(255),
    lot_number        varchar(100),
    expiration_date   timestamptz,
    notes             text,
    created_at        timestamptz  NOT NULL DEFAULT now(),
    updated_at        timestamptz  NOT NULL DEFAULT now(),
    deleted_at        timestamptz,

    CONSTRAINT immunizations_pkey
        PRIMARY KEY (id),
    CONSTRAINT immunizations_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT immunizations_administered_by_fkey
        FOREIGN KEY (administered_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT immunizations_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT immunizations_vaccine_name_not_blank_check
        CHECK (btrim(vaccine_name) <> '')
);

COMMENT ON TABLE immunizations IS
    'PHI: One vaccine dose that a staff member gave to a student; the short form that school '
    'nurses fill in.';
COMMENT ON COLUMN immunizations.id IS 'Primary key.';
COMMENT ON COLUMN immunizations.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN immunizations.student_id IS 'Student who received the dose.';
COMMENT ON COLUMN immunizations.vaccine_name IS
    'PHI: Product name or common name of the vaccine, free text.';
COMMENT ON COLUMN immunizations.vaccine_code IS
    'PHI: Code of the vaccine, such as its CVX code; the code system is not fixed.';
COMMENT ON COLUMN immunizations.administered_date IS 'PHI: Time when the dose was given.';
COMMENT ON COLUMN immunizations.administered_by IS
    'User who gave the dose (vaccinations holds a name as text instead).';
COMMENT ON COLUMN immunizations.dosage IS 'PHI: Amount given, with its unit (0.5 mL).';
COMMENT ON COLUMN immunizations.site IS 'PHI: Body site that received the dose, free text.';
COMMENT ON COLUMN immunizations.route IS
    'PHI: Route by which the dose was given (intramuscular), free text.';
COMMENT ON COLUMN immunizations.manufacturer IS 'Manufacturer named on the vial.';
COMMENT ON COLUMN immunizations.lot_number IS
    'PHI: Lot number printed on the vial; identifies the recipients when a lot is recalled.';
COMMENT ON COLUMN immunizations.expiration_date IS
    'Expiry date of the lot; it may precede administered_date if an expired dose was given.';
COMMENT ON COLUMN immunizations.notes IS
    'PHI: Notes of the nurse on this dose, including reactions.';
COMMENT ON COLUMN immunizations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN immunizations.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN immunizations.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX immunizations_school_id_administered_date_idx
    ON immunizations (school_id, administered_date DESC);
CREATE INDEX immunizations_student_id_administered_date_idx
    ON immunizations (student_id, administered_date DESC);
CREATE INDEX immunizations_administered_by_idx ON immunizations (administered_by);

CREATE TRIGGER immunizations_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON immunizations
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE immunizations ENABLE ALWAYS TRIGGER immunizations_100_school_id;

CREATE TRIGGER immunizations_200_updated_at
BEFORE UPDATE ON immunizations
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- screenings
-- ----------------------------------------------------------------------------
-- This table comes from the older migration; no model of the application uses it. The application
-- writes health_screenings, which stores only pass or fail and no referral.
-- Results for eyes and ears are text, because they may be fractions, decibels or phrases.
-- No CHECK compares the dates: a date without a time is stored as midnight, so a referral on the
-- day of the screening may seem to precede it.

CREATE TABLE screenings (
    id                 uuid              NOT NULL DEFAULT gen_random_uuid(),
    school_id          uuid,
    student_id         uuid              NOT NULL,
    health_record_id   uuid,
    screening_type     screening_type    NOT NULL,
    screening_date     timestamptz       NOT NULL,
    screened_by        text              NOT NULL,
    screened_by_role   text,
    equipment_used     text,
    right_eye          text,
    left_eye           text,
    right_ear          text,
    left_ear           text,
    results            jsonb,
    test_details       jsonb,
    passed_criteria    boolean,
    outcome            screening_outcome NOT NULL DEFAULT 'PASS',
    referral_required  boolean           NOT NULL DEFAULT FALSE,
    referral_to        text,
    referral_date      timestamptz,
    referral_reason    text,
    follow_up_required boolean           NOT NULL DEFAULT FALSE,
    follow_up_date     timestamptz,
    follow_up_status   follow_up_status,
    notes              text,
    created_at         timestamptz       NOT NULL DEFAULT now(),
    created_by         uuid,
    updated_at         timestamptz       NOT NULL DEFAULT now(),
    updated_by         uuid,
    deleted_at         timestamptz,

    CONSTRAINT screenings_pkey
        PRIMARY KEY (id),
    CONSTRAINT screenings_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT screenings_health_record_id_fkey
        FOREIGN KEY (health_record_id) REFERENCES health_records (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT screenings_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT screenings_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT screenings_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE screenings IS
    'PHI: One health screening of a student with its outcome, referral and follow-up. Nurses '
    'follow up failed tests.';
COMMENT ON COLUMN screenings.id IS 'Primary key.';
COMMENT ON COLUMN screenings.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN screenings.student_id IS 'Student who was screened.';
COMMENT ON COLUMN screenings.health_record_id IS
    'Entry of the health record under which the screening is filed, if any.';
COMMENT ON COLUMN screenings.screening_type IS
    'PHI: Subject of the screening, such as vision or scoliosis.';
COMMENT ON COLUMN screenings.screening_date IS
    'PHI: Time when the student was examined; midnight if only the date is known.';
COMMENT ON COLUMN screenings.screened_by IS
    'Name of the examiner, as text because an outside provider has no account.';
COMMENT ON COLUMN screenings.screened_by_role IS 'Profession of the examiner (audiologist).';
COMMENT ON COLUMN screenings.equipment_used IS 'Device or chart used (Snellen chart, audiometer).';
COMMENT ON COLUMN screenings.right_eye IS
    'PHI: Result for the right eye, usually the visual acuity (20/40).';
COMMENT ON COLUMN screenings.left_eye IS
    'PHI: Result for the left eye, usually the visual acuity (20/40).';
COMMENT ON COLUMN screenings.right_ear IS
    'PHI: Result for the right ear, usually the hearing threshold or "pass".';
COMMENT ON COLUMN screenings.left_ear IS
    'PHI: Result for the left ear, usually the hearing threshold or "pass".';
COMMENT ON COLUMN screenings.results IS
    'PHI: Measured results as JSON; the keys depend on screening_type.';
COMMENT ON COLUMN screenings.test_details IS
    'PHI: Test method and conditions as JSON; the keys depend on screening_type.';
COMMENT ON COLUMN screenings.passed_criteria IS
    'PHI: Whether the result met the pass criteria; NULL if not assessed.';
COMMENT ON COLUMN screenings.outcome IS
    'PHI: Overall result; PASS unless the examiner enters another.';
COMMENT ON COLUMN screenings.referral_required IS
    'PHI: TRUE if the student must see an outside provider.';
COMMENT ON COLUMN screenings.referral_to IS
    'PHI: Provider or clinic to which the student is referred.';
COMMENT ON COLUMN screenings.referral_date IS
    'PHI: Time when the school made the referral, NULL if there is none.';
COMMENT ON COLUMN screenings.referral_reason IS 'PHI: Result that led to the referral.';
COMMENT ON COLUMN screenings.follow_up_required IS
    'PHI: TRUE if the school must repeat the screening or check on the student.';
COMMENT ON COLUMN screenings.follow_up_date IS
    'PHI: Time planned for the follow-up, NULL if there is none.';
COMMENT ON COLUMN screenings.follow_up_status IS
    'PHI: Progress of the follow-up; NULL if there is none.';
COMMENT ON COLUMN screenings.notes IS 'PHI: Notes of the examiner or nurse.';
COMMENT ON COLUMN screenings.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN screenings.created_by IS 'User who entered the row.';
COMMENT ON COLUMN screenings.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN screenings.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN screenings.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX screenings_school_id_screening_date_idx
    ON screenings (school_id, screening_date DESC);
CREATE INDEX screenings_student_id_screening_date_idx
    ON screenings (student_id, screening_date DESC);
CREATE INDEX screenings_health_record_id_idx ON screenings (health_record_id)
    WHERE health_record_id IS NOT NULL;
CREATE INDEX screenings_created_by_idx ON screenings (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX screenings_updated_by_idx ON screenings (updated_by) WHERE updated_by IS NOT NULL;

CREATE TRIGGER screenings_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON screenings
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE screenings ENABLE ALWAYS TRIGGER screenings_100_school_id;

CREATE TRIGGER screenings_200_updated_at
BEFORE UPDATE ON screenings
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- health_screenings
-- ----------------------------------------------------------------------------
-- This table exists only as the HealthScreening model. screenings serves the same purpose and
-- also holds referral and follow-up; the two are not merged.
-- screening_type is free text because the model lists no values; screenings uses an enum.
-- The model declares no references, so the foreign keys added here use RESTRICT, never CASCADE.

CREATE TABLE health_screenings (
    id             uuid         NOT NULL DEFAULT gen_random_uuid(),
    school_id      uuid,
    student_id     uuid         NOT NULL,
    conducted_by   uuid         NOT NULL,
    screening_type varchar(100) NOT NULL,
    screening_date timestamptz  NOT NULL,
    results        jsonb        NOT NULL,
    passed         boolean      NOT NULL,
    notes          text,
    created_at     timestamptz  NOT NULL DEFAULT now(),
    updated_at     timestamptz  NOT NULL DEFAULT now(),
    deleted_at     timestamptz,

    CONSTRAINT health_screenings_pkey
        PRIMARY KEY (id),
    CONSTRAINT health_screenings_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT health_screenings_conducted_by_fkey
        FOREIGN KEY (conducted_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT health_screenings_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT health_screenings_screening_type_not_blank_check
        CHECK (btrim(screening_type) <> '')
);

COMMENT ON TABLE health_screenings IS
    'PHI: One health screening of a student by a staff member, passed or failed.';
COMMENT ON COLUMN health_screenings.id IS 'Primary key.';
COMMENT ON COLUMN health_screenings.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN health_screenings.student_id IS 'Student who was screened.';
COMMENT ON COLUMN health_screenings.conducted_by IS 'User who carried out the screening.';
COMMENT ON COLUMN health_screenings.screening_type IS
    'PHI: Subject of the screening (vision, hearing), free text.';
COMMENT ON COLUMN health_screenings.screening_date IS 'PHI: Time when the student was examined.';
COMMENT ON COLUMN health_screenings.results IS
    'PHI: Measured results as JSON; the keys depend on screening_type.';
COMMENT ON COLUMN health_screenings.passed IS
    'PHI: Whether the student passed. The column cannot express an inconclusive test.';
COMMENT ON COLUMN health_screenings.notes IS 'PHI: Notes of the examiner, free text.';
COMMENT ON COLUMN health_screenings.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN health_screenings.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN health_screenings.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX health_screenings_school_id_screening_date_idx
    ON health_screenings (school_id, screening_date DESC);
CREATE INDEX health_screenings_student_id_screening_date_idx
    ON health_screenings (student_id, screening_date DESC);
CREATE INDEX health_screenings_conducted_by_idx ON health_screenings (conducted_by);

CREATE TRIGGER health_screenings_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON health_screenings
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE health_screenings ENABLE ALWAYS TRIGGER health_screenings_100_school_id;

CREATE TRIGGER health_screenings_200_updated_at
BEFORE UPDATE ON health_screenings
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- growth_measurements
-- ----------------------------------------------------------------------------
-- This table comes from the older migration; no model of the application uses it. The application
-- writes growth_tracking, which has no head circumference and no nutritional assessment.
-- The default units are metric here, and inches and pounds in growth_tracking.
-- The upper bounds hold in either unit. They also exclude NaN, which sorts above all numbers.

CREATE TABLE growth_measurements (
    id                 uuid        NOT NULL DEFAULT gen_random_uuid(),
    school_id          uuid,
    student_id         uuid        NOT NULL,
    health_record_id   uuid,
    measurement_date   timestamptz NOT NULL,
    measured_by        text        NOT NULL,
    measured_by_role   text,
    height             numeric(6, 2),
    height_unit        height_unit NOT NULL DEFAULT 'cm',
    weight             numeric(6, 2),
    weight_unit        weight_unit NOT NULL DEFAULT 'kg',
    bmi                numeric(6, 2),
    head_circumference numeric(6, 2),
    height_percentile  numeric(6, 2),
    weight_percentile  numeric(6, 2),
    bmi_percentile     numeric(6, 2),
    growth_percentiles jsonb,
    nutritional_status text,
    concerns           text,
    notes              text,
    created_at         timestamptz NOT NULL DEFAULT now(),
    created_by         uuid,
    updated_at         timestamptz NOT NULL DEFAULT now(),
    updated_by         uuid,
    deleted_at         timestamptz,

    CONSTRAINT growth_measurements_pkey
        PRIMARY KEY (id),
    CONSTRAINT growth_measurements_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT growth_measurements_health_record_id_fkey
        FOREIGN KEY (health_record_id) REFERENCES health_records (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT growth_measurements_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT growth_measurements_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT growth_measurements_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT growth_measurements_height_is_physical_check
        CHECK (height > 0 AND height < 300),
    CONSTRAINT growth_measurements_weight_is_physical_check
        CHECK (weight > 0 AND weight < 2000),
    CONSTRAINT growth_measurements_bmi_is_physical_check
        CHECK (bmi > 0 AND bmi < 1000),
    CONSTRAINT growth_measurements_head_circumference_is_physical_check
        CHECK (head_circumference > 0 AND head_circumference < 200),
    CONSTRAINT growth_measurements_height_percentile_in_range_check
        CHECK (height_percentile BETWEEN 0 AND 100),
    CONSTRAINT growth_measurements_weight_percentile_in_range_check
        CHECK (weight_percentile BETWEEN 0 AND 100),
    CONSTRAINT growth_measurements_bmi_percentile_in_range_check
        CHECK (bmi_percentile BETWEEN 0 AND 100)
);

COMMENT ON TABLE growth_measurements IS
    'PHI: One growth measurement of a student, with percentiles and concerns. Nurses follow the '
    'development here.';
COMMENT ON COLUMN growth_measurements.id IS 'Primary key.';
COMMENT ON COLUMN growth_measurements.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN growth_measurements.student_id IS 'Student who was measured.';
COMMENT ON COLUMN growth_measurements.health_record_id IS
    'Entry of the health record under which the measurement is filed, if any.';
COMMENT ON COLUMN growth_measurements.measurement_date IS
    'PHI: Time of the measurement; percentiles refer to the student''s age at this time.';
COMMENT ON COLUMN growth_measurements.measured_by IS
    'Name of the person who measured, as text because that person may have no account.';
COMMENT ON COLUMN growth_measurements.measured_by_role IS
    'Profession of that person (school nurse).';
COMMENT ON COLUMN growth_measurements.height IS 'PHI: Standing height or length, in height_unit.';
COMMENT ON COLUMN growth_measurements.height_unit IS 'Unit of height, inches or cm.';
COMMENT ON COLUMN growth_measurements.weight IS 'PHI: Body weight, in weight_unit.';
COMMENT ON COLUMN growth_measurements.weight_unit IS 'Unit of weight, lbs or kg.';
COMMENT ON COLUMN growth_measurements.bmi IS
    'PHI: Body mass index in kg/m2; entered by the client, not computed here.';
COMMENT ON COLUMN growth_measurements.head_circumference IS
    'PHI: Head circumference; there is no unit column, centimeters by convention.';
COMMENT ON COLUMN growth_measurements.height_percentile IS
    'PHI: Height percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN growth_measurements.weight_percentile IS
    'PHI: Weight percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN growth_measurements.bmi_percentile IS
    'PHI: BMI percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN growth_measurements.growth_percentiles IS
    'PHI: Further percentiles as JSON without a fixed structure.';
COMMENT ON COLUMN growth_measurements.nutritional_status IS
    'PHI: Nutritional assessment (underweight, obese), free text.';
COMMENT ON COLUMN growth_measurements.concerns IS
    'PHI: Concerns about growth or nutrition that need a follow-up.';
COMMENT ON COLUMN growth_measurements.notes IS 'PHI: Notes of the person who measured, free text.';
COMMENT ON COLUMN growth_measurements.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN growth_measurements.created_by IS 'User who entered the row.';
COMMENT ON COLUMN growth_measurements.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN growth_measurements.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN growth_measurements.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX growth_measurements_school_id_measurement_date_idx
    ON growth_measurements (school_id, measurement_date DESC);
CREATE INDEX growth_measurements_student_id_measurement_date_idx
    ON growth_measurements (student_id, measurement_date DESC);
CREATE INDEX growth_measurements_health_record_id_idx ON growth_measurements (health_record_id)
    WHERE health_record_id IS NOT NULL;
CREATE INDEX growth_measurements_created_by_idx ON growth_measurements (created_by)
    WHERE created_by IS NOT NULL;
CREATE INDEX growth_measurements_updated_by_idx ON growth_measurements (updated_by)
    WHERE updated_by IS NOT NULL;

CREATE TRIGGER growth_measurements_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON growth_measurements
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE growth_measurements ENABLE ALWAYS TRIGGER growth_measurements_100_school_id;

CREATE TRIGGER growth_measurements_200_updated_at
BEFORE UPDATE ON growth_measurements
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- growth_tracking
-- ----------------------------------------------------------------------------
-- This table exists only as the GrowthTracking model. growth_measurements serves the same purpose
-- with more detail and metric units; the two are not merged.
-- The model declares no references, so the foreign keys added here use RESTRICT, never CASCADE.
-- The upper bounds hold in either unit. They also exclude NaN and infinity.

CREATE TABLE growth_tracking (
    id                uuid        NOT NULL DEFAULT gen_random_uuid(),
    school_id         uuid,
    student_id        uuid        NOT NULL,
    measured_by       uuid        NOT NULL,
    measurement_date  timestamptz NOT NULL,
    height            double precision,
    height_unit       height_unit DEFAULT 'inches',
    weight            double precision,
    weight_unit       weight_unit DEFAULT 'lbs',
    bmi               double precision,
    percentile_height double precision,
    percentile_weight double precision,
    percentile_bmi    double precision,
    notes             text,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    deleted_at        timestamptz,

    CONSTRAINT growth_tracking_pkey
        PRIMARY KEY (id),
    CONSTRAINT growth_tracking_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT growth_tracking_measured_by_fkey
        FOREIGN KEY (measured_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT growth_tracking_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT growth_tracking_height_is_physical_check
        CHECK (height > 0 AND height < 300),
    CONSTRAINT growth_tracking_weight_is_physical_check
        CHECK (weight > 0 AND weight < 2000),
    CONSTRAINT growth_tracking_bmi_is_physical_check
        CHECK (bmi > 0 AND bmi < 1000),
    CONSTRAINT growth_tracking_percentile_height_in_range_check
        CHECK (percentile_height BETWEEN 0 AND 100),
    CONSTRAINT growth_tracking_percentile_weight_in_range_check
        CHECK (percentile_weight BETWEEN 0 AND 100),
    CONSTRAINT growth_tracking_percentile_bmi_in_range_check
        CHECK (percentile_bmi BETWEEN 0 AND 100)
);

COMMENT ON TABLE growth_tracking IS
    'PHI: One measurement of a student''s height and weight by a staff member; the source of '
    'growth charts.';
COMMENT ON COLUMN growth_tracking.id IS 'Primary key.';
COMMENT ON COLUMN growth_tracking.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN growth_tracking.student_id IS 'Student who was measured.';
COMMENT ON COLUMN growth_tracking.measured_by IS 'User who took the measurement.';
COMMENT ON COLUMN growth_tracking.measurement_date IS
    'PHI: Time of the measurement; percentiles refer to the student''s age at this time.';
COMMENT ON COLUMN growth_tracking.height IS 'PHI: Standing height, in height_unit.';
COMMENT ON COLUMN growth_tracking.height_unit IS 'Unit of height, inches or cm.';
COMMENT ON COLUMN growth_tracking.weight IS 'PHI: Body weight, in weight_unit.';
COMMENT ON COLUMN growth_tracking.weight_unit IS 'Unit of weight, lbs or kg.';
COMMENT ON COLUMN growth_tracking.bmi IS
    'PHI: Body mass index in kg/m2; sent by the application, not computed here.';
COMMENT ON COLUMN growth_tracking.percentile_height IS
    'PHI: Height percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN growth_tracking.percentile_weight IS
    'PHI: Weight percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN growth_tracking.percentile_bmi IS
    'PHI: BMI percentile for age and sex, 0 to 100.';
COMMENT ON COLUMN growth_tracking.notes IS 'PHI: Notes of the person who measured, free text.';
COMMENT ON COLUMN growth_tracking.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN growth_tracking.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN growth_tracking.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX growth_tracking_school_id_measurement_date_idx
    ON growth_tracking (school_id, measurement_date DESC);
CREATE INDEX growth_tracking_student_id_measurement_date_idx
    ON growth_tracking (student_id, measurement_date DESC);
CREATE INDEX growth_tracking_measured_by_idx ON growth_tracking (measured_by);

CREATE TRIGGER growth_tracking_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON growth_tracking
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE growth_tracking ENABLE ALWAYS TRIGGER growth_tracking_100_school_id;

CREATE TRIGGER growth_tracking_200_updated_at
BEFORE UPDATE ON growth_tracking
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- vital_signs
-- ----------------------------------------------------------------------------
-- The columns come from the VitalSigns model and from the older migration. The model's names and
-- types win, so pain_level of the migration is pain here.
-- Site, position and rhythm are text because the migration lists no values.
-- The ranges reject only values that no living body has, and NaN and infinity.

CREATE TABLE vital_signs (
    id                       uuid             NOT NULL DEFAULT gen_random_uuid(),
    school_id                uuid,
    student_id               uuid             NOT NULL,
    health_record_id         uuid,
    appointment_id           uuid,
    measurement_date         timestamptz      NOT NULL,
    measured_by              varchar(255),
    measured_by_role         text,
    temperature              double precision,
    temperature_unit         temperature_unit DEFAULT 'F',
    temperature_site         text,
    heart_rate               integer,
    heart_rhythm             text,
    respiratory_rate         integer,
    blood_pressure_systolic  integer,
    blood_pressure_diastolic integer,
    blood_pressure_position  text,
    oxygen_saturation        double precision,
    oxygen_supplemental      boolean          NOT NULL DEFAULT FALSE,
    weight                   double precision,
    weight_unit              weight_unit      DEFAULT 'lbs',
    height                   double precision,
    height_unit              height_unit      DEFAULT 'inches',
    bmi                      double precision,
    pain                     integer,
    pain_location            text,
    consciousness            consciousness_level,
    glucose_level            numeric(6, 2),
    peak_flow                integer,
    is_abnormal              boolean          DEFAULT FALSE,
    abnormal_flags           jsonb,
    notes                    text,
    created_at               timestamptz      NOT NULL DEFAULT now(),
    created_by               uuid,
    updated_at               timestamptz      NOT NULL DEFAULT now(),
    updated_by               uuid,
    deleted_at               timestamptz,

    CONSTRAINT vital_signs_pkey
        PRIMARY KEY (id),
    CONSTRAINT vital_signs_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT vital_signs_health_record_id_fkey
        FOREIGN KEY (health_record_id) REFERENCES health_records (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT vital_signs_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT vital_signs_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT vital_signs_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT vital_signs_temperature_is_of_a_body_check
        CHECK (temperature BETWEEN 10 AND 120),
    CONSTRAINT vital_signs_heart_rate_in_range_check
        CHECK (heart_rate BETWEEN 0 AND 400),
    CONSTRAINT vital_signs_respiratory_rate_in_range_check
        CHECK (respiratory_rate BETWEEN 0 AND 200),
    CONSTRAINT vital_signs_systolic_in_range_check
        CHECK (blood_pressure_systolic BETWEEN 0 AND 400),
    CONSTRAINT vital_signs_diastolic_in_range_check
        CHECK (blood_pressure_diastolic BETWEEN 0 AND 400),
    CONSTRAINT vital_signs_diastolic_not_above_systolic_check
        CHECK (blood_pressure_diastolic <= blood_pressure_systolic),
    CONSTRAINT vital_signs_oxygen_saturation_is_percentage_check
        CHECK (oxygen_saturation BETWEEN 0 AND 100),
    CONSTRAINT vital_signs_height_is_physical_check
        CHECK (height > 0 AND height < 300),
    CONSTRAINT vital_signs_weight_is_physical_check
        CHECK (weight > 0 AND weight < 2000),
    CONSTRAINT vital_signs_bmi_is_physical_check
        CHECK (bmi > 0 AND bmi < 1000),
    CONSTRAINT vital_signs_pain_between_0_and_10_check
        CHECK (pain BETWEEN 0 AND 10),
    CONSTRAINT vital_signs_glucose_level_in_range_check
        CHECK (glucose_level >= 0 AND glucose_level < 5000),
    CONSTRAINT vital_signs_peak_flow_not_negative_check
        CHECK (peak_flow >= 0)
);

COMMENT ON TABLE vital_signs IS
    'PHI: One set of a student''s vital signs, taken at one moment, at a visit or in an emergency.';
COMMENT ON COLUMN vital_signs.id IS 'Primary key.';
COMMENT ON COLUMN vital_signs.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN vital_signs.student_id IS 'Student whose vital signs were taken.';
COMMENT ON COLUMN vital_signs.health_record_id IS
    'Entry of the health record under which the readings are filed, if any.';
COMMENT ON COLUMN vital_signs.appointment_id IS
    'Appointment at which the readings were taken, if any.';
COMMENT ON COLUMN vital_signs.measurement_date IS
    'PHI: Time when the readings were taken, often earlier than the time of entry.';
COMMENT ON COLUMN vital_signs.measured_by IS
    'Name of the person who measured, as text because that person may have no account.';
COMMENT ON COLUMN vital_signs.measured_by_role IS 'Profession of that person (school nurse).';
COMMENT ON COLUMN vital_signs.temperature IS 'PHI: Body temperature, in temperature_unit.';
COMMENT ON COLUMN vital_signs.temperature_unit IS 'Unit of temperature, Fahrenheit or Celsius.';
COMMENT ON COLUMN vital_signs.temperature_site IS
    'PHI: Body site of the temperature reading (oral, tympanic), free text.';
COMMENT ON COLUMN vital_signs.heart_rate IS 'PHI: Heart rate in beats per minute.';
COMMENT ON COLUMN vital_signs.heart_rhythm IS 'PHI: Heart rhythm (regular, irregular), free text.';
COMMENT ON COLUMN vital_signs.respiratory_rate IS 'PHI: Respiratory rate in breaths per minute.';
COMMENT ON COLUMN vital_signs.blood_pressure_systolic IS
    'PHI: Systolic (upper) blood pressure in mmHg.';
COMMENT ON COLUMN vital_signs.blood_pressure_diastolic IS
    'PHI: Diastolic (lower) blood pressure in mmHg.';
COMMENT ON COLUMN vital_signs.blood_pressure_position IS
    'PHI: Posture during the blood pressure reading (sitting), free text.';
COMMENT ON COLUMN vital_signs.oxygen_saturation IS 'PHI: Oxygen saturation (SpO2) in percent.';
COMMENT ON COLUMN vital_signs.oxygen_supplemental IS
    'PHI: TRUE if the student was receiving oxygen when SpO2 was read.';
COMMENT ON COLUMN vital_signs.weight IS 'PHI: Body weight, in weight_unit.';
COMMENT ON COLUMN vital_signs.weight_unit IS 'Unit of weight, lbs or kg.';
COMMENT ON COLUMN vital_signs.height IS 'PHI: Standing height, in height_unit.';
COMMENT ON COLUMN vital_signs.height_unit IS 'Unit of height, inches or cm.';
COMMENT ON COLUMN vital_signs.bmi IS
    'PHI: Body mass index in kg/m2; sent by the application, not computed here.';
COMMENT ON COLUMN vital_signs.pain IS
    'PHI: Pain that the student reports, from 0 (none) to 10 (worst).';
COMMENT ON COLUMN vital_signs.pain_location IS 'PHI: Body part that hurts, free text.';
COMMENT ON COLUMN vital_signs.consciousness IS
    'PHI: Level of consciousness on the AVPU scale, extended by drowsy, confused and lethargic.';
COMMENT ON COLUMN vital_signs.glucose_level IS
    'PHI: Blood glucose; there is no unit column, mg/dL by convention in the US.';
COMMENT ON COLUMN vital_signs.peak_flow IS
    'PHI: Peak expiratory flow in liters per minute, measured in asthma.';
COMMENT ON COLUMN vital_signs.is_abnormal IS 'PHI: TRUE if any reading of the set is out of range.';
COMMENT ON COLUMN vital_signs.abnormal_flags IS
    'PHI: Readings that are out of range; the application defines the JSON structure.';
COMMENT ON COLUMN vital_signs.notes IS 'PHI: Notes on the readings.';
COMMENT ON COLUMN vital_signs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN vital_signs.created_by IS 'User who entered the row.';
COMMENT ON COLUMN vital_signs.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN vital_signs.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN vital_signs.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX vital_signs_school_id_measurement_date_idx
    ON vital_signs (school_id, measurement_date DESC);
CREATE INDEX vital_signs_student_id_measurement_date_idx
    ON vital_signs (student_id, measurement_date DESC);
CREATE INDEX vital_signs_health_record_id_idx ON vital_signs (health_record_id)
    WHERE health_record_id IS NOT NULL;
CREATE INDEX vital_signs_appointment_id_idx ON vital_signs (appointment_id)
    WHERE appointment_id IS NOT NULL;
CREATE INDEX vital_signs_created_by_idx ON vital_signs (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX vital_signs_updated_by_idx ON vital_signs (updated_by) WHERE updated_by IS NOT NULL;

CREATE TRIGGER vital_signs_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON vital_signs
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE vital_signs ENABLE ALWAYS TRIGGER vital_signs_100_school_id;

CREATE TRIGGER vital_signs_200_updated_at
BEFORE UPDATE ON vital_signs
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
