-- What all integrations did in a span of time.
--
-- BRIN keeps one entry for 16 pages: some kilobytes in all, and next to no work for an INSERT.
--
-- Tables:   integration_logs
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on integration_logs: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-health-records

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS integration_logs_created_at_brin_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY integration_logs_created_at_brin_idx
    ON integration_logs USING brin (created_at)
    WITH (pages_per_range = 16);
COMMENT ON INDEX integration_logs_created_at_brin_idx IS
    'Log entries in a span of time: rows arrive in this order.';

ANALYZE integration_logs;
