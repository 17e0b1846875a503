-- Expand step for student numbers, emergency contacts and health records: adds ciphertext columns.
--
-- wcdb phi encrypt fills the new columns while the application still uses the plaintext. The
-- plaintext stays until a contract step in sql/post_deploy drops it. A value that was NOT NULL must
-- from now on exist as plaintext or as ciphertext: 20251104000026-data-encrypt-phi-validate
-- validates these checks for existing rows without blocking reads or writes.
--
-- Tables:   students, emergency_contacts, health_records
-- HIPAA:    45 CFR 164.312(a)(2)(iv), encryption of PHI at rest
-- Locks:    ACCESS EXCLUSIVE on each table for a moment: no row is read or rewritten
-- Rollback: drops the ciphertext; refused while a value exists only as ciphertext
--
-- depends: 20251104000025-security-phi-trigger-and-gate

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- students
-- ----------------------------------------------------------------------------

ALTER TABLE students
    ADD COLUMN medical_record_num_encrypted bytea,
    ADD COLUMN medical_record_num_blind_index bytea,
    ADD COLUMN ssn_encrypted bytea,
    ADD COLUMN ssn_blind_index bytea;

COMMENT ON COLUMN students.medical_record_num_encrypted IS
    'PHI: Ciphertext of medical_record_num (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN students.medical_record_num_blind_index IS
    'PHI: Blind index of medical_record_num, a keyed hash for searching without decryption.';
COMMENT ON COLUMN students.ssn_encrypted IS
    'PHI: Ciphertext of ssn (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN students.ssn_blind_index IS
    'PHI: Blind index of ssn, a keyed hash for searching without decryption.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('students', 'medical_record_num_encrypted',   TRUE, 'HIDE', 'NAME', 'NONE'),
('students', 'medical_record_num_blind_index', TRUE, 'HIDE', 'NAME', 'NONE'),
('students', 'ssn_encrypted',                  TRUE, 'HIDE', 'NAME', 'NONE'),
('students', 'ssn_blind_index',                TRUE, 'HIDE', 'NAME', 'NONE');

INSERT INTO phi.encrypted_columns (
    table_name, column_name, table_id, column_id, value_type,
    ciphertext_column, blind_index_column, blind_index_rule
) VALUES
(
    'students', 'medical_record_num', 1, 1, 'varchar',
    'medical_record_num_encrypted', 'medical_record_num_blind_index', 'EXACT'
),
(
    'students', 'ssn', 1, 2, 'varchar',
    'ssn_encrypted', 'ssn_blind_index', 'DIGITS'
);
-- noqa: enable=LT01

SELECT phi.protect('students');

-- ----------------------------------------------------------------------------
-- emergency_contacts
-- ----------------------------------------------------------------------------

ALTER TABLE emergency_contacts
    ADD COLUMN phone_number_encrypted bytea,
    ADD COLUMN email_encrypted bytea,
    ADD COLUMN address_encrypted bytea,
    ADD CONSTRAINT emergency_contacts_phone_number_in_one_form_check
        CHECK (phone_number IS NOT NULL OR phone_number_encrypted IS NOT NULL) NOT VALID,
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN phone_number DROP NOT NULL;

COMMENT ON COLUMN emergency_contacts.phone_number_encrypted IS
    'PHI: Ciphertext of phone_number (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN emergency_contacts.email_encrypted IS
    'PHI: Ciphertext of email (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN emergency_contacts.address_encrypted IS
    'PHI: Ciphertext of address (format: docs/encryption.md), NULL until encrypted.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('emergency_contacts', 'phone_number_encrypted', TRUE, 'HIDE', 'NAME', 'NONE'),
('emergency_contacts', 'email_encrypted',        TRUE, 'HIDE', 'NAME', 'NONE'),
('emergency_contacts', 'address_encrypted',      TRUE, 'HIDE', 'NAME', 'NONE');

INSERT INTO phi.encrypted_columns (
    table_name, column_name, table_id, column_id, value_type, ciphertext_column
) VALUES
('emergency_contacts', 'phone_number', 2, 1, 'varchar', 'phone_number_encrypted'),
('emergency_contacts', 'email',        2, 2, 'varchar', 'email_encrypted'),
('emergency_contacts', 'address',      2, 3, 'text',    'address_encrypted');
-- noqa: enable=LT01

SELECT phi.protect('emergency_contacts');

-- ----------------------------------------------------------------------------
-- health_records
-- ----------------------------------------------------------------------------

ALTER TABLE health_records
    ADD COLUMN description_encrypted bytea,
    ADD COLUMN diagnosis_encrypted bytea,
    ADD COLUMN treatment_encrypted bytea,
    ADD COLUMN notes_encrypted bytea,
    ADD CONSTRAINT health_records_description_in_one_form_check
        CHECK (description IS NOT NULL OR description_encrypted IS NOT NULL) NOT VALID,
    -- squawk-ignore ban-drop-not-null
    ALTER COLUMN description DROP NOT NULL;

COMMENT ON COLUMN health_records.description_encrypted IS
    'PHI: Ciphertext of description (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN health_records.diagnosis_encrypted IS
    'PHI: Ciphertext of diagnosis (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN health_records.treatment_encrypted IS
    'PHI: Ciphertext of treatment (format: docs/encryption.md), NULL until encrypted.';
COMMENT ON COLUMN health_records.notes_encrypted IS
    'PHI: Ciphertext of notes (format: docs/encryption.md), NULL until encrypted.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('health_records', 'description_encrypted', TRUE, 'HIDE', 'NAME', 'NONE'),
('health_records', 'diagnosis_encrypted',   TRUE, 'HIDE', 'NAME', 'NONE'),
('health_records', 'treatment_encrypted',   TRUE, 'HIDE', 'NAME', 'NONE'),
('health_records', 'notes_encrypted',       TRUE, 'HIDE', 'NAME', 'NONE');

INSERT INTO phi.encrypted_columns (
    table_name, column_name, table_id, column_id, value_type, ciphertext_column
) VALUES
('health_records', 'description', 3, 1, 'text', 'description_encrypted'),
('health_records', 'diagnosis',   3, 2, 'text', 'diagnosis_encrypted'),
('health_records', 'treatment',   3, 3, 'text', 'treatment_encrypted'),
('health_records', 'notes',       3, 4, 'text', 'notes_encrypted');
-- noqa: enable=LT01

SELECT phi.protect('health_records');
