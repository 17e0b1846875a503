-- Reverses 20251104000025-security-phi-hand-written.
--
-- Data loss: the record of the hand-written policies and triggers. The next apply writes it again,
-- as they are then.

DROP FUNCTION phi.record_hand_written(text);
DROP TABLE phi.hand_written;
DROP FUNCTION phi.policies_and_triggers(oid[]);
DROP FUNCTION phi.policy_definition(text, text, text, text, text, text, text);
