-- Unresolved conflicts between a school's student information system (SIS) and this database.
--
-- Tables:   sis_sync_conflicts
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on sis_sync_conflicts: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-screenings

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS sis_sync_conflicts_school_id_created_at_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY sis_sync_conflicts_school_id_created_at_open_idx
    ON sis_sync_conflicts (school_id, created_at)
    WHERE resolved_at IS NULL AND deleted_at IS NULL;
COMMENT ON INDEX sis_sync_conflicts_school_id_created_at_open_idx IS
    'Unresolved conflicts of a school, the oldest first.';

ANALYZE sis_sync_conflicts;
