-- Reverses 20261124000010-schema-contract-mental-health-records.
--
-- Data loss: none while the data keys exist: the ciphertext keeps every value. The application
--            reads NULL until wcdb phi decrypt mental_health_records has restored the plaintext.
--            The columns come back as the last ones of the table; their old position is the one
--            thing not restored. Locks mental_health_records while PostgreSQL reads it once.

SET LOCAL lock_timeout = '5s';

DROP TRIGGER mental_health_records_300_ciphertext ON mental_health_records;
DROP VIEW masked.mental_health_records;

-- ----------------------------------------------------------------------------
-- mental_health_records
-- ----------------------------------------------------------------------------

ALTER TABLE mental_health_records
    ADD COLUMN session_notes text,
    ADD COLUMN assessment text,
    ADD COLUMN diagnosis text,
    ADD COLUMN treatment_plan text,
    DROP CONSTRAINT mental_health_records_session_notes_encrypted_given_check,
    ADD CONSTRAINT mental_health_records_session_notes_in_one_form_check
        CHECK (session_notes IS NOT NULL OR session_notes_encrypted IS NOT NULL);

COMMENT ON COLUMN mental_health_records.session_notes IS
    'PHI: Notes on what was said and observed, free text.';
COMMENT ON COLUMN mental_health_records.assessment IS
    'PHI: Clinical judgment of the author, free text.';
COMMENT ON COLUMN mental_health_records.diagnosis IS
    'PHI: Diagnosis as free text, if one was made.';
COMMENT ON COLUMN mental_health_records.treatment_plan IS
    'PHI: Therapy agreed on in the session, free text.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('mental_health_records', 'session_notes',  TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('mental_health_records', 'assessment',     TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('mental_health_records', 'diagnosis',      TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('mental_health_records', 'treatment_plan', TRUE, 'HIDE', 'FINGERPRINT', 'WCDB');
-- noqa: enable=LT01

CREATE INDEX mental_health_records_unencrypted_idx
    ON mental_health_records (id)
    WHERE (session_notes IS NOT NULL AND session_notes_encrypted IS NULL)
    OR (assessment IS NOT NULL AND assessment_encrypted IS NULL)
    OR (diagnosis IS NOT NULL AND diagnosis_encrypted IS NULL)
    OR (treatment_plan IS NOT NULL AND treatment_plan_encrypted IS NULL);
COMMENT ON INDEX mental_health_records_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

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
    session_notes            AS "sessionNotes",
    assessment,
    diagnosis,
    diagnosis_code           AS "diagnosisCode",
    treatment_plan           AS "treatmentPlan",
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

SELECT phi.protect('mental_health_records');
