-- Reverses 20261124000009-indexes-encrypted-mental-health-records.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS mental_health_records_unencrypted_idx;
