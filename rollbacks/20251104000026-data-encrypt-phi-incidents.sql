-- Reverses 20251104000026-data-encrypt-phi-incidents.
--
-- Data loss: none: every dropped ciphertext still has its plaintext. The rollback refuses while a
--            value exists only as ciphertext; run wcdb phi decrypt first.

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- witness_statements
-- ----------------------------------------------------------------------------

SELECT phi.require_plaintext('witness_statements');

DELETE FROM phi.encrypted_columns AS e
WHERE e.table_name = 'witness_statements';

SELECT phi.protect('witness_statements');
DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'witness_statements'
    AND c.column_name IN (
        'witness_contact_encrypted',
        'statement_encrypted'
    );

ALTER TABLE witness_statements
    ALTER COLUMN statement SET NOT NULL,
    DROP CONSTRAINT witness_statements_statement_in_one_form_check,
    DROP COLUMN statement_encrypted,
    DROP COLUMN witness_contact_encrypted;

-- ----------------------------------------------------------------------------
-- incident_reports
-- ----------------------------------------------------------------------------

SELECT phi.require_plaintext('incident_reports');

DELETE FROM phi.encrypted_columns AS e
WHERE e.table_name = 'incident_reports';

SELECT phi.protect('incident_reports');
DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'incident_reports'
    AND c.column_name IN (
        'description_encrypted'
    );

ALTER TABLE incident_reports
    ALTER COLUMN description SET NOT NULL,
    DROP CONSTRAINT incident_reports_description_in_one_form_check,
    DROP COLUMN description_encrypted;
