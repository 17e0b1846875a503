-- Equipment maintenance that is due.
--
-- Tables:   maintenance_logs
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on maintenance_logs: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-lab-results

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS maintenance_logs_next_maintenance_date_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY maintenance_logs_next_maintenance_date_idx
    ON maintenance_logs (next_maintenance_date)
    WHERE next_maintenance_date IS NOT NULL;
COMMENT ON INDEX maintenance_logs_next_maintenance_date_idx IS
    'Planned maintenance, the next due first.';

ANALYZE maintenance_logs;
