-- Reverses 20261124000016-schema-contract-witness-statements.
--
-- Data loss: none while the data keys exist: the ciphertext keeps every value. The application
--            reads NULL until wcdb phi decrypt witness_statements has restored the plaintext. The
--            columns come back as the last ones of the table; their old position is the one thing
--            not restored. Locks witness_statements while PostgreSQL reads it once.

SET LOCAL lock_timeout = '5s';

DROP TRIGGER witness_statements_300_ciphertext ON witness_statements;
DROP VIEW masked.witness_statements;

-- ----------------------------------------------------------------------------
-- witness_statements
-- ----------------------------------------------------------------------------

ALTER TABLE witness_statements
    ADD COLUMN witness_contact varchar(255),
    ADD COLUMN statement text,
    DROP CONSTRAINT witness_statements_statement_encrypted_given_check,
    ADD CONSTRAINT witness_statements_statement_in_one_form_check
        CHECK (statement IS NOT NULL OR statement_encrypted IS NOT NULL);

COMMENT ON COLUMN witness_statements.witness_contact IS
    'PHI: Phone number, email or postal address of the witness, free text.';
COMMENT ON COLUMN witness_statements.statement IS 'PHI: Statement in the witness''s own words.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('witness_statements', 'witness_contact', TRUE, 'HIDE', 'FINGERPRINT', 'WCDB'),
('witness_statements', 'statement',       TRUE, 'HIDE', 'FINGERPRINT', 'WCDB');
-- noqa: enable=LT01

CREATE INDEX witness_statements_unencrypted_idx
    ON witness_statements (id)
    WHERE (witness_contact IS NOT NULL AND witness_contact_encrypted IS NULL)
    OR (statement IS NOT NULL AND statement_encrypted IS NULL);
COMMENT ON INDEX witness_statements_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

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
    witness_contact    AS "witnessContact",
    statement,
    verified,
    verified_by        AS "verifiedBy",
    verified_at        AS "verifiedAt",
    created_at         AS "createdAt",
    updated_at         AS "updatedAt"
FROM public.witness_statements
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

SELECT phi.protect('witness_statements');
