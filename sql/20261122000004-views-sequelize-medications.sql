-- Compatibility views for the application: drugs, medications and prescriptions.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    drug_catalog, drug_interactions, medications, student_medications, medication_logs,
--           prescriptions, student_drug_allergies
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000003-views-sequelize-health-records

-- ----------------------------------------------------------------------------
-- drug_catalog: model DrugCatalog
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.drug_catalog
WITH (security_invoker = TRUE) AS
SELECT
    id,
    rxnorm_id    AS "rxnormId",
    rxnorm_code  AS "rxnormCode",
    generic_name AS "genericName",
    brand_names  AS "brandNames",
    drug_class   AS "drugClass",
    fda_approved AS "fdaApproved",
    common_doses AS "commonDoses",
    side_effects AS "sideEffects",
    contraindications,
    warnings,
    is_active    AS "isActive",
    created_at   AS "createdAt",
    updated_at   AS "updatedAt"
FROM public.drug_catalog;

COMMENT ON VIEW sequelize.drug_catalog IS
    'Model DrugCatalog: public.drug_catalog with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- drug_interactions: model DrugInteraction
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.drug_interactions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    drug1_id          AS "drug1Id",
    drug2_id          AS "drug2Id",
    severity,
    description,
    clinical_effects  AS "clinicalEffects",
    management,
    source_references AS "references",
    evidence_level    AS "evidenceLevel",
    created_at        AS "createdAt",
    updated_at        AS "updatedAt"
FROM public.drug_interactions;

COMMENT ON VIEW sequelize.drug_interactions IS
    'Model DrugInteraction: public.drug_interactions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- medications: model Medication
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.medications
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    generic_name     AS "genericName",
    dosage_form      AS "dosageForm",
    strength,
    manufacturer,
    ndc,
    is_controlled    AS "isControlled",
    dea_schedule     AS "deaSchedule",
    requires_witness AS "requiresWitness",
    is_active        AS "isActive",
    deleted_at       AS "deletedAt",
    deleted_by       AS "deletedBy",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt"
FROM public.medications;

COMMENT ON VIEW sequelize.medications IS
    'Model Medication: public.medications with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- student_medications: model StudentMedication
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.student_medications
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id          AS "studentId",
    medication_id       AS "medicationId",
    dosage,
    frequency,
    route,
    instructions,
    start_date          AS "startDate",
    end_date            AS "endDate",
    is_active           AS "isActive",
    prescribed_by       AS "prescribedBy",
    prescription_number AS "prescriptionNumber",
    refills_remaining   AS "refillsRemaining",
    created_by          AS "createdBy",
    updated_by          AS "updatedBy",
    created_at          AS "createdAt",
    updated_at          AS "updatedAt"
FROM public.student_medications
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.student_medications IS
    'Model StudentMedication: public.student_medications with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- medication_logs: model MedicationLog
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.medication_logs
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id       AS "studentId",
    medication_id    AS "medicationId",
    dosage,
    dosage_unit      AS "dosageUnit",
    route,
    scheduled_at     AS "scheduledAt",
    administered_at  AS "administeredAt",
    administered_by  AS "administeredBy",
    status,
    notes,
    was_given        AS "wasGiven",
    reason_not_given AS "reasonNotGiven",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt",
    deleted_at       AS "deletedAt"
FROM public.medication_logs;

COMMENT ON VIEW sequelize.medication_logs IS
    'Model MedicationLog: public.medication_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- prescriptions: model Prescription
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.prescriptions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id         AS "studentId",
    visit_id           AS "visitId",
    treatment_plan_id  AS "treatmentPlanId",
    prescribed_by      AS "prescribedBy",
    drug_name          AS "drugName",
    drug_code          AS "drugCode",
    dosage,
    frequency,
    route,
    quantity,
    quantity_filled    AS "quantityFilled",
    refills_authorized AS "refillsAuthorized",
    refills_used       AS "refillsUsed",
    start_date         AS "startDate",
    end_date           AS "endDate",
    instructions,
    status,
    pharmacy_name      AS "pharmacyName",
    filled_date        AS "filledDate",
    picked_up_date     AS "pickedUpDate",
    notes,
    created_at         AS "createdAt",
    updated_at         AS "updatedAt",
    deleted_at         AS "deletedAt"
FROM public.prescriptions;

COMMENT ON VIEW sequelize.prescriptions IS
    'Model Prescription: public.prescriptions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- student_drug_allergies: model StudentDrugAllergy
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.student_drug_allergies
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id     AS "studentId",
    drug_id        AS "drugId",
    allergy_type   AS "allergyType",
    reaction,
    severity,
    notes,
    diagnosed_date AS "diagnosedDate",
    diagnosed_by   AS "diagnosedBy",
    created_at     AS "createdAt",
    updated_at     AS "updatedAt"
FROM public.student_drug_allergies
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.student_drug_allergies IS
    'Model StudentDrugAllergy: public.student_drug_allergies with the model''s attribute names'
    '; soft-deleted rows are left out.';
