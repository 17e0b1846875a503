-- Reverses 20251104000025-security-create-roles.
--
-- Data loss: none. A role stays if it has a member other than the role that runs this, or if an
--            object or a right in any database of the server depends on it; the next apply uses it
--            as it is.

DO $block$
DECLARE
    v_role name;
BEGIN
    FOREACH v_role IN ARRAY ARRAY[
        'whitecross_pgaudit', 'whitecross_masker', 'whitecross_encryptor', 'whitecross_auditor',
        'whitecross_readonly', 'whitecross_service', 'whitecross_admin', 'whitecross_district',
        'whitecross_app', 'whitecross_owner'
    ]::name[]
    LOOP
        IF EXISTS (
            SELECT FROM pg_auth_members AS m
            WHERE m.roleid = to_regrole(v_role::text) AND m.member <> current_user::regrole
        ) THEN
            RAISE NOTICE 'role % has members and stays', v_role;
        ELSIF to_regrole(v_role::text) IS NOT NULL AND v_role <> current_user THEN
            BEGIN
                EXECUTE format('DROP ROLE %I', v_role);
            EXCEPTION
                WHEN dependent_objects_still_exist OR insufficient_privilege THEN
                    RAISE NOTICE 'role % stays: %', v_role, SQLERRM;
            END;
        END IF;
    END LOOP;
END
$block$;
