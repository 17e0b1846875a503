-- What is not encrypted yet in incident_reports.
--
-- Built after the backfill: an index on a column that is being filled costs it 40%. Once all is
-- encrypted the first one is empty, so that the gate of the next step counts without reading the
-- table, and wcdb phi encrypt finds what was added since.
--
-- Tables:   incident_reports
-- HIPAA:    ids alone
-- Locks:    SHARE UPDATE EXCLUSIVE on incident_reports: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20261124000012-schema-contract-treatment-plans

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_unencrypted_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY incident_reports_unencrypted_idx
    ON incident_reports (id)
    WHERE description IS NOT NULL AND description_encrypted IS NULL;
COMMENT ON INDEX incident_reports_unencrypted_idx IS
    'Rows with a value that is not encrypted: the gate of the contract step, and wcdb phi encrypt.';

ANALYZE incident_reports;
