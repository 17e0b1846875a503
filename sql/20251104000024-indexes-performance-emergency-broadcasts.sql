-- Emergency broadcasts that are still in force.
--
-- Tables:   emergency_broadcasts
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on emergency_broadcasts: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-drug-catalog

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS emergency_broadcasts_expires_at_sent_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY emergency_broadcasts_expires_at_sent_idx
    ON emergency_broadcasts (expires_at)
    WHERE status = 'SENT' AND expires_at IS NOT NULL;
COMMENT ON INDEX emergency_broadcasts_expires_at_sent_idx IS
    'Broadcasts that were sent and have not expired.';

ANALYZE emergency_broadcasts;
