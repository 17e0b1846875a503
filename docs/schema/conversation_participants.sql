-- Table conversation_participants, with everything that serves it alone.
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
-- conversation_participants
-- ----------------------------------------------------------------------------

CREATE TABLE public.conversation_participants (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    conversation_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role public.participant_role DEFAULT 'MEMBER'::public.participant_role NOT NULL,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    last_read_at timestamp with time zone,
    is_muted boolean DEFAULT false NOT NULL,
    is_pinned boolean DEFAULT false NOT NULL,
    custom_name character varying(255),
    notification_preference public.notification_preference DEFAULT 'ALL'::public.notification_preference NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT conversation_participants_metadata_is_object_check CHECK ((jsonb_typeof(metadata) = 'object'::text))
);

ALTER TABLE ONLY public.conversation_participants FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.conversation_participants IS 'One user in one conversation, with the user''s role and personal settings there.';
COMMENT ON COLUMN public.conversation_participants.id IS 'Primary key.';
COMMENT ON COLUMN public.conversation_participants.conversation_id IS 'Conversation in which the user takes part.';
COMMENT ON COLUMN public.conversation_participants.user_id IS 'User who takes part.';
COMMENT ON COLUMN public.conversation_participants.role IS 'Role of the user in this conversation; decides what the user may do there.';
COMMENT ON COLUMN public.conversation_participants.joined_at IS 'Time when the user was added to the conversation.';
COMMENT ON COLUMN public.conversation_participants.last_read_at IS 'Time up to which the user has read the conversation, NULL if never opened.';
COMMENT ON COLUMN public.conversation_participants.is_muted IS 'Whether the user has silenced all notifications of this conversation.';
COMMENT ON COLUMN public.conversation_participants.is_pinned IS 'Whether the user keeps the conversation at the top of the list.';
COMMENT ON COLUMN public.conversation_participants.custom_name IS 'Display name of the participant in this conversation only.';
COMMENT ON COLUMN public.conversation_participants.notification_preference IS 'Messages that notify the user: all, only mentions, or none.';
COMMENT ON COLUMN public.conversation_participants.metadata IS 'Further settings as a JSON object; the application defines the keys.';
COMMENT ON COLUMN public.conversation_participants.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.conversation_participants.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- conversation_participants: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.conversation_participants
    ADD CONSTRAINT conversation_participants_conversation_id_user_id_key UNIQUE (conversation_id, user_id);

ALTER TABLE ONLY public.conversation_participants
    ADD CONSTRAINT conversation_participants_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.conversation_participants
    ADD CONSTRAINT conversation_participants_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.conversation_participants
    ADD CONSTRAINT conversation_participants_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- conversation_participants: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX conversation_participants_user_id_idx ON public.conversation_participants USING btree (user_id);

-- ----------------------------------------------------------------------------
-- conversation_participants: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER conversation_participants_200_updated_at BEFORE UPDATE ON public.conversation_participants FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- conversation_participants: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.conversation_participants ENABLE ROW LEVEL SECURITY;

CREATE POLICY conversation_participants_delete_trusted ON public.conversation_participants
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY conversation_participants_delete_trusted ON public.conversation_participants IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY conversation_participants_fence_admin ON public.conversation_participants
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY conversation_participants_fence_admin ON public.conversation_participants IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY conversation_participants_fence_district ON public.conversation_participants
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY conversation_participants_fence_district ON public.conversation_participants IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY conversation_participants_insert_founder ON public.conversation_participants
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK ((EXISTS ( SELECT
   FROM public.conversations c
  WHERE ((c.id = conversation_participants.conversation_id) AND (c.created_by_id = ( SELECT phi.my_id() AS my_id))))));
COMMENT ON POLICY conversation_participants_insert_founder ON public.conversation_participants IS 'The user who started a conversation chooses its participants.';

CREATE POLICY conversation_participants_insert_trusted ON public.conversation_participants
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY conversation_participants_insert_trusted ON public.conversation_participants IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY conversation_participants_select_participant ON public.conversation_participants
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING ((conversation_id = ANY (( SELECT phi.my_conversations() AS my_conversations)::uuid[])));
COMMENT ON POLICY conversation_participants_select_participant ON public.conversation_participants IS 'The participants of the user''s own conversations.';

CREATE POLICY conversation_participants_select_trusted ON public.conversation_participants
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY conversation_participants_select_trusted ON public.conversation_participants IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY conversation_participants_update_trusted ON public.conversation_participants
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY conversation_participants_update_trusted ON public.conversation_participants IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- conversation_participants: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversation_participants TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(conversation_id),UPDATE(conversation_id) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(role),UPDATE(role) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(joined_at),UPDATE(joined_at) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_read_at),UPDATE(last_read_at) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_muted),UPDATE(is_muted) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_pinned),UPDATE(is_pinned) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(custom_name),UPDATE(custom_name) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(notification_preference),UPDATE(notification_preference) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(metadata),UPDATE(metadata) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.conversation_participants
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.conversation_participants WITH (security_invoker='true') AS
 SELECT id,
    conversation_id AS "conversationId",
    user_id AS "userId",
    role,
    joined_at AS "joinedAt",
    last_read_at AS "lastReadAt",
    is_muted AS "isMuted",
    is_pinned AS "isPinned",
    custom_name AS "customName",
    notification_preference AS "notificationPreference",
    metadata,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.conversation_participants;

COMMENT ON VIEW sequelize.conversation_participants IS 'Model ConversationParticipant: public.conversation_participants with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.conversation_participants: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.conversation_participants TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.conversation_participants TO whitecross_admin, whitecross_app, whitecross_district;
