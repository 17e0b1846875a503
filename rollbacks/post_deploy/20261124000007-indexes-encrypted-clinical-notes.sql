-- Reverses 20261124000007-indexes-encrypted-clinical-notes.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_notes_unencrypted_idx;
