-- The waitlist of a school in order, and the entries that have expired.
--
-- Tables:   appointment_waitlist
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on appointment_waitlist: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-appointment-reminders

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS appointment_waitlist_school_id_priority_waiting_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointment_waitlist_expires_at_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY appointment_waitlist_school_id_priority_waiting_idx
    ON appointment_waitlist (school_id, priority DESC, created_at)
    WHERE status = 'WAITING' AND deleted_at IS NULL;
COMMENT ON INDEX appointment_waitlist_school_id_priority_waiting_idx IS
    'Waiting students of a school: the most urgent first, then the one who has waited longest.';

CREATE INDEX CONCURRENTLY appointment_waitlist_expires_at_open_idx
    ON appointment_waitlist (expires_at)
    WHERE status IN ('WAITING', 'NOTIFIED') AND deleted_at IS NULL;
COMMENT ON INDEX appointment_waitlist_expires_at_open_idx IS
    'Open entries by expiry, for the job that closes expired ones.';

ANALYZE appointment_waitlist;
