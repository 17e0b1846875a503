-- Open follow-up actions after an incident, by user and by school.
--
-- Tables:   follow_up_actions
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on follow_up_actions: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-emergency-contacts

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS follow_up_actions_assigned_to_due_date_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS follow_up_actions_school_id_due_date_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY follow_up_actions_assigned_to_due_date_open_idx
    ON follow_up_actions (assigned_to, due_date)
    WHERE status IN ('PENDING', 'IN_PROGRESS') AND deleted_at IS NULL;
COMMENT ON INDEX follow_up_actions_assigned_to_due_date_open_idx IS
    'Open actions assigned to a user, the next due first.';

CREATE INDEX CONCURRENTLY follow_up_actions_school_id_due_date_open_idx
    ON follow_up_actions (school_id, due_date)
    WHERE status IN ('PENDING', 'IN_PROGRESS') AND deleted_at IS NULL;
COMMENT ON INDEX follow_up_actions_school_id_due_date_open_idx IS
    'Open actions of a school, the next due first.';

ANALYZE follow_up_actions;
