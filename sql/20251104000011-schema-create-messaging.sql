-- Conversations and messages of staff and families, with templates, deliveries, reactions and
-- read receipts.
--
-- message_delivery and message_read have the names that the specification gives them; the
-- application sees them as message_deliveries and message_reads in schema sequelize.
-- messages refers to itself (parent_id) with ON DELETE SET NULL, so a reply outlives the message
-- that it answers.
--
-- Tables:   conversations, conversation_participants, message_templates, messages,
--           message_delivery, message_reactions, message_read
-- HIPAA:    the text of messages and the addresses of deliveries may contain PHI
-- Locks:    none on existing tables
-- Rollback: drops the seven tables and their rows
--
-- depends: 20251104000010-schema-create-incident-reports

-- ----------------------------------------------------------------------------
-- conversations
-- ----------------------------------------------------------------------------
-- tenant_id has no foreign key: neither the application's models nor the specification say whether
-- it is a school or a district.

CREATE TABLE conversations (
    id              uuid              NOT NULL DEFAULT gen_random_uuid(),
    type            conversation_type NOT NULL,
    name            varchar(255),
    description     text,
    avatar_url      varchar(500),
    tenant_id       uuid              NOT NULL,
    created_by_id   uuid              NOT NULL,
    last_message_at timestamptz,
    metadata        jsonb             DEFAULT '{}',
    is_archived     boolean           NOT NULL DEFAULT FALSE,
    created_at      timestamptz       NOT NULL DEFAULT now(),
    updated_at      timestamptz       NOT NULL DEFAULT now(),
    deleted_at      timestamptz,

    CONSTRAINT conversations_pkey
        PRIMARY KEY (id),
    CONSTRAINT conversations_created_by_id_fkey
        FOREIGN KEY (created_by_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT conversations_metadata_is_object_check
        CHECK (jsonb_typeof(metadata) = 'object')
);

COMMENT ON TABLE conversations IS
    'One chat between staff members: direct, group or channel. Messages and participants belong '
    'to it.';
COMMENT ON COLUMN conversations.id IS 'Primary key.';
COMMENT ON COLUMN conversations.type IS 'Form of the conversation: direct, group or channel.';
COMMENT ON COLUMN conversations.name IS 'Title of a group or channel, NULL in direct chats.';
COMMENT ON COLUMN conversations.description IS
    'Purpose of a group or channel, as shown to its members.';
COMMENT ON COLUMN conversations.avatar_url IS 'URL of the picture shown next to the title.';
COMMENT ON COLUMN conversations.tenant_id IS
    'Tenant by which the application separates conversations; the application does not define '
    'which kind.';
COMMENT ON COLUMN conversations.created_by_id IS 'User who opened the conversation.';
COMMENT ON COLUMN conversations.last_message_at IS
    'Time of the newest message; the application maintains it to sort the list.';
COMMENT ON COLUMN conversations.metadata IS
    'Further properties as a JSON object; the application defines the keys.';
COMMENT ON COLUMN conversations.is_archived IS
    'TRUE hides the conversation from the list of active ones.';
COMMENT ON COLUMN conversations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN conversations.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN conversations.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX conversations_created_by_id_idx ON conversations (created_by_id);

CREATE TRIGGER conversations_200_updated_at
BEFORE UPDATE ON conversations
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- conversation_participants
-- ----------------------------------------------------------------------------
-- last_read_at covers the whole conversation; message_read has one receipt per message.

CREATE TABLE conversation_participants (
    id                      uuid                    NOT NULL DEFAULT gen_random_uuid(),
    conversation_id         uuid                    NOT NULL,
    user_id                 uuid                    NOT NULL,
    role                    participant_role        NOT NULL DEFAULT 'MEMBER',
    joined_at               timestamptz             NOT NULL DEFAULT now(),
    last_read_at            timestamptz,
    is_muted                boolean                 NOT NULL DEFAULT FALSE,
    is_pinned               boolean                 NOT NULL DEFAULT FALSE,
    custom_name             varchar(255),
    notification_preference notification_preference NOT NULL DEFAULT 'ALL',
    metadata                jsonb                   DEFAULT '{}',
    created_at              timestamptz             NOT NULL DEFAULT now(),
    updated_at              timestamptz             NOT NULL DEFAULT now(),

    CONSTRAINT conversation_participants_pkey
        PRIMARY KEY (id),
    CONSTRAINT conversation_participants_conversation_id_user_id_key
        UNIQUE (conversation_id, user_id),
    CONSTRAINT conversation_participants_conversation_id_fkey
        FOREIGN KEY (conversation_id) REFERENCES conversations (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT conversation_participants_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT conversation_participants_metadata_is_object_check
        CHECK (jsonb_typeof(metadata) = 'object')
);

COMMENT ON TABLE conversation_participants IS
    'One user in one conversation, with the user''s role and personal settings there.';
COMMENT ON COLUMN conversation_participants.id IS 'Primary key.';
COMMENT ON COLUMN conversation_participants.conversation_id IS
    'Conversation in which the user takes part.';
COMMENT ON COLUMN conversation_participants.user_id IS 'User who takes part.';
COMMENT ON COLUMN conversation_participants.role IS
    'Role of the user in this conversation; decides what the user may do there.';
COMMENT ON COLUMN conversation_participants.joined_at IS
    'Time when the user was added to the conversation.';
COMMENT ON COLUMN conversation_participants.last_read_at IS
    'Time up to which the user has read the conversation, NULL if never opened.';
COMMENT ON COLUMN conversation_participants.is_muted IS
    'Whether the user has silenced all notifications of this conversation.';
COMMENT ON COLUMN conversation_participants.is_pinned IS
    'Whether the user keeps the conversation at the top of the list.';
COMMENT ON COLUMN conversation_participants.custom_name IS
    'Display name of the participant in this conversation only.';
COMMENT ON COLUMN conversation_participants.notification_preference IS
    'Messages that notify the user: all, only mentions, or none.';
COMMENT ON COLUMN conversation_participants.metadata IS
    'Further settings as a JSON object; the application defines the keys.';
COMMENT ON COLUMN conversation_participants.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN conversation_participants.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX conversation_participants_user_id_idx ON conversation_participants (user_id);

CREATE TRIGGER conversation_participants_200_updated_at
BEFORE UPDATE ON conversation_participants
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- message_templates
-- ----------------------------------------------------------------------------
-- To retire a template, set is_active to FALSE. Deleting a template sets template_id to NULL in
-- the messages written from it.

CREATE TABLE message_templates (
    id            uuid                      NOT NULL DEFAULT gen_random_uuid(),
    name          varchar(100)              NOT NULL,
    subject       varchar(255),
    content       text                      NOT NULL,
    type          message_template_type     NOT NULL,
    category      message_template_category NOT NULL,
    variables     varchar(255)[]            NOT NULL DEFAULT '{}',
    is_active     boolean                   NOT NULL DEFAULT TRUE,
    created_by_id uuid                      NOT NULL,
    created_at    timestamptz               NOT NULL DEFAULT now(),
    updated_at    timestamptz               NOT NULL DEFAULT now(),

    CONSTRAINT message_templates_pkey
        PRIMARY KEY (id),
    CONSTRAINT message_templates_created_by_id_fkey
        FOREIGN KEY (created_by_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT message_templates_name_not_blank_check
        CHECK (btrim(name) <> '')
);

COMMENT ON TABLE message_templates IS
    'One reusable text with placeholders for messages to families and staff. It holds no data '
    'about students.';
COMMENT ON COLUMN message_templates.id IS 'Primary key.';
COMMENT ON COLUMN message_templates.name IS
    'Name under which staff select the template; it need not be unique.';
COMMENT ON COLUMN message_templates.subject IS 'Subject line for email, with placeholders.';
COMMENT ON COLUMN message_templates.content IS 'Body of the message, with placeholders.';
COMMENT ON COLUMN message_templates.type IS 'Channel for which the text is written.';
COMMENT ON COLUMN message_templates.category IS 'Occasion for which the text is meant.';
COMMENT ON COLUMN message_templates.variables IS
    'Names of the placeholders in subject and content.';
COMMENT ON COLUMN message_templates.is_active IS
    'FALSE if the template is no longer offered for new messages.';
COMMENT ON COLUMN message_templates.created_by_id IS 'User who wrote the template.';
COMMENT ON COLUMN message_templates.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN message_templates.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX message_templates_created_by_id_idx ON message_templates (created_by_id);

CREATE TRIGGER message_templates_200_updated_at
BEFORE UPDATE ON message_templates
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- messages
-- ----------------------------------------------------------------------------
-- The table holds two kinds of messages: chat messages have a conversation_id; broadcasts have
-- none and reach their recipients through message_delivery.
-- thread_id groups the messages of a thread. It is not a foreign key, so a thread stays together
-- even if its first message is purged.

CREATE TABLE messages (
    id                  uuid             NOT NULL DEFAULT gen_random_uuid(),
    conversation_id     uuid,
    sender_id           uuid             NOT NULL,
    template_id         uuid,
    subject             varchar(255),
    content             text             NOT NULL,
    encrypted_content   text,
    is_encrypted        boolean          NOT NULL DEFAULT FALSE,
    encryption_metadata jsonb,
    encryption_version  varchar(20),
    priority            action_priority  NOT NULL DEFAULT 'MEDIUM',
    category            message_category NOT NULL DEFAULT 'GENERAL',
    recipient_count     integer          NOT NULL DEFAULT 0,
    scheduled_at        timestamptz,
    attachments         varchar(255)[]   NOT NULL DEFAULT '{}',
    parent_id           uuid,
    thread_id           uuid,
    is_edited           boolean          NOT NULL DEFAULT FALSE,
    edited_at           timestamptz,
    metadata            jsonb            DEFAULT '{}',
    created_at          timestamptz      NOT NULL DEFAULT now(),
    updated_at          timestamptz      NOT NULL DEFAULT now(),
    deleted_at          timestamptz,

    CONSTRAINT messages_pkey
        PRIMARY KEY (id),
    CONSTRAINT messages_conversation_id_fkey
        FOREIGN KEY (conversation_id) REFERENCES conversations (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT messages_sender_id_fkey
        FOREIGN KEY (sender_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT messages_template_id_fkey
        FOREIGN KEY (template_id) REFERENCES message_templates (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT messages_parent_id_fkey
        FOREIGN KEY (parent_id) REFERENCES messages (id)
        ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT messages_recipient_count_not_negative_check
        CHECK (recipient_count >= 0),
    CONSTRAINT messages_not_its_own_parent_check
        CHECK (parent_id <> id),
    CONSTRAINT messages_metadata_is_object_check
        CHECK (jsonb_typeof(metadata) = 'object')
);

COMMENT ON TABLE messages IS
    'PHI: One message of a staff member, in a chat or as a broadcast to many recipients.';
COMMENT ON COLUMN messages.id IS 'Primary key.';
COMMENT ON COLUMN messages.conversation_id IS
    'Conversation of a chat message, NULL for broadcasts.';
COMMENT ON COLUMN messages.sender_id IS 'User who wrote the message.';
COMMENT ON COLUMN messages.template_id IS
    'Template of the text, NULL if the message was written by hand or the template was deleted.';
COMMENT ON COLUMN messages.subject IS 'PHI: Subject line of a broadcast; chat messages have none.';
COMMENT ON COLUMN messages.content IS
    'PHI: Text of the message in clear, required even if encrypted_content is filled.';
COMMENT ON COLUMN messages.encrypted_content IS
    'PHI: End-to-end encrypted text, NULL if the message is not encrypted.';
COMMENT ON COLUMN messages.is_encrypted IS 'Whether encrypted_content is the authoritative text.';
COMMENT ON COLUMN messages.encryption_metadata IS
    'Algorithm, initialization vector, authentication tag and key id; never the key itself.';
COMMENT ON COLUMN messages.encryption_version IS 'Version of the encryption format (1.0.0).';
COMMENT ON COLUMN messages.priority IS 'Urgency that the sender chose.';
COMMENT ON COLUMN messages.category IS
    'Subject of the message, such as an emergency or an appointment reminder.';
COMMENT ON COLUMN messages.recipient_count IS
    'Number of recipients of a broadcast when it was sent.';
COMMENT ON COLUMN messages.scheduled_at IS
    'Time when the message is due to be sent, NULL for immediately.';
COMMENT ON COLUMN messages.attachments IS 'PHI: URLs of the attached files.';
COMMENT ON COLUMN messages.parent_id IS 'Message that this one answers, NULL if none.';
COMMENT ON COLUMN messages.thread_id IS 'Id of the first message of the thread; not a foreign key.';
COMMENT ON COLUMN messages.is_edited IS 'Whether the author changed the text after sending.';
COMMENT ON COLUMN messages.edited_at IS 'Time when the author last changed the text.';
COMMENT ON COLUMN messages.metadata IS
    'PHI: Further properties as a JSON object with free keys; it may name a student.';
COMMENT ON COLUMN messages.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN messages.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN messages.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX messages_conversation_id_idx ON messages (conversation_id)
    WHERE conversation_id IS NOT NULL;
CREATE INDEX messages_sender_id_idx ON messages (sender_id);
CREATE INDEX messages_template_id_idx ON messages (template_id) WHERE template_id IS NOT NULL;
CREATE INDEX messages_parent_id_idx ON messages (parent_id) WHERE parent_id IS NOT NULL;

CREATE TRIGGER messages_200_updated_at
BEFORE UPDATE ON messages
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- message_delivery
-- ----------------------------------------------------------------------------
-- recipient_id has no foreign key: recipient_type decides which table it refers to.
-- contact_info is the address that was used; a later change of the contact must not alter it.

CREATE TABLE message_delivery (
    id             uuid                     NOT NULL DEFAULT gen_random_uuid(),
    message_id     uuid                     NOT NULL,
    recipient_type recipient_type           NOT NULL,
    recipient_id   uuid                     NOT NULL,
    channel        message_delivery_channel NOT NULL,
    status         message_delivery_status  NOT NULL,
    contact_info   varchar(500),
    sent_at        timestamptz,
    delivered_at   timestamptz,
    failure_reason text,
    external_id    varchar(255),
    created_at     timestamptz              NOT NULL DEFAULT now(),
    updated_at     timestamptz              NOT NULL DEFAULT now(),
    deleted_at     timestamptz,

    CONSTRAINT message_delivery_pkey
        PRIMARY KEY (id),
    CONSTRAINT message_delivery_message_id_fkey
        FOREIGN KEY (message_id) REFERENCES messages (id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE message_delivery IS
    'PHI: One attempt to deliver a message to one recipient on one channel. Staff see whether a '
    'family was reached.';
COMMENT ON COLUMN message_delivery.id IS 'Primary key.';
COMMENT ON COLUMN message_delivery.message_id IS
    'Message that was delivered; each attempt has a row of its own.';
COMMENT ON COLUMN message_delivery.recipient_type IS
    'Kind of recipient; decides which table recipient_id refers to.';
COMMENT ON COLUMN message_delivery.recipient_id IS
    'Recipient of the message, in the table that recipient_type implies.';
COMMENT ON COLUMN message_delivery.channel IS 'Channel on which the message was sent.';
COMMENT ON COLUMN message_delivery.status IS 'Latest status that the sending service reported.';
COMMENT ON COLUMN message_delivery.contact_info IS
    'PHI: Phone number, email address or device token that was used.';
COMMENT ON COLUMN message_delivery.sent_at IS
    'Time when the message was handed to the mail, SMS or push service.';
COMMENT ON COLUMN message_delivery.delivered_at IS
    'Time when the service reported the delivery, NULL if it did not.';
COMMENT ON COLUMN message_delivery.failure_reason IS
    'PHI: Error text of the service; it may quote the address.';
COMMENT ON COLUMN message_delivery.external_id IS 'Message id assigned by the sending service.';
COMMENT ON COLUMN message_delivery.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN message_delivery.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN message_delivery.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX message_delivery_message_id_idx ON message_delivery (message_id);

CREATE TRIGGER message_delivery_200_updated_at
BEFORE UPDATE ON message_delivery
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- message_reactions
-- ----------------------------------------------------------------------------

CREATE TABLE message_reactions (
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    message_id uuid        NOT NULL,
    user_id    uuid        NOT NULL,
    emoji      varchar(20) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT message_reactions_pkey
        PRIMARY KEY (id),
    CONSTRAINT message_reactions_message_id_user_id_emoji_key
        UNIQUE (message_id, user_id, emoji),
    CONSTRAINT message_reactions_message_id_fkey
        FOREIGN KEY (message_id) REFERENCES messages (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT message_reactions_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT message_reactions_emoji_not_blank_check
        CHECK (btrim(emoji) <> '')
);

COMMENT ON TABLE message_reactions IS
    'One emoji that a user added to a message, shown below it in the chat.';
COMMENT ON COLUMN message_reactions.id IS 'Primary key.';
COMMENT ON COLUMN message_reactions.message_id IS 'Message to which the user reacted.';
COMMENT ON COLUMN message_reactions.user_id IS 'User who reacted.';
COMMENT ON COLUMN message_reactions.emoji IS 'Emoji as a Unicode character or a short code.';
COMMENT ON COLUMN message_reactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN message_reactions.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX message_reactions_user_id_idx ON message_reactions (user_id);

CREATE TRIGGER message_reactions_200_updated_at
BEFORE UPDATE ON message_reactions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- message_read
-- ----------------------------------------------------------------------------
-- Only users leave read receipts. For families, message_delivery shows whether a message arrived.

CREATE TABLE message_read (
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    message_id uuid        NOT NULL,
    user_id    uuid        NOT NULL,
    read_at    timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT message_read_pkey
        PRIMARY KEY (id),
    CONSTRAINT message_read_message_id_user_id_key
        UNIQUE (message_id, user_id),
    CONSTRAINT message_read_message_id_fkey
        FOREIGN KEY (message_id) REFERENCES messages (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT message_read_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE CASCADE
);

COMMENT ON TABLE message_read IS
    'One read receipt of a user for a message, visible to the sender and the other participants.';
COMMENT ON COLUMN message_read.id IS 'Primary key.';
COMMENT ON COLUMN message_read.message_id IS
    'Message that was read; it has at most one receipt per user.';
COMMENT ON COLUMN message_read.user_id IS 'User who read the message.';
COMMENT ON COLUMN message_read.read_at IS 'Time when the user first opened the message.';
COMMENT ON COLUMN message_read.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN message_read.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX message_read_user_id_idx ON message_read (user_id);

CREATE TRIGGER message_read_200_updated_at
BEFORE UPDATE ON message_read
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
