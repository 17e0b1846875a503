-- Notifications of one user, and of a span of time.
--
-- BRIN keeps one entry for 16 pages: some kilobytes in all, and next to no work for an INSERT.
--
-- Tables:   push_notifications
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on push_notifications: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000025-indexes-specialized-performance-metrics

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS push_notifications_user_ids_idx;
DROP INDEX CONCURRENTLY IF EXISTS push_notifications_created_at_brin_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY push_notifications_user_ids_idx
    ON push_notifications USING gin (user_ids jsonb_path_ops);
COMMENT ON INDEX push_notifications_user_ids_idx IS
    'Notifications sent to a user: user_ids @> $1.';

CREATE INDEX CONCURRENTLY push_notifications_created_at_brin_idx
    ON push_notifications USING brin (created_at)
    WITH (pages_per_range = 16);
COMMENT ON INDEX push_notifications_created_at_brin_idx IS
    'Notifications in a span of time: rows arrive in this order.';

ANALYZE push_notifications;
