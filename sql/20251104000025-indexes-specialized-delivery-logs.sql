-- Deliveries of alerts in a time range.
--
-- The BRIN index keeps one entry for every 16 pages: a few kilobytes in all, and almost no extra
-- work for an INSERT.
--
-- Tables:   delivery_logs
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on delivery_logs: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-compliance-violations

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS delivery_logs_last_attempt_brin_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY delivery_logs_last_attempt_brin_idx
    ON delivery_logs USING brin (last_attempt)
    WITH (pages_per_range = 16);
COMMENT ON INDEX delivery_logs_last_attempt_brin_idx IS
    'Deliveries in a time range; rows are inserted in about this order.';

ANALYZE delivery_logs;
