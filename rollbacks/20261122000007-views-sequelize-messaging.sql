-- Reverses 20261122000007-views-sequelize-messaging.
--
-- Data loss: none. The rows stay in the tables; the application cannot read them until the
--            views are back.

DROP VIEW sequelize.message_reads;
DROP VIEW sequelize.message_reactions;
DROP VIEW sequelize.message_deliveries;
DROP VIEW sequelize.messages;
DROP VIEW sequelize.message_templates;
DROP VIEW sequelize.conversation_participants;
DROP VIEW sequelize.conversations;
