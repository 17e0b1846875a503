-- What is not encrypted yet in witness_statements.
--
-- Built after the backfill: an index on a column that is being filled costs it 40%. Once all is
-- encrypted the first one is empty, so that the gate of the next step counts without reading the
-- table, and wcdb phi encrypt finds what was added since.
--
-- Tables:   witness_statements
-- HIPAA:    ids alone
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
    'Rows with a value that is not encrypted: the gate of the contract step, and wcdb phi encrypt.';

ANALYZE witness_statements;
