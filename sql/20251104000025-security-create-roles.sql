-- The roles of the platform: groups without login, to which a DBA adds the logins.
--
-- The application's own users stand in table users and come with each transaction as claims
-- (app.user_id, app.user_role, app.school_id). Which of these roles is in force says no more than
-- how far a session may reach at most: whitecross_app one school, whitecross_district the schools
-- of one district, whitecross_admin all. So a stolen login of whitecross_app cannot be talked into
-- another district by a forged claim, and each of the three has a policy that an index can serve.
--
-- Roles belong to the server, not to the database: each is made only where it is missing, and a
-- rollback drops it only if nothing else needs it. None has BYPASSRLS, none owns a table.
--
-- Roles:    whitecross_app, _district, _admin, _service, _readonly, _auditor, _encryptor, _masker,
--           _pgaudit
-- HIPAA:    45 CFR 164.308(a)(4), 164.312(a)(1): who may reach what
-- Locks:    none
-- Rollback: drops the roles that have no member and own or may nothing in any database
--
-- depends: 20251104000025-security-classify-system

DO $block$
DECLARE
    v_role name;
    v_comment text;
BEGIN
    FOR v_role, v_comment IN
        VALUES
        ('whitecross_app', 'Sessions of one school, by claims.'),
        ('whitecross_district', 'Sessions over the schools of one district, by claims.'),
        ('whitecross_admin', 'Sessions over all schools, by claims.'),
        ('whitecross_service', 'The backend that authorises by itself: all rows, audited.'),
        ('whitecross_readonly', 'Masked views and nothing else, by claims.'),
        ('whitecross_auditor', 'The audit log and the accounting of disclosures, read only.'),
        ('whitecross_encryptor', 'The PHI encryption tool.'),
        ('whitecross_masker', 'Owns the masked views; nobody logs in as it.'),
        ('whitecross_pgaudit', 'What it may read, pgaudit logs; nobody logs in as it.')
    LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
            EXECUTE format('COMMENT ON ROLE %I IS %L', v_role, v_comment);
        EXCEPTION
            -- unique_violation: another database of this server makes it at the same moment.
            WHEN duplicate_object OR unique_violation THEN
                RAISE NOTICE 'role % is there already', v_role;
        END;
    END LOOP;
END
$block$;
