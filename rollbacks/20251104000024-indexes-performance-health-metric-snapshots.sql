-- Reverses 20251104000024-indexes-performance-health-metric-snapshots.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_metric_snapshots_metric_name_snapshot_date_idx;
