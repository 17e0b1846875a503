-- Classifies appointments, reminders, incidents, witness statements and follow-ups.
--
-- Incident reports describe injuries and first aid. As for the health record, the employer of the
-- nurse decides whether FERPA or HIPAA applies.
--
-- Tables:   appointments, appointment_reminders, appointment_waitlist, incident_reports,
--           witness_statements, follow_up_actions, follow_up_appointments
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold
--           visits and injuries of children
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-analytics

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('appointments',           'SCHEDULE', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('appointment_reminders',  'SCHEDULE', 'SCHOOL', NULL,
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('appointment_waitlist',   'SCHEDULE', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS'),
('incident_reports',       'INCIDENT', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'INCIDENT_REPORTS'),
('witness_statements',     'INCIDENT', 'SCHOOL', NULL,
    TRUE, TRUE, 'EITHER', 'INCIDENT_REPORTS'),
('follow_up_actions',      'INCIDENT', 'SCHOOL', NULL,
    TRUE, TRUE, 'EITHER', 'INCIDENT_REPORTS'),
('follow_up_appointments', 'SCHEDULE', 'SCHOOL', 'student_id',
    TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS');

-- ----------------------------------------------------------------------------
-- appointments
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('appointments', 'id',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'school_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'student_id',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'nurse_id',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'type',                TRUE,  'SHOW', 'CLEAR',       'NONE'),
('appointments', 'scheduled_at',        TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('appointments', 'duration',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'status',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'reason',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('appointments', 'notes',               TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('appointments', 'recurring_group_id',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'recurring_frequency', FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- It is the day of the last appointment of the series.
('appointments', 'recurring_end_date',  FALSE, 'YEAR', 'FINGERPRINT', 'NONE'),
('appointments', 'created_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'updated_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointments', 'deleted_at',          FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- appointment_reminders
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('appointment_reminders', 'id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_reminders', 'school_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_reminders', 'appointment_id', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_reminders', 'type',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- A reminder goes out a fixed time before the appointment and so reveals its time.
('appointment_reminders', 'scheduled_for',  FALSE, 'YEAR', 'FINGERPRINT', 'NONE'),
('appointment_reminders', 'status',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_reminders', 'sent_at',        FALSE, 'YEAR', 'FINGERPRINT', 'NONE'),
('appointment_reminders', 'failure_reason', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('appointment_reminders', 'message',        TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('appointment_reminders', 'created_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_reminders', 'updated_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_reminders', 'deleted_at',     FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- appointment_waitlist
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('appointment_waitlist', 'id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'school_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'student_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'nurse_id',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'type',           TRUE,  'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'preferred_date', TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('appointment_waitlist', 'duration',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'priority',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'reason',         TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('appointment_waitlist', 'notes',          TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('appointment_waitlist', 'status',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'notified_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'expires_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'created_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'updated_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('appointment_waitlist', 'deleted_at',     FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- incident_reports
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('incident_reports', 'id',                         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'school_id',                  FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'student_id',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'reported_by_id',             FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'type',                       TRUE,  'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'severity',                   TRUE,  'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'description',                TRUE,  'HIDE',      'FINGERPRINT', 'WCDB'),
('incident_reports', 'location',                   TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('incident_reports', 'witnesses',                  TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('incident_reports', 'actions_taken',              TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('incident_reports', 'parent_notified',            FALSE, 'SHOW',      'CLEAR',       'NONE'),
-- Free text that may contain a phone number or a name.
('incident_reports', 'parent_notification_method', FALSE, 'HIDE',      'FINGERPRINT', 'NONE'),
-- Usually the day of the incident.
('incident_reports', 'parent_notified_at',         FALSE, 'YEAR',      'FINGERPRINT', 'NONE'),
('incident_reports', 'parent_notified_by',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'follow_up_required',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'follow_up_notes',            TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('incident_reports', 'attachments',                TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('incident_reports', 'evidence_photos',            TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('incident_reports', 'evidence_videos',            TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('incident_reports', 'insurance_claim_number',     TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('incident_reports', 'insurance_claim_status',     FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'legal_compliance_status',    FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'occurred_at',                TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('incident_reports', 'created_at',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'created_by',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'updated_at',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'updated_by',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('incident_reports', 'deleted_at',                 FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- witness_statements
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('witness_statements', 'id',                 FALSE, 'SHOW',    'CLEAR',       'NONE'),
('witness_statements', 'school_id',          FALSE, 'SHOW',    'CLEAR',       'NONE'),
('witness_statements', 'incident_report_id', FALSE, 'SHOW',    'CLEAR',       'NONE'),
('witness_statements', 'witness_name',       TRUE,  'INITIAL', 'FINGERPRINT', 'NONE'),
('witness_statements', 'witness_type',       FALSE, 'SHOW',    'CLEAR',       'NONE'),
-- Free text, a phone number or an address: LAST_FOUR would not make sense for an address.
('witness_statements', 'witness_contact',    TRUE,  'HIDE',    'FINGERPRINT', 'WCDB'),
('witness_statements', 'statement',          TRUE,  'HIDE',    'FINGERPRINT', 'WCDB'),
('witness_statements', 'verified',           FALSE, 'SHOW',    'CLEAR',       'NONE'),
('witness_statements', 'verified_by',        FALSE, 'SHOW',    'CLEAR',       'NONE'),
('witness_statements', 'verified_at',        FALSE, 'SHOW',    'CLEAR',       'NONE'),
('witness_statements', 'created_at',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('witness_statements', 'updated_at',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('witness_statements', 'deleted_at',         FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- follow_up_actions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('follow_up_actions', 'id',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'school_id',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'incident_report_id', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'action',             TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('follow_up_actions', 'due_date',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'priority',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'status',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'assigned_to',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'completed_at',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'completed_by',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'notes',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('follow_up_actions', 'created_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'updated_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_actions', 'deleted_at',         FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- follow_up_appointments
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('follow_up_appointments', 'id',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'school_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'student_id',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'original_visit_id',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'scheduled_by',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'scheduled_date',      TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('follow_up_appointments', 'duration_minutes',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'reason',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('follow_up_appointments', 'type',                TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('follow_up_appointments', 'status',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'assigned_to',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'reminder_sent',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'reminder_sent_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'confirmed_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'completed_visit_id',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'completed_at',        TRUE,  'YEAR', 'FINGERPRINT', 'NONE'),
('follow_up_appointments', 'cancelled_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'cancellation_reason', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('follow_up_appointments', 'rescheduled_from_id', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'rescheduled_to_id',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'notes',               TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('follow_up_appointments', 'priority',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'created_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'updated_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('follow_up_appointments', 'deleted_at',          FALSE, 'SHOW', 'CLEAR',       'NONE');
