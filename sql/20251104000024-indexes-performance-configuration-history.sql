-- The history of one setting.
--
-- Tables:   configuration_history
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on configuration_history: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-compliance-violations

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS configuration_history_config_key_created_at_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY configuration_history_config_key_created_at_idx
    ON configuration_history (config_key, created_at DESC);
COMMENT ON INDEX configuration_history_config_key_created_at_idx IS
    'Changes of one setting, newest first.';

ANALYZE configuration_history;
