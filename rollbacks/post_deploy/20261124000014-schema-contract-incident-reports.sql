-- Reverses 20261124000014-schema-contract-incident-reports.
--
-- Data loss: none while the data keys exist: the ciphertext keeps every value. The application
--            reads NULL until wcdb phi decrypt incident_reports has restored the plaintext. The
--            column comes back as the last one of the table; its old position is the one thing not
--            restored. Locks incident_reports while PostgreSQL reads it once.

SET LOCAL lock_timeout = '5s';

DROP TRIGGER incident_reports_300_ciphertext ON incident_reports;
DROP VIEW masked.incident_reports;

-- ----------------------------------------------------------------------------
-- incident_reports
-- ----------------------------------------------------------------------------

ALTER TABLE incident_reports
    ADD COLUMN description text,
    DROP CONSTRAINT incident_reports_description_encrypted_given_check,
    ADD CONSTRAINT incident_reports_description_in_one_form_check
        CHECK (description IS NOT NULL OR description_encrypted IS NOT NULL);

COMMENT ON COLUMN incident_reports.description IS
    'PHI: Course of events in the reporter''s own words.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('incident_reports', 'description', TRUE, 'HIDE', 'FINGERPRINT', 'WCDB');
-- noqa: enable=LT01

CREATE INDEX incident_reports_unencrypted_idx
    ON incident_reports (id)
    WHERE description IS NOT NULL AND description_encrypted IS NULL;
COMMENT ON INDEX incident_reports_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.incident_reports
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id                 AS "studentId",
    reported_by_id             AS "reportedById",
    type,
    severity,
    description,
    location,
    witnesses,
    actions_taken              AS "actionsTaken",
    parent_notified            AS "parentNotified",
    parent_notification_method AS "parentNotificationMethod",
    parent_notified_at         AS "parentNotifiedAt",
    parent_notified_by         AS "parentNotifiedBy",
    follow_up_required         AS "followUpRequired",
    follow_up_notes            AS "followUpNotes",
    attachments,
    evidence_photos            AS "evidencePhotos",
    evidence_videos            AS "evidenceVideos",
    insurance_claim_number     AS "insuranceClaimNumber",
    insurance_claim_status     AS "insuranceClaimStatus",
    legal_compliance_status    AS "legalComplianceStatus",
    occurred_at                AS "occurredAt",
    created_by                 AS "createdBy",
    updated_by                 AS "updatedBy",
    created_at                 AS "createdAt",
    updated_at                 AS "updatedAt",
    deleted_at                 AS "deletedAt",
    school_id                  AS "schoolId"
FROM public.incident_reports;

SELECT phi.protect('incident_reports');
