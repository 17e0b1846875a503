-- Reverses 20261123000005-functions-retention-remove.
--
-- Data loss: none; rows that retention has removed do not come back.

DROP FUNCTION phi.retention_remove(name, integer, timestamptz);
DROP FUNCTION phi.retention_release(name, uuid[]);
DROP FUNCTION phi.retention_due(timestamptz);
DROP FUNCTION phi.retention_is_automatic(name);
