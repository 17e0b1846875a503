-- Upcoming follow-up appointments: all of them for the reminder job, and those of one user.
--
-- Tables:   follow_up_appointments
-- HIPAA:    the indexes are a second copy of PHI: scheduled_date
-- Locks:    SHARE UPDATE EXCLUSIVE on follow_up_appointments: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-follow-up-actions

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS follow_up_appointments_scheduled_date_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS follow_up_appointments_assigned_to_scheduled_date_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY follow_up_appointments_scheduled_date_open_idx
    ON follow_up_appointments (scheduled_date)
    WHERE status IN ('scheduled', 'reminded', 'confirmed') AND deleted_at IS NULL;
COMMENT ON INDEX follow_up_appointments_scheduled_date_open_idx IS
    'Upcoming follow-ups of all schools, for the job that sends reminders.';

CREATE INDEX CONCURRENTLY follow_up_appointments_assigned_to_scheduled_date_open_idx
    ON follow_up_appointments (assigned_to, scheduled_date)
    WHERE status IN ('scheduled', 'reminded', 'confirmed') AND deleted_at IS NULL;
COMMENT ON INDEX follow_up_appointments_assigned_to_scheduled_date_open_idx IS
    'Upcoming follow-ups assigned to a user, by date.';

ANALYZE follow_up_appointments;
