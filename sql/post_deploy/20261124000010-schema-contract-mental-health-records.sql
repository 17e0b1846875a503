-- Contract step: drops the plaintext of mental_health_records, so that only the ciphertext of
-- session_notes, assessment, diagnosis and treatment_plan stays.
--
-- Apply this once the application that reads and writes ciphertext is live. From then on the
-- application's view shows NULL in place of the plaintext and refuses a write of plaintext. The
-- gate refuses while a value would be lost, and names the command to run. A dropped column stays on
-- disk until the table is rewritten: wcdb phi residue mental_health_records lists the remains.
--
-- Tables:   mental_health_records
-- HIPAA:    45 CFR 164.312(a)(2)(iv): session_notes, assessment, diagnosis, treatment_plan
-- Locks:    ACCESS EXCLUSIVE on mental_health_records, well under a second: no row is rewritten,
--           and the gate counts through mental_health_records_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt mental_health_records fills them
--
-- depends: 20261124000009-indexes-encrypted-mental-health-records

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE ROW LEVEL SECURITY hides rows from the owner as well, so it is off while the gate counts.

LOCK TABLE mental_health_records IN ACCESS EXCLUSIVE MODE;
ALTER TABLE mental_health_records NO FORCE ROW LEVEL SECURITY;
SELECT phi.require_encrypted('mental_health_records');
ALTER TABLE mental_health_records FORCE ROW LEVEL SECURITY;

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.mental_health_records
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
    NULL::text               AS "sessionNotes",
    NULL::text               AS assessment,
    NULL::text               AS diagnosis,
    diagnosis_code           AS "diagnosisCode",
    NULL::text               AS "treatmentPlan",
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

-- ----------------------------------------------------------------------------
-- mental_health_records
-- ----------------------------------------------------------------------------

DROP TRIGGER mental_health_records_300_ciphertext ON mental_health_records;
DROP VIEW masked.mental_health_records;
DROP INDEX mental_health_records_unencrypted_idx;

DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'mental_health_records'
    AND c.column_name IN ('session_notes', 'assessment', 'diagnosis', 'treatment_plan');

ALTER TABLE mental_health_records
    DROP CONSTRAINT mental_health_records_session_notes_in_one_form_check,
    DROP COLUMN session_notes,
    DROP COLUMN assessment,
    DROP COLUMN diagnosis,
    DROP COLUMN treatment_plan,
    ADD CONSTRAINT mental_health_records_session_notes_encrypted_given_check
        CHECK (session_notes_encrypted IS NOT NULL) NOT VALID;

SELECT phi.protect('mental_health_records');
