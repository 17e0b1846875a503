-- Reverses 20261123000004-functions-retention-due.
--
-- Data loss: none.

DROP FUNCTION phi.retention_order();
DROP FUNCTION phi.retention_query(name);
DROP FUNCTION phi.retention_references(name);
