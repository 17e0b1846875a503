-- Reverses 20251104000024-indexes-performance-message-delivery.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS message_delivery_external_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS message_delivery_channel_created_at_pending_idx;
DROP INDEX CONCURRENTLY IF EXISTS message_delivery_recipient_id_created_at_idx;
