-- Index on the rows of mental_health_records that are not encrypted yet.
--
-- Apply this after wcdb phi encrypt has finished: an index on the columns that it fills slows it
-- down. Once every value is encrypted, mental_health_records_unencrypted_idx is empty. The gate of
-- the next step can then count without reading the table, and wcdb phi encrypt finds rows added
-- since.
--
-- Tables:   mental_health_records
-- HIPAA:    no PHI in the keys: row ids only
-- Locks:    SHARE UPDATE EXCLUSIVE on mental_health_records: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20261124000008-schema-contract-clinical-notes

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS mental_health_records_unencrypted_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY mental_health_records_unencrypted_idx
    ON mental_health_records (id)
    WHERE (session_notes IS NOT NULL AND session_notes_encrypted IS NULL)
    OR (assessment IS NOT NULL AND assessment_encrypted IS NULL)
    OR (diagnosis IS NOT NULL AND diagnosis_encrypted IS NULL)
    OR (treatment_plan IS NOT NULL AND treatment_plan_encrypted IS NULL);
COMMENT ON INDEX mental_health_records_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

ANALYZE mental_health_records;
