-- Scheduled reports that are due.
--
-- Tables:   report_schedules
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on report_schedules: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-report-executions

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS report_schedules_next_execution_at_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY report_schedules_next_execution_at_active_idx
    ON report_schedules (next_execution_at)
    WHERE is_active;
COMMENT ON INDEX report_schedules_next_execution_at_active_idx IS
    'Active schedules, the next due first.';

ANALYZE report_schedules;
