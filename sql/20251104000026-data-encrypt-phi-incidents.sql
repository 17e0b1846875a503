-- Expand step for incident reports and witness statements: adds ciphertext columns.
--
-- The method is that of 20251104000026-data-encrypt-phi-fields.
--
-- Tables:   incident_reports, witness_statements
-- HIPAA:    45 CFR 164.312(a)(2)(iv), encryption of PHI at rest
-- Locks:    ACCESS EXCLUSIVE on each table for a moment: no row is read or rewritten
-- Rollback: drops the ciphertext; refused while a value exists only as ciphertext
--
-- depends: 20251104000026-data-encrypt-phi-fields

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- incident_reports
-- ----------------------------------------------------------------------------

ALTER TABLE incident_reports
    ADD COLUMN description_encrypted bytea,
    ADD CONSTRAINT incident_reports_description_in_one_form_check
        CHECK (description IS NOT NULL OR description_encrypted IS NOT NULL) NOT VALID,
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN description DROP NOT NULL;

COMMENT ON COLUMN incident_reports.description_encrypted IS
    'PHI: Ciphertext of description (format: docs/encryption.md), NULL until encrypted.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('incident_reports', 'description_encrypted', TRUE, 'HIDE', 'NAME', 'NONE');

INSERT INTO phi.encrypted_columns (
    table_name, column_name, table_id, column_id, value_type, ciphertext_column
) VALUES
('incident_reports', 'description', 7, 1, 'text', 'description_encrypted');
-- noqa: enable=LT01

SELECT phi.protect('incident_reports');

-- ----------------------------------------------------------------------------
-- witness_statements
-- ----------------------------------------------------------------------------

ALTER TABLE witness_statements
    ADD COLUMN witness_contact_encrypted bytea,
    ADD COLUMN statement_encrypted bytea,
    ADD CONSTRAINT witness_statements_statement_in_one_form_check
        CHECK (statement IS NOT NULL OR statement_encrypted IS NOT NULL) NOT VALID,
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN statement DROP NOT NULL;

COMMENT ON COLUMN witness_statements.witness_contact_encrypted IS
    'PHI: Ciphertext of witness_contact (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN witness_statements.statement_encrypted IS
    'PHI: Ciphertext of statement (format: docs/encryption.md), NULL until encrypted.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('witness_statements', 'witness_contact_encrypted', TRUE, 'HIDE', 'NAME', 'NONE'),
('witness_statements', 'statement_encrypted',       TRUE, 'HIDE', 'NAME', 'NONE');

INSERT INTO phi.encrypted_columns (
    table_name, column_name, table_id, column_id, value_type, ciphertext_column
) VALUES
('witness_statements', 'witness_contact', 8, 1, 'varchar', 'witness_contact_encrypted'),
('witness_statements', 'statement',       8, 2, 'text',    'statement_encrypted');
-- noqa: enable=LT01

SELECT phi.protect('witness_statements');
