-- Consent forms and signatures, compliance reports and violations, policies, and retention periods.
--
-- Tables:   consent_forms, consent_signatures, compliance_reports, compliance_checklist_items,
--           compliance_violations, remediation_actions, policy_documents, policy_acknowledgments,
--           data_retention_policies
-- HIPAA:    PHI in consent_signatures and compliance_violations
-- Locks:    none on existing tables
-- Rollback: drops the nine tables and their rows
--
-- depends: 20251104000013-schema-create-audit-system

-- ----------------------------------------------------------------------------
-- consent_forms
-- ----------------------------------------------------------------------------
-- A form is a template without personal data, so it has no tenant key; consent_signatures holds
-- the signatures. A form that somebody signed cannot be deleted: set is_active to FALSE to retire
-- it, and insert a changed wording as a new row.

CREATE TABLE consent_forms (
    id          uuid         NOT NULL DEFAULT gen_random_uuid(),
    type        consent_type NOT NULL,
    title       varchar(255) NOT NULL,
    description text         NOT NULL,
    content     text         NOT NULL,
    version     varchar(20)  NOT NULL DEFAULT '1.0',
    is_active   boolean      NOT NULL DEFAULT TRUE,
    expires_at  timestamptz,
    created_at  timestamptz  NOT NULL DEFAULT now(),
    updated_at  timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT consent_forms_pkey
        PRIMARY KEY (id),
    CONSTRAINT consent_forms_title_not_blank_check
        CHECK (btrim(title) <> ''),
    CONSTRAINT consent_forms_version_not_blank_check
        CHECK (btrim(version) <> '')
);

COMMENT ON TABLE consent_forms IS
    'One version of a consent form that parents or guardians are asked to sign; shared by all '
    'schools.';
COMMENT ON COLUMN consent_forms.id IS 'Primary key.';
COMMENT ON COLUMN consent_forms.type IS
    'Activity that the form allows, such as giving medication or a field trip.';
COMMENT ON COLUMN consent_forms.title IS 'Heading shown to the person who signs.';
COMMENT ON COLUMN consent_forms.description IS 'Plain-language summary of the consent.';
COMMENT ON COLUMN consent_forms.content IS 'Full legal text that the signature covers.';
COMMENT ON COLUMN consent_forms.version IS 'Version label of the text (1.0), free text.';
COMMENT ON COLUMN consent_forms.is_active IS
    'Whether the form is still offered. Earlier signatures remain valid.';
COMMENT ON COLUMN consent_forms.expires_at IS
    'Time when consent under this form expires, NULL if it does not.';
COMMENT ON COLUMN consent_forms.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN consent_forms.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE TRIGGER consent_forms_200_updated_at
BEFORE UPDATE ON consent_forms
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- consent_signatures
-- ----------------------------------------------------------------------------
-- There is one row per form and student: a second parent does not sign the same form again.
-- A withdrawal is recorded in the row of the signature; the row remains as evidence.
-- The unique key includes withdrawn and soft-deleted rows, so a new consent needs a new form.
-- Signers need no account, so their names are free text and not a key to users.

CREATE TABLE consent_signatures (
    id              uuid         NOT NULL DEFAULT gen_random_uuid(),
    school_id       uuid,
    student_id      uuid         NOT NULL,
    consent_form_id uuid         NOT NULL,
    signed_by       varchar(255) NOT NULL,
    relationship    varchar(100) NOT NULL,
    signature_data  text,
    ip_address      varchar(45),
    signed_at       timestamptz  NOT NULL DEFAULT now(),
    withdrawn_at    timestamptz,
    withdrawn_by    varchar(255),
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),
    deleted_at      timestamptz,

    CONSTRAINT consent_signatures_pkey
        PRIMARY KEY (id),
    CONSTRAINT consent_signatures_consent_form_id_student_id_key
        UNIQUE (consent_form_id, student_id),
    CONSTRAINT consent_signatures_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT consent_signatures_consent_form_id_fkey
        FOREIGN KEY (consent_form_id) REFERENCES consent_forms (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT consent_signatures_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT consent_signatures_signed_by_not_blank_check
        CHECK (btrim(signed_by) <> ''),
    CONSTRAINT consent_signatures_withdrawn_after_signed_check
        CHECK (withdrawn_at >= signed_at)
);

COMMENT ON TABLE consent_signatures IS
    'PHI: Consent of a parent or guardian for one student under one form, including its '
    'withdrawal. Nurses check it before they act.';
COMMENT ON COLUMN consent_signatures.id IS 'Primary key.';
COMMENT ON COLUMN consent_signatures.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN consent_signatures.student_id IS 'Student the consent is about.';
COMMENT ON COLUMN consent_signatures.consent_form_id IS
    'Form, and thereby the exact text, that was signed.';
COMMENT ON COLUMN consent_signatures.signed_by IS
    'PHI: Name of the parent or guardian who signed, free text.';
COMMENT ON COLUMN consent_signatures.relationship IS
    'Relationship of the signer to the student (mother, legal guardian), free text.';
COMMENT ON COLUMN consent_signatures.signature_data IS
    'PHI: Captured signature as the client sent it; the application chooses the encoding.';
COMMENT ON COLUMN consent_signatures.ip_address IS
    'PHI: IPv4 or IPv6 address from which the signature was sent, as text.';
COMMENT ON COLUMN consent_signatures.signed_at IS
    'Time when the parent or guardian gave consent; the time of entry by default.';
COMMENT ON COLUMN consent_signatures.withdrawn_at IS
    'Time when consent was withdrawn, NULL while it is valid.';
COMMENT ON COLUMN consent_signatures.withdrawn_by IS
    'PHI: Name of the person who withdrew consent, free text.';
COMMENT ON COLUMN consent_signatures.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN consent_signatures.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN consent_signatures.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX consent_signatures_school_id_signed_at_idx
    ON consent_signatures (school_id, signed_at DESC);
CREATE INDEX consent_signatures_student_id_signed_at_idx
    ON consent_signatures (student_id, signed_at DESC);

CREATE TRIGGER consent_signatures_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON consent_signatures
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE consent_signatures ENABLE ALWAYS TRIGGER consent_signatures_100_school_id;

CREATE TRIGGER consent_signatures_200_updated_at
BEFORE UPDATE ON consent_signatures
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- compliance_reports
-- ----------------------------------------------------------------------------
-- This table is not protected as PHI: findings are aggregates and must not name a student.
-- findings and recommendations have no fixed JSON structure in the application, so no CHECK
-- enforces one.

CREATE TABLE compliance_reports (
    id              uuid                     NOT NULL DEFAULT gen_random_uuid(),
    report_type     compliance_report_type   NOT NULL,
    title           varchar(200)             NOT NULL,
    period          varchar(50)              NOT NULL,
    description     text,
    status          compliance_report_status NOT NULL DEFAULT 'PENDING',
    findings        jsonb,
    recommendations jsonb,
    due_date        timestamptz,
    submitted_at    timestamptz,
    submitted_by    uuid,
    reviewed_at     timestamptz,
    reviewed_by     uuid,
    created_by_id   uuid                     NOT NULL,
    created_at      timestamptz              NOT NULL DEFAULT now(),
    updated_at      timestamptz              NOT NULL DEFAULT now(),

    CONSTRAINT compliance_reports_pkey
        PRIMARY KEY (id),
    CONSTRAINT compliance_reports_submitted_by_fkey
        FOREIGN KEY (submitted_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT compliance_reports_reviewed_by_fkey
        FOREIGN KEY (reviewed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT compliance_reports_created_by_id_fkey
        FOREIGN KEY (created_by_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT compliance_reports_title_not_blank_check
        CHECK (btrim(title) <> ''),
    CONSTRAINT compliance_reports_period_not_blank_check
        CHECK (btrim(period) <> '')
);

COMMENT ON TABLE compliance_reports IS
    'Review of compliance in one field of law or practice over one period. Administrators write '
    'and review it.';
COMMENT ON COLUMN compliance_reports.id IS 'Primary key.';
COMMENT ON COLUMN compliance_reports.report_type IS
    'Subject of the review, such as HIPAA, FERPA or a risk assessment.';
COMMENT ON COLUMN compliance_reports.title IS 'Heading of the report in lists and printouts.';
COMMENT ON COLUMN compliance_reports.period IS
    'Period that the report covers (2025-Q3), free text that the database does not parse.';
COMMENT ON COLUMN compliance_reports.description IS 'Scope and method of the review.';
COMMENT ON COLUMN compliance_reports.status IS 'Progress of the review and finally its result.';
COMMENT ON COLUMN compliance_reports.findings IS
    'Findings of the review; the application defines the JSON structure.';
COMMENT ON COLUMN compliance_reports.recommendations IS
    'Recommended improvements; the application defines the JSON structure.';
COMMENT ON COLUMN compliance_reports.due_date IS 'Deadline for submitting the report.';
COMMENT ON COLUMN compliance_reports.submitted_at IS
    'Time when the report was submitted for review, NULL before.';
COMMENT ON COLUMN compliance_reports.submitted_by IS 'User who submitted the report.';
COMMENT ON COLUMN compliance_reports.reviewed_at IS
    'Time when reviewed_by completed the review of the report, NULL before.';
COMMENT ON COLUMN compliance_reports.reviewed_by IS 'User who reviewed the report.';
COMMENT ON COLUMN compliance_reports.created_by_id IS 'User who created the report.';
COMMENT ON COLUMN compliance_reports.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN compliance_reports.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX compliance_reports_submitted_by_idx ON compliance_reports (submitted_by)
    WHERE submitted_by IS NOT NULL;
CREATE INDEX compliance_reports_reviewed_by_idx ON compliance_reports (reviewed_by)
    WHERE reviewed_by IS NOT NULL;
CREATE INDEX compliance_reports_created_by_id_idx ON compliance_reports (created_by_id);

CREATE TRIGGER compliance_reports_200_updated_at
BEFORE UPDATE ON compliance_reports
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- compliance_checklist_items
-- ----------------------------------------------------------------------------
-- An item outlives its report. It may also exist without a report, as a standing requirement.
-- category is more specific than the type of the report: one report may have items of several
-- categories.

CREATE TABLE compliance_checklist_items (
    id           uuid                  NOT NULL DEFAULT gen_random_uuid(),
    report_id    uuid,
    requirement  varchar(500)          NOT NULL,
    description  text,
    category     compliance_category   NOT NULL,
    status       checklist_item_status NOT NULL DEFAULT 'PENDING',
    evidence     text,
    notes        text,
    due_date     timestamptz,
    completed_at timestamptz,
    completed_by uuid,
    created_at   timestamptz           NOT NULL DEFAULT now(),
    updated_at   timestamptz           NOT NULL DEFAULT now(),

    CONSTRAINT compliance_checklist_items_pkey
        PRIMARY KEY (id),
    CONSTRAINT compliance_checklist_items_report_id_fkey
        FOREIGN KEY (report_id) REFERENCES compliance_reports (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT compliance_checklist_items_completed_by_fkey
        FOREIGN KEY (completed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT compliance_checklist_items_requirement_not_blank_check
        CHECK (btrim(requirement) <> '')
);

COMMENT ON TABLE compliance_checklist_items IS
    'One requirement and the evidence that it is met, usually part of a compliance report. '
    'Administrators process it.';
COMMENT ON COLUMN compliance_checklist_items.id IS 'Primary key.';
COMMENT ON COLUMN compliance_checklist_items.report_id IS
    'Report that the item belongs to, NULL for a standing item or after the report was deleted.';
COMMENT ON COLUMN compliance_checklist_items.requirement IS
    'The requirement in one sentence, as the law or rule states it.';
COMMENT ON COLUMN compliance_checklist_items.description IS
    'Explanation of how to meet and check the requirement.';
COMMENT ON COLUMN compliance_checklist_items.category IS
    'Field of law or practice that the requirement comes from.';
COMMENT ON COLUMN compliance_checklist_items.status IS
    'State of the requirement: open, met, failed or not applicable.';
COMMENT ON COLUMN compliance_checklist_items.evidence IS
    'Evidence that the requirement is met, such as names of documents or links. No student data.';
COMMENT ON COLUMN compliance_checklist_items.notes IS
    'Working notes of the person in charge. No student data.';
COMMENT ON COLUMN compliance_checklist_items.due_date IS 'Deadline for meeting the requirement.';
COMMENT ON COLUMN compliance_checklist_items.completed_at IS
    'Time when completed_by marked the item as completed, NULL before.';
COMMENT ON COLUMN compliance_checklist_items.completed_by IS
    'User who marked the item as completed.';
COMMENT ON COLUMN compliance_checklist_items.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN compliance_checklist_items.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX compliance_checklist_items_report_id_idx ON compliance_checklist_items (report_id)
    WHERE report_id IS NOT NULL;
CREATE INDEX compliance_checklist_items_completed_by_idx
    ON compliance_checklist_items (completed_by)
    WHERE completed_by IS NOT NULL;

CREATE TRIGGER compliance_checklist_items_200_updated_at
BEFORE UPDATE ON compliance_checklist_items
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- compliance_violations
-- ----------------------------------------------------------------------------
-- One violation may affect many students of several schools, so there is neither student_id nor
-- school_id. affected_students lists the students, without foreign keys.
-- A violation is a broken rule. Harm to a student is recorded in incident_reports instead.

CREATE TABLE compliance_violations (
    id                       uuid             NOT NULL DEFAULT gen_random_uuid(),
    violation_type           violation_type   NOT NULL,
    title                    varchar(200)     NOT NULL,
    description              text             NOT NULL,
    severity                 severity_level   NOT NULL,
    status                   violation_status NOT NULL DEFAULT 'REPORTED',
    reported_by              uuid             NOT NULL,
    discovered_at            timestamptz      NOT NULL,
    affected_students        jsonb,
    affected_data_categories jsonb,
    root_cause               text,
    assigned_to              uuid,
    resolution_notes         text,
    resolved_at              timestamptz,
    created_at               timestamptz      NOT NULL DEFAULT now(),
    updated_at               timestamptz      NOT NULL DEFAULT now(),
    deleted_at               timestamptz,

    CONSTRAINT compliance_violations_pkey
        PRIMARY KEY (id),
    CONSTRAINT compliance_violations_reported_by_fkey
        FOREIGN KEY (reported_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT compliance_violations_assigned_to_fkey
        FOREIGN KEY (assigned_to) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT compliance_violations_title_not_blank_check
        CHECK (btrim(title) <> ''),
    CONSTRAINT compliance_violations_resolved_after_discovered_check
        CHECK (resolved_at >= discovered_at)
);

COMMENT ON TABLE compliance_violations IS
    'PHI: A violation of privacy law or school procedure, from the first report to the '
    'resolution. Compliance officers handle it.';
COMMENT ON COLUMN compliance_violations.id IS 'Primary key.';
COMMENT ON COLUMN compliance_violations.violation_type IS
    'Kind of rule that was broken, such as a HIPAA breach or a training deficiency.';
COMMENT ON COLUMN compliance_violations.title IS
    'PHI: Short name of the case, free text that may identify a student.';
COMMENT ON COLUMN compliance_violations.description IS
    'PHI: Account of the violation, free text that may identify students.';
COMMENT ON COLUMN compliance_violations.severity IS
    'Severity as the reporter or investigator judged it.';
COMMENT ON COLUMN compliance_violations.status IS 'Progress of the case, from REPORTED to CLOSED.';
COMMENT ON COLUMN compliance_violations.reported_by IS 'User who reported the violation.';
COMMENT ON COLUMN compliance_violations.discovered_at IS
    'Time when the violation was discovered. Breach notification deadlines run from here.';
COMMENT ON COLUMN compliance_violations.affected_students IS
    'PHI: Students whose data were affected; the application defines the JSON structure.';
COMMENT ON COLUMN compliance_violations.affected_data_categories IS
    'Kinds of data affected; the application defines the JSON structure.';
COMMENT ON COLUMN compliance_violations.root_cause IS
    'PHI: Root cause of the violation, free text that may identify students.';
COMMENT ON COLUMN compliance_violations.assigned_to IS
    'User who investigates the case, NULL while none is assigned.';
COMMENT ON COLUMN compliance_violations.resolution_notes IS
    'PHI: Resolution of the case, free text that may identify students.';
COMMENT ON COLUMN compliance_violations.resolved_at IS
    'Time when the case was resolved, NULL while it is open.';
COMMENT ON COLUMN compliance_violations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN compliance_violations.updated_at IS
    'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN compliance_violations.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX compliance_violations_reported_by_idx ON compliance_violations (reported_by);
CREATE INDEX compliance_violations_assigned_to_idx ON compliance_violations (assigned_to)
    WHERE assigned_to IS NOT NULL;

CREATE TRIGGER compliance_violations_200_updated_at
BEFORE UPDATE ON compliance_violations
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- remediation_actions
-- ----------------------------------------------------------------------------
-- These actions follow a broken rule. Actions after an incident with a student are in
-- follow_up_actions.
-- The table is not protected as PHI: its texts describe measures; details about students belong in
-- compliance_violations.
-- No CHECK compares completed_at with verified_at: work may be redone after a verification.

CREATE TABLE remediation_actions (
    id                   uuid               NOT NULL DEFAULT gen_random_uuid(),
    violation_id         uuid               NOT NULL,
    action               text               NOT NULL,
    priority             action_priority    NOT NULL DEFAULT 'MEDIUM',
    status               remediation_status NOT NULL DEFAULT 'PLANNED',
    assigned_to          uuid               NOT NULL,
    due_date             timestamptz        NOT NULL,
    implementation_notes text,
    completed_at         timestamptz,
    verification_notes   text,
    verified_by          uuid,
    verified_at          timestamptz,
    created_at           timestamptz        NOT NULL DEFAULT now(),
    updated_at           timestamptz        NOT NULL DEFAULT now(),

    CONSTRAINT remediation_actions_pkey
        PRIMARY KEY (id),
    CONSTRAINT remediation_actions_violation_id_fkey
        FOREIGN KEY (violation_id) REFERENCES compliance_violations (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT remediation_actions_assigned_to_fkey
        FOREIGN KEY (assigned_to) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT remediation_actions_verified_by_fkey
        FOREIGN KEY (verified_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT remediation_actions_action_not_blank_check
        CHECK (btrim(action) <> '')
);

COMMENT ON TABLE remediation_actions IS
    'One measure to correct a compliance violation or prevent its repetition, with its deadline '
    'and the verification of its effect.';
COMMENT ON COLUMN remediation_actions.id IS 'Primary key.';
COMMENT ON COLUMN remediation_actions.violation_id IS
    'Violation that the measure corrects. It cannot be deleted while measures exist.';
COMMENT ON COLUMN remediation_actions.action IS 'Description of the measure. No student data.';
COMMENT ON COLUMN remediation_actions.priority IS 'Urgency of the measure.';
COMMENT ON COLUMN remediation_actions.status IS
    'Progress from PLANNED to VERIFIED; DEFERRED if postponed.';
COMMENT ON COLUMN remediation_actions.assigned_to IS 'User responsible for the measure.';
COMMENT ON COLUMN remediation_actions.due_date IS 'Deadline for completing the measure.';
COMMENT ON COLUMN remediation_actions.implementation_notes IS
    'Notes on how the measure was carried out. No student data.';
COMMENT ON COLUMN remediation_actions.completed_at IS
    'Time when the measure was completed; its effect is not yet verified then.';
COMMENT ON COLUMN remediation_actions.verification_notes IS
    'Method and result of the verification. No student data.';
COMMENT ON COLUMN remediation_actions.verified_by IS 'User who verified the effect of the measure.';
COMMENT ON COLUMN remediation_actions.verified_at IS
    'Time when verified_by verified the effect, NULL before.';
COMMENT ON COLUMN remediation_actions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN remediation_actions.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX remediation_actions_violation_id_idx ON remediation_actions (violation_id);
CREATE INDEX remediation_actions_assigned_to_idx ON remediation_actions (assigned_to);
CREATE INDEX remediation_actions_verified_by_idx ON remediation_actions (verified_by)
    WHERE verified_by IS NOT NULL;

CREATE TRIGGER remediation_actions_200_updated_at
BEFORE UPDATE ON remediation_actions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- policy_documents
-- ----------------------------------------------------------------------------
-- Each version is a row of its own, so that an acknowledgment refers to the exact text that was
-- read. Only the title links the versions; the older one becomes SUPERSEDED.

CREATE TABLE policy_documents (
    id             uuid            NOT NULL DEFAULT gen_random_uuid(),
    title          varchar(200)    NOT NULL,
    category       policy_category NOT NULL,
    content        text            NOT NULL,
    version        varchar(20)     NOT NULL DEFAULT '1.0',
    effective_date timestamptz     NOT NULL,
    review_date    timestamptz,
    status         policy_status   NOT NULL DEFAULT 'DRAFT',
    approved_by    uuid,
    approved_at    timestamptz,
    created_at     timestamptz     NOT NULL DEFAULT now(),
    updated_at     timestamptz     NOT NULL DEFAULT now(),

    CONSTRAINT policy_documents_pkey
        PRIMARY KEY (id),
    CONSTRAINT policy_documents_approved_by_fkey
        FOREIGN KEY (approved_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT policy_documents_title_not_blank_check
        CHECK (btrim(title) <> ''),
    CONSTRAINT policy_documents_version_not_blank_check
        CHECK (btrim(version) <> '')
);

COMMENT ON TABLE policy_documents IS
    'One version of a written policy that staff must follow. Administrators publish it, and staff '
    'acknowledge it.';
COMMENT ON COLUMN policy_documents.id IS 'Primary key.';
COMMENT ON COLUMN policy_documents.title IS
    'Name of the policy; by convention the same for all versions.';
COMMENT ON COLUMN policy_documents.category IS
    'Subject of the policy, such as HIPAA privacy or access control.';
COMMENT ON COLUMN policy_documents.content IS 'Full text of this version.';
COMMENT ON COLUMN policy_documents.version IS 'Version label (1.0), free text.';
COMMENT ON COLUMN policy_documents.effective_date IS
    'Time from which staff must follow this version.';
COMMENT ON COLUMN policy_documents.review_date IS 'Time when the next review of the policy is due.';
COMMENT ON COLUMN policy_documents.status IS 'Life cycle from DRAFT to ARCHIVED or SUPERSEDED.';
COMMENT ON COLUMN policy_documents.approved_by IS
    'User who approved this version, NULL while it is not approved.';
COMMENT ON COLUMN policy_documents.approved_at IS
    'Time when approved_by approved this version, NULL before.';
COMMENT ON COLUMN policy_documents.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN policy_documents.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX policy_documents_approved_by_idx ON policy_documents (approved_by)
    WHERE approved_by IS NOT NULL;

CREATE TRIGGER policy_documents_200_updated_at
BEFORE UPDATE ON policy_documents
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- policy_acknowledgments
-- ----------------------------------------------------------------------------
-- Both foreign keys are RESTRICT: the proof must outlive the policy and the user's employment.

CREATE TABLE policy_acknowledgments (
    id              uuid        NOT NULL DEFAULT gen_random_uuid(),
    policy_id       uuid        NOT NULL,
    user_id         uuid        NOT NULL,
    acknowledged_at timestamptz NOT NULL DEFAULT now(),
    ip_address      varchar(45),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT policy_acknowledgments_pkey
        PRIMARY KEY (id),
    CONSTRAINT policy_acknowledgments_policy_id_user_id_key
        UNIQUE (policy_id, user_id),
    CONSTRAINT policy_acknowledgments_policy_id_fkey
        FOREIGN KEY (policy_id) REFERENCES policy_documents (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT policy_acknowledgments_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE policy_acknowledgments IS
    'Proof, for auditors, that one staff member has read one version of a policy.';
COMMENT ON COLUMN policy_acknowledgments.id IS 'Primary key.';
COMMENT ON COLUMN policy_acknowledgments.policy_id IS 'Version of the policy that was read.';
COMMENT ON COLUMN policy_acknowledgments.user_id IS 'Staff member who acknowledged the policy.';
COMMENT ON COLUMN policy_acknowledgments.acknowledged_at IS
    'Time when the user confirmed having read the policy.';
COMMENT ON COLUMN policy_acknowledgments.ip_address IS
    'IPv4 or IPv6 address of the user at that moment, as text.';
COMMENT ON COLUMN policy_acknowledgments.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN policy_acknowledgments.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX policy_acknowledgments_user_id_idx ON policy_acknowledgments (user_id);

CREATE TRIGGER policy_acknowledgments_200_updated_at
BEFORE UPDATE ON policy_acknowledgments
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- data_retention_policies
-- ----------------------------------------------------------------------------
-- Only wcdb retention deletes records by these policies (20261123000002 and later); no trigger
-- does. category is not unique, because a replaced policy stays in the table as INACTIVE.

CREATE TABLE data_retention_policies (
    id                    uuid                    NOT NULL DEFAULT gen_random_uuid(),
    category              retention_category      NOT NULL,
    description           text                    NOT NULL,
    retention_period_days integer                 NOT NULL,
    legal_basis           text                    NOT NULL,
    status                retention_policy_status NOT NULL DEFAULT 'ACTIVE',
    auto_delete           boolean                 NOT NULL DEFAULT FALSE,
    last_reviewed_at      timestamptz,
    last_reviewed_by      uuid,
    created_at            timestamptz             NOT NULL DEFAULT now(),
    updated_at            timestamptz             NOT NULL DEFAULT now(),

    CONSTRAINT data_retention_policies_pkey
        PRIMARY KEY (id),
    CONSTRAINT data_retention_policies_last_reviewed_by_fkey
        FOREIGN KEY (last_reviewed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT data_retention_policies_retention_period_not_negative_check
        CHECK (retention_period_days >= 0),
    CONSTRAINT data_retention_policies_legal_basis_not_blank_check
        CHECK (btrim(legal_basis) <> '')
);

COMMENT ON TABLE data_retention_policies IS
    'Retention period of one class of records and its legal basis. Administrators maintain it.';
COMMENT ON COLUMN data_retention_policies.id IS 'Primary key.';
COMMENT ON COLUMN data_retention_policies.category IS 'Class of records that the policy governs.';
COMMENT ON COLUMN data_retention_policies.description IS
    'Description of the records and of the event from which the period runs.';
COMMENT ON COLUMN data_retention_policies.retention_period_days IS
    'Retention period of the records in days.';
COMMENT ON COLUMN data_retention_policies.legal_basis IS
    'Citation of the law or regulation that requires the period.';
COMMENT ON COLUMN data_retention_policies.status IS
    'State of the policy; only an ACTIVE one is in force.';
COMMENT ON COLUMN data_retention_policies.auto_delete IS
    'Whether records may be deleted automatically after the period.';
COMMENT ON COLUMN data_retention_policies.last_reviewed_at IS
    'Time when the policy was last confirmed or revised.';
COMMENT ON COLUMN data_retention_policies.last_reviewed_by IS 'User who last reviewed the policy.';
COMMENT ON COLUMN data_retention_policies.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN data_retention_policies.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX data_retention_policies_last_reviewed_by_idx
    ON data_retention_policies (last_reviewed_by)
    WHERE last_reviewed_by IS NOT NULL;

CREATE TRIGGER data_retention_policies_200_updated_at
BEFORE UPDATE ON data_retention_policies
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
