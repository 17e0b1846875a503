-- Reverses 20251104000028-security-rls-special.
--
-- Data loss: none. But from here on only the trusted roles see these tables: stop the sessions of
--            whitecross_app, _district and _admin first.

SET LOCAL lock_timeout = '5s';

DROP POLICY push_notifications_insert_author ON push_notifications;
DROP POLICY push_notifications_select_author ON push_notifications;

DROP POLICY message_reactions_insert_user ON message_reactions;
DROP POLICY message_reactions_select_participant ON message_reactions;

DROP POLICY message_read_insert_reader ON message_read;
DROP POLICY message_read_select_participant ON message_read;

DROP POLICY message_delivery_insert_sender ON message_delivery;
DROP POLICY message_delivery_select_participant ON message_delivery;

DROP POLICY messages_update_sender ON messages;
DROP POLICY messages_insert_sender ON messages;
DROP POLICY messages_select_participant ON messages;

DROP POLICY conversation_participants_insert_founder ON conversation_participants;
DROP POLICY conversation_participants_select_participant ON conversation_participants;

DROP POLICY conversations_insert_participant ON conversations;
DROP POLICY conversations_select_participant ON conversations;

DROP POLICY users_update_admin ON users;
DROP POLICY users_insert_admin ON users;
DROP POLICY users_select_admin ON users;
DROP POLICY users_select_district ON users;
DROP POLICY users_select_school ON users;

DROP POLICY schools_update_admin ON schools;
DROP POLICY schools_insert_admin ON schools;
DROP POLICY schools_select_admin ON schools;
DROP POLICY schools_update_district ON schools;
DROP POLICY schools_select_district ON schools;
DROP POLICY schools_select_school ON schools;

DROP POLICY districts_update_admin ON districts;
DROP POLICY districts_insert_admin ON districts;
DROP POLICY districts_select_admin ON districts;
DROP POLICY districts_select_staff ON districts;

DROP POLICY audit_logs_select_admin ON audit_logs;

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

DROP FUNCTION phi.my_messages();
DROP FUNCTION phi.my_conversations();
