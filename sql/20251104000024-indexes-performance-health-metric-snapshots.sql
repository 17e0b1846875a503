-- One health metric over time.
--
-- Tables:   health_metric_snapshots
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on health_metric_snapshots: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-follow-up-appointments

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS health_metric_snapshots_metric_name_snapshot_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY health_metric_snapshots_metric_name_snapshot_date_idx
    ON health_metric_snapshots (metric_name, snapshot_date DESC)
    INCLUDE (school_id, value);
COMMENT ON INDEX health_metric_snapshots_metric_name_snapshot_date_idx IS
    'One metric in all schools, newest first; includes school and value, for charts.';

ANALYZE health_metric_snapshots;
