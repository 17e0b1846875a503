-- Reverses 20251104000025-indexes-specialized-users.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_search_idx;
