-- Reverses 20261124000002-schema-contract-students.
--
-- Data loss: none while the data keys exist: the ciphertext keeps every value. The application
--            reads NULL until wcdb phi decrypt students has restored the plaintext. The columns
--            come back as the last ones of the table; their old position is the one thing not
--            restored. Locks students while PostgreSQL reads it once.

SET LOCAL lock_timeout = '5s';

DROP TRIGGER students_300_ciphertext ON students;
DROP VIEW masked.students;

-- ----------------------------------------------------------------------------
-- students
-- ----------------------------------------------------------------------------

ALTER TABLE students
    ADD COLUMN medical_record_num varchar(50),
    ADD COLUMN ssn varchar(11),
    ADD CONSTRAINT students_ssn_is_nine_digits_check
        CHECK (ssn ~ '^[0-9]{3}-?[0-9]{2}-?[0-9]{4}$'),
    ADD CONSTRAINT students_medical_record_num_key
        UNIQUE (medical_record_num);

COMMENT ON COLUMN students.medical_record_num IS
    'PHI: Medical record number; identifies the student in outside health systems.';
COMMENT ON COLUMN students.ssn IS
    'PHI: Social Security number in clear text until it is encrypted, with or without dashes.';

-- noqa: disable=LT01
INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('students', 'medical_record_num', TRUE, 'LAST_FOUR', 'FINGERPRINT', 'WCDB'),
('students', 'ssn',                TRUE, 'LAST_FOUR', 'FINGERPRINT', 'WCDB');
-- noqa: enable=LT01

CREATE INDEX students_unencrypted_idx
    ON students (id)
    WHERE (medical_record_num IS NOT NULL AND medical_record_num_encrypted IS NULL)
    OR (ssn IS NOT NULL AND ssn_encrypted IS NULL);
COMMENT ON INDEX students_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.students
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_number     AS "studentNumber",
    first_name         AS "firstName",
    last_name          AS "lastName",
    date_of_birth      AS "dateOfBirth",
    grade,
    gender,
    photo,
    medical_record_num AS "medicalRecordNum",
    is_active          AS "isActive",
    enrollment_date    AS "enrollmentDate",
    nurse_id           AS "nurseId",
    school_id          AS "schoolId",
    district_id        AS "districtId",
    created_by         AS "createdBy",
    updated_by         AS "updatedBy",
    created_at         AS "createdAt",
    updated_at         AS "updatedAt",
    deleted_at         AS "deletedAt"
FROM public.students;

SELECT phi.protect('students');
