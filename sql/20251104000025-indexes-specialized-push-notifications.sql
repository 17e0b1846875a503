-- Push notifications sent to one user, and push notifications in a time range.
--
-- The BRIN index keeps one entry for every 16 pages: a few kilobytes in all, and almost no extra
-- work for an INSERT.
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
    'Notifications sent to one user: user_ids @> $1.';

CREATE INDEX CONCURRENTLY push_notifications_created_at_brin_idx
    ON push_notifications USING brin (created_at)
    WITH (pages_per_range = 16);
COMMENT ON INDEX push_notifications_created_at_brin_idx IS
    'Notifications in a time range; rows are inserted in about this order.';

ANALYZE push_notifications;
