-- Reverses 20251104000025-security-phi-encryption.
--
-- Data loss: the wrapped keys and the record of past jobs. A value that is still encrypted would be
--            lost with its key, so the rollback refuses while a key is in use: first run wcdb phi
--            decrypt, then wcdb phi keys retire. Save phi.data_keys for backups that hold encrypted
--            values.

DO $block$
BEGIN
    IF EXISTS (SELECT FROM phi.data_keys AS k WHERE k.state <> 'RETIRED') THEN
        RAISE EXCEPTION 'phi.data_keys holds keys in use: the values they encrypt would be lost'
            USING HINT = 'Run wcdb phi decrypt for every table, then wcdb phi keys retire.';
    END IF;
END
$block$;

DROP TABLE phi.encryption_findings;
DROP TABLE phi.encryption_ranges;
DROP TABLE phi.encryption_jobs;
DROP TABLE phi.data_keys;
DROP TABLE phi.encrypted_columns;

DROP TYPE phi.encryption_fault;
DROP TYPE phi.encryption_state;
DROP TYPE phi.encryption_operation;
DROP TYPE phi.key_state;
DROP TYPE phi.key_purpose;
DROP TYPE phi.blind_index_rule;
