-- Reverses 20251104000024-indexes-performance-conversations.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS conversations_tenant_id_last_message_at_idx;
