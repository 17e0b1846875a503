-- Open remediation actions of one user and of all users.
--
-- Tables:   remediation_actions
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on remediation_actions: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-push-notifications

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS remediation_actions_assigned_to_due_date_open_idx;
DROP INDEX CONCURRENTLY IF EXISTS remediation_actions_due_date_open_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY remediation_actions_assigned_to_due_date_open_idx
    ON remediation_actions (assigned_to, due_date)
    WHERE status IN ('PLANNED', 'IN_PROGRESS');
COMMENT ON INDEX remediation_actions_assigned_to_due_date_open_idx IS
    'Open actions assigned to a user, the next due first.';

CREATE INDEX CONCURRENTLY remediation_actions_due_date_open_idx
    ON remediation_actions (due_date)
    WHERE status IN ('PLANNED', 'IN_PROGRESS');
COMMENT ON INDEX remediation_actions_due_date_open_idx IS
    'Open actions of all users, the next due first.';

ANALYZE remediation_actions;
