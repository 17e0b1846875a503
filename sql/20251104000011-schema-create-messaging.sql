-- Messages between staff and families, and what became of each.
--
-- message_delivery and message_read keep the names of the report; the application calls them
-- message_deliveries and message_reads (schema sequelize).
-- messages refers to itself (parent_id): a reply outlives the message it answers, as SET NULL.
--
-- Tables:   conversations, conversation_participants, message_templates, messages,
--           message_delivery, message_reactions, message_read
-- HIPAA:    PHI may stand in the text of messages and in delivery addresses
-- Locks:    none on existing tables
-- Rollback: drops the seven tables and their rows
--
-- depends: 20251104000010-schema-create-incident-reports

-- ----------------------------------------------------------------------------
-- conversations
-- ----------------------------------------------------------------------------
-- tenant_id is no foreign key: neither the models nor the report say whether it holds a
-- school or a district.

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
    'One chat between staff members: direct, group or channel; the frame for messages and '
    'participants.';
COMMENT ON COLUMN conversations.id IS 'Primary key.';
COMMENT ON COLUMN conversations.type IS 'Direct chat, group or channel.';
COMMENT ON COLUMN conversations.name IS
    'Title shown for groups and channels, NULL in direct chats.';
COMMENT ON COLUMN conversations.description IS
    'Purpose of a group or channel as its members read it.';
COMMENT ON COLUMN conversations.avatar_url IS 'Web address of the picture shown beside the title.';
COMMENT ON COLUMN conversations.tenant_id IS
    'Tenant the application isolates by, no foreign key, target undefined.';
COMMENT ON COLUMN conversations.created_by_id IS 'User who opened the conversation.';
COMMENT ON COLUMN conversations.last_message_at IS
    'Time of the newest message, kept by the application to sort the list.';
COMMENT ON COLUMN conversations.metadata IS
    'Further properties as a JSON object, the application defines the keys.';
COMMENT ON COLUMN conversations.is_archived IS
    'Whether it is hidden from the list of active conversations.';
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
-- last_read_at is one mark for the whole chat. message_read has a receipt per message.

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
    'One user in one conversation, with the role held there and the personal settings for it.';
COMMENT ON COLUMN conversation_participants.id IS 'Primary key.';
COMMENT ON COLUMN conversation_participants.conversation_id IS
    'Conversation the user takes part in.';
COMMENT ON COLUMN conversation_participants.user_id IS 'User who takes part.';
COMMENT ON COLUMN conversation_participants.role IS 'What the user may do in this conversation.';
COMMENT ON COLUMN conversation_participants.joined_at IS 'When the user was added.';
COMMENT ON COLUMN conversation_participants.last_read_at IS
    'Up to when the user has read, NULL if never opened.';
COMMENT ON COLUMN conversation_participants.is_muted IS
    'Whether the user silenced this conversation altogether.';
COMMENT ON COLUMN conversation_participants.is_pinned IS
    'Whether the user keeps it at the top of the list.';
COMMENT ON COLUMN conversation_participants.custom_name IS
    'Display name of the participant in this conversation only.';
COMMENT ON COLUMN conversation_participants.notification_preference IS
    'Which messages notify the user here.';
COMMENT ON COLUMN conversation_participants.metadata IS
    'Further settings as a JSON object, the application defines the keys.';
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
-- is_active retires a template. Deleting it clears template_id in the messages made from it.

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
    'One reusable text with placeholders for messages to families and staff; holds no data '
    'of children.';
COMMENT ON COLUMN message_templates.id IS 'Primary key.';
COMMENT ON COLUMN message_templates.name IS
    'Name under which staff pick the template, need not be unique.';
COMMENT ON COLUMN message_templates.subject IS 'Subject line for email, with placeholders.';
COMMENT ON COLUMN message_templates.content IS 'Body with placeholders for the variables.';
COMMENT ON COLUMN message_templates.type IS 'Channel the text is written for.';
COMMENT ON COLUMN message_templates.category IS 'Occasion the text is meant for.';
COMMENT ON COLUMN message_templates.variables IS
    'Names of the placeholders that subject and content use.';
COMMENT ON COLUMN message_templates.is_active IS 'Whether it is still offered for new messages.';
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
-- Two kinds in one table: chat messages have a conversation_id, broadcasts have none and
-- reach their recipients through message_delivery.
-- thread_id is a grouping key and no foreign key, so that a thread holds together even when
-- its first message is purged.

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
    'PHI: One message, in a chat or sent to many recipients at once; staff write to staff '
    'and families.';
COMMENT ON COLUMN messages.id IS 'Primary key.';
COMMENT ON COLUMN messages.conversation_id IS
    'Conversation of a chat message, NULL for broadcasts.';
COMMENT ON COLUMN messages.sender_id IS 'User who wrote the message.';
COMMENT ON COLUMN messages.template_id IS 'Template the text came from, NULL if written by hand.';
COMMENT ON COLUMN messages.subject IS 'PHI: Subject line of a broadcast, chat messages have none.';
COMMENT ON COLUMN messages.content IS
    'PHI: Text in the clear, required even where encrypted_content is filled.';
COMMENT ON COLUMN messages.encrypted_content IS 'PHI: End-to-end encrypted text.';
COMMENT ON COLUMN messages.is_encrypted IS 'Whether encrypted_content is the text that counts.';
COMMENT ON COLUMN messages.encryption_metadata IS
    'Algorithm, initialization vector, auth tag and key id, never the key itself.';
COMMENT ON COLUMN messages.encryption_version IS 'Version of the encryption format, such as 1.0.0.';
COMMENT ON COLUMN messages.priority IS 'Urgency the sender gave it.';
COMMENT ON COLUMN messages.category IS 'What the message is about.';
COMMENT ON COLUMN messages.recipient_count IS
    'Number of recipients of a broadcast, as counted on sending.';
COMMENT ON COLUMN messages.scheduled_at IS 'When it is to go out, NULL means at once.';
COMMENT ON COLUMN messages.attachments IS 'PHI: Web addresses of attached files.';
COMMENT ON COLUMN messages.parent_id IS 'Message this one answers, NULL if it answers none.';
COMMENT ON COLUMN messages.thread_id IS
    'Id of the message that opened the thread, grouping key, no foreign key.';
COMMENT ON COLUMN messages.is_edited IS 'Whether the text was changed after sending.';
COMMENT ON COLUMN messages.edited_at IS 'When the text was last changed by its author.';
COMMENT ON COLUMN messages.metadata IS
    'PHI: Further properties as a JSON object, keys free, may name a student.';
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
-- recipient_id has no foreign key: recipient_type decides which table of people it points to.
-- contact_info is the address as used, which a later change of the contact must not touch.

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
    'PHI: One attempt to bring a message to one recipient on one channel; staff see whether '
    'a family was reached.';
COMMENT ON COLUMN message_delivery.id IS 'Primary key.';
COMMENT ON COLUMN message_delivery.message_id IS 'Message that was delivered.';
COMMENT ON COLUMN message_delivery.recipient_type IS
    'Kind of person it went to, decides where recipient_id points.';
COMMENT ON COLUMN message_delivery.recipient_id IS
    'Person it went to, polymorphic by recipient_type.';
COMMENT ON COLUMN message_delivery.channel IS 'Channel on which it went out.';
COMMENT ON COLUMN message_delivery.status IS 'What became of it, as last reported.';
COMMENT ON COLUMN message_delivery.contact_info IS
    'PHI: Phone number, email address or device token used.';
COMMENT ON COLUMN message_delivery.sent_at IS
    'When it was handed to the mail, SMS or push service.';
COMMENT ON COLUMN message_delivery.delivered_at IS
    'When the service reported arrival, NULL if it never did.';
COMMENT ON COLUMN message_delivery.failure_reason IS
    'PHI: Error text of the service, it may quote the address.';
COMMENT ON COLUMN message_delivery.external_id IS
    'Message id given by the sending service, external id.';
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
    'One emoji a user put on a message; shown beneath it in the chat.';
COMMENT ON COLUMN message_reactions.id IS 'Primary key.';
COMMENT ON COLUMN message_reactions.message_id IS 'Message reacted to.';
COMMENT ON COLUMN message_reactions.user_id IS 'User who reacted.';
COMMENT ON COLUMN message_reactions.emoji IS 'Unicode emoji or its short code.';
COMMENT ON COLUMN message_reactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN message_reactions.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX message_reactions_user_id_idx ON message_reactions (user_id);

CREATE TRIGGER message_reactions_200_updated_at
BEFORE UPDATE ON message_reactions
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- ----------------------------------------------------------------------------
-- message_read
-- ----------------------------------------------------------------------------
-- Only users leave receipts; for families, message_delivery tells how far a message came.

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
    'One receipt that a user has read a message, for the sender and the rest of the chat.';
COMMENT ON COLUMN message_read.id IS 'Primary key.';
COMMENT ON COLUMN message_read.message_id IS 'Message that was read.';
COMMENT ON COLUMN message_read.user_id IS 'User who read it.';
COMMENT ON COLUMN message_read.read_at IS 'When the user first opened the message.';
COMMENT ON COLUMN message_read.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN message_read.updated_at IS 'When the row was last changed; kept by trigger.';

CREATE INDEX message_read_user_id_idx ON message_read (user_id);

CREATE TRIGGER message_read_200_updated_at
BEFORE UPDATE ON message_read
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
