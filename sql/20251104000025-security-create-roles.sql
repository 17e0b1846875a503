-- The roles of the platform: groups without login, to which a DBA adds the logins.
--
-- The application's own users are rows of table users. Each transaction names its user by claims
-- (app.user_id, app.user_role, app.school_id). The role in force says how far a session may reach
-- at most: whitecross_app one school, whitecross_district the schools of one district,
-- whitecross_admin all. So a forged claim does not take a stolen login of whitecross_app into
-- another district, and each of the three has a policy that an index can serve.
--
-- whitecross_owner is the role by whose name the policies let the owner through. The login that
-- applies the migrations becomes a member of it, or is it.
--
-- Roles belong to the server, not to the database: each is created only where it is missing, and a
-- rollback drops it only if nothing else needs it. None has BYPASSRLS.
--
-- Roles:    whitecross_owner, _app, _district, _admin, _service, _readonly, _auditor, _encryptor,
--           _masker, _pgaudit
-- HIPAA:    45 CFR 164.308(a)(4), 164.312(a)(1), access control
-- Locks:    none
-- Rollback: drops each role that has no member and no right or object in any database
--
-- depends: 20251104000025-security-classify-system

DO $block$
DECLARE
    v_role name;
    v_comment text;
BEGIN
    FOR v_role, v_comment IN
        VALUES
        ('whitecross_owner', 'Applies the migrations; the policies let it through by this name.'),
        ('whitecross_app', 'Sessions of one school, by claims.'),
        ('whitecross_district', 'Sessions over the schools of one district, by claims.'),
        ('whitecross_admin', 'Sessions over all schools, by claims.'),
        ('whitecross_service', 'The backend that authorises by itself: all rows, audited.'),
        ('whitecross_readonly', 'Reads the masked views only, by claims.'),
        ('whitecross_auditor', 'The audit log and the accounting of disclosures, read only.'),
        ('whitecross_encryptor', 'The PHI encryption tool.'),
        ('whitecross_masker', 'Owns the masked views; nobody logs in as it.'),
        ('whitecross_pgaudit', 'pgaudit logs every read of its tables; nobody logs in as it.')
    LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
            EXECUTE format('COMMENT ON ROLE %I IS %L', v_role, v_comment);
        EXCEPTION
            -- unique_violation: another database of this server creates it at the same moment.
            WHEN duplicate_object OR unique_violation THEN
                RAISE NOTICE 'role % is there already', v_role;
        END;
    END LOOP;

    IF NOT pg_has_role('whitecross_owner', 'USAGE') THEN
        BEGIN
            EXECUTE format('GRANT whitecross_owner TO %I', current_user);
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role % must be a member of whitecross_owner', current_user
                    USING HINT = format(
                        'Ask the administrator of the server to run: GRANT whitecross_owner TO %I',
                        current_user
                    );
        END;
    END IF;
END
$block$;
