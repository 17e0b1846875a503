-- Reverses 20251104000011-schema-create-messaging.
--
-- Data loss: every conversation and message, with its deliveries, reactions and read receipts.

DROP TABLE message_read;
DROP TABLE message_reactions;
DROP TABLE message_delivery;
DROP TABLE messages;
DROP TABLE message_templates;
DROP TABLE conversation_participants;
DROP TABLE conversations;
