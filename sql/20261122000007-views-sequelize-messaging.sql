-- Compatibility views for the application: conversations and messages.
--
-- 20261122000001-views-sequelize-schema explains these views.
--
-- Views:    conversations, conversation_participants, message_templates, messages,
--           message_deliveries, message_reactions, message_reads
-- HIPAA:    PHI of the tables, visible only to roles that may read the tables (security_invoker)
-- Locks:    none on existing tables
-- Rollback: drops the views; no row is touched
--
-- depends: 20261122000006-views-sequelize-appointments-and-incidents

-- ----------------------------------------------------------------------------
-- conversations: model Conversation
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.conversations
WITH (security_invoker = TRUE) AS
SELECT
    id,
    type,
    name,
    description,
    avatar_url      AS "avatarUrl",
    tenant_id       AS "tenantId",
    created_by_id   AS "createdById",
    last_message_at AS "lastMessageAt",
    metadata,
    is_archived     AS "isArchived",
    created_at      AS "createdAt",
    updated_at      AS "updatedAt",
    deleted_at      AS "deletedAt"
FROM public.conversations;

COMMENT ON VIEW sequelize.conversations IS
    'Model Conversation: public.conversations with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- conversation_participants: model ConversationParticipant
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.conversation_participants
WITH (security_invoker = TRUE) AS
SELECT
    id,
    conversation_id         AS "conversationId",
    user_id                 AS "userId",
    role,
    joined_at               AS "joinedAt",
    last_read_at            AS "lastReadAt",
    is_muted                AS "isMuted",
    is_pinned               AS "isPinned",
    custom_name             AS "customName",
    notification_preference AS "notificationPreference",
    metadata,
    created_at              AS "createdAt",
    updated_at              AS "updatedAt"
FROM public.conversation_participants;

COMMENT ON VIEW sequelize.conversation_participants IS
    'Model ConversationParticipant: public.conversation_participants with the '
    'model''s attribute names.';

-- ----------------------------------------------------------------------------
-- message_templates: model MessageTemplate
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.message_templates
WITH (security_invoker = TRUE) AS
SELECT
    id,
    name,
    subject,
    content,
    type,
    category,
    variables,
    is_active     AS "isActive",
    created_by_id AS "createdById",
    created_at    AS "createdAt",
    updated_at    AS "updatedAt"
FROM public.message_templates;

COMMENT ON VIEW sequelize.message_templates IS
    'Model MessageTemplate: public.message_templates with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- messages: model Message
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.messages
WITH (security_invoker = TRUE) AS
SELECT
    id,
    conversation_id     AS "conversationId",
    subject,
    content,
    encrypted_content   AS "encryptedContent",
    is_encrypted        AS "isEncrypted",
    encryption_metadata AS "encryptionMetadata",
    encryption_version  AS "encryptionVersion",
    priority,
    category,
    recipient_count     AS "recipientCount",
    scheduled_at        AS "scheduledAt",
    attachments,
    sender_id           AS "senderId",
    template_id         AS "templateId",
    parent_id           AS "parentId",
    thread_id           AS "threadId",
    is_edited           AS "isEdited",
    edited_at           AS "editedAt",
    metadata,
    created_at          AS "createdAt",
    updated_at          AS "updatedAt",
    deleted_at          AS "deletedAt"
FROM public.messages;

COMMENT ON VIEW sequelize.messages IS
    'Model Message: public.messages with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- message_deliveries: model MessageDelivery, table message_delivery
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.message_deliveries
WITH (security_invoker = TRUE) AS
SELECT
    id,
    recipient_type AS "recipientType",
    recipient_id   AS "recipientId",
    channel,
    status,
    contact_info   AS "contactInfo",
    sent_at        AS "sentAt",
    delivered_at   AS "deliveredAt",
    failure_reason AS "failureReason",
    external_id    AS "externalId",
    message_id     AS "messageId",
    created_at     AS "createdAt",
    updated_at     AS "updatedAt"
FROM public.message_delivery
WHERE deleted_at IS NULL
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW sequelize.message_deliveries IS
    'Model MessageDelivery: public.message_delivery with the model''s attribute names'
    '; soft-deleted rows are left out.';

-- ----------------------------------------------------------------------------
-- message_reactions: model MessageReaction
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.message_reactions
WITH (security_invoker = TRUE) AS
SELECT
    id,
    message_id AS "messageId",
    user_id    AS "userId",
    emoji,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
FROM public.message_reactions;

COMMENT ON VIEW sequelize.message_reactions IS
    'Model MessageReaction: public.message_reactions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- message_reads: model MessageRead, table message_read
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.message_reads
WITH (security_invoker = TRUE) AS
SELECT
    id,
    message_id AS "messageId",
    user_id    AS "userId",
    read_at    AS "readAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
FROM public.message_read;

COMMENT ON VIEW sequelize.message_reads IS
    'Model MessageRead: public.message_read with the model''s attribute names.';
