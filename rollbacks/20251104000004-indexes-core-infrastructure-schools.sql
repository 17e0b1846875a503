-- Reverses 20251104000004-indexes-core-infrastructure-schools.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS schools_district_id_name_active_idx;
