-- The drug catalog, medication products, students' medication orders and doses, prescriptions and
-- drug allergies.
--
-- prescriptions refers to clinic_visits and treatment_plans. 20251104000008 creates those two
-- tables and adds the foreign keys; this file creates only the columns.
--
-- Tables:   drug_catalog, drug_interactions, medications, student_medications, medication_logs,
--           prescriptions, student_drug_allergies
-- HIPAA:    PHI in student_medications, medication_logs, prescriptions, student_drug_allergies
-- Locks:    none on existing tables
-- Rollback: drops the seven tables and their rows
--
-- depends: 20251104000006-schema-complete-health-records

-- ----------------------------------------------------------------------------
-- drug_catalog
-- ----------------------------------------------------------------------------
-- Reference data without a tenant key: every school reads the same catalog. medications lists
-- products by NDC and strength instead; the application does not link the two.
-- The application has two unique RxNorm columns and documents neither, so both are kept.
-- The jsonb columns have no CHECK: the application's model declares neither default nor structure.

CREATE TABLE drug_catalog (
    id                uuid         NOT NULL DEFAULT gen_random_uuid(),
    rxnorm_id         varchar(50),
    rxnorm_code       varchar(50),
    generic_name      varchar(255) NOT NULL,
    brand_names       jsonb,
    drug_class        varchar(100),
    fda_approved      boolean      NOT NULL DEFAULT TRUE,
    common_doses      jsonb,
    side_effects      jsonb,
    contraindications jsonb,
    warnings          jsonb,
    is_active         boolean      NOT NULL DEFAULT TRUE,
    created_at        timestamptz  NOT NULL DEFAULT now(),
    updated_at        timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT drug_catalog_pkey
        PRIMARY KEY (id),
    CONSTRAINT drug_catalog_rxnorm_id_key
        UNIQUE (rxnorm_id),
    CONSTRAINT drug_catalog_rxnorm_code_key
        UNIQUE (rxnorm_code),
    CONSTRAINT drug_catalog_generic_name_not_blank_check
        CHECK (btrim(generic_name) <> '')
);

COMMENT ON TABLE drug_catalog IS
    'A reference drug, one row per active ingredient or combination. Interaction and allergy '
    'checks refer to it.';
COMMENT ON COLUMN drug_catalog.id IS 'Primary key.';
COMMENT ON COLUMN drug_catalog.rxnorm_id IS
    'RxNorm concept identifier of the drug (National Library of Medicine), NULL if unknown.';
COMMENT ON COLUMN drug_catalog.rxnorm_code IS
    'Second RxNorm code of the drug, NULL if unknown; the application documents no difference.';
COMMENT ON COLUMN drug_catalog.generic_name IS
    'Nonproprietary name of the active ingredient or combination.';
COMMENT ON COLUMN drug_catalog.brand_names IS 'Brand names under which the drug is sold, as JSON.';
COMMENT ON COLUMN drug_catalog.drug_class IS 'Therapeutic or pharmacological class, free text.';
COMMENT ON COLUMN drug_catalog.fda_approved IS
    'TRUE if the US Food and Drug Administration has approved the drug.';
COMMENT ON COLUMN drug_catalog.common_doses IS
    'Usual doses as JSON, for display only; never calculate a dose from them.';
COMMENT ON COLUMN drug_catalog.side_effects IS 'Known adverse effects, as JSON.';
COMMENT ON COLUMN drug_catalog.contraindications IS
    'Conditions in which the drug must not be given, as JSON.';
COMMENT ON COLUMN drug_catalog.warnings IS
    'Warnings to show when somebody looks up the drug, as JSON.';
COMMENT ON COLUMN drug_catalog.is_active IS
    'FALSE hides the drug from new entries; existing references remain valid.';
COMMENT ON COLUMN drug_catalog.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN drug_catalog.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER drug_catalog_200_updated_at
BEFORE UPDATE ON drug_catalog
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- drug_interactions
-- ----------------------------------------------------------------------------
-- The unique key covers the ordered pair, as in the application: both (A, B) and (B, A) may exist,
-- so a lookup must search for both orders.
-- source_references is the model's attribute "references"; REFERENCES is a reserved word in SQL.

CREATE TABLE drug_interactions (
    id                uuid                 NOT NULL DEFAULT gen_random_uuid(),
    drug1_id          uuid                 NOT NULL,
    drug2_id          uuid                 NOT NULL,
    severity          interaction_severity NOT NULL,
    description       text                 NOT NULL,
    clinical_effects  text,
    management        text,
    evidence_level    varchar(50),
    source_references jsonb,
    created_at        timestamptz          NOT NULL DEFAULT now(),
    updated_at        timestamptz          NOT NULL DEFAULT now(),

    CONSTRAINT drug_interactions_pkey
        PRIMARY KEY (id),
    CONSTRAINT drug_interactions_drug1_id_drug2_id_key
        UNIQUE (drug1_id, drug2_id),
    CONSTRAINT drug_interactions_drug1_id_fkey
        FOREIGN KEY (drug1_id) REFERENCES drug_catalog (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT drug_interactions_drug2_id_fkey
        FOREIGN KEY (drug2_id) REFERENCES drug_catalog (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT drug_interactions_drugs_differ_check
        CHECK (drug1_id <> drug2_id)
);

COMMENT ON TABLE drug_interactions IS
    'A known interaction of two catalog drugs. The application warns nurses before a student gets '
    'both.';
COMMENT ON COLUMN drug_interactions.id IS 'Primary key.';
COMMENT ON COLUMN drug_interactions.drug1_id IS
    'One drug of the pair; the order of the two has no meaning.';
COMMENT ON COLUMN drug_interactions.drug2_id IS 'The other drug of the pair.';
COMMENT ON COLUMN drug_interactions.severity IS
    'Severity of the interaction when both drugs are taken together.';
COMMENT ON COLUMN drug_interactions.description IS
    'Effect of the two drugs on each other, free text.';
COMMENT ON COLUMN drug_interactions.clinical_effects IS 'Symptoms or clinical findings to expect.';
COMMENT ON COLUMN drug_interactions.management IS
    'Advice to the nurse: avoid, space the doses, monitor, or ask the prescriber.';
COMMENT ON COLUMN drug_interactions.evidence_level IS
    'Strength of the evidence in the wording of the source, free text.';
COMMENT ON COLUMN drug_interactions.source_references IS
    'Literature or compendium entries that support the statement, as JSON.';
COMMENT ON COLUMN drug_interactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN drug_interactions.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX drug_interactions_drug2_id_idx ON drug_interactions (drug2_id);

CREATE TRIGGER drug_interactions_200_updated_at
BEFORE UPDATE ON drug_interactions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- medications
-- ----------------------------------------------------------------------------
-- A list of products without a tenant key and without stock: no row belongs to a school or a
-- student. dosage_form and strength are free text because the application offers no fixed list.
-- A soft-deleted row still occupies its NDC: restore that row instead of adding a second one.
-- Set deleted_at or is_active to retire a row that is in use; the logs refer to it with RESTRICT.

CREATE TABLE medications (
    id               uuid         NOT NULL DEFAULT gen_random_uuid(),
    name             varchar(255) NOT NULL,
    generic_name     varchar(255),
    dosage_form      varchar(255) NOT NULL,
    strength         varchar(255) NOT NULL,
    manufacturer     varchar(255),
    ndc              varchar(255),
    is_controlled    boolean      DEFAULT FALSE,
    dea_schedule     dea_schedule,
    requires_witness boolean      DEFAULT FALSE,
    is_active        boolean      DEFAULT TRUE,
    created_at       timestamptz  NOT NULL DEFAULT now(),
    updated_at       timestamptz  NOT NULL DEFAULT now(),
    deleted_at       timestamptz,
    deleted_by       uuid,

    CONSTRAINT medications_pkey
        PRIMARY KEY (id),
    CONSTRAINT medications_ndc_key
        UNIQUE (ndc),
    CONSTRAINT medications_deleted_by_fkey
        FOREIGN KEY (deleted_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT medications_name_not_blank_check
        CHECK (btrim(name) <> ''),
    CONSTRAINT medications_ndc_is_10_or_11_digits_check
        CHECK (ndc ~ '^[0-9]{4,5}-?[0-9]{3,4}-?[0-9]{1,2}$')
);

COMMENT ON TABLE medications IS
    'A medication product by strength and dosage form. Nurses select from this list what a '
    'student takes.';
COMMENT ON COLUMN medications.id IS 'Primary key.';
COMMENT ON COLUMN medications.name IS 'Name under which nurses search, usually the brand name.';
COMMENT ON COLUMN medications.generic_name IS
    'Nonproprietary name, free text; not linked to drug_catalog.';
COMMENT ON COLUMN medications.dosage_form IS
    'Dosage form (tablet, inhaler, suspension), free text.';
COMMENT ON COLUMN medications.strength IS 'Amount of active ingredient per unit (200 mg, 5 mg/mL).';
COMMENT ON COLUMN medications.manufacturer IS 'Company that manufactures or labels the product.';
COMMENT ON COLUMN medications.ndc IS
    'National Drug Code of the product, 10 or 11 digits with or without hyphens.';
COMMENT ON COLUMN medications.is_controlled IS
    'TRUE for a controlled substance under US federal law.';
COMMENT ON COLUMN medications.dea_schedule IS
    'DEA schedule of a controlled substance, NULL if not controlled.';
COMMENT ON COLUMN medications.requires_witness IS
    'TRUE if a second staff member must watch each administration.';
COMMENT ON COLUMN medications.is_active IS
    'FALSE if the product is no longer offered for new orders.';
COMMENT ON COLUMN medications.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN medications.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN medications.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';
COMMENT ON COLUMN medications.deleted_by IS 'User who soft-deleted the row.';

CREATE INDEX medications_deleted_by_idx ON medications (deleted_by) WHERE deleted_by IS NOT NULL;

CREATE TRIGGER medications_200_updated_at
BEFORE UPDATE ON medications
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- student_medications
-- ----------------------------------------------------------------------------
-- The standing orders from which nurses give doses. prescriptions holds what clinicians with an
-- account prescribe, and its progress at the pharmacy. The application does not link the two.
-- dosage is text here (1 tablet, 2 puffs); in medication_logs it is a number with a unit.
-- The application's model has no soft delete here. deleted_at exists so that PHI is never
-- hard-deleted.

CREATE TABLE student_medications (
    id                  uuid         NOT NULL DEFAULT gen_random_uuid(),
    school_id           uuid,
    student_id          uuid         NOT NULL,
    medication_id       uuid         NOT NULL,
    dosage              varchar(255) NOT NULL,
    frequency           varchar(255) NOT NULL,
    route               varchar(255) NOT NULL,
    instructions        text,
    start_date          timestamptz  NOT NULL,
    end_date            timestamptz,
    is_active           boolean      DEFAULT TRUE,
    prescribed_by       varchar(255) NOT NULL,
    prescription_number varchar(255),
    refills_remaining   integer      DEFAULT 0,
    created_at          timestamptz  NOT NULL DEFAULT now(),
    created_by          uuid,
    updated_at          timestamptz  NOT NULL DEFAULT now(),
    updated_by          uuid,
    deleted_at          timestamptz,

    CONSTRAINT student_medications_pkey
        PRIMARY KEY (id),
    CONSTRAINT student_medications_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT student_medications_medication_id_fkey
        FOREIGN KEY (medication_id) REFERENCES medications (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT student_medications_created_by_fkey
        FOREIGN KEY (created_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT student_medications_updated_by_fkey
        FOREIGN KEY (updated_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT student_medications_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT student_medications_ends_not_before_start_check
        CHECK (end_date >= start_date),
    CONSTRAINT student_medications_refills_remaining_not_negative_check
        CHECK (refills_remaining >= 0)
);

COMMENT ON TABLE student_medications IS
    'PHI: A medication that a student takes at school, with dose and schedule. Nurses give doses '
    'by it.';
COMMENT ON COLUMN student_medications.id IS 'Primary key.';
COMMENT ON COLUMN student_medications.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN student_medications.student_id IS 'Student who takes the medication.';
COMMENT ON COLUMN student_medications.medication_id IS 'Product to give.';
COMMENT ON COLUMN student_medications.dosage IS
    'PHI: Amount per dose with its unit (1 tablet, 2 puffs), free text.';
COMMENT ON COLUMN student_medications.frequency IS
    'PHI: Frequency or time of the doses (twice daily, as needed), free text.';
COMMENT ON COLUMN student_medications.route IS
    'PHI: Route of administration (oral, inhaled), free text.';
COMMENT ON COLUMN student_medications.instructions IS
    'PHI: Instructions for the nurse in addition to dose and frequency.';
COMMENT ON COLUMN student_medications.start_date IS 'PHI: Time from which doses may be given.';
COMMENT ON COLUMN student_medications.end_date IS
    'PHI: Time until which doses may be given, NULL if open-ended.';
COMMENT ON COLUMN student_medications.is_active IS
    'FALSE once the order is stopped, regardless of end_date.';
COMMENT ON COLUMN student_medications.prescribed_by IS
    'PHI: Name of the prescriber outside the school, as text because the prescriber has no '
    'account.';
COMMENT ON COLUMN student_medications.prescription_number IS
    'PHI: Prescription number on the pharmacy label, assigned by the pharmacy.';
COMMENT ON COLUMN student_medications.refills_remaining IS
    'PHI: Number of refills that the pharmacy may still dispense.';
COMMENT ON COLUMN student_medications.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN student_medications.created_by IS 'User who entered the row.';
COMMENT ON COLUMN student_medications.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN student_medications.updated_by IS 'User who last changed the row.';
COMMENT ON COLUMN student_medications.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX student_medications_school_id_start_date_idx
    ON student_medications (school_id, start_date DESC);
CREATE INDEX student_medications_student_id_start_date_idx
    ON student_medications (student_id, start_date DESC);
CREATE INDEX student_medications_medication_id_idx ON student_medications (medication_id);
CREATE INDEX student_medications_created_by_idx ON student_medications (created_by)
    WHERE created_by IS NOT NULL;
CREATE INDEX student_medications_updated_by_idx ON student_medications (updated_by)
    WHERE updated_by IS NOT NULL;

CREATE TRIGGER student_medications_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON student_medications
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE student_medications ENABLE ALWAYS TRIGGER student_medications_100_school_id;

CREATE TRIGGER student_medications_200_updated_at
BEFORE UPDATE ON student_medications
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- medication_logs
-- ----------------------------------------------------------------------------
-- A dose refers to a student and a medication, not to an order in student_medications: the
-- application has no such link, and a dose without a standing order can be logged too.
-- was_given and status overlap in the application, and their defaults contradict each other, so no
-- CHECK compares them. administered_at is mandatory even for a dose that was not given.

CREATE TABLE medication_logs (
    id               uuid                  NOT NULL DEFAULT gen_random_uuid(),
    school_id        uuid,
    student_id       uuid                  NOT NULL,
    medication_id    uuid                  NOT NULL,
    dosage           numeric(10, 2)        NOT NULL,
    dosage_unit      varchar(255)          NOT NULL,
    route            varchar(255)          NOT NULL,
    scheduled_at     timestamptz,
    administered_at  timestamptz           NOT NULL,
    administered_by  varchar(255)          NOT NULL,
    status           medication_log_status DEFAULT 'ADMINISTERED',
    was_given        boolean               NOT NULL DEFAULT FALSE,
    reason_not_given text,
    notes            text,
    created_at       timestamptz           NOT NULL DEFAULT now(),
    updated_at       timestamptz           NOT NULL DEFAULT now(),
    deleted_at       timestamptz,

    CONSTRAINT medication_logs_pkey
        PRIMARY KEY (id),
    CONSTRAINT medication_logs_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT medication_logs_medication_id_fkey
        FOREIGN KEY (medication_id) REFERENCES medications (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT medication_logs_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT medication_logs_dosage_not_negative_check
        CHECK (dosage >= 0)
);

COMMENT ON TABLE medication_logs IS
    'PHI: One dose that was given to a student, missed or refused. Nurses document each '
    'administration here.';
COMMENT ON COLUMN medication_logs.id IS 'Primary key.';
COMMENT ON COLUMN medication_logs.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN medication_logs.student_id IS 'Student for whom the dose was meant.';
COMMENT ON COLUMN medication_logs.medication_id IS 'Product given or due.';
COMMENT ON COLUMN medication_logs.dosage IS 'PHI: Amount of the dose, in dosage_unit.';
COMMENT ON COLUMN medication_logs.dosage_unit IS 'PHI: Unit of dosage (mg, mL, tablet), free text.';
COMMENT ON COLUMN medication_logs.route IS
    'PHI: Route of administration (oral, inhaled), free text.';
COMMENT ON COLUMN medication_logs.scheduled_at IS
    'PHI: Time when the dose was due, NULL for an unscheduled or as-needed dose.';
COMMENT ON COLUMN medication_logs.administered_at IS
    'PHI: Time of administration; if the dose was not given, the time of the entry.';
COMMENT ON COLUMN medication_logs.administered_by IS
    'Name of the staff member who gave the dose, as text, so there is no foreign key.';
COMMENT ON COLUMN medication_logs.status IS 'PHI: Outcome of the dose.';
COMMENT ON COLUMN medication_logs.was_given IS 'PHI: TRUE if the student actually took the dose.';
COMMENT ON COLUMN medication_logs.reason_not_given IS
    'PHI: Reason for not giving the dose (absence, refusal, vomiting).';
COMMENT ON COLUMN medication_logs.notes IS
    'PHI: Observations at the administration (reaction, effect).';
COMMENT ON COLUMN medication_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN medication_logs.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN medication_logs.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX medication_logs_school_id_administered_at_idx
    ON medication_logs (school_id, administered_at DESC);
CREATE INDEX medication_logs_student_id_administered_at_idx
    ON medication_logs (student_id, administered_at DESC);
CREATE INDEX medication_logs_medication_id_idx ON medication_logs (medication_id);

CREATE TRIGGER medication_logs_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON medication_logs
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE medication_logs ENABLE ALWAYS TRIGGER medication_logs_100_school_id;

CREATE TRIGGER medication_logs_200_updated_at
BEFORE UPDATE ON medication_logs
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- prescriptions
-- ----------------------------------------------------------------------------
-- Drug name and code are copied as text, so that a later change of drug_catalog or medications
-- does not change what the prescriber wrote.
-- prescribed_by is a user here; in student_medications it is the name of an outside prescriber.
-- No CHECK compares quantity_filled with quantity: refills may increase the count.

CREATE TABLE prescriptions (
    id                 uuid                NOT NULL DEFAULT gen_random_uuid(),
    school_id          uuid,
    student_id         uuid                NOT NULL,
    visit_id           uuid,
    treatment_plan_id  uuid,
    prescribed_by      uuid                NOT NULL,
    drug_name          varchar(255)        NOT NULL,
    drug_code          varchar(100),
    dosage             varchar(100)        NOT NULL,
    frequency          varchar(100)        NOT NULL,
    route              varchar(50)         NOT NULL,
    instructions       text,
    start_date         date                NOT NULL,
    end_date           date,
    quantity           integer             NOT NULL,
    quantity_filled    integer             NOT NULL DEFAULT 0,
    refills_authorized integer             NOT NULL DEFAULT 0,
    refills_used       integer             NOT NULL DEFAULT 0,
    status             prescription_status NOT NULL DEFAULT 'pending',
    pharmacy_name      varchar(255),
    filled_date        timestamptz,
    picked_up_date     timestamptz,
    notes              text,
    created_at         timestamptz         NOT NULL DEFAULT now(),
    updated_at         timestamptz         NOT NULL DEFAULT now(),
    deleted_at         timestamptz,

    CONSTRAINT prescriptions_pkey
        PRIMARY KEY (id),
    CONSTRAINT prescriptions_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT prescriptions_prescribed_by_fkey
        FOREIGN KEY (prescribed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT prescriptions_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT prescriptions_ends_not_before_start_check
        CHECK (end_date >= start_date),
    CONSTRAINT prescriptions_quantities_not_negative_check
        CHECK (quantity >= 0 AND quantity_filled >= 0),
    CONSTRAINT prescriptions_refills_not_negative_check
        CHECK (refills_authorized >= 0 AND refills_used >= 0),
    CONSTRAINT prescriptions_drug_code_is_plain_code_check
        CHECK (drug_code ~ '^[0-9A-Za-z][0-9A-Za-z.-]*$')
);

COMMENT ON TABLE prescriptions IS
    'PHI: A prescription that a clinician with an account wrote for a student, tracked until '
    'pick-up.';
COMMENT ON COLUMN prescriptions.id IS 'Primary key.';
COMMENT ON COLUMN prescriptions.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN prescriptions.student_id IS 'Student for whom the drug is prescribed.';
COMMENT ON COLUMN prescriptions.visit_id IS
    'Clinic visit at which the drug was prescribed, if any.';
COMMENT ON COLUMN prescriptions.treatment_plan_id IS
    'Treatment plan that the prescription belongs to, if any.';
COMMENT ON COLUMN prescriptions.prescribed_by IS 'User who wrote the prescription.';
COMMENT ON COLUMN prescriptions.drug_name IS 'PHI: Drug as the prescriber wrote it, free text.';
COMMENT ON COLUMN prescriptions.drug_code IS
    'PHI: Code of the drug, such as NDC or RxNorm; the code system is not recorded.';
COMMENT ON COLUMN prescriptions.dosage IS 'PHI: Amount per dose with its unit, free text.';
COMMENT ON COLUMN prescriptions.frequency IS
    'PHI: Frequency of the doses (every 8 hours), free text.';
COMMENT ON COLUMN prescriptions.route IS 'PHI: Route of administration (oral, topical), free text.';
COMMENT ON COLUMN prescriptions.instructions IS
    'PHI: Instructions for the family or the pharmacist.';
COMMENT ON COLUMN prescriptions.start_date IS 'PHI: First day of the therapy.';
COMMENT ON COLUMN prescriptions.end_date IS 'PHI: Last day of the therapy, NULL if open-ended.';
COMMENT ON COLUMN prescriptions.quantity IS 'PHI: Number of units to dispense (tablets, mL).';
COMMENT ON COLUMN prescriptions.quantity_filled IS
    'PHI: Number of units that the pharmacy has dispensed so far.';
COMMENT ON COLUMN prescriptions.refills_authorized IS
    'PHI: Number of refills that the prescriber allows after the first fill.';
COMMENT ON COLUMN prescriptions.refills_used IS 'PHI: Number of refills already dispensed.';
COMMENT ON COLUMN prescriptions.status IS
    'PHI: Progress of the prescription, from the prescriber to pick-up.';
COMMENT ON COLUMN prescriptions.pharmacy_name IS
    'PHI: Name of the pharmacy that the family chose, free text.';
COMMENT ON COLUMN prescriptions.filled_date IS
    'PHI: Time when the pharmacy filled the prescription, NULL before.';
COMMENT ON COLUMN prescriptions.picked_up_date IS
    'PHI: Time when the drug was picked up at the pharmacy, NULL before.';
COMMENT ON COLUMN prescriptions.notes IS
    'PHI: Notes of staff on the prescription; they do not appear on the pharmacy label.';
COMMENT ON COLUMN prescriptions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN prescriptions.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN prescriptions.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX prescriptions_school_id_start_date_idx ON prescriptions (school_id, start_date DESC);
CREATE INDEX prescriptions_student_id_start_date_idx
    ON prescriptions (student_id, start_date DESC);
CREATE INDEX prescriptions_visit_id_idx ON prescriptions (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX prescriptions_treatment_plan_id_idx ON prescriptions (treatment_plan_id)
    WHERE treatment_plan_id IS NOT NULL;
CREATE INDEX prescriptions_prescribed_by_idx ON prescriptions (prescribed_by);

CREATE TRIGGER prescriptions_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON prescriptions
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE prescriptions ENABLE ALWAYS TRIGGER prescriptions_100_school_id;

CREATE TRIGGER prescriptions_200_updated_at
BEFORE UPDATE ON prescriptions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- student_drug_allergies
-- ----------------------------------------------------------------------------
-- allergies holds any allergen as text. This table refers to the drug by key, so that software
-- can look it up in drug_catalog. The application does not link the two tables.
-- allergy_type and severity are free text because the model lists no values; allergies uses enums.
-- A soft-deleted row still occupies its (student, drug) pair: restore it instead of adding another.

CREATE TABLE student_drug_allergies (
    id             uuid         NOT NULL DEFAULT gen_random_uuid(),
    school_id      uuid,
    student_id     uuid         NOT NULL,
    drug_id        uuid         NOT NULL,
    allergy_type   varchar(100) NOT NULL,
    severity       varchar(50)  NOT NULL,
    reaction       text         NOT NULL,
    diagnosed_date timestamptz,
    diagnosed_by   varchar(255),
    notes          text,
    created_at     timestamptz  NOT NULL DEFAULT now(),
    updated_at     timestamptz  NOT NULL DEFAULT now(),
    deleted_at     timestamptz,

    CONSTRAINT student_drug_allergies_pkey
        PRIMARY KEY (id),
    CONSTRAINT student_drug_allergies_student_id_drug_id_key
        UNIQUE (student_id, drug_id),
    CONSTRAINT student_drug_allergies_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT student_drug_allergies_drug_id_fkey
        FOREIGN KEY (drug_id) REFERENCES drug_catalog (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT student_drug_allergies_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE student_drug_allergies IS
    'PHI: An allergy of a student to a catalog drug. Nurses check it before they give a drug.';
COMMENT ON COLUMN student_drug_allergies.id IS 'Primary key.';
COMMENT ON COLUMN student_drug_allergies.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN student_drug_allergies.student_id IS 'Student who has the allergy.';
COMMENT ON COLUMN student_drug_allergies.drug_id IS 'Drug that the student must not get.';
COMMENT ON COLUMN student_drug_allergies.allergy_type IS
    'PHI: Kind of reaction (allergy, intolerance), free text.';
COMMENT ON COLUMN student_drug_allergies.severity IS
    'PHI: Severity of the reaction, observed or expected, free text.';
COMMENT ON COLUMN student_drug_allergies.reaction IS
    'PHI: Reaction to the drug (hives, anaphylaxis), free text.';
COMMENT ON COLUMN student_drug_allergies.diagnosed_date IS
    'PHI: Time of the diagnosis, NULL if the allergy was only reported.';
COMMENT ON COLUMN student_drug_allergies.diagnosed_by IS
    'PHI: Name of the clinician who diagnosed it, as text because clinicians outside the school '
    'have no account.';
COMMENT ON COLUMN student_drug_allergies.notes IS
    'PHI: Further notes, such as cross-reactions or alternatives that the student tolerates.';
COMMENT ON COLUMN student_drug_allergies.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN student_drug_allergies.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN student_drug_allergies.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX student_drug_allergies_school_id_idx ON student_drug_allergies (school_id);
CREATE INDEX student_drug_allergies_drug_id_idx ON student_drug_allergies (drug_id);

CREATE TRIGGER student_drug_allergies_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON student_drug_allergies
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE student_drug_allergies ENABLE ALWAYS TRIGGER student_drug_allergies_100_school_id;

CREATE TRIGGER student_drug_allergies_200_updated_at
BEFORE UPDATE ON student_drug_allergies
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
