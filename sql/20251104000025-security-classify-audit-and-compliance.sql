-- Classifies the audit log, disclosures, consent, compliance and policies.
--
-- Policies and forms govern protection, so the audit log keeps their text in clear: an auditor must
-- see who weakened a wording. Working notes are not kept in clear, because they may contain names
-- of children.
--
-- Tables:   audit_logs, phi_disclosures, phi_disclosure_audits, consent_forms, consent_signatures,
--           compliance_reports, compliance_checklist_items, compliance_violations,
--           remediation_actions, policy_documents, policy_acknowledgments, data_retention_policies
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold the
--           audit log, the accounting of disclosures and consent
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-appointments-and-incidents

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
-- Not audited: the log does not record changes to itself.
('audit_logs',                 'PLATFORM',   'SPECIAL', 'student_id',
    TRUE,  FALSE, 'HIPAA',  'AUDIT_LOGS'),
-- An accounting of disclosures covers six years (45 CFR 164.528), the same period as the log.
('phi_disclosures',            'DISCLOSURE', 'SCHOOL', 'student_id',
    TRUE,  TRUE,  'HIPAA',  'AUDIT_LOGS'),
('phi_disclosure_audits',      'DISCLOSURE', 'SCHOOL', NULL,
    TRUE,  TRUE,  'HIPAA',  'AUDIT_LOGS'),
('consent_forms',              'REFERENCE',  'NONE',   NULL,
    FALSE, TRUE,  'NONE',   'CONSENT_FORMS'),
('consent_signatures',         'IDENTITY',   'SCHOOL', 'student_id',
    TRUE,  TRUE,  'EITHER', 'CONSENT_FORMS'),
('compliance_reports',         'PLATFORM',   'NONE',   NULL,
    FALSE, FALSE, 'NONE',   NULL),
('compliance_checklist_items', 'PLATFORM',   'NONE',   NULL,
    FALSE, FALSE, 'NONE',   NULL),
-- A violation concerns many children, so there is no student column; affected_students lists them.
('compliance_violations',      'PLATFORM',   'NONE',   NULL,
    TRUE,  TRUE,  'HIPAA',  NULL),
('remediation_actions',        'PLATFORM',   'NONE',   NULL,
    FALSE, FALSE, 'NONE',   NULL),
('policy_documents',           'REFERENCE',  'NONE',   NULL,
    FALSE, TRUE,  'NONE',   NULL),
-- Proof of training (45 CFR 164.530(b)).
('policy_acknowledgments',     'STAFF',      'NONE',   NULL,
    FALSE, FALSE, 'NONE',   'TRAINING_RECORDS'),
('data_retention_policies',    'PLATFORM',   'NONE',   NULL,
    FALSE, TRUE,  'NONE',   NULL);

-- ----------------------------------------------------------------------------
-- audit_logs
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('audit_logs', 'id',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'action',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'entity_type',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'entity_id',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'user_id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'user_name',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'changes',         TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('audit_logs', 'previous_values', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('audit_logs', 'new_values',      TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('audit_logs', 'ip_address',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'user_agent',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'request_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'session_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'is_phi',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'compliance_type', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'severity',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'success',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'error_message',   TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('audit_logs', 'metadata',        TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('audit_logs', 'tags',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'student_id',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'database_user',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'database_role',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'transaction_id',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'timeline',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'created_at',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('audit_logs', 'updated_at',      FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- phi_disclosures
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('phi_disclosures', 'id',                        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'school_id',                 FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'student_id',                FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'disclosure_type',           FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'purpose',                   FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'method',                    FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'disclosure_date',           TRUE,  'YEAR',      'FINGERPRINT', 'NONE'),
('phi_disclosures', 'information_disclosed',     TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('phi_disclosures', 'minimum_necessary',         TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('phi_disclosures', 'recipient_type',            FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'recipient_name',            TRUE,  'INITIAL',   'FINGERPRINT', 'NONE'),
('phi_disclosures', 'recipient_organization',    TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('phi_disclosures', 'recipient_address',         TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('phi_disclosures', 'recipient_phone',           TRUE,  'LAST_FOUR', 'FINGERPRINT', 'NONE'),
('phi_disclosures', 'recipient_email',           TRUE,  'DOMAIN',    'FINGERPRINT', 'NONE'),
('phi_disclosures', 'authorization_obtained',    FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'authorization_date',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'authorization_expiry_date', FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'patient_requested',         FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'disclosed_by',              FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'follow_up_required',        FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'follow_up_completed',       FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'follow_up_date',            FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'notes',                     TRUE,  'HIDE',      'FINGERPRINT', 'NONE'),
('phi_disclosures', 'created_at',                FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'updated_at',                FALSE, 'SHOW',      'CLEAR',       'NONE'),
('phi_disclosures', 'deleted_at',                FALSE, 'SHOW',      'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('phi_disclosure_audits', 'id',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('phi_disclosure_audits', 'school_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('phi_disclosure_audits', 'disclosure_id', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('phi_disclosure_audits', 'action',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('phi_disclosure_audits', 'changes',       TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('phi_disclosure_audits', 'performed_by',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('phi_disclosure_audits', 'ip_address',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('phi_disclosure_audits', 'user_agent',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('phi_disclosure_audits', 'created_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('phi_disclosure_audits', 'updated_at',    FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- consent_forms
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('consent_forms', 'id',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('consent_forms', 'type',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('consent_forms', 'title',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('consent_forms', 'description', FALSE, 'SHOW', 'CLEAR', 'NONE'),
-- CLEAR: the log must prove which wording was signed.
('consent_forms', 'content',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('consent_forms', 'version',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('consent_forms', 'is_active',   FALSE, 'SHOW', 'CLEAR', 'NONE'),
('consent_forms', 'expires_at',  FALSE, 'SHOW', 'CLEAR', 'NONE'),
('consent_forms', 'created_at',  FALSE, 'SHOW', 'CLEAR', 'NONE'),
('consent_forms', 'updated_at',  FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- consent_signatures
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('consent_signatures', 'id',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('consent_signatures', 'school_id',       FALSE, 'SHOW',    'CLEAR',       'NONE'),
('consent_signatures', 'student_id',      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('consent_signatures', 'consent_form_id', FALSE, 'SHOW',    'CLEAR',       'NONE'),
('consent_signatures', 'signed_by',       TRUE,  'INITIAL', 'FINGERPRINT', 'NONE'),
-- Free text, so it is hidden.
('consent_signatures', 'relationship',    FALSE, 'HIDE',    'FINGERPRINT', 'NONE'),
('consent_signatures', 'signature_data',  TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
('consent_signatures', 'ip_address',      TRUE,  'HIDE',    'FINGERPRINT', 'NONE'),
-- CLEAR: the log must answer whether consent was in force at a given time.
('consent_signatures', 'signed_at',       FALSE, 'SHOW',    'CLEAR',       'NONE'),
('consent_signatures', 'withdrawn_at',    FALSE, 'SHOW',    'CLEAR',       'NONE'),
('consent_signatures', 'withdrawn_by',    TRUE,  'INITIAL', 'FINGERPRINT', 'NONE'),
('consent_signatures', 'created_at',      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('consent_signatures', 'updated_at',      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('consent_signatures', 'deleted_at',      FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- compliance_reports
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('compliance_reports', 'id',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'report_type',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'title',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'period',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'description',     FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_reports', 'status',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'findings',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_reports', 'recommendations', FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_reports', 'due_date',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'submitted_at',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'submitted_by',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'reviewed_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'reviewed_by',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'created_by_id',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'created_at',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_reports', 'updated_at',      FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- compliance_checklist_items
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('compliance_checklist_items', 'id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'report_id',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'requirement',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'description',  FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_checklist_items', 'category',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'status',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'evidence',     FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_checklist_items', 'notes',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_checklist_items', 'due_date',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'completed_at', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'completed_by', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'created_at',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_checklist_items', 'updated_at',   FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- compliance_violations
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('compliance_violations', 'id',                       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'violation_type',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'title',                    TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_violations', 'description',              TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_violations', 'severity',                 FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'status',                   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'reported_by',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'discovered_at',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'affected_students',        TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_violations', 'affected_data_categories', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'root_cause',               TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_violations', 'assigned_to',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'resolution_notes',         TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('compliance_violations', 'resolved_at',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'created_at',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'updated_at',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('compliance_violations', 'deleted_at',               FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- remediation_actions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('remediation_actions', 'id',                   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'violation_id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'action',               FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('remediation_actions', 'priority',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'status',               FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'assigned_to',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'due_date',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'implementation_notes', FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('remediation_actions', 'completed_at',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'verification_notes',   FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('remediation_actions', 'verified_by',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'verified_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'created_at',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('remediation_actions', 'updated_at',           FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- policy_documents
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('policy_documents', 'id',             FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'title',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'category',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'content',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'version',        FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'effective_date', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'review_date',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'status',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'approved_by',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'approved_at',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'created_at',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_documents', 'updated_at',     FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- policy_acknowledgments
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('policy_acknowledgments', 'id',              FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_acknowledgments', 'policy_id',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_acknowledgments', 'user_id',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_acknowledgments', 'acknowledged_at', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_acknowledgments', 'ip_address',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_acknowledgments', 'created_at',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('policy_acknowledgments', 'updated_at',      FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- data_retention_policies
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('data_retention_policies', 'id',                    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'category',              FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'description',           FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'retention_period_days', FALSE, 'SHOW', 'CLEAR', 'NONE'),
-- CLEAR: these columns describe rules, not people.
('data_retention_policies', 'legal_basis',           FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'status',                FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'auto_delete',           FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'last_reviewed_at',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'last_reviewed_by',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'created_at',            FALSE, 'SHOW', 'CLEAR', 'NONE'),
('data_retention_policies', 'updated_at',            FALSE, 'SHOW', 'CLEAR', 'NONE');
