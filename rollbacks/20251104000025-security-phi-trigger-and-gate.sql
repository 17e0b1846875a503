-- Reverses 20251104000025-security-phi-trigger-and-gate.
--
-- Data loss: none.

DELETE FROM phi.callers AS c
WHERE c.role_name = 'whitecross_encryptor';

DELETE FROM phi.grants AS g
WHERE
    g.object_name IN (
        'phi.encrypted_columns',
        'phi.data_keys',
        'phi.encryption_jobs',
        'phi.encryption_ranges',
        'phi.encryption_findings'
    );

SELECT phi.protect_grants();

DROP FUNCTION phi.require_encrypted(regclass);
DROP FUNCTION phi.is_verified(name, name);
DROP FUNCTION phi.key_log(integer, text);
DROP FUNCTION phi.encryption_log(bigint, integer, text);
DROP FUNCTION phi.require_plaintext(regclass);
DROP FUNCTION phi.ciphertext_source(regclass);
DROP FUNCTION phi.ciphertext_function(regclass);
DROP FUNCTION phi.ciphertext_lines(regclass, text);
DROP FUNCTION phi.ciphertext_block(text, boolean);
DROP FUNCTION phi.ciphertext_key(regclass);
