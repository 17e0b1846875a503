-- Classifies the health record, allergies, conditions, vaccinations, screenings, growth and vital
-- signs.
--
-- Enum labels and booleans stay readable in masked views and in the audit log: a fingerprint of a
-- column with so few values is easy to guess and would hide an important change. Text and numbers
-- are hidden.
--
-- Free-text names, such as the person who gave a dose, may belong to outsiders. Masked views show
-- only their initial, even in columns that are not PHI.
--
-- Tables:   health_records, allergies, chronic_conditions, vaccinations, immunizations,
--           screenings, health_screenings, growth_measurements, growth_tracking, vital_signs
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold the
--           core of the health record
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-core-and-students

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('health_records',      'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('allergies',           'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('chronic_conditions',  'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('vaccinations',        'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('immunizations',       'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('screenings',          'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('health_screenings',   'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('growth_measurements', 'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('growth_tracking',     'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('vital_signs',         'HEALTH', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS');

-- ----------------------------------------------------------------------------
-- health_records
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('health_records', 'id',                  FALSE, 'SHOW',      'CLEAR',       'NONE'),
('health_records', 'school_id',           FALSE, 'SHOW',      'CLEAR',       'NONE'),
('health_records', 'student_id',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('health_records', 'record_type',         TRUE,  'SHOW',      'CLEAR',       'NONE'),
('health_records', 'title',               TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('health_records', 'description',         TRUE,  'HIDE',      'FINGERPRINT', 'WCDB'),
('health_records', 'record_date',         TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('health_records', 'provider',            TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('health_records', 'provider_npi',        TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('health_records', 'facility',            TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('health_records', 'facility_npi',        TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('health_records', 'diagnosis',           TRUE,  'HIDE',      'FINGERPRINT', 'WCDB'),
('health_records', 'diagnosis_code',      TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('health_records', 'treatment',           TRUE,  'HIDE',      'FINGERPRINT', 'WCDB'),
('health_records', 'follow_up_required',  TRUE,  'SHOW',      'CLEAR',       'NONE'),
('health_records', 'follow_up_date',      TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('health_records', 'follow_up_completed', TRUE,  'SHOW',      'CLEAR',       'NONE'),
('health_records', 'attachments',         TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('health_records', 'metadata',            TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('health_records', 'is_confidential',     FALSE, 'SHOW',      'CLEAR',       'NONE'),
('health_records', 'notes',               TRUE,  'HIDE',      'FINGERPRINT', 'WCDB'),
('health_records', 'created_at',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('health_records', 'created_by',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('health_records', 'updated_at',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('health_records', 'updated_by',          FALSE, 'SHOW',      'CLEAR',       'NONE'),
('health_records', 'deleted_at',          FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- allergies
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('allergies', 'id',                 FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'school_id',          FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'student_id',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'health_record_id',   FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'allergen',           TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('allergies', 'allergy_type',       TRUE,  'SHOW',    'CLEAR',       'NONE'),
('allergies', 'severity',           TRUE,  'SHOW',    'CLEAR',       'NONE'),
('allergies', 'active',             TRUE,  'SHOW',    'CLEAR',       'NONE'),
('allergies', 'symptoms',           TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('allergies', 'reactions',          TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('allergies', 'treatment',          TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('allergies', 'emergency_protocol', TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('allergies', 'epi_pen_required',   TRUE,  'SHOW',    'CLEAR',       'NONE'),
('allergies', 'epi_pen_location',   TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('allergies', 'epi_pen_expiration', TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('allergies', 'onset_date',         TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('allergies', 'diagnosed_date',     TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('allergies', 'diagnosed_by',       TRUE,  'INITIAL', 'FINGERPRINT', 'NONE'),
('allergies', 'verified',           TRUE,  'SHOW',    'CLEAR',       'NONE'),
('allergies', 'verified_by',        FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'verification_date',  TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('allergies', 'notes',              TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('allergies', 'created_at',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'created_by',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'updated_at',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'updated_by',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('allergies', 'deleted_at',         FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- chronic_conditions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('chronic_conditions', 'id',                      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'school_id',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'student_id',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'health_record_id',        FALSE, 'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'condition',               TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'icd_code',                TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'status',                  TRUE,  'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'severity',                TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'is_active',               TRUE,  'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'diagnosed_date',          TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'diagnosed_by',            TRUE,  'INITIAL', 'FINGERPRINT', 'NONE'),
('chronic_conditions', 'notes',                   TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'care_plan',               TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'medications',             TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'restrictions',            TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'triggers',                TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'accommodations',          TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'emergency_protocol',      TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'last_review_date',        TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'next_review_date',        TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'requires_iep',            TRUE,  'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'requires504',             TRUE,  'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'treatments',              TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'accommodations_required', TRUE,  'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'accommodation_details',   TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'action_plan',             TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'review_frequency',        TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'precautions',             TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('chronic_conditions', 'created_at',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'created_by',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'updated_at',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'updated_by',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('chronic_conditions', 'deleted_at',              FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- vaccinations
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('vaccinations', 'id',                      FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'school_id',               FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'student_id',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'health_record_id',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'vaccine_name',            TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'vaccine_type',            TRUE,  'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'manufacturer',            FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'lot_number',              TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('vaccinations', 'cvx_code',                TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'ndc_code',                TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'dose_number',             TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'total_doses',             TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'series_complete',         TRUE,  'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'administration_date',     TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('vaccinations', 'administered_by',         FALSE, 'INITIAL',   'FINGERPRINT', 'NONE'),
('vaccinations', 'administered_by_role',    FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- Not PHI by itself, but it reveals where the student lives more closely than the state does.
('vaccinations', 'facility',                FALSE, 'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'site_of_administration',  TRUE,  'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'route_of_administration', TRUE,  'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'dosage_amount',           TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'expiration_date',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'next_due_date',           TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('vaccinations', 'reactions',               TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'adverse_events',          TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'exemption_status',        TRUE,  'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'exemption_reason',        TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'exemption_document',      TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'compliance_status',       TRUE,  'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'vfc_eligibility',         TRUE,  'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'vis_provided',            FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- Often the same day as the dose.
('vaccinations', 'vis_date',                FALSE, 'YEAR',      'FINGERPRINT', 'NONE'),
('vaccinations', 'consent_obtained',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'consent_by',              TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('vaccinations', 'notes',                   TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('vaccinations', 'created_at',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'created_by',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'updated_at',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'updated_by',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('vaccinations', 'deleted_at',              FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- immunizations
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('immunizations', 'id',                FALSE, 'SHOW',      'CLEAR',       'NONE'),
('immunizations', 'school_id',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('immunizations', 'student_id',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('immunizations', 'vaccine_name',      TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('immunizations', 'vaccine_code',      TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('immunizations', 'administered_date', TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('immunizations', 'administered_by',   FALSE, 'SHOW',      'CLEAR',       'NONE'),
('immunizations', 'dosage',            TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('immunizations', 'site',              TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('immunizations', 'route',             TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('immunizations', 'manufacturer',      FALSE, 'SHOW',      'CLEAR',       'NONE'),
('immunizations', 'lot_number',        TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('immunizations', 'expiration_date',   FALSE, 'SHOW',      'CLEAR',       'NONE'),
('immunizations', 'notes',             TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('immunizations', 'created_at',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('immunizations', 'updated_at',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('immunizations', 'deleted_at',        FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- screenings
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('screenings', 'id',                 FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'school_id',          FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'student_id',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'health_record_id',   FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'screening_type',     TRUE,  'SHOW',    'CLEAR',       'NONE'),
('screenings', 'screening_date',     TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
-- The screener may be an outside provider.
('screenings', 'screened_by',        FALSE, 'INITIAL', 'FINGERPRINT', 'NONE'),
('screenings', 'screened_by_role',   FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'equipment_used',     FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'right_eye',          TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'left_eye',           TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'right_ear',          TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'left_ear',           TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'results',            TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'test_details',       TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'passed_criteria',    TRUE,  'SHOW',    'CLEAR',       'NONE'),
('screenings', 'outcome',            TRUE,  'SHOW',    'CLEAR',       'NONE'),
('screenings', 'referral_required',  TRUE,  'SHOW',    'CLEAR',       'NONE'),
('screenings', 'referral_to',        TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'referral_date',      TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('screenings', 'referral_reason',    TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'follow_up_required', TRUE,  'SHOW',    'CLEAR',       'NONE'),
('screenings', 'follow_up_date',     TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('screenings', 'follow_up_status',   TRUE,  'SHOW',    'CLEAR',       'NONE'),
('screenings', 'notes',              TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('screenings', 'created_at',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'created_by',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'updated_at',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'updated_by',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('screenings', 'deleted_at',         FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- health_screenings
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('health_screenings', 'id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_screenings', 'school_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_screenings', 'student_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_screenings', 'conducted_by',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_screenings', 'screening_type', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('health_screenings', 'screening_date', TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('health_screenings', 'results',        TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('health_screenings', 'passed',         TRUE,  'SHOW', 'CLEAR',       'NONE'),
('health_screenings', 'notes',          TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('health_screenings', 'created_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_screenings', 'updated_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('health_screenings', 'deleted_at',     FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- growth_measurements
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('growth_measurements', 'id',                 FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'school_id',          FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'student_id',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'health_record_id',   FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'measurement_date',   TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'measured_by',        FALSE, 'INITIAL', 'FINGERPRINT', 'NONE'),
('growth_measurements', 'measured_by_role',   FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'height',             TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'height_unit',        FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'weight',             TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'weight_unit',        FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'bmi',                TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'head_circumference', TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'height_percentile',  TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'weight_percentile',  TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'bmi_percentile',     TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'growth_percentiles', TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'nutritional_status', TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'concerns',           TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'notes',              TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('growth_measurements', 'created_at',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'created_by',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'updated_at',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'updated_by',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('growth_measurements', 'deleted_at',         FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- growth_tracking
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('growth_tracking', 'id',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('growth_tracking', 'school_id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('growth_tracking', 'student_id',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('growth_tracking', 'measured_by',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('growth_tracking', 'measurement_date',  TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('growth_tracking', 'height',            TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('growth_tracking', 'height_unit',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('growth_tracking', 'weight',            TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('growth_tracking', 'weight_unit',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('growth_tracking', 'bmi',               TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('growth_tracking', 'percentile_height', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('growth_tracking', 'percentile_weight', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('growth_tracking', 'percentile_bmi',    TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('growth_tracking', 'notes',             TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('growth_tracking', 'created_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('growth_tracking', 'updated_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('growth_tracking', 'deleted_at',        FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- vital_signs
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('vital_signs', 'id',                       FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'school_id',                FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'student_id',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'health_record_id',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'appointment_id',           FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'measurement_date',         TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('vital_signs', 'measured_by',              FALSE, 'INITIAL', 'FINGERPRINT', 'NONE'),
('vital_signs', 'measured_by_role',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'temperature',              TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'temperature_unit',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'temperature_site',         TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'heart_rate',               TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'heart_rhythm',             TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'respiratory_rate',         TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'blood_pressure_systolic',  TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'blood_pressure_diastolic', TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'blood_pressure_position',  TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'oxygen_saturation',        TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'oxygen_supplemental',      TRUE,  'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'weight',                   TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'weight_unit',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'height',                   TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'height_unit',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'bmi',                      TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'pain',                     TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'pain_location',            TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'consciousness',            TRUE,  'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'glucose_level',            TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'peak_flow',                TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'is_abnormal',              TRUE,  'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'abnormal_flags',           TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'notes',                    TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('vital_signs', 'created_at',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'created_by',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'updated_at',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'updated_by',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('vital_signs', 'deleted_at',               FALSE, 'SHOW',    'CLEAR',       'NONE');
