-- Classifies the drug catalog, the medications of each student and the doses given.
--
-- The catalog describes drugs, not children. A foreign key from a student's record to the catalog
-- reveals the drug just as its name would, so such keys are hidden.
--
-- Tables:   drug_catalog, drug_interactions, medications, student_medications, medication_logs,
--           prescriptions, student_drug_allergies
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold the
--           medications of children
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-inventory-and-budget

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('drug_catalog',           'REFERENCE', 'NONE',   NULL,
    FALSE, FALSE, 'NONE',   NULL),
('drug_interactions',      'REFERENCE', 'NONE',   NULL,
    FALSE, FALSE, 'NONE',   NULL),
('medications',            'REFERENCE', 'NONE',   NULL,
    FALSE, FALSE, 'NONE',   NULL),
('student_medications',    'HEALTH',    'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS'),
('medication_logs',        'HEALTH',    'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'MEDICATION_LOGS'),
('prescriptions',          'HEALTH',    'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS'),
('student_drug_allergies', 'HEALTH',    'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS');

-- ----------------------------------------------------------------------------
-- drug_catalog
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('drug_catalog', 'id',                FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'rxnorm_id',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'rxnorm_code',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'generic_name',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'brand_names',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'drug_class',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'fda_approved',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'common_doses',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'side_effects',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'contraindications', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'warnings',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'is_active',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'created_at',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_catalog', 'updated_at',        FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- drug_interactions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('drug_interactions', 'id',                FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'drug1_id',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'drug2_id',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'severity',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'description',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'clinical_effects',  FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'management',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'evidence_level',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'source_references', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'created_at',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('drug_interactions', 'updated_at',        FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- medications
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('medications', 'id',               FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'name',             FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'generic_name',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'dosage_form',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'strength',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'manufacturer',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'ndc',              FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'is_controlled',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'dea_schedule',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'requires_witness', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'is_active',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'created_at',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'updated_at',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'deleted_at',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('medications', 'deleted_by',       FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- student_medications
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('student_medications', 'id',                  FALSE, 'SHOW',      'CLEAR',       'NONE'),
('student_medications', 'school_id',           FALSE, 'SHOW',      'CLEAR',       'NONE'),
('student_medications', 'student_id',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- It reveals the drug, because everybody may read the catalog.
('student_medications', 'medication_id',       FALSE, 'HIDE',      'FINGERPRINT', 'NONE'),
('student_medications', 'dosage',              TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('student_medications', 'frequency',           TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('student_medications', 'route',               TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('student_medications', 'instructions',        TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('student_medications', 'start_date',          TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('student_medications', 'end_date',            TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('student_medications', 'is_active',           FALSE, 'SHOW',      'CLEAR',       'NONE'),
('student_medications', 'prescribed_by',       TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('student_medications', 'prescription_number', TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('student_medications', 'refills_remaining',   TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('student_medications', 'created_at',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('student_medications', 'created_by',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('student_medications', 'updated_at',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('student_medications', 'updated_by',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('student_medications', 'deleted_at',          FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- medication_logs
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('medication_logs', 'id',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('medication_logs', 'school_id',        FALSE, 'SHOW',    'CLEAR',       'NONE'),
('medication_logs', 'student_id',       FALSE, 'SHOW',    'CLEAR',       'NONE'),
-- It reveals the drug, because everybody may read the catalog.
('medication_logs', 'medication_id',    FALSE, 'HIDE',    'FINGERPRINT', 'NONE'),
('medication_logs', 'dosage',           TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('medication_logs', 'dosage_unit',      TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('medication_logs', 'route',            TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('medication_logs', 'scheduled_at',     TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('medication_logs', 'administered_at',  TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('medication_logs', 'administered_by',  FALSE, 'INITIAL', 'FINGERPRINT', 'NONE'),
('medication_logs', 'status',           TRUE,  'SHOW',    'CLEAR',       'NONE'),
('medication_logs', 'was_given',        TRUE,  'SHOW',    'CLEAR',       'NONE'),
('medication_logs', 'reason_not_given', TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('medication_logs', 'notes',            TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('medication_logs', 'created_at',       FALSE, 'SHOW',    'CLEAR',       'NONE'),
('medication_logs', 'updated_at',       FALSE, 'SHOW',    'CLEAR',       'NONE'),
('medication_logs', 'deleted_at',       FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- prescriptions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('prescriptions', 'id',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'school_id',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'student_id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'visit_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'treatment_plan_id',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'prescribed_by',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'drug_name',          TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'drug_code',          TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'dosage',             TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'frequency',          TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'route',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'instructions',       TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'start_date',         TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('prescriptions', 'end_date',           TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('prescriptions', 'quantity',           TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'quantity_filled',    TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'refills_authorized', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'refills_used',       TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'status',             TRUE,  'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'pharmacy_name',      TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'filled_date',        TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('prescriptions', 'picked_up_date',     TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('prescriptions', 'notes',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('prescriptions', 'created_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'updated_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('prescriptions', 'deleted_at',         FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- student_drug_allergies
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('student_drug_allergies', 'id',             FALSE, 'SHOW',    'CLEAR',       'NONE'),
('student_drug_allergies', 'school_id',      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('student_drug_allergies', 'student_id',     FALSE, 'SHOW',    'CLEAR',       'NONE'),
-- It reveals the drug, because everybody may read the catalog.
('student_drug_allergies', 'drug_id',        FALSE, 'HIDE',    'FINGERPRINT', 'NONE'),
('student_drug_allergies', 'allergy_type',   TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('student_drug_allergies', 'severity',       TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('student_drug_allergies', 'reaction',       TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('student_drug_allergies', 'diagnosed_date', TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('student_drug_allergies', 'diagnosed_by',   TRUE,  'INITIAL', 'FINGERPRINT', 'NONE'),
('student_drug_allergies', 'notes',          TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('student_drug_allergies', 'created_at',     FALSE, 'SHOW',    'CLEAR',       'NONE'),
('student_drug_allergies', 'updated_at',     FALSE, 'SHOW',    'CLEAR',       'NONE'),
('student_drug_allergies', 'deleted_at',     FALSE, 'SHOW',    'CLEAR',       'NONE');
