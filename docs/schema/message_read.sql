-- Table message_read, with everything that serves it alone.
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
-- message_read
-- ----------------------------------------------------------------------------

CREATE TABLE public.message_read (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    message_id uuid NOT NULL,
    user_id uuid NOT NULL,
    read_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.message_read FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.message_read IS 'One read receipt of a user for a message, visible to the sender and the other participants.';
COMMENT ON COLUMN public.message_read.id IS 'Primary key.';
COMMENT ON COLUMN public.message_read.message_id IS 'Message that was read; it has at most one receipt per user.';
COMMENT ON COLUMN public.message_read.user_id IS 'User who read the message.';
COMMENT ON COLUMN public.message_read.read_at IS 'Time when the user first opened the message.';
COMMENT ON COLUMN public.message_read.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.message_read.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- message_read: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.message_read
    ADD CONSTRAINT message_read_message_id_user_id_key UNIQUE (message_id, user_id);

ALTER TABLE ONLY public.message_read
    ADD CONSTRAINT message_read_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.message_read
    ADD CONSTRAINT message_read_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.message_read
    ADD CONSTRAINT message_read_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- message_read: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX message_read_user_id_idx ON public.message_read USING btree (user_id);

-- ----------------------------------------------------------------------------
-- message_read: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER message_read_200_updated_at BEFORE UPDATE ON public.message_read FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- message_read: row-level security
-- ----------------------------------------------------------------------------

ALTER TABLE public.message_read ENABLE ROW LEVEL SECURITY;

CREATE POLICY message_read_delete_trusted ON public.message_read
    AS PERMISSIVE FOR DELETE TO whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY message_read_delete_trusted ON public.message_read IS 'The owner and the backend delete rows; a trigger refuses to delete PHI by hand. Built by phi.protect.';

CREATE POLICY message_read_fence_admin ON public.message_read
    AS RESTRICTIVE FOR ALL TO whitecross_admin
    USING (( SELECT phi.is_admin() AS is_admin))
    WITH CHECK (( SELECT phi.is_admin() AS is_admin));
COMMENT ON POLICY message_read_fence_admin ON public.message_read IS 'Sessions over all schools are for administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY message_read_fence_district ON public.message_read
    AS RESTRICTIVE FOR ALL TO whitecross_district
    USING ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL))
    WITH CHECK ((( SELECT phi.my_schools() AS my_schools) IS NOT NULL));
COMMENT ON POLICY message_read_fence_district ON public.message_read IS 'Sessions over a district are for its administrators, whatever else they claim. Built by phi.protect.';

CREATE POLICY message_read_insert_reader ON public.message_read
    AS PERMISSIVE FOR INSERT TO whitecross_admin, whitecross_app, whitecross_district
    WITH CHECK (((user_id = ( SELECT phi.my_id() AS my_id)) AND (EXISTS ( SELECT
   FROM public.messages m
  WHERE (m.id = message_read.message_id)))));
COMMENT ON POLICY message_read_insert_reader ON public.message_read IS 'The user''s own receipt, of a message that the user may see.';

CREATE POLICY message_read_insert_trusted ON public.message_read
    AS PERMISSIVE FOR INSERT TO whitecross_owner, whitecross_service
    WITH CHECK (true);
COMMENT ON POLICY message_read_insert_trusted ON public.message_read IS 'The owner and the backend that authorises by itself add any row. Built by phi.protect.';

CREATE POLICY message_read_select_participant ON public.message_read
    AS PERMISSIVE FOR SELECT TO whitecross_admin, whitecross_app, whitecross_district
    USING (((user_id = ( SELECT phi.my_id() AS my_id)) OR (EXISTS ( SELECT
   FROM public.messages m
  WHERE (m.id = message_read.message_id)))));
COMMENT ON POLICY message_read_select_participant ON public.message_read IS 'Read receipts of the messages that the user may see.';

CREATE POLICY message_read_select_trusted ON public.message_read
    AS PERMISSIVE FOR SELECT TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true);
COMMENT ON POLICY message_read_select_trusted ON public.message_read IS 'The owner, the backend that authorises by itself and the encryption tool read all rows. Built by phi.protect.';

CREATE POLICY message_read_update_trusted ON public.message_read
    AS PERMISSIVE FOR UPDATE TO whitecross_encryptor, whitecross_owner, whitecross_service
    USING (true)
    WITH CHECK (true);
COMMENT ON POLICY message_read_update_trusted ON public.message_read IS 'The owner, the backend and the encryption tool change any row. Built by phi.protect.';

-- ----------------------------------------------------------------------------
-- message_read: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.message_read TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message_read TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.message_read TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(message_id),UPDATE(message_id) ON TABLE public.message_read TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.message_read TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(read_at),UPDATE(read_at) ON TABLE public.message_read TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.message_read TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.message_read TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.message_reads
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.message_reads WITH (security_invoker='true') AS
 SELECT id,
    message_id AS "messageId",
    user_id AS "userId",
    read_at AS "readAt",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.message_read;

COMMENT ON VIEW sequelize.message_reads IS 'Model MessageRead: public.message_read with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.message_reads: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.message_reads TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.message_reads TO whitecross_admin, whitecross_app, whitecross_district;
