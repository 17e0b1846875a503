-- Reverses 20251104000025-indexes-specialized-push-notifications.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS push_notifications_created_at_brin_idx;
DROP INDEX CONCURRENTLY IF EXISTS push_notifications_user_ids_idx;
