-- The current conversations of a tenant.
--
-- Tables:   conversations
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on conversations: reads and writes go on
-- Rollback: drops the index; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-contacts

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS conversations_tenant_id_last_message_at_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY conversations_tenant_id_last_message_at_idx
    ON conversations (tenant_id, last_message_at DESC)
    WHERE NOT is_archived AND deleted_at IS NULL;
COMMENT ON INDEX conversations_tenant_id_last_message_at_idx IS
    'Conversations of a tenant that are not archived, the one with the latest message first.';

ANALYZE conversations;
