-- Reverses 20261124000013-indexes-encrypted-incident-reports.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS incident_reports_unencrypted_idx;
