-- Reverses 20251104000024-indexes-performance-messages.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS messages_scheduled_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS messages_sender_id_created_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS messages_thread_id_created_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS messages_conversation_id_created_at_idx;
