-- Table conversations, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group MESSAGE, tenant SPECIAL, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update
-- phi.access: COUNSELOR          select insert update
-- phi.access: DISTRICT_ADMIN     select insert update
-- phi.access: NURSE              select insert update
-- phi.access: SCHOOL_ADMIN       select insert update

-- ----------------------------------------------------------------------------
-- conversations
-- ----------------------------------------------------------------------------

CREATE TABLE public.conversations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    type public.conversation_type NOT NULL,
    name character varying(255),
    description text,
    avatar_url character varying(500),
    tenant_id uuid NOT NULL,
    created_by_id uuid NOT NULL,
    last_message_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb,
    is_archived boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT conversations_metadata_is_object_check CHECK ((jsonb_typeof(metadata) = 'object'::text))
);

ALTER TABLE ONLY public.conversations FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.conversations IS 'One chat between staff members: direct, group or channel. Messages and participants belong to it.';
COMMENT ON COLUMN public.conversations.id IS 'Primary key.';
COMMENT ON COLUMN public.conversations.type IS 'Form of the conversation: direct, group or channel.';
COMMENT ON COLUMN public.conversations.name IS 'Title of a group or channel, NULL in direct chats.';
COMMENT ON COLUMN public.conversations.description IS 'Purpose of a group or channel, as shown to its members.';
COMMENT ON COLUMN public.conversations.avatar_url IS 'URL of the picture shown next to the title.';
COMMENT ON COLUMN public.conversations.tenant_id IS 'Tenant by which the application separates conversations; the application does not define which kind.';
COMMENT ON COLUMN public.conversations.created_by_id IS 'User who opened the conversation.';
COMMENT ON COLUMN public.conversations.last_message_at IS 'Time of the newest message; the application maintains it to sort the list.';
COMMENT ON COLUMN public.conversations.metadata IS 'Further properties as a JSON object; the application defines the keys.';
COMMENT ON COLUMN public.conversations.is_archived IS 'TRUE hides the conversation from the list of active ones.';
COMMENT ON COLUMN public.conversations.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.conversations.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN public.conversations.deleted_at IS 'When the row was soft-deleted; NULL while it is live.';

-- ----------------------------------------------------------------------------
-- conversations: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- conversations: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX conversations_created_by_id_idx ON public.conversations USING btree (created_by_id);

CREATE INDEX conversations_tenant_id_last_message_at_idx ON public.conversations USING btree (tenant_id, last_message_at DESC) WHERE ((NOT is_archived) AND (deleted_at IS NULL));
COMMENT ON INDEX public.conversations_tenant_id_last_message_at_idx IS 'Conversations of a tenant that are not archived, the one with the latest message first.';

-- ----------------------------------------------------------------------------
-- conversations: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER conversations_200_updated_at BEFORE UPDATE ON public.conversations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- conversations: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.conversations ENABLE ROW LEVEL SECURITY;

CREATE POLICY conversations_delete_trusted ON public.conversations
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY conversations_delete_trusted ON public.conversations IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY conversations_fence_admin ON public.conversations
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY conversations_fence_admin ON public.conversations IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY conversations_fence_district ON public.conversations
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY conversations_fence_district ON public.conversations IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY conversations_insert_participant ON public.conversations
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((created_by_id = ( SELECT phi.my_id() AS my_id)));
COMMENT ON POLICY conversations_insert_participant ON public.conversations IS 'Every user may start a conversation, in their own name.';

CREATE POLICY conversations_insert_trusted ON public.conversations
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY conversations_insert_trusted ON public.conversations IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY conversations_select_participant ON public.conversations
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (((id = ANY (( SELECT phi.my_conversations() AS my_conversations)::uuid[])) OR (created_by_id = ( SELECT phi.my_id() AS my_id))));
COMMENT ON POLICY conversations_select_participant ON public.conversations IS 'Conversations that the user takes part in or started.';

CREATE POLICY conversations_select_trusted ON public.conversations
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY conversations_select_trusted ON public.conversations IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY conversations_update_trusted ON public.conversations
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY conversations_update_trusted ON public.conversations IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- conversations: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversations TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(type),UPDATE(type) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(name),UPDATE(name) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(description),UPDATE(description) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(avatar_url),UPDATE(avatar_url) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(tenant_id),UPDATE(tenant_id) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_by_id),UPDATE(created_by_id) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_message_at),UPDATE(last_message_at) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_archived),UPDATE(is_archived) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(deleted_at),UPDATE(deleted_at) ON TABLE public.conversations TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.conversations
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.conversations WITH (security_invoker='true') AS
 SELECT id,
    type,
    name,
    description,
    avatar_url AS "avatarUrl",
    tenant_id AS "tenantId",
    created_by_id AS "createdById",
    last_message_at AS "lastMessageAt",
    metadata,
    is_archived AS "isArchived",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    deleted_at AS "deletedAt"
   FROM public.conversations;

COMMENT ON VIEW sequelize.conversations IS 'Model Conversation: public.conversations with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.conversations: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.conversations TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.conversations TO whitecross_admin, whitecross_app, whitecross_district;
