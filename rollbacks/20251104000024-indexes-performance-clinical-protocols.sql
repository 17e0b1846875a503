-- Reverses 20251104000024-indexes-performance-clinical-protocols.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS clinical_protocols_category_name_active_idx;
