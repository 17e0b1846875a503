-- Messages of a conversation and of a thread, messages of a sender, and scheduled messages.
--
-- Tables:   messages
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on messages: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-message-delivery

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS messages_conversation_id_created_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS messages_thread_id_created_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS messages_sender_id_created_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS messages_scheduled_at_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY messages_conversation_id_created_at_idx
    ON messages (conversation_id, created_at DESC)
    WHERE conversation_id IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX messages_conversation_id_created_at_idx IS
    'Messages of a conversation, newest first; joined with message_read, the unread ones.';

CREATE INDEX CONCURRENTLY messages_thread_id_created_at_idx
    ON messages (thread_id, created_at)
    WHERE thread_id IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX messages_thread_id_created_at_idx IS
    'Messages of a thread, oldest first.';

CREATE INDEX CONCURRENTLY messages_sender_id_created_at_idx
    ON messages (sender_id, created_at DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX messages_sender_id_created_at_idx IS
    'Messages sent by a user, newest first.';

CREATE INDEX CONCURRENTLY messages_scheduled_at_idx
    ON messages (scheduled_at)
    WHERE scheduled_at IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX messages_scheduled_at_idx IS
    'Messages scheduled for a certain time, the next due first.';

ANALYZE messages;
