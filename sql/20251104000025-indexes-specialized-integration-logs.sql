-- Log of all integrations in a time range.
--
-- The BRIN index keeps one entry for every 16 pages: a few kilobytes in all, and almost no extra
-- work for an INSERT.
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
    'Log entries in a time range; rows are inserted in about this order.';

ANALYZE integration_logs;
