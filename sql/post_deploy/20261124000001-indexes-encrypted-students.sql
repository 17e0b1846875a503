-- Indexes on rows of students that are not encrypted yet, and on the blind index of each number.
--
-- Apply this after wcdb phi encrypt has finished: an index on the columns that it fills slows it
-- down. Once every value is encrypted, students_unencrypted_idx is empty. The gate of the next step
-- can then count without reading the table, and wcdb phi encrypt finds rows added since.
--
-- Tables:   students
-- HIPAA:    no PHI in the keys: without its key a blind index shows only which values are equal
-- Locks:    SHARE UPDATE EXCLUSIVE on students: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20261123000010-security-revoke-temporary

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS students_unencrypted_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_medical_record_num_blind_index_key;
DROP INDEX CONCURRENTLY IF EXISTS students_ssn_blind_index_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY students_unencrypted_idx
    ON students (id)
    WHERE (medical_record_num IS NOT NULL AND medical_record_num_encrypted IS NULL)
    OR (ssn IS NOT NULL AND ssn_encrypted IS NULL);
COMMENT ON INDEX students_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

CREATE UNIQUE INDEX CONCURRENTLY students_medical_record_num_blind_index_key
    ON students (medical_record_num_blind_index);
COMMENT ON INDEX students_medical_record_num_blind_index_key IS
    'A student by medical record number; the index also keeps the numbers unique.';

CREATE INDEX CONCURRENTLY students_ssn_blind_index_idx
    ON students (ssn_blind_index);
COMMENT ON INDEX students_ssn_blind_index_idx IS
    'Students by Social Security number.';

ANALYZE students;
