-- Detected threats that are not resolved.
--
-- Tables:   threat_detections
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on threat_detections: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-sync-sessions

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS threat_detections_created_at_unresolved_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY threat_detections_created_at_unresolved_idx
    ON threat_detections (created_at DESC)
    WHERE NOT is_resolved;
COMMENT ON INDEX threat_detections_created_at_unresolved_idx IS
    'Unresolved threats, newest first.';

ANALYZE threat_detections;
