-- Log of the integrations by type and action.
--
-- Tables:   integration_logs
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on integration_logs: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-incident-reports

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS integration_logs_integration_type_action_created_at_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY integration_logs_integration_type_action_created_at_idx
    ON integration_logs (integration_type, action, created_at DESC);
COMMENT ON INDEX integration_logs_integration_type_action_created_at_idx IS
    'Log entries of one type of integration and one action, newest first.';

ANALYZE integration_logs;
