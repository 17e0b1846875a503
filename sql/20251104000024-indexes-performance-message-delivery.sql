-- Message deliveries by recipient, deliveries not made yet, and a delivery by its provider's id.
--
-- Tables:   message_delivery
-- HIPAA:    no PHI in the keys
-- Locks:    SHARE UPDATE EXCLUSIVE on message_delivery: reads and writes go on
-- Rollback: drops the indexes; no row is lost
--
-- transactional: false
-- depends: 20251104000024-indexes-performance-mental-health-records

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS message_delivery_recipient_id_created_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS message_delivery_channel_created_at_pending_idx;
DROP INDEX CONCURRENTLY IF EXISTS message_delivery_external_id_idx;

SET lock_timeout = 0;

CREATE INDEX CONCURRENTLY message_delivery_recipient_id_created_at_idx
    ON message_delivery (recipient_id, created_at DESC)
    WHERE deleted_at IS NULL;
COMMENT ON INDEX message_delivery_recipient_id_created_at_idx IS
    'Deliveries to a recipient, newest first.';

CREATE INDEX CONCURRENTLY message_delivery_channel_created_at_pending_idx
    ON message_delivery (channel, created_at)
    WHERE status = 'PENDING' AND deleted_at IS NULL;
COMMENT ON INDEX message_delivery_channel_created_at_pending_idx IS
    'Pending deliveries of a channel, the oldest first.';

CREATE INDEX CONCURRENTLY message_delivery_external_id_idx
    ON message_delivery (external_id)
    WHERE external_id IS NOT NULL AND deleted_at IS NULL;
COMMENT ON INDEX message_delivery_external_id_idx IS
    'The delivery to which a receipt from the email or SMS provider belongs.';

ANALYZE message_delivery;
