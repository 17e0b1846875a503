-- Row-level security on every table that holds PHI or belongs to a tenant.
--
-- phi.fence_attach('students') writes the policies of one table from the registry, the same for
-- all, so that a reviewer reads them once; \d students shows them. For each table:
--   * the fence, RESTRICTIVE: nothing that another policy grants reaches beyond it.
--     whitecross_app and the masked views: school_id = the verified school, an equality that an
--     index serves and whose order it keeps. whitecross_district: the schools of the district.
--     whitecross_admin: a verified administrator.
--   * what the access matrix gives, PERMISSIVE, one policy a command; beside it the students of
--     another school that are assigned to the nurse or opened in an emergency.
--   * whoever is trusted with all rows: the owner, the backend that authorises by itself
--     (whitecross_service), the encryption tool. No BYPASSRLS anywhere.
-- A table without a tenant (tenant_rule NONE) is open to administrators and the trusted alone.
-- Tables with tenant_rule SPECIAL follow in …-security-rls-special.
--
-- Tables:   every one with PHI or a tenant, but for the special ones
-- HIPAA:    45 CFR 164.312(a)(1), access control; 164.502(b), minimum necessary
-- Locks:    ACCESS EXCLUSIVE on each table in turn, until the transaction ends: about a second
-- Rollback: takes the policies away: every role with a grant sees every row again
--
-- depends: 20251104000028-functions-phi-access

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- phi.policy_create: one policy and its comment
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.policy_create(
    p_table regclass,
    p_name text,
    p_kind text,
    p_command text,
    p_roles text,
    p_condition text,
    p_comment text
)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_name text := (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = p_table) || p_name;
BEGIN
    EXECUTE format(
        'CREATE POLICY %I ON %s AS %s FOR %s TO %s', v_name, p_table, p_kind, p_command, p_roles
    )
    || CASE WHEN p_command <> 'INSERT' THEN format(' USING (%s)', p_condition) ELSE '' END
    || CASE
        WHEN p_command IN ('ALL', 'INSERT', 'UPDATE') THEN format(' WITH CHECK (%s)', p_condition)
        ELSE ''
    END;
    EXECUTE format('COMMENT ON POLICY %I ON %s IS %L', v_name, p_table, p_comment);
END
$function$;

COMMENT ON FUNCTION phi.policy_create(regclass, text, text, text, text, text, text) IS
    'Creates a policy whose USING and WITH CHECK are the same condition, with its comment.';

REVOKE EXECUTE ON FUNCTION phi.policy_create(
    regclass, text, text, text, text, text, text
) FROM public;

-- ----------------------------------------------------------------------------
-- phi.fence_trusted: row-level security on, and the policies of the trusted
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.fence_trusted(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_table);
    PERFORM phi.policy_create(
        p_table, '_select_trusted', 'PERMISSIVE', 'SELECT',
        'CURRENT_USER, whitecross_service, whitecross_encryptor', 'TRUE',
        'The owner, the backend that authorises by itself and the encryption tool read all rows.'
    );
    PERFORM phi.policy_create(
        p_table, '_insert_trusted', 'PERMISSIVE', 'INSERT',
        'CURRENT_USER, whitecross_service', 'TRUE',
        'The owner and the backend that authorises by itself add any row.'
    );
    PERFORM phi.policy_create(
        p_table, '_update_trusted', 'PERMISSIVE', 'UPDATE',
        'CURRENT_USER, whitecross_service, whitecross_encryptor', 'TRUE',
        'The owner, the backend and the encryption tool change any row.'
    );
    PERFORM phi.policy_create(
        p_table, '_delete_trusted', 'PERMISSIVE', 'DELETE',
        'CURRENT_USER, whitecross_service', 'TRUE',
        'The owner and the backend; a trigger refuses what only retention may delete.'
    );
END
$function$;

COMMENT ON FUNCTION phi.fence_trusted(regclass) IS
    'Turns row-level security on, for the owner too, and lets the trusted roles see all rows.';

REVOKE EXECUTE ON FUNCTION phi.fence_trusted(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.fence_attach: the policies of a table, from the registry
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.fence_attach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table phi.tables := phi.classification(p_table);
    v_command text;
    v_condition text;
    v_staff text := 'whitecross_app, whitecross_district, whitecross_admin';
BEGIN
    IF v_table.tenant_rule = 'SPECIAL' THEN
        RAISE EXCEPTION 'table % has tenant_rule SPECIAL: write its policies in the migration',
            p_table;
    END IF;

    PERFORM phi.fence_trusted(p_table);

    PERFORM phi.policy_create(
        p_table, '_fence_admin', 'RESTRICTIVE', 'ALL', 'whitecross_admin',
        '(SELECT phi.is_admin())',
        'Sessions over all schools are for administrators, whatever else they claim.'
    );
    IF v_table.tenant_rule = 'SCHOOL' THEN
        PERFORM phi.policy_create(
            p_table, '_fence_school', 'RESTRICTIVE', 'ALL', 'whitecross_app, whitecross_masker',
            'school_id = (SELECT phi.my_school())',
            'No row of another school than the verified one is read, and none moves there.'
        );
        PERFORM phi.policy_create(
            p_table, '_fence_district', 'RESTRICTIVE', 'ALL', 'whitecross_district',
            'school_id = any((SELECT phi.my_schools())::uuid[])',
            'No row of another district than the verified one is read, and none moves there.'
        );
    ELSIF v_table.tenant_rule = 'SCHOOL_OR_ALL' THEN
        PERFORM phi.policy_create(
            p_table, '_fence_school_select', 'RESTRICTIVE', 'SELECT',
            'whitecross_app, whitecross_masker',
            'school_id IS NULL OR school_id = (SELECT phi.my_school())',
            'Rows of the verified school, and those that are for every school.'
        );
        PERFORM phi.policy_create(
            p_table, '_fence_district_select', 'RESTRICTIVE', 'SELECT', 'whitecross_district',
            'school_id = any((SELECT phi.my_schools())::uuid[])'
            ' OR (school_id IS NULL AND (SELECT phi.my_schools()) IS NOT NULL)',
            'Rows of the schools of the district, and those that are for every school.'
        );
        FOREACH v_command IN ARRAY ARRAY['INSERT', 'UPDATE'] LOOP
            PERFORM phi.policy_create(
                p_table, '_fence_school_' || lower(v_command), 'RESTRICTIVE', v_command,
                'whitecross_app', 'school_id = (SELECT phi.my_school())',
                'What is for every school is written by administrators.'
            );
            PERFORM phi.policy_create(
                p_table, '_fence_district_' || lower(v_command), 'RESTRICTIVE', v_command,
                'whitecross_district',
                'school_id = any((SELECT phi.my_schools())::uuid[])',
                'What is for every school is written by administrators.'
            );
        END LOOP;
    ELSE
        v_staff := 'whitecross_admin';
    END IF;

    FOREACH v_command IN ARRAY ARRAY['SELECT', 'INSERT', 'UPDATE'] LOOP
        v_condition := format('(SELECT phi.may(%L, %L))', v_table.access_group, v_command);
        IF v_table.student_column IS NOT NULL AND v_table.tenant_rule = 'SCHOOL' THEN
            v_condition := v_condition || format(
                ' OR %I = any((SELECT phi.may_students(%L, %L))::uuid[])',
                v_table.student_column, v_table.access_group, v_command
            );
        END IF;
        PERFORM phi.policy_create(
            p_table, '_' || lower(v_command) || '_staff', 'PERMISSIVE', v_command, v_staff,
            v_condition,
            'Who the access matrix lets ' || v_command || ' in group ' || v_table.access_group
            || '; docs/access.md says why.'
        );
    END LOOP;

    IF v_table.holds_phi AND v_table.tenant_rule <> 'NONE' THEN
        PERFORM phi.policy_create(
            p_table, '_select_masked', 'PERMISSIVE', 'SELECT', 'whitecross_masker',
            format('(SELECT phi.may(%L, ''MASKED''))', v_table.access_group),
            'What the masked view may read for a user whom the access matrix lets see it.'
        );
    END IF;
END
$function$;

COMMENT ON FUNCTION phi.fence_attach(regclass) IS
    'Turns row-level security on and writes the policies of a table, from the registry.';

REVOKE EXECUTE ON FUNCTION phi.fence_attach(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.fence_detach: for rollbacks
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.fence_detach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_policy name;
BEGIN
    FOR v_policy IN
        SELECT p.polname FROM pg_catalog.pg_policy AS p WHERE p.polrelid = p_table
        ORDER BY p.polname
    LOOP
        EXECUTE format('DROP POLICY %I ON %s', v_policy, p_table);
    END LOOP;
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', p_table);
    EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', p_table);
END
$function$;

COMMENT ON FUNCTION phi.fence_detach(regclass) IS
    'Drops every policy of a table and turns row-level security off; for rollbacks.';

REVOKE EXECUTE ON FUNCTION phi.fence_detach(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Every table with PHI or a tenant
-- ----------------------------------------------------------------------------

DO $block$
DECLARE
    v_table regclass;
    v_tables integer := 0;
BEGIN
    FOR v_table IN
        SELECT format('public.%I', t.table_name)::regclass
        FROM phi.tables AS t
        WHERE (t.holds_phi OR t.tenant_rule <> 'NONE') AND t.tenant_rule <> 'SPECIAL'
        ORDER BY t.table_name
    LOOP
        PERFORM phi.fence_attach(v_table);
        v_tables := v_tables + 1;
    END LOOP;
    IF v_tables = 0 THEN
        RAISE EXCEPTION 'phi.tables names no protected table: the classification is missing';
    END IF;
END
$block$;

-- ----------------------------------------------------------------------------
-- mental_health_records: the level of confidentiality
-- ----------------------------------------------------------------------------
-- STANDARD is for every counselor of the school, ENHANCED for who treats and who wrote it,
-- MAXIMUM for who treats alone. It binds emergency access as well.

CREATE POLICY mental_health_records_fence_confidentiality ON mental_health_records
AS RESTRICTIVE FOR ALL
TO whitecross_app, whitecross_district, whitecross_admin, whitecross_masker
USING (
    confidentiality_level = 'STANDARD'
    OR (SELECT phi.my_id()) IN (counselor_id, therapist_id, psychiatrist_id)
    OR (confidentiality_level = 'ENHANCED' AND created_by = (SELECT phi.my_id()))
)
WITH CHECK (
    confidentiality_level = 'STANDARD'
    OR (SELECT phi.my_id()) IN (counselor_id, therapist_id, psychiatrist_id)
    OR (confidentiality_level = 'ENHANCED' AND created_by = (SELECT phi.my_id()))
);
COMMENT ON POLICY mental_health_records_fence_confidentiality ON mental_health_records IS
    'STANDARD: any counselor of the school. ENHANCED: who treats, and the author. MAXIMUM: who '
    'treats.';

-- ----------------------------------------------------------------------------
-- The auditor
-- ----------------------------------------------------------------------------

CREATE POLICY phi_disclosures_select_auditor ON phi_disclosures
AS PERMISSIVE FOR SELECT
TO whitecross_auditor
USING (TRUE);
COMMENT ON POLICY phi_disclosures_select_auditor ON phi_disclosures IS
    'The auditor reads the whole accounting of disclosures.';

CREATE POLICY phi_disclosure_audits_select_auditor ON phi_disclosure_audits
AS PERMISSIVE FOR SELECT
TO whitecross_auditor
USING (TRUE);
COMMENT ON POLICY phi_disclosure_audits_select_auditor ON phi_disclosure_audits IS
    'The auditor sees who kept the accounting of disclosures.';

CREATE POLICY compliance_violations_select_auditor ON compliance_violations
AS PERMISSIVE FOR SELECT
TO whitecross_auditor
USING (TRUE);
COMMENT ON POLICY compliance_violations_select_auditor ON compliance_violations IS
    'The auditor reads the violations that breach reports are made from.';
