-- Push notifications that are due, and failed ones to retry.
--
-- Tables:   push_notifications
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on push_notifications: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-purchase-orders

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS push_notifications_scheduled_for_pending_idx;
DROP INDEX CONCURRENTLY IF EXISTS push_notifications_next_retry_at_failed_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY push_notifications_scheduled_for_pending_idx
    ON push_notifications (scheduled_for)
    WHERE status IN ('PENDING', 'SCHEDULED');
COMMENT ON INDEX push_notifications_scheduled_for_pending_idx IS
    'Notifications not sent yet, the next due first.';

CREATE INDEX CONCURRENTLY push_notifications_next_retry_at_failed_idx
    ON push_notifications (next_retry_at)
    WHERE status = 'FAILED' AND next_retry_at IS NOT NULL;
COMMENT ON INDEX push_notifications_next_retry_at_failed_idx IS
    'Failed notifications, the next retry first.';

ANALYZE push_notifications;
