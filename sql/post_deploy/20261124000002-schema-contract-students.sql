-- Contract step: drops the plaintext of students, so that only the ciphertext of medical_record_num
-- and ssn stays.
--
-- Apply this once the application that reads and writes ciphertext is live. From then on the
-- application's view shows NULL in place of the plaintext and refuses a write of plaintext. The
-- gate refuses while a value would be lost, and names the command to run. A dropped column stays on
-- disk until the table is rewritten: wcdb phi residue students lists the remains.
--
-- Tables:   students
-- HIPAA:    45 CFR 164.312(a)(2)(iv): medical_record_num, ssn
-- Locks:    ACCESS EXCLUSIVE on students, well under a second: no row is rewritten, and the gate
--           counts through students_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt students fills them
--
-- depends: 20261124000001-indexes-encrypted-students

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE ROW LEVEL SECURITY hides rows from the owner as well, so it is off while the gate counts.

LOCK TABLE students IN ACCESS EXCLUSIVE MODE;
ALTER TABLE students NO FORCE ROW LEVEL SECURITY;
SELECT phi.require_encrypted('students');
ALTER TABLE students FORCE ROW LEVEL SECURITY;

-- ----------------------------------------------------------------------------
-- The application's view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE VIEW sequelize.students
WITH (security_invoker = TRUE) AS
SELECT
    id,
    student_number    AS "studentNumber",
    first_name        AS "firstName",
    last_name         AS "lastName",
    date_of_birth     AS "dateOfBirth",
    grade,
    gender,
    photo,
    NULL::varchar(50) AS "medicalRecordNum",
    is_active         AS "isActive",
    enrollment_date   AS "enrollmentDate",
    nurse_id          AS "nurseId",
    school_id         AS "schoolId",
    district_id       AS "districtId",
    created_by        AS "createdBy",
    updated_by        AS "updatedBy",
    created_at        AS "createdAt",
    updated_at        AS "updatedAt",
    deleted_at        AS "deletedAt"
FROM public.students;

-- ----------------------------------------------------------------------------
-- students
-- ----------------------------------------------------------------------------

DROP TRIGGER students_300_ciphertext ON students;
DROP VIEW masked.students;
DROP INDEX students_unencrypted_idx;

DELETE FROM phi.columns AS c
WHERE
    c.table_name = 'students'
    AND c.column_name IN ('medical_record_num', 'ssn');

ALTER TABLE students
    DROP CONSTRAINT students_medical_record_num_key,
    DROP CONSTRAINT students_ssn_is_nine_digits_check,
    DROP COLUMN medical_record_num,
    DROP COLUMN ssn;

SELECT phi.protect('students');
