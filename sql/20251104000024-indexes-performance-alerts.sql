-- Active alerts of a school and of a user, and the alerts that have expired.
--
-- Tables:   alerts
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on alerts: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-alert-rules

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS alerts_school_id_severity_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS alerts_user_id_created_at_active_idx;
DROP INDEX CONCURRENTLY IF EXISTS alerts_expires_at_active_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY alerts_school_id_severity_active_idx
    ON alerts (school_id, severity DESC, created_at DESC)
    WHERE status = 'ACTIVE' AND deleted_at IS NULL;
COMMENT ON INDEX alerts_school_id_severity_active_idx IS
    'Active alerts of a school, the most severe first, then the newest.';

CREATE INDEX CONCURRENTLY alerts_user_id_created_at_active_idx
    ON alerts (user_id, created_at DESC)
    WHERE status = 'ACTIVE' AND user_id IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX alerts_user_id_created_at_active_idx IS
    'Active alerts of a user, newest first.';

CREATE INDEX CONCURRENTLY alerts_expires_at_active_idx
    ON alerts (expires_at)
    WHERE status = 'ACTIVE' AND expires_at IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX alerts_expires_at_active_idx IS
    'Active alerts by expiry, for the job that closes expired ones.';

ANALYZE alerts;
