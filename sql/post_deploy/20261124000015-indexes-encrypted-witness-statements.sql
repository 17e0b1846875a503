-- Index on the rows of witness_statements that are not encrypted yet.
--
-- Apply this after wcdb phi encrypt has finished: an index on the columns that it fills slows it
-- down. Once every value is encrypted, witness_statements_unencrypted_idx is empty. The gate of the
-- next step can then count without reading the table, and wcdb phi encrypt finds rows added since.
--
-- Tables:   witness_statements
-- HIPAA:    no PHI in the keys: row ids only
-- Locks:    SHARE UPDATE EXCLUSIVE on witness_statements: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20261124000014-schema-contract-incident-reports

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS witness_statements_unencrypted_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY witness_statements_unencrypted_idx
    ON witness_statements (id)
    WHERE (witness_contact IS NOT NULL AND witness_contact_encrypted IS NULL)
    OR (statement IS NOT NULL AND statement_encrypted IS NULL);
COMMENT ON INDEX witness_statements_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

ANALYZE witness_statements;
