-- Reverses 20251104000025-security-phi-rights.
--
-- Data loss: rows of phi.grants that somebody added by hand. The next apply writes the others.

DROP FUNCTION phi.protect_grants();
DROP FUNCTION phi.grant_differences();
DROP FUNCTION phi.grants_found();

DROP TABLE phi.grants;

DROP TYPE phi.grant_kind;
