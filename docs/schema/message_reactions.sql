-- Table message_reactions, with everything that serves it alone.
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
-- message_reactions
-- ----------------------------------------------------------------------------

CREATE TABLE public.message_reactions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    message_id uuid NOT NULL,
    user_id uuid NOT NULL,
    emoji character varying(20) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT message_reactions_emoji_not_blank_check CHECK ((btrim((emoji)::text) <> ''::text))
);

ALTER TABLE ONLY public.message_reactions FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.message_reactions IS 'One emoji that a user added to a message, shown below it in the chat.';
COMMENT ON COLUMN public.message_reactions.id IS 'Primary key.';
COMMENT ON COLUMN public.message_reactions.message_id IS 'Message to which the user reacted.';
COMMENT ON COLUMN public.message_reactions.user_id IS 'User who reacted.';
COMMENT ON COLUMN public.message_reactions.emoji IS 'Emoji as a Unicode character or a short code.';
COMMENT ON COLUMN public.message_reactions.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.message_reactions.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- message_reactions: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT message_reactions_message_id_user_id_emoji_key UNIQUE (message_id, user_id, emoji);

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT message_reactions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT message_reactions_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.message_reactions
    ADD CONSTRAINT message_reactions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- message_reactions: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX message_reactions_user_id_idx ON public.message_reactions USING btree (user_id);

-- ----------------------------------------------------------------------------
-- message_reactions: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER message_reactions_200_updated_at BEFORE UPDATE ON public.message_reactions FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- message_reactions: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.message_reactions ENABLE ROW LEVEL SECURITY;

CREATE POLICY message_reactions_delete_trusted ON public.message_reactions
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY message_reactions_delete_trusted ON public.message_reactions IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY message_reactions_fence_admin ON public.message_reactions
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY message_reactions_fence_admin ON public.message_reactions IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY message_reactions_fence_district ON public.message_reactions
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY message_reactions_fence_district ON public.message_reactions IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY message_reactions_insert_trusted ON public.message_reactions
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY message_reactions_insert_trusted ON public.message_reactions IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY message_reactions_insert_user ON public.message_reactions
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (((user_id = ( SELECT phi.my_id() AS my_id)) AND (EXISTS ( SELECT
   FROM public.messages m
  WHERE (m.id = message_reactions.message_id)))));
COMMENT ON POLICY message_reactions_insert_user ON public.message_reactions IS 'The user''s own reaction, to a message that the user may see.';

CREATE POLICY message_reactions_select_participant ON public.message_reactions
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (((user_id = ( SELECT phi.my_id() AS my_id)) OR (EXISTS ( SELECT
   FROM public.messages m
  WHERE (m.id = message_reactions.message_id)))));
COMMENT ON POLICY message_reactions_select_participant ON public.message_reactions IS 'Reactions to the messages that the user may see.';

CREATE POLICY message_reactions_select_trusted ON public.message_reactions
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY message_reactions_select_trusted ON public.message_reactions IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY message_reactions_update_trusted ON public.message_reactions
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY message_reactions_update_trusted ON public.message_reactions IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- message_reactions: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.message_reactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message_reactions TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.message_reactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(message_id),UPDATE(message_id) ON TABLE public.message_reactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.message_reactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(emoji),UPDATE(emoji) ON TABLE public.message_reactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.message_reactions TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.message_reactions TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.message_reactions
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.message_reactions WITH (security_invoker='true') AS
 SELECT id,
    message_id AS "messageId",
    user_id AS "userId",
    emoji,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.message_reactions;

COMMENT ON VIEW sequelize.message_reactions IS 'Model MessageReaction: public.message_reactions with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.message_reactions: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.message_reactions TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.message_reactions TO whitecross_admin, whitecross_app, whitecross_district;
