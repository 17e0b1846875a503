-- Row-level security of the tables whose tenant is not in a column school_id.
--
-- Tenants are made of districts, schools and users. Messages belong to their participants, whatever
-- the school. Everyone adds to the audit log, and few read it. The file before has turned row-level
-- security on for these tables, with the policies of the trusted and the fences of administrators
-- and districts; these policies are written by hand and recorded, so that wcdb posture knows them.
--
-- Tables:   audit_logs; districts, schools, users; conversations, conversation_participants,
--           messages, message_delivery, message_read, message_reactions, push_notifications
-- HIPAA:    messages hold PHI; users decide over all access
-- Locks:    ACCESS EXCLUSIVE on each table in turn, until the transaction ends: well under a second
-- Rollback: drops the policies: only the trusted roles see these tables
--
-- depends: 20251104000028-security-rls-policies

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- The conversations and messages of the verified user
-- ----------------------------------------------------------------------------
-- SECURITY DEFINER: a policy of conversation_participants that reads conversation_participants
-- would call itself without end.

CREATE FUNCTION phi.my_conversations()
RETURNS uuid[]
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_user uuid := phi.my_id();
BEGIN
    RETURN ARRAY(
        SELECT p.conversation_id
        FROM public.conversation_participants AS p
        WHERE p.user_id = v_user
    );
END
$function$;

COMMENT ON FUNCTION phi.my_conversations() IS
    'Conversations in which the verified user takes part.';

REVOKE EXECUTE ON FUNCTION phi.my_conversations() FROM public;

CREATE FUNCTION phi.my_messages()
RETURNS uuid[]
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_user uuid := phi.my_id();
BEGIN
    RETURN ARRAY(
        SELECT d.message_id FROM public.message_delivery AS d WHERE d.recipient_id = v_user
    );
END
$function$;

COMMENT ON FUNCTION phi.my_messages() IS 'Messages delivered to the verified user.';

REVOKE EXECUTE ON FUNCTION phi.my_messages() FROM public;

-- ----------------------------------------------------------------------------
-- audit_logs
-- ----------------------------------------------------------------------------
-- There is no policy for UPDATE or DELETE, not even for the owner. Partitions have no policy and no
-- grant, so the log can be reached only by its own name.

CREATE POLICY audit_logs_select_admin ON audit_logs
AS PERMISSIVE FOR SELECT
TO whitecross_admin
USING ((SELECT phi.is_admin()) AND (SELECT phi.may('PLATFORM', 'SELECT')));
COMMENT ON POLICY audit_logs_select_admin ON audit_logs IS
    'A verified administrator reads the whole log.';

-- ----------------------------------------------------------------------------
-- districts
-- ----------------------------------------------------------------------------

CREATE POLICY districts_select_staff ON districts
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_district, whitecross_readonly
USING (id = (SELECT (phi.my_user()).district_id));
COMMENT ON POLICY districts_select_staff ON districts IS 'The user''s own district.';

CREATE POLICY districts_select_admin ON districts
AS PERMISSIVE FOR SELECT
TO whitecross_admin
USING ((SELECT phi.may('DIRECTORY', 'SELECT')));
COMMENT ON POLICY districts_select_admin ON districts IS 'Administrators see every district.';

CREATE POLICY districts_insert_admin ON districts
AS PERMISSIVE FOR INSERT
TO whitecross_admin
WITH CHECK ((SELECT phi.may('DIRECTORY', 'INSERT')));
COMMENT ON POLICY districts_insert_admin ON districts IS 'Administrators set districts up.';

CREATE POLICY districts_update_admin ON districts
AS PERMISSIVE FOR UPDATE
TO whitecross_admin
USING ((SELECT phi.may('DIRECTORY', 'UPDATE')))
WITH CHECK ((SELECT phi.may('DIRECTORY', 'UPDATE')));
COMMENT ON POLICY districts_update_admin ON districts IS 'Administrators change districts.';

-- ----------------------------------------------------------------------------
-- schools
-- ----------------------------------------------------------------------------

CREATE POLICY schools_select_school ON schools
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_readonly
USING (id = (SELECT phi.my_school()));
COMMENT ON POLICY schools_select_school ON schools IS 'The verified school.';

CREATE POLICY schools_select_district ON schools
AS PERMISSIVE FOR SELECT
TO whitecross_district
USING (district_id = (SELECT (phi.my_user()).district_id));
COMMENT ON POLICY schools_select_district ON schools IS 'The schools of the district.';

CREATE POLICY schools_update_district ON schools
AS PERMISSIVE FOR UPDATE
TO whitecross_district
USING (district_id = (SELECT (phi.my_user()).district_id))
WITH CHECK (district_id = (SELECT (phi.my_user()).district_id));
COMMENT ON POLICY schools_update_district ON schools IS
    'District administrators change their schools and cannot move one to another district.';

CREATE POLICY schools_select_admin ON schools
AS PERMISSIVE FOR SELECT
TO whitecross_admin
USING ((SELECT phi.may('DIRECTORY', 'SELECT')));
COMMENT ON POLICY schools_select_admin ON schools IS 'Administrators see every school.';

CREATE POLICY schools_insert_admin ON schools
AS PERMISSIVE FOR INSERT
TO whitecross_admin
WITH CHECK ((SELECT phi.may('DIRECTORY', 'INSERT')));
COMMENT ON POLICY schools_insert_admin ON schools IS 'Administrators set schools up.';

CREATE POLICY schools_update_admin ON schools
AS PERMISSIVE FOR UPDATE
TO whitecross_admin
USING ((SELECT phi.may('DIRECTORY', 'UPDATE')))
WITH CHECK ((SELECT phi.may('DIRECTORY', 'UPDATE')));
COMMENT ON POLICY schools_update_admin ON schools IS 'Administrators change schools.';

-- ----------------------------------------------------------------------------
-- users
-- ----------------------------------------------------------------------------
-- Only administrators write: a user who can change users.role or school_id can take any right.

CREATE POLICY users_select_school ON users
AS PERMISSIVE FOR SELECT
TO whitecross_app
USING (school_id = (SELECT phi.my_school()) OR id = (SELECT phi.my_id()));
COMMENT ON POLICY users_select_school ON users IS
    'Staff of the verified school, and the user''s own row.';

CREATE POLICY users_select_district ON users
AS PERMISSIVE FOR SELECT
TO whitecross_district
USING (district_id = (SELECT (phi.my_user()).district_id));
COMMENT ON POLICY users_select_district ON users IS 'Staff of the district.';

CREATE POLICY users_select_admin ON users
AS PERMISSIVE FOR SELECT
TO whitecross_admin
USING ((SELECT phi.may('DIRECTORY', 'SELECT')));
COMMENT ON POLICY users_select_admin ON users IS 'Administrators see every user.';

CREATE POLICY users_insert_admin ON users
AS PERMISSIVE FOR INSERT
TO whitecross_admin
WITH CHECK ((SELECT phi.may('DIRECTORY', 'INSERT')));
COMMENT ON POLICY users_insert_admin ON users IS 'Administrators set users up.';

CREATE POLICY users_update_admin ON users
AS PERMISSIVE FOR UPDATE
TO whitecross_admin
USING ((SELECT phi.may('DIRECTORY', 'UPDATE')))
WITH CHECK ((SELECT phi.may('DIRECTORY', 'UPDATE')));
COMMENT ON POLICY users_update_admin ON users IS 'Administrators change users.';

-- ----------------------------------------------------------------------------
-- conversations and their participants
-- ----------------------------------------------------------------------------

CREATE POLICY conversations_select_participant ON conversations
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_district, whitecross_admin
USING (
    id = any((SELECT phi.my_conversations())::uuid[]) OR created_by_id = (SELECT phi.my_id())
);
COMMENT ON POLICY conversations_select_participant ON conversations IS
    'Conversations that the user takes part in or started.';

CREATE POLICY conversations_insert_participant ON conversations
AS PERMISSIVE FOR INSERT
TO whitecross_app, whitecross_district, whitecross_admin
WITH CHECK (created_by_id = (SELECT phi.my_id()));
COMMENT ON POLICY conversations_insert_participant ON conversations IS
    'Every user may start a conversation, in their own name.';

CREATE POLICY conversation_participants_select_participant ON conversation_participants
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_district, whitecross_admin
USING (conversation_id = any((SELECT phi.my_conversations())::uuid[]));
COMMENT ON POLICY conversation_participants_select_participant ON conversation_participants IS
    'The participants of the user''s own conversations.';

CREATE POLICY conversation_participants_insert_founder ON conversation_participants
AS PERMISSIVE FOR INSERT
TO whitecross_app, whitecross_district, whitecross_admin
WITH CHECK (
    EXISTS (
        SELECT FROM public.conversations AS c
        WHERE
            c.id = conversation_participants.conversation_id
            AND c.created_by_id = (SELECT phi.my_id())
    )
);
COMMENT ON POLICY conversation_participants_insert_founder ON conversation_participants IS
    'The user who started a conversation chooses its participants.';

-- ----------------------------------------------------------------------------
-- messages
-- ----------------------------------------------------------------------------

CREATE POLICY messages_select_participant ON messages
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_district, whitecross_admin
USING (
    sender_id = (SELECT phi.my_id())
    OR conversation_id = any((SELECT phi.my_conversations())::uuid[])
    OR id = any((SELECT phi.my_messages())::uuid[])
);
COMMENT ON POLICY messages_select_participant ON messages IS
    'Messages that the user sent or received, and those of the user''s own conversations.';

CREATE POLICY messages_insert_sender ON messages
AS PERMISSIVE FOR INSERT
TO whitecross_app, whitecross_district, whitecross_admin
WITH CHECK (
    sender_id = (SELECT phi.my_id())
    AND (
        conversation_id IS NULL OR conversation_id = any((SELECT phi.my_conversations())::uuid[])
    )
);
COMMENT ON POLICY messages_insert_sender ON messages IS
    'Users write in their own name, and into their own conversations.';

CREATE POLICY messages_update_sender ON messages
AS PERMISSIVE FOR UPDATE
TO whitecross_app, whitecross_district, whitecross_admin
USING (sender_id = (SELECT phi.my_id()))
WITH CHECK (
    sender_id = (SELECT phi.my_id())
    AND (
        conversation_id IS NULL OR conversation_id = any((SELECT phi.my_conversations())::uuid[])
    )
);
COMMENT ON POLICY messages_update_sender ON messages IS
    'Senders edit their own messages.';

CREATE POLICY message_delivery_select_participant ON message_delivery
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_district, whitecross_admin
USING (
    recipient_id = (SELECT phi.my_id())
    OR EXISTS (
        SELECT FROM public.messages AS m
        WHERE m.id = message_delivery.message_id AND m.sender_id = (SELECT phi.my_id())
    )
);
COMMENT ON POLICY message_delivery_select_participant ON message_delivery IS
    'Deliveries to the user, and of the user''s own messages.';

CREATE POLICY message_delivery_insert_sender ON message_delivery
AS PERMISSIVE FOR INSERT
TO whitecross_app, whitecross_district, whitecross_admin
WITH CHECK (
    EXISTS (
        SELECT FROM public.messages AS m
        WHERE m.id = message_delivery.message_id AND m.sender_id = (SELECT phi.my_id())
    )
);
COMMENT ON POLICY message_delivery_insert_sender ON message_delivery IS
    'The sender chooses the recipients.';

CREATE POLICY message_read_select_participant ON message_read
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_district, whitecross_admin
USING (
    user_id = (SELECT phi.my_id())
    OR EXISTS (
        SELECT FROM public.messages AS m
        WHERE m.id = message_read.message_id
    )
);
COMMENT ON POLICY message_read_select_participant ON message_read IS
    'Read receipts of the messages that the user may see.';

CREATE POLICY message_read_insert_reader ON message_read
AS PERMISSIVE FOR INSERT
TO whitecross_app, whitecross_district, whitecross_admin
WITH CHECK (
    user_id = (SELECT phi.my_id())
    AND EXISTS (
        SELECT FROM public.messages AS m
        WHERE m.id = message_read.message_id
    )
);
COMMENT ON POLICY message_read_insert_reader ON message_read IS
    'The user''s own receipt, of a message that the user may see.';

CREATE POLICY message_reactions_select_participant ON message_reactions
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_district, whitecross_admin
USING (
    user_id = (SELECT phi.my_id())
    OR EXISTS (
        SELECT FROM public.messages AS m
        WHERE m.id = message_reactions.message_id
    )
);
COMMENT ON POLICY message_reactions_select_participant ON message_reactions IS
    'Reactions to the messages that the user may see.';

CREATE POLICY message_reactions_insert_user ON message_reactions
AS PERMISSIVE FOR INSERT
TO whitecross_app, whitecross_district, whitecross_admin
WITH CHECK (
    user_id = (SELECT phi.my_id())
    AND EXISTS (
        SELECT FROM public.messages AS m
        WHERE m.id = message_reactions.message_id
    )
);
COMMENT ON POLICY message_reactions_insert_user ON message_reactions IS
    'The user''s own reaction, to a message that the user may see.';

-- ----------------------------------------------------------------------------
-- push_notifications
-- ----------------------------------------------------------------------------

CREATE POLICY push_notifications_select_author ON push_notifications
AS PERMISSIVE FOR SELECT
TO whitecross_app, whitecross_district, whitecross_admin
USING (created_by = (SELECT phi.my_id()));
COMMENT ON POLICY push_notifications_select_author ON push_notifications IS
    'Notifications that the user sent; the devices get theirs from the backend.';

CREATE POLICY push_notifications_insert_author ON push_notifications
AS PERMISSIVE FOR INSERT
TO whitecross_app, whitecross_district, whitecross_admin
WITH CHECK (created_by = (SELECT phi.my_id()));
COMMENT ON POLICY push_notifications_insert_author ON push_notifications IS
    'Users send notifications in their own name.';

-- ----------------------------------------------------------------------------
-- Recorded
-- ----------------------------------------------------------------------------

SELECT phi.record_hand_written('public.audit_logs');
SELECT phi.record_hand_written('public.districts');
SELECT phi.record_hand_written('public.schools');
SELECT phi.record_hand_written('public.users');
SELECT phi.record_hand_written('public.conversations');
SELECT phi.record_hand_written('public.conversation_participants');
SELECT phi.record_hand_written('public.messages');
SELECT phi.record_hand_written('public.message_delivery');
SELECT phi.record_hand_written('public.message_read');
SELECT phi.record_hand_written('public.message_reactions');
SELECT phi.record_hand_written('public.push_notifications');
