-- Appointment reminders that are due.
--
-- Tables:   appointment_reminders
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on appointment_reminders: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-analytics-reports

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS appointment_reminders_scheduled_for_pending_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY appointment_reminders_scheduled_for_pending_idx
    ON appointment_reminders (scheduled_for)
    WHERE status = 'SCHEDULED' AND deleted_at IS NULL;
COMMENT ON INDEX appointment_reminders_scheduled_for_pending_idx IS
    'Reminders not sent yet, the next due first.';

ANALYZE appointment_reminders;
