-- Reverses 20261124000001-indexes-encrypted-students.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS students_ssn_blind_index_idx;
DROP INDEX CONCURRENTLY IF EXISTS students_medical_record_num_blind_index_key;
DROP INDEX CONCURRENTLY IF EXISTS students_unencrypted_idx;
