-- What is not encrypted yet in health_records.
--
-- Built after the backfill: an index on a column that is being filled costs it 40%. Once all is
-- encrypted the first one is empty, so that the gate of the next step counts without reading the
-- table, and wcdb phi encrypt finds what was added since.
--
-- Tables:   health_records
-- HIPAA:    ids alone
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
    'Rows with a value that is not encrypted: the gate of the contract step, and wcdb phi encrypt.';

ANALYZE health_records;
