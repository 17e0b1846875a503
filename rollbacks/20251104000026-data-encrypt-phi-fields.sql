-- Reverses 20251104000026-data-encrypt-phi-fields.
--
-- Data loss: none: every dropped ciphertext still has its plaintext. The rollback refuses while a
--            value exists only as ciphertext; run wcdb phi decrypt first.

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- health_records
-- ----------------------------------------------------------------------------

SELECT phi.require_plaintext('health_records');

DELETE FROM phi.encrypted_columns AS e
WHERE e.table_name = 'health_records';

SELECT phi.protect('health_records');
DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'health_records'
    AND c.column_name IN (
        'description_encrypted',
        'diagnosis_encrypted',
        'treatment_encrypted',
        'notes_encrypted'
    );

ALTER TABLE health_records
    ALTER COLUMN description SET NOT NULL,
    DROP CONSTRAINT health_records_description_in_one_form_check,
    DROP COLUMN notes_encrypted,
    DROP COLUMN treatment_encrypted,
    DROP COLUMN diagnosis_encrypted,
    DROP COLUMN description_encrypted;

-- ----------------------------------------------------------------------------
-- emergency_contacts
-- ----------------------------------------------------------------------------

SELECT phi.require_plaintext('emergency_contacts');

DELETE FROM phi.encrypted_columns AS e
WHERE e.table_name = 'emergency_contacts';

SELECT phi.protect('emergency_contacts');
DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'emergency_contacts'
    AND c.column_name IN (
        'phone_number_encrypted',
        'email_encrypted',
        'address_encrypted'
    );

ALTER TABLE emergency_contacts
    ALTER COLUMN phone_number SET NOT NULL,
    DROP CONSTRAINT emergency_contacts_phone_number_in_one_form_check,
    DROP COLUMN address_encrypted,
    DROP COLUMN email_encrypted,
    DROP COLUMN phone_number_encrypted;

-- ----------------------------------------------------------------------------
-- students
-- ----------------------------------------------------------------------------

SELECT phi.require_plaintext('students');

DELETE FROM phi.encrypted_columns AS e
WHERE e.table_name = 'students';

SELECT phi.protect('students');
DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'students'
    AND c.column_name IN (
        'medical_record_num_encrypted',
        'medical_record_num_blind_index',
        'ssn_encrypted',
        'ssn_blind_index'
    );

ALTER TABLE students
    DROP COLUMN ssn_blind_index,
    DROP COLUMN ssn_encrypted,
    DROP COLUMN medical_record_num_blind_index,
    DROP COLUMN medical_record_num_encrypted;
