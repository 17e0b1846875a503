-- Reverses 20251104000025-security-classify-messaging.
--
-- Data loss: the classification of these tables. The next apply writes it again.

DELETE FROM phi.tables
WHERE table_name IN (
    'conversations',
    'conversation_participants',
    'message_templates',
    'messages',
    'message_delivery',
    'message_reactions',
    'message_read'
);
