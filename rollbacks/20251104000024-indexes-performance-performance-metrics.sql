-- Reverses 20251104000024-indexes-performance-performance-metrics.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS performance_metrics_metric_type_recorded_at_idx;
