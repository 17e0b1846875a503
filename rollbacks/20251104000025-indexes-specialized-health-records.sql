-- Reverses 20251104000025-indexes-specialized-health-records.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_records_search_idx;
