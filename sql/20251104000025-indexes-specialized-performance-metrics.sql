-- System performance measurements in a time range.
--
-- The BRIN index keeps one entry for every 16 pages: a few kilobytes in all, and almost no extra
-- work for an INSERT.
--
-- Tables:   performance_metrics
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on performance_metrics: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-medications

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS performance_metrics_recorded_at_brin_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY performance_metrics_recorded_at_brin_idx
    ON performance_metrics USING brin (recorded_at)
    WITH (pages_per_range = 16);
COMMENT ON INDEX performance_metrics_recorded_at_brin_idx IS
    'Measurements in a time range; rows are inserted in about this order.';

ANALYZE performance_metrics;
