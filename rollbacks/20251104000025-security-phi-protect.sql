-- Reverses 20251104000025-security-phi-protect.
--
-- Data loss: none.

DROP FUNCTION phi.protect_all();
DROP FUNCTION phi.unprotect(regclass);
DROP FUNCTION phi.protect(regclass);
DROP FUNCTION phi.protection_drop(phi.protection_kind, text, text);
DROP FUNCTION phi.protection_differences(regclass);
DROP FUNCTION phi.protection_source(regclass);
DROP FUNCTION phi.protection_found(regclass);
DROP FUNCTION phi.protected_relations(regclass);

DROP TYPE phi.protection_difference;
DROP TYPE phi.protection;
DROP TYPE phi.protection_kind;
