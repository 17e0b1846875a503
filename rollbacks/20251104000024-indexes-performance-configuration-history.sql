-- Reverses 20251104000024-indexes-performance-configuration-history.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS configuration_history_config_key_created_at_idx;
