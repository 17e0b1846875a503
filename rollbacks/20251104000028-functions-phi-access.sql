-- Reverses 20251104000028-functions-phi-access.
--
-- Data loss: none.

DROP FUNCTION phi.accounting(uuid, timestamptz);
DROP FUNCTION phi.read_student(uuid, text);
DROP FUNCTION phi.read_record(regclass, uuid, text);
DROP FUNCTION phi.log_view(name, uuid, uuid, text, bigint);
