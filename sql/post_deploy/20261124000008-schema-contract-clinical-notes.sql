-- Contract step: drops the plaintext of clinical_notes, so that only the ciphertext of content,
-- subjective, objective, assessment and plan stays.
--
-- Apply this once the application that reads and writes ciphertext is live. From then on the
-- application's view shows NULL in place of the plaintext and refuses a write of plaintext. The
-- gate refuses while a value would be lost, and names the command to run. A dropped column stays on
-- disk until the table is rewritten: wcdb phi residue clinical_notes lists the remains.
--
-- Tables:   clinical_notes
-- HIPAA:    45 CFR 164.312(a)(2)(iv): content, subjective, objective, assessment, plan
-- Locks:    ACCESS EXCLUSIVE on clinical_notes, well under a second: no row is rewritten, and the
--           gate counts through clinical_notes_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt clinical_notes fills them
--
-- depends: 20261124000007-indexes-encrypted-clinical-notes

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE ROW LEVEL SECURITY hides rows from the owner as well, so it is off while the gate counts.

LOCK TABLE clinical_notes IN ACCESS EXCLUSIVE MODE;
ALTER TABLE clinical_notes NO FORCE ROW LEVEL SECURITY;
SELECT phi.require_encrypted('clinical_notes');
ALTER TABLE clinical_notes FORCE ROW LEVEL SECURITY;

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
    NULL::text       AS content,
    NULL::text       AS subjective,
    NULL::text       AS objective,
    NULL::text       AS assessment,
    NULL::text       AS plan,
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

-- ----------------------------------------------------------------------------
-- clinical_notes
-- ----------------------------------------------------------------------------

DROP TRIGGER clinical_notes_300_ciphertext ON clinical_notes;
DROP VIEW masked.clinical_notes;
DROP INDEX clinical_notes_unencrypted_idx;

DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'clinical_notes'
    AND c.column_name IN ('content', 'subjective', 'objective', 'assessment', 'plan');

ALTER TABLE clinical_notes
    DROP CONSTRAINT clinical_notes_content_in_one_form_check,
    DROP COLUMN content,
    DROP COLUMN subjective,
    DROP COLUMN objective,
    DROP COLUMN assessment,
    DROP COLUMN plan,
    ADD CONSTRAINT clinical_notes_content_encrypted_given_check
        CHECK (content_encrypted IS NOT NULL) NOT VALID;

SELECT phi.protect('clinical_notes');
