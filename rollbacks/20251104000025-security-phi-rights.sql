-- Reverses 20251104000025-security-phi-rights.
--
-- Data loss: none that the next apply does not write anew, unless somebody added a grant by hand.

DROP FUNCTION phi.protect_grants();
DROP FUNCTION phi.grant_differences();
DROP FUNCTION phi.grants_found();

DROP TABLE phi.grants;

DROP TYPE phi.grant_kind;
