-- Reverses 20261124000005-indexes-encrypted-health-records.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_records_unencrypted_idx;
