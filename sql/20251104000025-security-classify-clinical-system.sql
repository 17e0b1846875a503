-- Classifies clinic visits, notes, lab results, histories, mental health records and treatment
-- plans.
--
-- mental_health_records has the strictest rules of the schema. Masked views show no more of its PHI
-- than a year, and the audit log keeps no PHI value in clear, not even an enum label or a boolean.
--
-- Tables:   clinic_visits, clinical_notes, clinical_protocols, lab_results, medical_history,
--           mental_health_records, treatment_plans
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold
--           clinical notes and mental health records
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-audit-and-compliance

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('clinic_visits',         'HEALTH',        'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS'),
('clinical_notes',        'HEALTH',        'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS'),
('clinical_protocols',    'REFERENCE',     'NONE',   NULL,
    FALSE, FALSE, 'NONE',   NULL),
('lab_results',           'HEALTH',        'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS'),
('medical_history',       'HEALTH',        'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS'),
('mental_health_records', 'MENTAL_HEALTH', 'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS'),
('treatment_plans',       'HEALTH',        'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'HEALTH_RECORDS');

-- ----------------------------------------------------------------------------
-- clinic_visits
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('clinic_visits', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinic_visits', 'school_id',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinic_visits', 'student_id',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinic_visits', 'check_in_time',    TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('clinic_visits', 'check_out_time',   TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('clinic_visits', 'reason_for_visit', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('clinic_visits', 'symptoms',         TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('clinic_visits', 'treatment',        TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('clinic_visits', 'disposition',      TRUE,  'SHOW', 'CLEAR',       'NONE'),
('clinic_visits', 'attended_by',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- JSON without a fixed structure; the classes reveal the time of the visit.
('clinic_visits', 'classes_missed',   FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('clinic_visits', 'minutes_missed',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinic_visits', 'notes',            TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('clinic_visits', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinic_visits', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinic_visits', 'deleted_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- clinical_notes
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('clinical_notes', 'id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'school_id',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'student_id',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'visit_id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'type',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'title',            TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('clinical_notes', 'content',          TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'subjective',       TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'objective',        TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'assessment',       TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'plan',             TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'tags',             TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('clinical_notes', 'is_confidential',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'is_signed',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'signed_at',        TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('clinical_notes', 'amended',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'amendment_reason', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('clinical_notes', 'created_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'created_by',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'updated_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('clinical_notes', 'deleted_at',       FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- clinical_protocols
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('clinical_protocols', 'id',                 FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'code',               FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'name',               FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'version',            FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'category',           FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'description',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'indications',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'contraindications',  FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'steps',              FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'decision_points',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'required_equipment', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'medications',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'status',             FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'approved_by',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'approved_date',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'effective_date',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'review_date',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'source_references',  FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'tags',               FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'created_at',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'created_by',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('clinical_protocols', 'updated_at',         FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- lab_results
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('lab_results', 'id',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'school_id',       FALSE, 'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'student_id',      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'test_type',       TRUE,  'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'test_name',       TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('lab_results', 'test_code',       TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('lab_results', 'status',          FALSE, 'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'ordered_date',    TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
-- Free text with the name of an outside provider, not of the student.
('lab_results', 'ordered_by',      FALSE, 'INITIAL', 'FINGERPRINT', 'NONE'),
('lab_results', 'collection_date', TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
-- The name of the laboratory reveals where the student lives more closely than the state does.
('lab_results', 'lab_name',        FALSE, 'HIDE',    'FINGERPRINT', 'NONE'),
('lab_results', 'performed_by',    FALSE, 'INITIAL', 'FINGERPRINT', 'NONE'),
('lab_results', 'result_date',     TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('lab_results', 'result',          TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('lab_results', 'result_value',    TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('lab_results', 'result_unit',     FALSE, 'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'reference_range', FALSE, 'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'is_abnormal',     TRUE,  'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'abnormal_flags',  TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('lab_results', 'interpretation',  TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('lab_results', 'reviewed_by',     FALSE, 'INITIAL', 'FINGERPRINT', 'NONE'),
('lab_results', 'reviewed_date',   TRUE,  'YEAR',    'FINGERPRINT', 'NONE'),
('lab_results', 'notes',           TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('lab_results', 'created_at',      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'updated_at',      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('lab_results', 'deleted_at',      FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- medical_history
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('medical_history', 'id',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'school_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'student_id',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'record_type',         TRUE,  'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'condition',           TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('medical_history', 'diagnosis_code',      TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('medical_history', 'category',            TRUE,  'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'severity',            TRUE,  'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'diagnosis_date',      TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('medical_history', 'resolved_date',       TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('medical_history', 'is_active',           TRUE,  'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'is_critical',         TRUE,  'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'requires_monitoring', TRUE,  'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'treatment',           TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('medical_history', 'medication',          TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('medical_history', 'is_family_history',   TRUE,  'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'family_relation',     TRUE,  'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'notes',               TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('medical_history', 'created_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'updated_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('medical_history', 'deleted_at',          FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- mental_health_records
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('mental_health_records', 'id',                       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('mental_health_records', 'school_id',                FALSE, 'SHOW', 'CLEAR',       'NONE'),
('mental_health_records', 'student_id',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('mental_health_records', 'record_type',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'record_date',              TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'counselor_id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- The presence of a therapist or psychiatrist reveals the subject of the record.
('mental_health_records', 'therapist_id',             FALSE, 'HIDE', 'CLEAR',       'NONE'),
('mental_health_records', 'psychiatrist_id',          FALSE, 'HIDE', 'CLEAR',       'NONE'),
-- CLEAR: this level decides who may read the row, so its changes must be visible in the log.
('mental_health_records', 'confidentiality_level',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('mental_health_records', 'title',                    TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'session_notes',            TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('mental_health_records', 'assessment',               TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('mental_health_records', 'diagnosis',                TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('mental_health_records', 'diagnosis_code',           TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'treatment_plan',           TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('mental_health_records', 'risk_level',               TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'risk_factors',             TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'protective_factors',       TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'interventions',            TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
-- Not PHI, but masked views show no column of this table without need.
('mental_health_records', 'follow_up_required',       FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'follow_up_date',           TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'follow_up_completed',      FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'referral_to',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'referral_reason',          TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'parent_notified',          FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'parent_notification_date', TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'attachments',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'metadata',                 TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
-- It grows with each access, so a copy for each change would fill the audit log.
('mental_health_records', 'access_log',               FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('mental_health_records', 'created_at',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('mental_health_records', 'created_by',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('mental_health_records', 'updated_at',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('mental_health_records', 'updated_by',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('mental_health_records', 'deleted_at',               FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- treatment_plans
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('treatment_plans', 'id',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('treatment_plans', 'school_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('treatment_plans', 'student_id',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('treatment_plans', 'prescribed_by', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('treatment_plans', 'status',        TRUE,  'SHOW', 'CLEAR',       'NONE'),
('treatment_plans', 'diagnosis',     TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('treatment_plans', 'plan_details',  TRUE,  'HIDE', 'FINGERPRINT', 'WCDB'),
('treatment_plans', 'start_date',    TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('treatment_plans', 'end_date',      TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('treatment_plans', 'created_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('treatment_plans', 'updated_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('treatment_plans', 'deleted_at',    FALSE, 'SHOW', 'CLEAR',       'NONE');
