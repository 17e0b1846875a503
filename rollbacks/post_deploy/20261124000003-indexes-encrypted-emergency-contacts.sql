-- Reverses 20261124000003-indexes-encrypted-emergency-contacts.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS emergency_contacts_unencrypted_idx;
