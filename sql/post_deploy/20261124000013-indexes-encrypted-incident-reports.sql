-- Index on the rows of incident_reports that are not encrypted yet.
--
-- Apply this after wcdb phi encrypt has finished: an index on the columns that it fills slows it
-- down. Once every value is encrypted, incident_reports_unencrypted_idx is empty. The gate of the
-- next step can then count without reading the table, and wcdb phi encrypt finds rows added since.
--
-- Tables:   incident_reports
-- HIPAA:    no PHI in the keys: row ids only
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
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

ANALYZE incident_reports;
