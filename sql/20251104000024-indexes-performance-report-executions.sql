-- Reports that are pending or being generated.
--
-- Tables:   report_executions
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on report_executions: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-remediation-actions

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS report_executions_started_at_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY report_executions_started_at_open_idx
    ON report_executions (started_at)
    WHERE status IN ('pending', 'generating');
COMMENT ON INDEX report_executions_started_at_open_idx IS
    'Report executions not finished yet, the oldest first.';

ANALYZE report_executions;
