-- Contract: of students the numbers stay as ciphertext alone.
--
-- For when the application that reads and writes ciphertext is live: its view shows NULL from now
-- on, and a write of plaintext is refused. The gate refuses as long as a value would be lost, and
-- says which command to run. Dropping a column erases nothing: wcdb phi residue students.
--
-- Tables:   students
-- HIPAA:    45 CFR 164.312(a)(2)(iv): medical_record_num, ssn
-- Locks:    ACCESS EXCLUSIVE on students, well under a second: no row is rewritten, and the gate
--           counts by students_unencrypted_idx
-- Rollback: adds the columns again, empty; wcdb phi decrypt students fills them
--
-- depends: 20261124000001-indexes-encrypted-students

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The gate
-- ----------------------------------------------------------------------------
-- FORCE fences the owner in too, and what it cannot see it cannot count.

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
