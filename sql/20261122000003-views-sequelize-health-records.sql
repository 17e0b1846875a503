-- Compatibility views for the application: the health record.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    health_records, allergies, chronic_conditions, vaccinations, immunizations,
--           health_screenings, growth_tracking, vital_signs
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000002-views-sequelize-core-and-students

-- ----------------------------------------------------------------------------
-- health_records: model HealthRecord
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.health_records
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id          AS "studentId",
    record_type         AS "recordType",
    title,
    description,
    record_date         AS "recordDate",
    provider,
    provider_npi        AS "providerNpi",
    facility,
    facility_npi        AS "facilityNpi",
    diagnosis,
    diagnosis_code      AS "diagnosisCode",
    treatment,
    follow_up_required  AS "followUpRequired",
    follow_up_date      AS "followUpDate",
    follow_up_completed AS "followUpCompleted",
    attachments,
    metadata,
    is_confidential     AS "isConfidential",
    notes,
    created_by          AS "createdBy",
    updated_by          AS "updatedBy",
    created_at          AS "createdAt",
    updated_at          AS "updatedAt",
    deleted_at          AS "deletedAt"
FROM public.health_records;

COMMENT ON VIEW sequelize.health_records IS
    'Model HealthRecord: public.health_records with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- allergies: model Allergy
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.allergies
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id         AS "studentId",
    allergen,
    allergy_type       AS "allergyType",
    severity,
    symptoms,
    reactions,
    treatment,
    emergency_protocol AS "emergencyProtocol",
    onset_date         AS "onsetDate",
    diagnosed_date     AS "diagnosedDate",
    diagnosed_by       AS "diagnosedBy",
    verified,
    verified_by        AS "verifiedBy",
    verification_date  AS "verificationDate",
    active,
    notes,
    epi_pen_required   AS "epiPenRequired",
    epi_pen_location   AS "epiPenLocation",
    epi_pen_expiration AS "epiPenExpiration",
    health_record_id   AS "healthRecordId",
    created_by         AS "createdBy",
    updated_by         AS "updatedBy",
    created_at         AS "createdAt",
    updated_at         AS "updatedAt",
    deleted_at         AS "deletedAt"
FROM public.allergies;

COMMENT ON VIEW sequelize.allergies IS
    'Model Allergy: public.allergies with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- chronic_conditions: model ChronicCondition
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.chronic_conditions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id         AS "studentId",
    health_record_id   AS "healthRecordId",
    condition,
    icd_code           AS "icdCode",
    diagnosed_date     AS "diagnosedDate",
    diagnosed_by       AS "diagnosedBy",
    status,
    severity,
    notes,
    care_plan          AS "carePlan",
    medications,
    restrictions,
    triggers,
    accommodations,
    emergency_protocol AS "emergencyProtocol",
    last_review_date   AS "lastReviewDate",
    next_review_date   AS "nextReviewDate",
    requires_iep       AS "requiresIEP",
    requires504,
    is_active          AS "isActive",
    created_at         AS "createdAt",
    updated_at         AS "updatedAt",
    deleted_at         AS "deletedAt"
FROM public.chronic_conditions;

COMMENT ON VIEW sequelize.chronic_conditions IS
    'Model ChronicCondition: public.chronic_conditions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- vaccinations: model Vaccination
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.vaccinations
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id              AS "studentId",
    health_record_id        AS "healthRecordId",
    vaccine_name            AS "vaccineName",
    vaccine_type            AS "vaccineType",
    manufacturer,
    lot_number              AS "lotNumber",
    cvx_code                AS "cvxCode",
    ndc_code                AS "ndcCode",
    dose_number             AS "doseNumber",
    total_doses             AS "totalDoses",
    series_complete         AS "seriesComplete",
    administration_date     AS "administrationDate",
    administered_by         AS "administeredBy",
    administered_by_role    AS "administeredByRole",
    facility,
    site_of_administration  AS "siteOfAdministration",
    route_of_administration AS "routeOfAdministration",
    dosage_amount           AS "dosageAmount",
    expiration_date         AS "expirationDate",
    next_due_date           AS "nextDueDate",
    reactions,
    adverse_events          AS "adverseEvents",
    exemption_status        AS "exemptionStatus",
    exemption_reason        AS "exemptionReason",
    exemption_document      AS "exemptionDocument",
    compliance_status       AS "complianceStatus",
    vfc_eligibility         AS "vfcEligibility",
    vis_provided            AS "visProvided",
    vis_date                AS "visDate",
    consent_obtained        AS "consentObtained",
    consent_by              AS "consentBy",
    notes,
    created_by              AS "createdBy",
    updated_by              AS "updatedBy",
    created_at              AS "createdAt",
    updated_at              AS "updatedAt",
    deleted_at              AS "deletedAt"
FROM public.vaccinations;

COMMENT ON VIEW sequelize.vaccinations IS
    'Model Vaccination: public.vaccinations with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- immunizations: model Immunization
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.immunizations
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id        AS "studentId",
    vaccine_name      AS "vaccineName",
    vaccine_code      AS "vaccineCode",
    administered_date AS "administeredDate",
    expiration_date   AS "expirationDate",
    dosage,
    site,
    route,
    manufacturer,
    lot_number        AS "lotNumber",
    administered_by   AS "administeredBy",
    notes,
    created_at        AS "createdAt",
    updated_at        AS "updatedAt",
    deleted_at        AS "deletedAt"
FROM public.immunizations;

COMMENT ON VIEW sequelize.immunizations IS
    'Model Immunization: public.immunizations with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- health_screenings: model HealthScreening
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.health_screenings
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id     AS "studentId",
    screening_type AS "screeningType",
    screening_date AS "screeningDate",
    results,
    passed,
    notes,
    conducted_by   AS "conductedBy",
    created_at     AS "createdAt",
    updated_at     AS "updatedAt",
    deleted_at     AS "deletedAt"
FROM public.health_screenings;

COMMENT ON VIEW sequelize.health_screenings IS
    'Model HealthScreening: public.health_screenings with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- growth_tracking: model GrowthTracking
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.growth_tracking
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id        AS "studentId",
    measurement_date  AS "measurementDate",
    height,
    height_unit       AS "heightUnit",
    weight,
    weight_unit       AS "weightUnit",
    bmi,
    percentile_height AS "percentileHeight",
    percentile_weight AS "percentileWeight",
    percentile_bmi    AS "percentileBmi",
    notes,
    measured_by       AS "measuredBy",
    created_at        AS "createdAt",
    updated_at        AS "updatedAt",
    deleted_at        AS "deletedAt"
FROM public.growth_tracking;

COMMENT ON VIEW sequelize.growth_tracking IS
    'Model GrowthTracking: public.growth_tracking with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- vital_signs: model VitalSigns
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.vital_signs
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id               AS "studentId",
    measurement_date         AS "measurementDate",
    temperature,
    temperature_unit         AS "temperatureUnit",
    heart_rate               AS "heartRate",
    respiratory_rate         AS "respiratoryRate",
    blood_pressure_systolic  AS "bloodPressureSystolic",
    blood_pressure_diastolic AS "bloodPressureDiastolic",
    oxygen_saturation        AS "oxygenSaturation",
    weight,
    weight_unit              AS "weightUnit",
    height,
    height_unit              AS "heightUnit",
    bmi,
    pain,
    is_abnormal              AS "isAbnormal",
    abnormal_flags           AS "abnormalFlags",
    measured_by              AS "measuredBy",
    notes,
    created_at               AS "createdAt",
    updated_at               AS "updatedAt",
    deleted_at               AS "deletedAt"
FROM public.vital_signs;

COMMENT ON VIEW sequelize.vital_signs IS
    'Model VitalSigns: public.vital_signs with the model''s attribute names.';
