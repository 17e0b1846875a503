-- Table messages, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group MESSAGE, tenant SPECIAL, about no student, PHI,
--             audited, law EITHER, no retention class
-- phi.access: ADMIN              select insert update
-- phi.access: COUNSELOR          select insert update
-- phi.access: DISTRICT_ADMIN     select insert update
-- phi.access: NURSE              select insert update
-- phi.access: SCHOOL_ADMIN       select insert update

-- ----------------------------------------------------------------------------
-- messages
-- ----------------------------------------------------------------------------

CREATE TABLE public.messages (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    conversation_id uuid,
    sender_id uuid NOT NULL,
    template_id uuid,
    subject character varying(255),
    content text NOT NULL,
    encrypted_content text,
    is_encrypted boolean DEFAULT false NOT NULL,
    encryption_metadata jsonb,
    encryption_version character varying(20),
    priority public.action_priority DEFAULT 'MEDIUM'::public.action_priority NOT NULL,
    category public.message_category DEFAULT 'GENERAL'::public.message_category NOT NULL,
    recipient_count integer DEFAULT 0 NOT NULL,
    scheduled_at timestamp with time zone,
    attachments character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    parent_id uuid,
    thread_id uuid,
    is_edited boolean DEFAULT false NOT NULL,
    edited_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT messages_metadata_is_object_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT messages_not_its_own_parent_check CHECK ((parent_id <> id)),
    CONSTRAINT messages_recipient_count_not_negative_check CHECK ((recipient_count >= 0))
);

ALTER TABLE ONLY public.messages FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.messages IS 'PHI: One message of a staff member, in a chat or as a broadcast to many recipients.';
COMMENT ON COLUMN public.messages.id IS 'Primary key.';
COMMENT ON COLUMN public.messages.conversation_id IS 'Conversation of a chat message, NULL for broadcasts.';
COMMENT ON COLUMN public.messages.sender_id IS 'User who wrote the message.';
COMMENT ON COLUMN public.messages.template_id IS 'Template of the text, NULL if the message was written by hand or the template was deleted.';
COMMENT ON COLUMN public.messages.subject IS 'PHI: Subject line of a broadcast; chat messages have none.';
COMMENT ON COLUMN public.messages.content IS 'PHI: Text of the message in clear, required even if encrypted_content is filled.';
COMMENT ON COLUMN public.messages.encrypted_content IS 'PHI: End-to-end encrypted text, NULL if the message is not encrypted.';
COMMENT ON COLUMN public.messages.is_encrypted IS 'Whether encrypted_content is the authoritative text.';
COMMENT ON COLUMN public.messages.encryption_metadata IS 'Algorithm, initialization vector, authentication tag and key id; never the key itself.';
COMMENT ON COLUMN public.messages.encryption_version IS 'Version of the encryption format (1.0.0).';
COMMENT ON COLUMN public.messages.priority IS 'Urgency that the sender chose.';
COMMENT ON COLUMN public.messages.category IS 'Subject of the message, such as an emergency or an appointment reminder.';
COMMENT ON COLUMN public.messages.recipient_count IS 'Number of recipients of a broadcast when it was sent.';
COMMENT ON COLUMN public.messages.scheduled_at IS 'Time when the message is due to be sent, NULL for immediately.';
COMMENT ON COLUMN public.messages.attachments IS 'PHI: URLs of the attached files.';
COMMENT ON COLUMN public.messages.parent_id IS 'Message that this one answers, NULL if none.';
COMMENT ON COLUMN public.messages.thread_id IS 'Id of the first message of the thread; not a foreign key.';
COMMENT ON COLUMN public.messages.is_edited IS 'Whether the author changed the text after sending.';
COMMENT ON COLUMN public.messages.edited_at IS 'Time when the author last changed the text.';
COMMENT ON COLUMN public.messages.metadata IS 'PHI: Further properties as a JSON object with free keys; it may name a student.';
COMMENT ON COLUMN public.messages.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.messages.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.messages.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- messages: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.messages(id) ON UPDATE CASCADE ON DELETE SET NULL;

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_template_id_fkey FOREIGN KEY (template_id) REFERENCES public.message_templates(id) ON UPDATE CASCADE ON DELETE SET NULL;

-- ----------------------------------------------------------------------------
-- messages: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX messages_conversation_id_created_at_idx ON public.messages USING btree (conversation_id, created_at DESC) WHERE ((conversation_id IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.messages_conversation_id_created_at_idx IS 'Messages of a conversation, newest first; joined with message_read, the unread ones.';

CREATE INDEX messages_conversation_id_idx ON public.messages USING btree (conversation_id) WHERE (conversation_id IS NOT NULL);

CREATE INDEX messages_parent_id_idx ON public.messages USING btree (parent_id) WHERE (parent_id IS NOT NULL);

CREATE INDEX messages_scheduled_at_idx ON public.messages USING btree (scheduled_at) WHERE ((scheduled_at IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.messages_scheduled_at_idx IS 'Messages scheduled for a certain time, the next due first.';

CREATE INDEX messages_sender_id_created_at_idx ON public.messages USING btree (sender_id, created_at DESC) WHERE (deleted_at IS NULL);
COMMENT ON INDEX public.messages_sender_id_created_at_idx IS 'Messages sent by a user, newest first.';

CREATE INDEX messages_sender_id_idx ON public.messages USING btree (sender_id);

CREATE INDEX messages_template_id_idx ON public.messages USING btree (template_id) WHERE (template_id IS NOT NULL);

CREATE INDEX messages_thread_id_created_at_idx ON public.messages USING btree (thread_id, created_at) WHERE ((thread_id IS NOT NULL) AND (deleted_at IS NULL));
COMMENT ON INDEX public.messages_thread_id_created_at_idx IS 'Messages of a thread, oldest first.';

-- ----------------------------------------------------------------------------
-- messages: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER messages_050_no_hard_delete BEFORE DELETE ON public.messages FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.messages ENABLE ALWAYS TRIGGER messages_050_no_hard_delete;
COMMENT ON TRIGGER messages_050_no_hard_delete ON public.messages IS 'Refuses to delete a row, by cascade too; only wcdb retention removes rows. Built by phi.protect.';

CREATE TRIGGER messages_050_no_truncate BEFORE TRUNCATE ON public.messages FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete('soft');
ALTER TABLE public.messages ENABLE ALWAYS TRIGGER messages_050_no_truncate;
COMMENT ON TRIGGER messages_050_no_truncate ON public.messages IS 'Refuses to empty the table, by TRUNCATE … CASCADE too. Built by phi.protect.';

CREATE TRIGGER messages_200_updated_at BEFORE UPDATE ON public.messages FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER messages_900_audit_delete AFTER DELETE ON public.messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_messages();
ALTER TABLE public.messages ENABLE ALWAYS TRIGGER messages_900_audit_delete;
COMMENT ON TRIGGER messages_900_audit_delete ON public.messages IS 'Logs rows that are deleted. Built by phi.protect.';

CREATE TRIGGER messages_900_audit_insert AFTER INSERT ON public.messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_messages();
ALTER TABLE public.messages ENABLE ALWAYS TRIGGER messages_900_audit_insert;
COMMENT ON TRIGGER messages_900_audit_insert ON public.messages IS 'Logs rows that are added. Built by phi.protect.';

CREATE TRIGGER messages_900_audit_key AFTER UPDATE ON public.messages FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION phi.audit_messages();
ALTER TABLE public.messages ENABLE ALWAYS TRIGGER messages_900_audit_key;
COMMENT ON TRIGGER messages_900_audit_key ON public.messages IS 'Logs a change of the primary key, under the old key and the new one. Built by phi.protect.';

CREATE TRIGGER messages_900_audit_truncate AFTER TRUNCATE ON public.messages FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_messages();
ALTER TABLE public.messages ENABLE ALWAYS TRIGGER messages_900_audit_truncate;
COMMENT ON TRIGGER messages_900_audit_truncate ON public.messages IS 'Logs that the table was emptied. Built by phi.protect.';

CREATE TRIGGER messages_900_audit_update AFTER UPDATE ON public.messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION phi.audit_messages();
ALTER TABLE public.messages ENABLE ALWAYS TRIGGER messages_900_audit_update;
COMMENT ON TRIGGER messages_900_audit_update ON public.messages IS 'Logs rows that are changed. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- messages: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

CREATE POLICY messages_delete_trusted ON public.messages
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY messages_delete_trusted ON public.messages IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY messages_fence_admin ON public.messages
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY messages_fence_admin ON public.messages IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY messages_fence_district ON public.messages
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY messages_fence_district ON public.messages IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY messages_insert_sender ON public.messages
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (((sender_id = ( SELECT phi.my_id() AS my_id)) AND ((conversation_id IS NULL) OR (conversation_id = ANY (( SELECT phi.my_conversations() AS my_conversations)::uuid[])))));
COMMENT ON POLICY messages_insert_sender ON public.messages IS 'Users write in their own name, and into their own conversations.';

CREATE POLICY messages_insert_trusted ON public.messages
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY messages_insert_trusted ON public.messages IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY messages_select_participant ON public.messages
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (((sender_id = ( SELECT phi.my_id() AS my_id)) OR (conversation_id = ANY (( SELECT phi.my_conversations() AS my_conversations)::uuid[])) OR (id = ANY (( SELECT phi.my_messages() AS my_messages)::uuid[]))));
COMMENT ON POLICY messages_select_participant ON public.messages IS 'Messages that the user sent or received, and those of the user''s own conversations.';

CREATE POLICY messages_select_trusted ON public.messages
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY messages_select_trusted ON public.messages IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY messages_update_sender ON public.messages
    AS PERMISSIVE FOR UPDATE TO whitecross_admin, whitecross_app, whitecross_district
    USING ((sender_id = ( SELECT phi.my_id() AS my_id)))
    WITH CHECK (((sender_id = ( SELECT phi.my_id() AS my_id)) AND ((conversation_id IS NULL) OR (conversation_id = ANY (( SELECT phi.my_conversations() AS my_conversations)::uuid[])))));
COMMENT ON POLICY messages_update_sender ON public.messages IS 'Senders edit their own messages.';

CREATE POLICY messages_update_trusted ON public.messages
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY messages_update_trusted ON public.messages IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- messages: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT ON TABLE public.messages TO whitecross_pgaudit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.messages TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(conversation_id),UPDATE(conversation_id) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(sender_id),UPDATE(sender_id) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(template_id),UPDATE(template_id) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(subject),UPDATE(subject) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(content),UPDATE(content) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(encrypted_content),UPDATE(encrypted_content) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_encrypted),UPDATE(is_encrypted) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(encryption_metadata),UPDATE(encryption_metadata) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(encryption_version),UPDATE(encryption_version) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(priority),UPDATE(priority) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(category),UPDATE(category) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(recipient_count),UPDATE(recipient_count) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(scheduled_at),UPDATE(scheduled_at) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(attachments),UPDATE(attachments) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(parent_id),UPDATE(parent_id) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(thread_id),UPDATE(thread_id) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_edited),UPDATE(is_edited) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(edited_at),UPDATE(edited_at) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.messages TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.messages
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.messages WITH (security_invoker='true') AS
 SELECT id,
    conversation_id AS "conversationId",
    subject,
    content,
    encrypted_content AS "encryptedContent",
    is_encrypted AS "isEncrypted",
    encryption_metadata AS "encryptionMetadata",
    encryption_version AS "encryptionVersion",
    priority,
    category,
    recipient_count AS "recipientCount",
    scheduled_at AS "scheduledAt",
    attachments,
    sender_id AS "senderId",
    template_id AS "templateId",
    parent_id AS "parentId",
    thread_id AS "threadId",
    is_edited AS "isEdited",
    edited_at AS "editedAt",
    metadata,
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.messages;

COMMENT ON VIEW sequelize.messages IS 'Model Message: public.messages with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.messages: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER messages_050_soft_delete INSTEAD OF DELETE ON sequelize.messages FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('messages');
COMMENT ON TRIGGER messages_050_soft_delete ON sequelize.messages IS 'Sets deleted_at: the application deletes as before, and the row is kept. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- sequelize.messages: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.messages TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.messages TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.audit_messages
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_messages()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '64MB'
 SET enable_nestloop TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_variable
DECLARE
    v_salt bytea := (SELECT s.salt FROM phi.audit_salt AS s);
    v_user uuid := phi.claim('user_id');
    v_role name := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_address text := host(inet_client_addr());
    v_program text := current_setting('application_name');
    v_request text := left(nullif(current_setting('app.request_id', TRUE), ''), 100);
    v_session text := left(nullif(current_setting('app.session_id', TRUE), ''), 100);
    v_claims jsonb := phi.logged_claims();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, new_values
        )
        SELECT
            'messages', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'CREATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN n.id IS NOT NULL THEN '"id":' || to_json(n.id) END,
                CASE WHEN n.conversation_id IS NOT NULL THEN '"conversation_id":' || to_json(n.conversation_id) END,
                CASE WHEN n.sender_id IS NOT NULL THEN '"sender_id":' || to_json(n.sender_id) END,
                CASE WHEN n.template_id IS NOT NULL THEN '"template_id":' || to_json(n.template_id) END,
                CASE WHEN n.subject IS NOT NULL THEN '"subject":' || '"***"' END,
                CASE WHEN n.content IS NOT NULL THEN '"content":' || '"***"' END,
                CASE WHEN n.encrypted_content IS NOT NULL THEN '"encrypted_content":' || '"***"' END,
                CASE WHEN n.is_encrypted IS NOT NULL THEN '"is_encrypted":' || to_json(n.is_encrypted) END,
                CASE WHEN n.encryption_metadata IS NOT NULL THEN '"encryption_metadata":' || to_json(n.encryption_metadata) END,
                CASE WHEN n.encryption_version IS NOT NULL THEN '"encryption_version":' || to_json(n.encryption_version) END,
                CASE WHEN n.priority IS NOT NULL THEN '"priority":' || to_json(n.priority) END,
                CASE WHEN n.category IS NOT NULL THEN '"category":' || to_json(n.category) END,
                CASE WHEN n.recipient_count IS NOT NULL THEN '"recipient_count":' || to_json(n.recipient_count) END,
                CASE WHEN n.scheduled_at IS NOT NULL THEN '"scheduled_at":' || to_json(n.scheduled_at) END,
                CASE WHEN n.attachments IS NOT NULL THEN '"attachments":' || '"***"' END,
                CASE WHEN n.parent_id IS NOT NULL THEN '"parent_id":' || to_json(n.parent_id) END,
                CASE WHEN n.thread_id IS NOT NULL THEN '"thread_id":' || to_json(n.thread_id) END,
                CASE WHEN n.is_edited IS NOT NULL THEN '"is_edited":' || to_json(n.is_edited) END,
                CASE WHEN n.edited_at IS NOT NULL THEN '"edited_at":' || to_json(n.edited_at) END,
                CASE WHEN n.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
                CASE WHEN n.created_at IS NOT NULL THEN '"created_at":' || to_json(n.created_at) END,
                CASE WHEN n.updated_at IS NOT NULL THEN '"updated_at":' || to_json(n.updated_at) END,
                CASE WHEN n.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(n.deleted_at) END
            ], ',') || '}')::jsonb
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            'messages', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'DELETE', o.id, NULL, 'MEDIUM', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS NOT NULL THEN '"id":' || to_json(o.id) END,
                CASE WHEN o.conversation_id IS NOT NULL THEN '"conversation_id":' || to_json(o.conversation_id) END,
                CASE WHEN o.sender_id IS NOT NULL THEN '"sender_id":' || to_json(o.sender_id) END,
                CASE WHEN o.template_id IS NOT NULL THEN '"template_id":' || to_json(o.template_id) END,
                CASE WHEN o.subject IS NOT NULL THEN '"subject":' || '"***"' END,
                CASE WHEN o.content IS NOT NULL THEN '"content":' || '"***"' END,
                CASE WHEN o.encrypted_content IS NOT NULL THEN '"encrypted_content":' || '"***"' END,
                CASE WHEN o.is_encrypted IS NOT NULL THEN '"is_encrypted":' || to_json(o.is_encrypted) END,
                CASE WHEN o.encryption_metadata IS NOT NULL THEN '"encryption_metadata":' || to_json(o.encryption_metadata) END,
                CASE WHEN o.encryption_version IS NOT NULL THEN '"encryption_version":' || to_json(o.encryption_version) END,
                CASE WHEN o.priority IS NOT NULL THEN '"priority":' || to_json(o.priority) END,
                CASE WHEN o.category IS NOT NULL THEN '"category":' || to_json(o.category) END,
                CASE WHEN o.recipient_count IS NOT NULL THEN '"recipient_count":' || to_json(o.recipient_count) END,
                CASE WHEN o.scheduled_at IS NOT NULL THEN '"scheduled_at":' || to_json(o.scheduled_at) END,
                CASE WHEN o.attachments IS NOT NULL THEN '"attachments":' || '"***"' END,
                CASE WHEN o.parent_id IS NOT NULL THEN '"parent_id":' || to_json(o.parent_id) END,
                CASE WHEN o.thread_id IS NOT NULL THEN '"thread_id":' || to_json(o.thread_id) END,
                CASE WHEN o.is_edited IS NOT NULL THEN '"is_edited":' || to_json(o.is_edited) END,
                CASE WHEN o.edited_at IS NOT NULL THEN '"edited_at":' || to_json(o.edited_at) END,
                CASE WHEN o.metadata IS NOT NULL THEN '"metadata":' || '"***"' END,
                CASE WHEN o.created_at IS NOT NULL THEN '"created_at":' || to_json(o.created_at) END,
                CASE WHEN o.updated_at IS NOT NULL THEN '"updated_at":' || to_json(o.updated_at) END,
                CASE WHEN o.deleted_at IS NOT NULL THEN '"deleted_at":' || to_json(o.deleted_at) END
            ], ',') || '}')::jsonb
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, severity, metadata
        )
        SELECT
            'messages', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'messages', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', k.id, NULL, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.conversation_id IS DISTINCT FROM n.conversation_id THEN '"conversation_id":' || coalesce(to_json(o.conversation_id)::text, 'null') END,
                CASE WHEN o.sender_id IS DISTINCT FROM n.sender_id THEN '"sender_id":' || coalesce(to_json(o.sender_id)::text, 'null') END,
                CASE WHEN o.template_id IS DISTINCT FROM n.template_id THEN '"template_id":' || coalesce(to_json(o.template_id)::text, 'null') END,
                CASE WHEN o.subject IS DISTINCT FROM n.subject THEN '"subject":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' subject ' || o.subject::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' content ' || o.content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.encrypted_content IS DISTINCT FROM n.encrypted_content THEN '"encrypted_content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' encrypted_content ' || o.encrypted_content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_encrypted IS DISTINCT FROM n.is_encrypted THEN '"is_encrypted":' || coalesce(to_json(o.is_encrypted)::text, 'null') END,
                CASE WHEN o.encryption_metadata IS DISTINCT FROM n.encryption_metadata THEN '"encryption_metadata":' || coalesce(to_json(o.encryption_metadata)::text, 'null') END,
                CASE WHEN o.encryption_version IS DISTINCT FROM n.encryption_version THEN '"encryption_version":' || coalesce(to_json(o.encryption_version)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.recipient_count IS DISTINCT FROM n.recipient_count THEN '"recipient_count":' || coalesce(to_json(o.recipient_count)::text, 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce(to_json(o.scheduled_at)::text, 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attachments ' || o.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_id IS DISTINCT FROM n.parent_id THEN '"parent_id":' || coalesce(to_json(o.parent_id)::text, 'null') END,
                CASE WHEN o.thread_id IS DISTINCT FROM n.thread_id THEN '"thread_id":' || coalesce(to_json(o.thread_id)::text, 'null') END,
                CASE WHEN o.is_edited IS DISTINCT FROM n.is_edited THEN '"is_edited":' || coalesce(to_json(o.is_edited)::text, 'null') END,
                CASE WHEN o.edited_at IS DISTINCT FROM n.edited_at THEN '"edited_at":' || coalesce(to_json(o.edited_at)::text, 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.conversation_id IS DISTINCT FROM n.conversation_id THEN '"conversation_id":' || coalesce(to_json(n.conversation_id)::text, 'null') END,
                CASE WHEN o.sender_id IS DISTINCT FROM n.sender_id THEN '"sender_id":' || coalesce(to_json(n.sender_id)::text, 'null') END,
                CASE WHEN o.template_id IS DISTINCT FROM n.template_id THEN '"template_id":' || coalesce(to_json(n.template_id)::text, 'null') END,
                CASE WHEN o.subject IS DISTINCT FROM n.subject THEN '"subject":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' subject ' || n.subject::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' content ' || n.content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.encrypted_content IS DISTINCT FROM n.encrypted_content THEN '"encrypted_content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' encrypted_content ' || n.encrypted_content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_encrypted IS DISTINCT FROM n.is_encrypted THEN '"is_encrypted":' || coalesce(to_json(n.is_encrypted)::text, 'null') END,
                CASE WHEN o.encryption_metadata IS DISTINCT FROM n.encryption_metadata THEN '"encryption_metadata":' || coalesce(to_json(n.encryption_metadata)::text, 'null') END,
                CASE WHEN o.encryption_version IS DISTINCT FROM n.encryption_version THEN '"encryption_version":' || coalesce(to_json(n.encryption_version)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.recipient_count IS DISTINCT FROM n.recipient_count THEN '"recipient_count":' || coalesce(to_json(n.recipient_count)::text, 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce(to_json(n.scheduled_at)::text, 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attachments ' || n.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_id IS DISTINCT FROM n.parent_id THEN '"parent_id":' || coalesce(to_json(n.parent_id)::text, 'null') END,
                CASE WHEN o.thread_id IS DISTINCT FROM n.thread_id THEN '"thread_id":' || coalesce(to_json(n.thread_id)::text, 'null') END,
                CASE WHEN o.is_edited IS DISTINCT FROM n.is_edited THEN '"is_edited":' || coalesce(to_json(n.is_edited)::text, 'null') END,
                CASE WHEN o.edited_at IS DISTINCT FROM n.edited_at THEN '"edited_at":' || coalesce(to_json(n.edited_at)::text, 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type, user_id, ip_address, user_agent, request_id, session_id, database_role,
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            'messages', 't', 'HIPAA', v_user, v_address, v_program, v_request, v_session, v_role,
            'UPDATE', n.id, NULL, 'LOW', v_claims,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(o.id)::text, 'null') END,
                CASE WHEN o.conversation_id IS DISTINCT FROM n.conversation_id THEN '"conversation_id":' || coalesce(to_json(o.conversation_id)::text, 'null') END,
                CASE WHEN o.sender_id IS DISTINCT FROM n.sender_id THEN '"sender_id":' || coalesce(to_json(o.sender_id)::text, 'null') END,
                CASE WHEN o.template_id IS DISTINCT FROM n.template_id THEN '"template_id":' || coalesce(to_json(o.template_id)::text, 'null') END,
                CASE WHEN o.subject IS DISTINCT FROM n.subject THEN '"subject":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' subject ' || o.subject::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' content ' || o.content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.encrypted_content IS DISTINCT FROM n.encrypted_content THEN '"encrypted_content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' encrypted_content ' || o.encrypted_content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_encrypted IS DISTINCT FROM n.is_encrypted THEN '"is_encrypted":' || coalesce(to_json(o.is_encrypted)::text, 'null') END,
                CASE WHEN o.encryption_metadata IS DISTINCT FROM n.encryption_metadata THEN '"encryption_metadata":' || coalesce(to_json(o.encryption_metadata)::text, 'null') END,
                CASE WHEN o.encryption_version IS DISTINCT FROM n.encryption_version THEN '"encryption_version":' || coalesce(to_json(o.encryption_version)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(o.priority)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(o.category)::text, 'null') END,
                CASE WHEN o.recipient_count IS DISTINCT FROM n.recipient_count THEN '"recipient_count":' || coalesce(to_json(o.recipient_count)::text, 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce(to_json(o.scheduled_at)::text, 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' attachments ' || o.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_id IS DISTINCT FROM n.parent_id THEN '"parent_id":' || coalesce(to_json(o.parent_id)::text, 'null') END,
                CASE WHEN o.thread_id IS DISTINCT FROM n.thread_id THEN '"thread_id":' || coalesce(to_json(o.thread_id)::text, 'null') END,
                CASE WHEN o.is_edited IS DISTINCT FROM n.is_edited THEN '"is_edited":' || coalesce(to_json(o.is_edited)::text, 'null') END,
                CASE WHEN o.edited_at IS DISTINCT FROM n.edited_at THEN '"edited_at":' || coalesce(to_json(o.edited_at)::text, 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(o.id::text || ' metadata ' || o.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(o.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(o.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb,
            ('{' || array_to_string(ARRAY[
                CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, 'null') END,
                CASE WHEN o.conversation_id IS DISTINCT FROM n.conversation_id THEN '"conversation_id":' || coalesce(to_json(n.conversation_id)::text, 'null') END,
                CASE WHEN o.sender_id IS DISTINCT FROM n.sender_id THEN '"sender_id":' || coalesce(to_json(n.sender_id)::text, 'null') END,
                CASE WHEN o.template_id IS DISTINCT FROM n.template_id THEN '"template_id":' || coalesce(to_json(n.template_id)::text, 'null') END,
                CASE WHEN o.subject IS DISTINCT FROM n.subject THEN '"subject":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' subject ' || n.subject::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.content IS DISTINCT FROM n.content THEN '"content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' content ' || n.content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.encrypted_content IS DISTINCT FROM n.encrypted_content THEN '"encrypted_content":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' encrypted_content ' || n.encrypted_content::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.is_encrypted IS DISTINCT FROM n.is_encrypted THEN '"is_encrypted":' || coalesce(to_json(n.is_encrypted)::text, 'null') END,
                CASE WHEN o.encryption_metadata IS DISTINCT FROM n.encryption_metadata THEN '"encryption_metadata":' || coalesce(to_json(n.encryption_metadata)::text, 'null') END,
                CASE WHEN o.encryption_version IS DISTINCT FROM n.encryption_version THEN '"encryption_version":' || coalesce(to_json(n.encryption_version)::text, 'null') END,
                CASE WHEN o.priority IS DISTINCT FROM n.priority THEN '"priority":' || coalesce(to_json(n.priority)::text, 'null') END,
                CASE WHEN o.category IS DISTINCT FROM n.category THEN '"category":' || coalesce(to_json(n.category)::text, 'null') END,
                CASE WHEN o.recipient_count IS DISTINCT FROM n.recipient_count THEN '"recipient_count":' || coalesce(to_json(n.recipient_count)::text, 'null') END,
                CASE WHEN o.scheduled_at IS DISTINCT FROM n.scheduled_at THEN '"scheduled_at":' || coalesce(to_json(n.scheduled_at)::text, 'null') END,
                CASE WHEN o.attachments IS DISTINCT FROM n.attachments THEN '"attachments":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' attachments ' || n.attachments::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.parent_id IS DISTINCT FROM n.parent_id THEN '"parent_id":' || coalesce(to_json(n.parent_id)::text, 'null') END,
                CASE WHEN o.thread_id IS DISTINCT FROM n.thread_id THEN '"thread_id":' || coalesce(to_json(n.thread_id)::text, 'null') END,
                CASE WHEN o.is_edited IS DISTINCT FROM n.is_edited THEN '"is_edited":' || coalesce(to_json(n.is_edited)::text, 'null') END,
                CASE WHEN o.edited_at IS DISTINCT FROM n.edited_at THEN '"edited_at":' || coalesce(to_json(n.edited_at)::text, 'null') END,
                CASE WHEN o.metadata IS DISTINCT FROM n.metadata THEN '"metadata":' || coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' metadata ' || n.metadata::text, 'UTF8')), 'hex'), 1, 24) || '"', 'null') END,
                CASE WHEN o.created_at IS DISTINCT FROM n.created_at THEN '"created_at":' || coalesce(to_json(n.created_at)::text, 'null') END,
                CASE WHEN o.deleted_at IS DISTINCT FROM n.deleted_at THEN '"deleted_at":' || coalesce(to_json(n.deleted_at)::text, 'null') END
            ], ',') || '}')::jsonb
        FROM old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id
        WHERE o.* IS DISTINCT FROM n.*;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.audit_messages() IS 'Trigger: logs every change of messages. Built by phi.protect.';

REVOKE ALL ON FUNCTION phi.audit_messages() FROM PUBLIC;
