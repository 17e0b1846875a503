-- Classifies conversations, messages and their delivery.
--
-- Conversations belong to their participants: no school owns a row. Names and descriptions of
-- conversations are not PHI, but users can type anything into them, so they are hidden.
--
-- Tables:   conversations, conversation_participants, message_templates, messages,
--           message_delivery, message_reactions, message_read
-- HIPAA:    no PHI in this file. Risk analysis (45 CFR 164.308(a)(1)(ii)(A)): these tables hold
--           messages about children between staff and families
-- Locks:    none
-- Rollback: deletes the classification of these tables
--
-- depends: 20251104000025-security-classify-medications

-- noqa: disable=LT01

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

INSERT INTO phi.tables (
    table_name, access_group, tenant_rule, student_column,
    holds_phi, is_audited, legal_regime, retention_category
) VALUES
('conversations',             'MESSAGE',   'SPECIAL', NULL,
    FALSE, FALSE, 'NONE',   NULL),
('conversation_participants', 'MESSAGE',   'SPECIAL', NULL,
    FALSE, FALSE, 'NONE',   NULL),
('message_templates',         'REFERENCE', 'NONE',    NULL,
    FALSE, FALSE, 'NONE',   NULL),
-- A message can be about anything, so the regime is EITHER and no retention class fits.
('messages',                  'MESSAGE',   'SPECIAL', NULL,
    TRUE,  TRUE,  'EITHER', NULL),
('message_delivery',          'MESSAGE',   'SPECIAL', NULL,
    TRUE,  TRUE,  'EITHER', NULL),
('message_reactions',         'MESSAGE',   'SPECIAL', NULL,
    FALSE, FALSE, 'NONE',   NULL),
('message_read',              'MESSAGE',   'SPECIAL', NULL,
    FALSE, FALSE, 'NONE',   NULL);

-- ----------------------------------------------------------------------------
-- conversations
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('conversations', 'id',              FALSE, 'SHOW', 'CLEAR',       'NONE'),
('conversations', 'type',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- A group may carry the name of the child it concerns.
('conversations', 'name',            FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('conversations', 'description',     FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('conversations', 'avatar_url',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('conversations', 'tenant_id',       FALSE, 'SHOW', 'CLEAR',       'NONE'),
('conversations', 'created_by_id',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('conversations', 'last_message_at', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('conversations', 'metadata',        FALSE, 'HIDE', 'FINGERPRINT', 'NONE'),
('conversations', 'is_archived',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('conversations', 'created_at',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('conversations', 'updated_at',      FALSE, 'SHOW', 'CLEAR',       'NONE'),
('conversations', 'deleted_at',      FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- conversation_participants
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('conversation_participants', 'id',                      FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'conversation_id',         FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'user_id',                 FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'role',                    FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'joined_at',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'last_read_at',            FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'is_muted',                FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'is_pinned',               FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'custom_name',             FALSE, 'INITIAL', 'FINGERPRINT', 'NONE'),
('conversation_participants', 'notification_preference', FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'metadata',                FALSE, 'HIDE',    'FINGERPRINT', 'NONE'),
('conversation_participants', 'created_at',              FALSE, 'SHOW',    'CLEAR',       'NONE'),
('conversation_participants', 'updated_at',              FALSE, 'SHOW',    'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- message_templates
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('message_templates', 'id',            FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'name',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'subject',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'content',       FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'type',          FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'category',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'variables',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'is_active',     FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'created_by_id', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'created_at',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_templates', 'updated_at',    FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- messages
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('messages', 'id',                  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'conversation_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'sender_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'template_id',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'subject',             TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('messages', 'content',             TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('messages', 'encrypted_content',   TRUE,  'HIDE', 'FINGERPRINT', 'APPLICATION'),
('messages', 'is_encrypted',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- Algorithm and nonce, but never the key.
('messages', 'encryption_metadata', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'encryption_version',  FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'priority',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'category',            FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'recipient_count',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'scheduled_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'attachments',         TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('messages', 'parent_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'thread_id',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'is_edited',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'edited_at',           FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'metadata',            TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('messages', 'created_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'updated_at',          FALSE, 'SHOW', 'CLEAR',       'NONE'),
('messages', 'deleted_at',          FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- message_delivery
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('message_delivery', 'id',             FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'message_id',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'recipient_type', FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'recipient_id',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'channel',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'status',         FALSE, 'SHOW', 'CLEAR',       'NONE'),
-- A phone number, an email address or a device token.
('message_delivery', 'contact_info',   TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('message_delivery', 'sent_at',        FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'delivered_at',   FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'failure_reason', TRUE,  'HIDE', 'FINGERPRINT', 'NONE'),
('message_delivery', 'external_id',    FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'created_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'updated_at',     FALSE, 'SHOW', 'CLEAR',       'NONE'),
('message_delivery', 'deleted_at',     FALSE, 'SHOW', 'CLEAR',       'NONE');

-- ----------------------------------------------------------------------------
-- message_reactions
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('message_reactions', 'id',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_reactions', 'message_id', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_reactions', 'user_id',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_reactions', 'emoji',      FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_reactions', 'created_at', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_reactions', 'updated_at', FALSE, 'SHOW', 'CLEAR', 'NONE');

-- ----------------------------------------------------------------------------
-- message_read
-- ----------------------------------------------------------------------------

INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES
('message_read', 'id',         FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_read', 'message_id', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_read', 'user_id',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_read', 'read_at',    FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_read', 'created_at', FALSE, 'SHOW', 'CLEAR', 'NONE'),
('message_read', 'updated_at', FALSE, 'SHOW', 'CLEAR', 'NONE');
