-- Reverses 20251104000027-functions-audit.
--
-- Data loss: the salt. The log stays; fingerprints made before and after do not match.

DROP FUNCTION phi.audit_function(regclass);
DROP FUNCTION phi.audit_columns(regclass, text, boolean);
DROP FUNCTION phi.audit_compares_text(oid);
DROP FUNCTION phi.audit_value(phi.audit_rule, boolean);
DROP FUNCTION phi.logged_claims();
DROP FUNCTION phi.claim(text);

DROP TABLE phi.audit_salt;
