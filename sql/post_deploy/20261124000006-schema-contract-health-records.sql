-- Contract: of health_records the text stays as ciphertext alone.
--
-- For when the application that reads and writes ciphertext is live: its view shows NULL from now
-- on, and a write of plaintext is refused. The gate refuses as long as a value would be lost, and
-- says which command to run. Dropping a column erases nothing: wcdb phi residue health_records.
--
-- Tables:   health_records
-- HIPAA:    45 CFR 164.312(a)(2)(iv): description, diagnosis, treatment, notes
-- Locks:    ACCESS EXCLUSIVE on health_records, well under a second: no row is rewritten, and the
--           gate counts by health_records_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt health_records fills them
--
-- depends: 20261124000005-indexes-encrypted-health-records

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE fences the owner in too, and what it cannot see it cannot count.

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
-- Search by words goes with the words: an index of them would be a copy in clear.

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
