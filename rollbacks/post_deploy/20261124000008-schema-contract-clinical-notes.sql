-- Reverses 20261124000008-schema-contract-clinical-notes.
--
-- Data loss: none while the data keys exist: the ciphertext keeps every value. The application
--            reads NULL until wcdb phi decrypt clinical_notes has restored the plaintext. The
--            columns come back as the last ones of the table; their old position is the one thing
--            not restored. Locks clinical_notes while PostgreSQL reads it once.

SET LOCAL lock_timeout = '5s';

DROP TRIGGER clinical_notes_300_ciphertext ON clinical_notes;
DROP VIEW masked.clinical_notes;

-- ----------------------------------------------------------------------------
-- clinical_notes
-- ----------------------------------------------------------------------------

ALTER TABLE clinical_notes
    ADD COLUMN content text,
    ADD COLUMN subjective text,
    ADD COLUMN objective text,
    ADD COLUMN assessment text,
    ADD COLUMN plan text,
    DROP CONSTRAINT clinical_notes_content_encrypted_given_check,
    ADD CONSTRAINT clinical_notes_content_in_one_form_check
        CHECK (content IS NOT NULL OR content_encrypted IS NOT NULL);

COMMENT ON COLUMN clinical_notes.content IS 'PHI: Full text of the note.';
COMMENT ON COLUMN clinical_notes.subjective IS
    'PHI: SOAP section S: the report of the student or a parent.';
COMMENT ON COLUMN clinical_notes.objective IS
    'PHI: SOAP section O: observations and measurements of the clinician.';
COMMENT ON COLUMN clinical_notes.assessment IS 'PHI: SOAP section A: the clinical judgment.';
COMMENT ON COLUMN clinical_notes.plan IS 'PHI: SOAP section P: the next steps.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('clinical_notes', 'content',    TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'subjective', TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'objective',  TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'assessment', TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('clinical_notes', 'plan',       TRUE, 'HIDE', 'FINGERPRINT', 'WCDB');
-- noqa: enable=LT01

CREATE INDEX clinical_notes_unencrypted_idx
    ON clinical_notes (id)
    WHERE (content IS NOT NULL AND content_encrypted IS NULL)
    OR (subjective IS NOT NULL AND subjective_encrypted IS NULL)
    OR (objective IS NOT NULL AND objective_encrypted IS NULL)
    OR (assessment IS NOT NULL AND assessment_encrypted IS NULL)
    OR (plan IS NOT NULL AND plan_encrypted IS NULL);
COMMENT ON INDEX clinical_notes_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.clinical_notes
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id       AS "studentId",
    visit_id         AS "visitId",
    type,
    created_by       AS "createdBy",
    title,
    content,
    subjective,
    objective,
    assessment,
    plan,
    tags,
    is_confidential  AS "isConfidential",
    is_signed        AS "isSigned",
    signed_at        AS "signedAt",
    amended,
    amendment_reason AS "amendmentReason",
    created_at       AS "createdAt",
    updated_at       AS "updatedAt",
    deleted_at       AS "deletedAt"
FROM public.clinical_notes;

SELECT phi.protect('clinical_notes');
