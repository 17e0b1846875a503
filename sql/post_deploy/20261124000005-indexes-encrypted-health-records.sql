-- Index on the rows of health_records that are not encrypted yet.
--
-- Apply this after wcdb phi encrypt has finished: an index on the columns that it fills slows it
-- down. Once every value is encrypted, health_records_unencrypted_idx is empty. The gate of the
-- next step can then count without reading the table, and wcdb phi encrypt finds rows added since.
--
-- Tables:   health_records
-- HIPAA:    no PHI in the keys: row ids only
-- Locks:    SHARE UPDATE EXCLUSIVE on health_records: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20261124000004-schema-contract-emergency-contacts

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_records_unencrypted_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY health_records_unencrypted_idx
    ON health_records (id)
    WHERE (description IS NOT NULL AND description_encrypted IS NULL)
    OR (diagnosis IS NOT NULL AND diagnosis_encrypted IS NULL)
    OR (treatment IS NOT NULL AND treatment_encrypted IS NULL)
    OR (notes IS NOT NULL AND notes_encrypted IS NULL);
COMMENT ON INDEX health_records_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

ANALYZE health_records;
