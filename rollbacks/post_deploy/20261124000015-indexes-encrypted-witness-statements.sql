-- Reverses 20261124000015-indexes-encrypted-witness-statements.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS witness_statements_unencrypted_idx;
