-- What is not encrypted yet in students, and what finds an encrypted value.
--
-- Built after the backfill: an index on a column that is being filled costs it 40%. Once all is
-- encrypted the first one is empty, so that the gate of the next step counts without reading the
-- table, and wcdb phi encrypt finds what was added since.
--
-- Tables:   students
-- HIPAA:    blind indexes tell equal values, and nothing else without the key
-- Locks:    SHARE UPDATE EXCLUSIVE on students: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20261123000009-security-grants-views

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
    'Rows with a value that is not encrypted: the gate of the contract step, and wcdb phi encrypt.';

CREATE UNIQUE INDEX CONCURRENTLY students_medical_record_num_blind_index_key
    ON students (medical_record_num_blind_index);
COMMENT ON INDEX students_medical_record_num_blind_index_key IS
    'The student with a medical record number, and that no two have the same.';

CREATE INDEX CONCURRENTLY students_ssn_blind_index_idx
    ON students (ssn_blind_index);
COMMENT ON INDEX students_ssn_blind_index_idx IS 'The students with a Social Security number.';

ANALYZE students;
