-- Reverses 20251104000025-indexes-specialized-medications.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS medications_search_idx;
