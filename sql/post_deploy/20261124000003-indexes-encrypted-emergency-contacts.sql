-- What is not encrypted yet in emergency_contacts.
--
-- Built after the backfill: an index on a column that is being filled costs it 40%. Once all is
-- encrypted the first one is empty, so that the gate of the next step counts without reading the
-- table, and wcdb phi encrypt finds what was added since.
--
-- Tables:   emergency_contacts
-- HIPAA:    ids alone
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
    'Rows with a value that is not encrypted: the gate of the contract step, and wcdb phi encrypt.';

ANALYZE emergency_contacts;
