-- Reverses 20251104000028-security-table-grants.
--
-- Data loss: none. Stop the sessions of the application first: from here on it is refused.

REVOKE EXECUTE ON FUNCTION
phi.break_glass(uuid, text, uuid, integer),
phi.break_glass_end(uuid)
FROM whitecross_app, whitecross_district, whitecross_admin;

REVOKE EXECUTE ON FUNCTION
phi.my_user(),
phi.my_id(),
phi.my_school(),
phi.my_schools(),
phi.my_conversations(),
phi.my_messages(),
phi.is_admin(),
phi.may(phi.access_group, text),
phi.may_students(phi.access_group, text)
FROM whitecross_app, whitecross_district, whitecross_admin, whitecross_readonly, whitecross_masker;

REVOKE ALL ON phi.tables, phi.columns, phi.access, phi.break_glass_grants
FROM whitecross_app, whitecross_district, whitecross_admin, whitecross_service, whitecross_readonly,
whitecross_auditor, whitecross_encryptor;

REVOKE USAGE ON SCHEMA phi
FROM whitecross_app, whitecross_district, whitecross_admin, whitecross_service, whitecross_readonly,
whitecross_auditor, whitecross_encryptor, whitecross_masker;

-- REVOKE on a table takes the grants on its columns back too.
DO $block$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN
        SELECT format('public.%I', t.table_name)::regclass
        FROM phi.tables AS t
        ORDER BY t.table_name DESC
    LOOP
        EXECUTE format(
            'REVOKE ALL ON %s FROM whitecross_app, whitecross_district, whitecross_admin,'
            ' whitecross_service, whitecross_readonly, whitecross_auditor, whitecross_encryptor,'
            ' whitecross_pgaudit',
            v_table
        );
    END LOOP;
END
$block$;

DROP FUNCTION phi.grant_attach(regclass);
