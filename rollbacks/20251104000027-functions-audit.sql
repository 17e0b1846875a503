-- Reverses 20251104000027-functions-audit.
--
-- Data loss: the salt. The log stays; fingerprints made before and after do not compare.

DROP FUNCTION phi.audit_detach(regclass);
DROP FUNCTION phi.audit_attach(regclass);
DROP FUNCTION phi.audit_source(regclass);
DROP FUNCTION phi.audit_entry(phi.tables, text, text, text, text, text, text, text, text);
DROP FUNCTION phi.audit_diff(regclass, text, boolean);
DROP FUNCTION phi.audit_claims();
DROP FUNCTION phi.claim(text);

DROP TABLE phi.audit_salt;
