-- Contract step: drops the plaintext of incident_reports, so that only the ciphertext of
-- description stays.
--
-- Apply this once the application that reads and writes ciphertext is live. From then on the
-- application's view shows NULL in place of the plaintext and refuses a write of plaintext. The
-- gate refuses while a value would be lost, and names the command to run. A dropped column stays on
-- disk until the table is rewritten: wcdb phi residue incident_reports lists the remains.
--
-- Tables:   incident_reports
-- HIPAA:    45 CFR 164.312(a)(2)(iv): description
-- Locks:    ACCESS EXCLUSIVE on incident_reports, well under a second: no row is rewritten, and the
--           gate counts through incident_reports_unencrypted_idx
-- Rollback: adds the column again, empty; wcdb phi decrypt incident_reports fills it
--
-- depends: 20261124000013-indexes-encrypted-incident-reports

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE ROW LEVEL SECURITY hides rows from the owner as well, so it is off while the gate counts.

LOCK TABLE incident_reports IN ACCESS EXCLUSIVE MODE;
ALTER TABLE incident_reports NO FORCE ROW LEVEL SECURITY;
SELECT phi.require_encrypted('incident_reports');
ALTER TABLE incident_reports FORCE ROW LEVEL SECURITY;

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
    NULL::text                 AS description,
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

-- ----------------------------------------------------------------------------
-- incident_reports
-- ----------------------------------------------------------------------------

DROP TRIGGER incident_reports_300_ciphertext ON incident_reports;
DROP VIEW masked.incident_reports;
DROP INDEX incident_reports_unencrypted_idx;

DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'incident_reports'
    AND c.column_name IN ('description');

ALTER TABLE incident_reports
    DROP CONSTRAINT incident_reports_description_in_one_form_check,
    DROP COLUMN description,
    ADD CONSTRAINT incident_reports_description_encrypted_given_check
        CHECK (description_encrypted IS NOT NULL) NOT VALID;

SELECT phi.protect('incident_reports');
