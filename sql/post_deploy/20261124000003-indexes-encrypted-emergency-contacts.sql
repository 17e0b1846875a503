-- Index on the rows of emergency_contacts that are not encrypted yet.
--
-- Apply this after wcdb phi encrypt has finished: an index on the columns that it fills slows it
-- down. Once every value is encrypted, emergency_contacts_unencrypted_idx is empty. The gate of the
-- next step can then count without reading the table, and wcdb phi encrypt finds rows added since.
--
-- Tables:   emergency_contacts
-- HIPAA:    no PHI in the keys: row ids only
-- Locks:    SHARE UPDATE EXCLUSIVE on emergency_contacts: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20261124000002-schema-contract-students

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS emergency_contacts_unencrypted_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY emergency_contacts_unencrypted_idx
    ON emergency_contacts (id)
    WHERE (phone_number IS NOT NULL AND phone_number_encrypted IS NULL)
    OR (email IS NOT NULL AND email_encrypted IS NULL)
    OR (address IS NOT NULL AND address_encrypted IS NULL);
COMMENT ON INDEX emergency_contacts_unencrypted_idx IS
    'Rows with a value not encrypted yet, for the gate of the contract step and wcdb phi encrypt.';

ANALYZE emergency_contacts;
