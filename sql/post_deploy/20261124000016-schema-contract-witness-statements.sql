-- Contract step: drops the plaintext of witness_statements, so that only the ciphertext of
-- witness_contact and statement stays.
--
-- Apply this once the application that reads and writes ciphertext is live. From then on the
-- application's view shows NULL in place of the plaintext and refuses a write of plaintext. The
-- gate refuses while a value would be lost, and names the command to run. A dropped column stays on
-- disk until the table is rewritten: wcdb phi residue witness_statements lists the remains.
--
-- Tables:   witness_statements
-- HIPAA:    45 CFR 164.312(a)(2)(iv): witness_contact, statement
-- Locks:    ACCESS EXCLUSIVE on witness_statements, well under a second: no row is rewritten, and
--           the gate counts through witness_statements_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt witness_statements fills them
--
-- depends: 20261124000015-indexes-encrypted-witness-statements

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE ROW LEVEL SECURITY hides rows from the owner as well, so it is off while the gate counts.

LOCK TABLE witness_statements IN ACCESS EXCLUSIVE MODE;
ALTER TABLE witness_statements NO FORCE ROW LEVEL SECURITY;
SELECT phi.require_encrypted('witness_statements');
ALTER TABLE witness_statements FORCE ROW LEVEL SECURITY;

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.witness_statements
WITH (security_invoker = TRUE) AS
SELECT
    id,
    incident_report_id AS "incidentReportId",
    witness_name       AS "witnessName",
    witness_type       AS "witnessType",
    NULL::varchar(255) AS "witnessContact",
    NULL::text         AS statement,
    verified,
    verified_by        AS "verifiedBy",
    verified_at        AS "verifiedAt",
    created_at         AS "createdAt",
    updated_at         AS "updatedAt"
FROM public.witness_statements
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

-- ----------------------------------------------------------------------------
-- witness_statements
-- ----------------------------------------------------------------------------

DROP TRIGGER witness_statements_300_ciphertext ON witness_statements;
DROP VIEW masked.witness_statements;
DROP INDEX witness_statements_unencrypted_idx;

DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'witness_statements'
    AND c.column_name IN ('witness_contact', 'statement');

ALTER TABLE witness_statements
    DROP CONSTRAINT witness_statements_statement_in_one_form_check,
    DROP COLUMN witness_contact,
    DROP COLUMN statement,
    ADD CONSTRAINT witness_statements_statement_encrypted_given_check
        CHECK (statement_encrypted IS NOT NULL) NOT VALID;

SELECT phi.protect('witness_statements');
