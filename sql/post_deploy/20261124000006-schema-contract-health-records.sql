-- Contract step: drops the plaintext of health_records, so that only the ciphertext of description,
-- diagnosis, treatment and notes stays.
--
-- Apply this once the application that reads and writes ciphertext is live. From then on the
-- application's view shows NULL in place of the plaintext and refuses a write of plaintext. The
-- gate refuses while a value would be lost, and names the command to run. A dropped column stays on
-- disk until the table is rewritten: wcdb phi residue health_records lists the remains.
--
-- Tables:   health_records
-- HIPAA:    45 CFR 164.312(a)(2)(iv): description, diagnosis, treatment, notes
-- Locks:    ACCESS EXCLUSIVE on health_records, well under a second: no row is rewritten, and the
--           gate counts through health_records_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt health_records fills them
--
-- depends: 20261124000005-indexes-encrypted-health-records

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE ROW LEVEL SECURITY hides rows from the owner as well, so it is off while the gate counts.

LOCK TABLE health_records IN ACCESS EXCLUSIVE MODE;
ALTER TABLE health_records NO FORCE ROW LEVEL SECURITY;
SELECT phi.require_encrypted('health_records');
ALTER TABLE health_records FORCE ROW LEVEL SECURITY;

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.health_records
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_id          AS "studentId",
    record_type         AS "recordType",
    title,
    NULL::text          AS description,
    record_date         AS "recordDate",
    provider,
    provider_npi        AS "providerNpi",
    facility,
    facility_npi        AS "facilityNpi",
    NULL::text          AS diagnosis,
    diagnosis_code      AS "diagnosisCode",
    NULL::text          AS treatment,
    follow_up_required  AS "followUpRequired",
    follow_up_date      AS "followUpDate",
    follow_up_completed AS "followUpCompleted",
    attachments,
    metadata,
    is_confidential     AS "isConfidential",
    NULL::text          AS notes,
    created_by          AS "createdBy",
    updated_by          AS "updatedBy",
    created_at          AS "createdAt",
    updated_at          AS "updatedAt",
    deleted_at          AS "deletedAt"
FROM public.health_records;

-- ----------------------------------------------------------------------------
-- health_records
-- ----------------------------------------------------------------------------
-- The full-text index goes too: it would be a copy of the words in clear text.

DROP TRIGGER health_records_300_ciphertext ON health_records;
DROP VIEW masked.health_records;
DROP INDEX health_records_unencrypted_idx;
DROP INDEX health_records_search_idx;

DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'health_records'
    AND c.column_name IN ('description', 'diagnosis', 'treatment', 'notes');

ALTER TABLE health_records
    DROP CONSTRAINT health_records_description_in_one_form_check,
    DROP COLUMN description,
    DROP COLUMN diagnosis,
    DROP COLUMN treatment,
    DROP COLUMN notes,
    ADD CONSTRAINT health_records_description_encrypted_given_check
        CHECK (description_encrypted IS NOT NULL) NOT VALID;

SELECT phi.protect('health_records');
