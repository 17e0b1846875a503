-- Reverses 20251104000024-indexes-performance-push-notifications.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS push_notifications_next_retry_at_failed_idx;
DROP INDEX CONCURRENTLY IF EXISTS push_notifications_scheduled_for_pending_idx;
