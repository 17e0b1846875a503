-- Compatibility views for the application: audit, disclosures, consent and compliance.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    audit_logs, phi_disclosures, phi_disclosure_audits, consent_forms, consent_signatures,
--           compliance_reports, compliance_checklist_items, compliance_violations,
--           remediation_actions, policy_documents, policy_acknowledgments, data_retention_policies
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000008-views-sequelize-notifications

-- ----------------------------------------------------------------------------
-- audit_logs: model AuditLog
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.audit_logs
WITH (security_invoker = TRUE) AS
SELECT
    id,
    action,
    entity_type     AS "entityType",
    entity_id       AS "entityId",
    user_id         AS "userId",
    user_name       AS "userName",
    changes,
    previous_values AS "previousValues",
    new_values      AS "newValues",
    ip_address      AS "ipAddress",
    user_agent      AS "userAgent",
    request_id      AS "requestId",
    session_id      AS "sessionId",
    is_phi          AS "isPHI",
    compliance_type AS "complianceType",
    severity,
    success,
    error_message   AS "errorMessage",
    metadata,
    tags,
    created_at      AS "createdAt"
FROM public.audit_logs;

COMMENT ON VIEW sequelize.audit_logs IS
    'Model AuditLog: public.audit_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- phi_disclosures: model PhiDisclosure
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.phi_disclosures
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id                AS "studentId",
    disclosure_type           AS "disclosureType",
    purpose,
    method,
    disclosure_date           AS "disclosureDate",
    information_disclosed     AS "informationDisclosed",
    minimum_necessary         AS "minimumNecessary",
    recipient_type            AS "recipientType",
    recipient_name            AS "recipientName",
    recipient_organization    AS "recipientOrganization",
    recipient_address         AS "recipientAddress",
    recipient_phone           AS "recipientPhone",
    recipient_email           AS "recipientEmail",
    authorization_obtained    AS "authorizationObtained",
    authorization_date        AS "authorizationDate",
    authorization_expiry_date AS "authorizationExpiryDate",
    patient_requested         AS "patientRequested",
    disclosed_by              AS "disclosedBy",
    follow_up_required        AS "followUpRequired",
    follow_up_completed       AS "followUpCompleted",
    follow_up_date            AS "followUpDate",
    notes,
    created_at                AS "createdAt",
    updated_at                AS "updatedAt"
FROM public.phi_disclosures
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.phi_disclosures IS
    'Model PhiDisclosure: public.phi_disclosures with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits: model PhiDisclosureAudit
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.phi_disclosure_audits
WITH (security_invoker = TRUE) AS
SELECT
    id,
    disclosure_id AS "disclosureId",
    action,
    changes,
    performed_by  AS "performedBy",
    ip_address    AS "ipAddress",
    user_agent    AS "userAgent",
    created_at    AS "createdAt"
FROM public.phi_disclosure_audits;

COMMENT ON VIEW sequelize.phi_disclosure_audits IS
    'Model PhiDisclosureAudit: public.phi_disclosure_audits with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- consent_forms: model ConsentForm
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.consent_forms
WITH (security_invoker = TRUE) AS
SELECT
    id,
    type,
    title,
    description,
    content,
    version,
    is_active  AS "isActive",
    expires_at AS "expiresAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
FROM public.consent_forms;

COMMENT ON VIEW sequelize.consent_forms IS
    'Model ConsentForm: public.consent_forms with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- consent_signatures: model ConsentSignature
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.consent_signatures
WITH (security_invoker = TRUE) AS
SELECT
    id,
    consent_form_id AS "consentFormId",
    student_id      AS "studentId",
    signed_by       AS "signedBy",
    relationship,
    signature_data  AS "signatureData",
    ip_address      AS "ipAddress",
    signed_at       AS "signedAt",
    withdrawn_at    AS "withdrawnAt",
    withdrawn_by    AS "withdrawnBy",
    created_at      AS "createdAt"
FROM public.consent_signatures
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.consent_signatures IS
    'Model ConsentSignature: public.consent_signatures with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- compliance_reports: model ComplianceReport
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.compliance_reports
WITH (security_invoker = TRUE) AS
SELECT
    id,
    report_type   AS "reportType",
    title,
    description,
    status,
    period,
    findings,
    recommendations,
    due_date      AS "dueDate",
    submitted_at  AS "submittedAt",
    submitted_by  AS "submittedBy",
    reviewed_at   AS "reviewedAt",
    reviewed_by   AS "reviewedBy",
    created_by_id AS "createdById",
    created_at    AS "createdAt",
    updated_at    AS "updatedAt"
FROM public.compliance_reports;

COMMENT ON VIEW sequelize.compliance_reports IS
    'Model ComplianceReport: public.compliance_reports with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- compliance_checklist_items: model ComplianceChecklistItem
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.compliance_checklist_items
WITH (security_invoker = TRUE) AS
SELECT
    id,
    requirement,
    description,
    category,
    status,
    evidence,
    notes,
    due_date     AS "dueDate",
    completed_at AS "completedAt",
    completed_by AS "completedBy",
    report_id    AS "reportId",
    created_at   AS "createdAt",
    updated_at   AS "updatedAt"
FROM public.compliance_checklist_items;

COMMENT ON VIEW sequelize.compliance_checklist_items IS
    'Model ComplianceChecklistItem: public.compliance_checklist_items with the '
    'model''s attribute names.';

-- ----------------------------------------------------------------------------
-- compliance_violations: model ComplianceViolation
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.compliance_violations
WITH (security_invoker = TRUE) AS
SELECT
    id,
    violation_type           AS "violationType",
    title,
    description,
    severity,
    status,
    reported_by              AS "reportedBy",
    discovered_at            AS "discoveredAt",
    affected_students        AS "affectedStudents",
    affected_data_categories AS "affectedDataCategories",
    root_cause               AS "rootCause",
    assigned_to              AS "assignedTo",
    resolution_notes         AS "resolutionNotes",
    resolved_at              AS "resolvedAt",
    created_at               AS "createdAt",
    updated_at               AS "updatedAt"
FROM public.compliance_violations
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.compliance_violations IS
    'Model ComplianceViolation: public.compliance_violations with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- remediation_actions: model RemediationAction
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.remediation_actions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    violation_id         AS "violationId",
    action,
    priority,
    status,
    assigned_to          AS "assignedTo",
    due_date             AS "dueDate",
    implementation_notes AS "implementationNotes",
    verification_notes   AS "verificationNotes",
    completed_at         AS "completedAt",
    verified_by          AS "verifiedBy",
    verified_at          AS "verifiedAt",
    created_at           AS "createdAt",
    updated_at           AS "updatedAt"
FROM public.remediation_actions;

COMMENT ON VIEW sequelize.remediation_actions IS
    'Model RemediationAction: public.remediation_actions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- policy_documents: model PolicyDocument
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.policy_documents
WITH (security_invoker = TRUE) AS
SELECT
    id,
    title,
    category,
    content,
    version,
    effective_date AS "effectiveDate",
    review_date    AS "reviewDate",
    status,
    approved_by    AS "approvedBy",
    approved_at    AS "approvedAt",
    created_at     AS "createdAt",
    updated_at     AS "updatedAt"
FROM public.policy_documents;

COMMENT ON VIEW sequelize.policy_documents IS
    'Model PolicyDocument: public.policy_documents with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- policy_acknowledgments: model PolicyAcknowledgment
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.policy_acknowledgments
WITH (security_invoker = TRUE) AS
SELECT
    id,
    policy_id       AS "policyId",
    user_id         AS "userId",
    acknowledged_at AS "acknowledgedAt",
    ip_address      AS "ipAddress"
FROM public.policy_acknowledgments;

COMMENT ON VIEW sequelize.policy_acknowledgments IS
    'Model PolicyAcknowledgment: public.policy_acknowledgments with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- data_retention_policies: model DataRetentionPolicy
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.data_retention_policies
WITH (security_invoker = TRUE) AS
SELECT
    id,
    category,
    description,
    retention_period_days AS "retentionPeriodDays",
    legal_basis           AS "legalBasis",
    status,
    auto_delete           AS "autoDelete",
    last_reviewed_at      AS "lastReviewedAt",
    last_reviewed_by      AS "lastReviewedBy",
    created_at            AS "createdAt",
    updated_at            AS "updatedAt"
FROM public.data_retention_policies;

COMMENT ON VIEW sequelize.data_retention_policies IS
    'Model DataRetentionPolicy: public.data_retention_policies with the model''s attribute names.';
