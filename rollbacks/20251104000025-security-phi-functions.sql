-- Reverses 20251104000025-security-phi-functions.
--
-- Data loss: none.

DROP FUNCTION phi.require_encrypted(regclass);
DROP FUNCTION phi.is_verified(name, name);
DROP FUNCTION phi.key_log(integer, text);
DROP FUNCTION phi.encryption_log(bigint, integer, text);
DROP FUNCTION phi.ciphertext_detach(regclass);
DROP FUNCTION phi.ciphertext_attach(regclass);
DROP FUNCTION phi.ciphertext_source(regclass);
DROP FUNCTION phi.ciphertext_key(regclass);
