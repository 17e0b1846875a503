-- One system performance metric over time.
--
-- Tables:   performance_metrics
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on performance_metrics: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-messages

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS performance_metrics_metric_type_recorded_at_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY performance_metrics_metric_type_recorded_at_idx
    ON performance_metrics (metric_type, recorded_at DESC);
COMMENT ON INDEX performance_metrics_metric_type_recorded_at_idx IS
    'Measurements of one metric, newest first.';

ANALYZE performance_metrics;
