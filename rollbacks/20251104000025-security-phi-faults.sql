-- Reverses 20251104000025-security-phi-faults.
--
-- Data loss: none.

DROP FUNCTION phi.registry_faults(regclass);
DROP FUNCTION phi.base_type(oid, integer);
