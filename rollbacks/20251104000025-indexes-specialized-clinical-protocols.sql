-- Reverses 20251104000025-indexes-specialized-clinical-protocols.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_protocols_tags_idx;
DROP INDEX CONCURRENTLY IF EXISTS clinical_protocols_search_idx;
