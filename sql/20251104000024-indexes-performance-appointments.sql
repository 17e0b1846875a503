-- A nurse's calendar, the reminder and no-show jobs, a school's appointments by type, and series.
--
-- Tables:   appointments
-- HIPAA:    the indexes are a second copy of PHI: scheduled_at, type
-- Locks:    SHARE UPDATE EXCLUSIVE on appointments: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-appointment-waitlist

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS appointments_nurse_id_scheduled_at_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointments_nurse_id_scheduled_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointments_scheduled_at_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointments_school_id_type_scheduled_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS appointments_recurring_group_id_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY appointments_nurse_id_scheduled_at_open_idx
    ON appointments (nurse_id, scheduled_at)
    INCLUDE (duration)
    WHERE status IN ('SCHEDULED', 'IN_PROGRESS') AND deleted_at IS NULL;
COMMENT ON INDEX appointments_nurse_id_scheduled_at_open_idx IS
    'Upcoming appointments of a nurse; includes duration, to find free time from the index alone.';

CREATE INDEX CONCURRENTLY appointments_nurse_id_scheduled_at_idx
    ON appointments (nurse_id, scheduled_at)
    WHERE nurse_id IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX appointments_nurse_id_scheduled_at_idx IS
    'Calendar of a nurse, past and future: appointments in every status.';

CREATE INDEX CONCURRENTLY appointments_scheduled_at_open_idx
    ON appointments (scheduled_at)
    WHERE status IN ('SCHEDULED', 'IN_PROGRESS') AND deleted_at IS NULL;
COMMENT ON INDEX appointments_scheduled_at_open_idx IS
    'Upcoming appointments of all schools, for the jobs that send reminders and find no-shows.';

CREATE INDEX CONCURRENTLY appointments_school_id_type_scheduled_at_idx
    ON appointments (school_id, type, scheduled_at DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX appointments_school_id_type_scheduled_at_idx IS
    'Appointments of one type in a school, newest first.';

CREATE INDEX CONCURRENTLY appointments_recurring_group_id_idx
    ON appointments (recurring_group_id)
    WHERE recurring_group_id IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX appointments_recurring_group_id_idx IS
    'All appointments of one recurring series.';

ANALYZE appointments;
