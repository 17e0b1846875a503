-- Compatibility views for the application: visits, notes and clinical documents.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    clinic_visits, clinical_notes, clinical_protocols, lab_results, medical_history,
--           mental_health_records, treatment_plans
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000004-views-sequelize-medications

-- ----------------------------------------------------------------------------
-- clinic_visits: model ClinicVisit
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.clinic_visits
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id       AS "studentId",
    check_in_time    AS "checkInTime",
    check_out_time   AS "checkOutTime",
    reason_for_visit AS "reasonForVisit",
    symptoms,
    treatment,
    disposition,
    classes_missed   AS "classesMissed",
    minutes_missed   AS "minutesMissed",
    attended_by      AS "attendedBy",
    notes,
    created_at       AS "createdAt",
    updated_at       AS "updatedAt",
    deleted_at       AS "deletedAt"
FROM public.clinic_visits;

COMMENT ON VIEW sequelize.clinic_visits IS
    'Model ClinicVisit: public.clinic_visits with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- clinical_notes: model ClinicalNote
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.clinical_notes
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id       AS "studentId",
    visit_id         AS "visitId",
    type,
    created_by       AS "createdBy",
    title,
    content,
    subjective,
    objective,
    assessment,
    plan,
    tags,
    is_confidential  AS "isConfidential",
    is_signed        AS "isSigned",
    signed_at        AS "signedAt",
    amended,
    amendment_reason AS "amendmentReason",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt",
    deleted_at       AS "deletedAt"
FROM public.clinical_notes;

COMMENT ON VIEW sequelize.clinical_notes IS
    'Model ClinicalNote: public.clinical_notes with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- clinical_protocols: model ClinicalProtocol
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.clinical_protocols
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    code,
    version,
    category,
    description,
    indications,
    contraindications,
    steps,
    decision_points    AS "decisionPoints",
    required_equipment AS "requiredEquipment",
    medications,
    status,
    created_by         AS "createdBy",
    approved_by        AS "approvedBy",
    approved_date      AS "approvedDate",
    effective_date     AS "effectiveDate",
    review_date        AS "reviewDate",
    source_references  AS "references",
    tags,
    created_at         AS "createdAt",
    updated_at         AS "updatedAt"
FROM public.clinical_protocols;

COMMENT ON VIEW sequelize.clinical_protocols IS
    'Model ClinicalProtocol: public.clinical_protocols with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- lab_results: model LabResults
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.lab_results
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id      AS "studentId",
    test_type       AS "testType",
    test_name       AS "testName",
    test_code       AS "testCode",
    ordered_date    AS "orderedDate",
    collection_date AS "collectionDate",
    result_date     AS "resultDate",
    result,
    result_value    AS "resultValue",
    result_unit     AS "resultUnit",
    reference_range AS "referenceRange",
    is_abnormal     AS "isAbnormal",
    abnormal_flags  AS "abnormalFlags",
    interpretation,
    status,
    ordered_by      AS "orderedBy",
    performed_by    AS "performedBy",
    reviewed_by     AS "reviewedBy",
    reviewed_date   AS "reviewedDate",
    lab_name        AS "labName",
    notes,
    created_at      AS "createdAt",
    updated_at      AS "updatedAt",
    deleted_at      AS "deletedAt"
FROM public.lab_results;

COMMENT ON VIEW sequelize.lab_results IS
    'Model LabResults: public.lab_results with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- medical_history: model MedicalHistory
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.medical_history
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id          AS "studentId",
    record_type         AS "recordType",
    condition,
    diagnosis_code      AS "diagnosisCode",
    diagnosis_date      AS "diagnosisDate",
    resolved_date       AS "resolvedDate",
    is_active           AS "isActive",
    severity,
    category,
    treatment,
    medication,
    notes,
    is_family_history   AS "isFamilyHistory",
    family_relation     AS "familyRelation",
    is_critical         AS "isCritical",
    requires_monitoring AS "requiresMonitoring",
    created_at          AS "createdAt",
    updated_at          AS "updatedAt",
    deleted_at          AS "deletedAt"
FROM public.medical_history;

COMMENT ON VIEW sequelize.medical_history IS
    'Model MedicalHistory: public.medical_history with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- mental_health_records: model MentalHealthRecord
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.mental_health_records
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id               AS "studentId",
    record_type              AS "recordType",
    record_date              AS "recordDate",
    counselor_id             AS "counselorId",
    therapist_id             AS "therapistId",
    psychiatrist_id          AS "psychiatristId",
    title,
    session_notes            AS "sessionNotes",
    assessment,
    diagnosis,
    diagnosis_code           AS "diagnosisCode",
    treatment_plan           AS "treatmentPlan",
    risk_level               AS "riskLevel",
    risk_factors             AS "riskFactors",
    protective_factors       AS "protectiveFactors",
    interventions,
    follow_up_required       AS "followUpRequired",
    follow_up_date           AS "followUpDate",
    follow_up_completed      AS "followUpCompleted",
    referral_to              AS "referralTo",
    referral_reason          AS "referralReason",
    confidentiality_level    AS "confidentialityLevel",
    parent_notified          AS "parentNotified",
    parent_notification_date AS "parentNotificationDate",
    attachments,
    metadata,
    created_by               AS "createdBy",
    updated_by               AS "updatedBy",
    access_log               AS "accessLog",
    created_at               AS "createdAt",
    updated_at               AS "updatedAt",
    deleted_at               AS "deletedAt"
FROM public.mental_health_records;

COMMENT ON VIEW sequelize.mental_health_records IS
    'Model MentalHealthRecord: public.mental_health_records with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- treatment_plans: model TreatmentPlan
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.treatment_plans
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id    AS "studentId",
    diagnosis,
    plan_details  AS "planDetails",
    start_date    AS "startDate",
    end_date      AS "endDate",
    status,
    prescribed_by AS "prescribedBy",
    created_at    AS "createdAt",
    updated_at    AS "updatedAt",
    deleted_at    AS "deletedAt"
FROM public.treatment_plans;

COMMENT ON VIEW sequelize.treatment_plans IS
    'Model TreatmentPlan: public.treatment_plans with the model''s attribute names.';
