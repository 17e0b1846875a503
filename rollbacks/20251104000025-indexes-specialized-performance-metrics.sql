-- Reverses 20251104000025-indexes-specialized-performance-metrics.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS performance_metrics_recorded_at_brin_idx;
