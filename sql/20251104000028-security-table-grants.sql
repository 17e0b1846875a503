-- What each role may touch at all; which rows, the policies say.
--
-- By group of the registry, so that a new table gets its grants by its classification. Nobody may
-- TRUNCATE, and nobody below the backend may DELETE. Secrets (passwords, tokens, keys) can be set
-- with a new row, and read or changed by the backend alone.
--
-- Tables:   every table of schema public, and those of phi
-- HIPAA:    45 CFR 164.312(a)(1), access control
-- Locks:    none that reads or writes wait for
-- Rollback: takes the grants back
--
-- depends: 20251104000028-security-rls-special

-- ----------------------------------------------------------------------------
-- phi.grant_attach: the grants of a table, from the registry
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.grant_attach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table phi.tables := phi.classification(p_table);
    v_fenced boolean;
    v_columns text;
    v_staff text := 'whitecross_app, whitecross_district, whitecross_admin';
BEGIN
    v_fenced := v_table.holds_phi OR v_table.tenant_rule <> 'NONE';
    -- All columns but the secrets, which no user of the platform ever reads.
    v_columns := (
        SELECT string_agg(quote_ident(c.column_name), ', ' ORDER BY c.column_name)
        FROM phi.columns AS c
        WHERE c.table_name = v_table.table_name AND (c.is_phi OR c.audit <> 'NAME')
    );

    EXECUTE format(
        'GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO whitecross_service', p_table
    );
    IF v_table.access_group = 'PLATFORM' THEN
        EXECUTE format(
            'GRANT SELECT (%1$s), INSERT, UPDATE (%1$s) ON %2$s TO whitecross_admin',
            v_columns, p_table
        );
    ELSIF v_fenced OR v_table.access_group IN ('OPERATIONS', 'STAFF') THEN
        EXECUTE format(
            'GRANT SELECT (%1$s), INSERT, UPDATE (%1$s) ON %2$s TO %3$s',
            v_columns, p_table, v_staff
        );
    ELSE
        EXECUTE format('GRANT SELECT (%s) ON %s TO %s', v_columns, p_table, v_staff);
        EXECUTE format(
            'GRANT INSERT, UPDATE (%1$s) ON %2$s TO whitecross_admin', v_columns, p_table
        );
    END IF;
    IF v_table.access_group IN ('REFERENCE', 'OPERATIONS') AND NOT v_fenced THEN
        EXECUTE format('GRANT SELECT (%s) ON %s TO whitecross_readonly', v_columns, p_table);
    END IF;
    -- Object auditing: pgaudit.role = whitecross_pgaudit logs every read of what it is granted.
    IF v_table.holds_phi AND v_table.is_audited THEN
        EXECUTE format('GRANT SELECT ON %s TO whitecross_pgaudit', p_table);
    END IF;
    -- What wcdb phi works on: a value, its ciphertext and its blind index, and the row's version.
    v_columns := (
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
        FROM phi.encrypted_columns AS e
        INNER JOIN pg_catalog.pg_attribute AS a
            ON a.attname IN (e.column_name, e.ciphertext_column, e.blind_index_column)
        WHERE
            e.table_name = v_table.table_name AND a.attrelid = p_table AND NOT a.attisdropped
    );
    IF v_columns IS NOT NULL THEN
        EXECUTE format(
            'GRANT SELECT (%I, xmin, %s), UPDATE (%s) ON %s TO whitecross_encryptor',
            phi.ciphertext_key(p_table), v_columns, v_columns, p_table
        );
    END IF;
END
$function$;

COMMENT ON FUNCTION phi.grant_attach(regclass) IS
    'Grants what each role may touch of a table, from the registry.';

REVOKE EXECUTE ON FUNCTION phi.grant_attach(regclass) FROM public;

DO $block$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN
        SELECT format('public.%I', t.table_name)::regclass
        FROM phi.tables AS t
        WHERE t.table_name <> 'audit_logs'
        ORDER BY t.table_name
    LOOP
        PERFORM phi.grant_attach(v_table);
    END LOOP;
END
$block$;

-- ----------------------------------------------------------------------------
-- audit_logs: append-only, and who wrote it cannot be claimed
-- ----------------------------------------------------------------------------
-- Columns are listed because the last five before the timestamps are the database's own: a DEFAULT
-- fills them, nobody writes them. No role has a grant on a partition.

GRANT SELECT ON audit_logs TO whitecross_service, whitecross_admin, whitecross_auditor;

GRANT INSERT (
    id, action, entity_type, entity_id, user_id, user_name, changes, previous_values, new_values,
    ip_address, user_agent, request_id, session_id, is_phi, compliance_type, severity, success,
    error_message, metadata, tags, created_at, updated_at
) ON audit_logs
TO whitecross_service, whitecross_admin, whitecross_district, whitecross_app;

-- ----------------------------------------------------------------------------
-- The auditor
-- ----------------------------------------------------------------------------

GRANT SELECT ON phi_disclosures, phi_disclosure_audits, compliance_violations
TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- Districts and schools for the viewer, who sees nothing else unmasked
-- ----------------------------------------------------------------------------

GRANT SELECT ON districts, schools TO whitecross_readonly;

-- ----------------------------------------------------------------------------
-- Schema phi
-- ----------------------------------------------------------------------------

GRANT USAGE ON SCHEMA phi
TO whitecross_app, whitecross_district, whitecross_admin, whitecross_service, whitecross_readonly,
whitecross_auditor, whitecross_encryptor, whitecross_masker;

-- The registry and the matrix hold no data of anyone; whoever works with the database may look.
GRANT SELECT ON phi.tables, phi.columns, phi.access
TO whitecross_app, whitecross_district, whitecross_admin, whitecross_service, whitecross_readonly,
whitecross_auditor, whitecross_encryptor;

GRANT SELECT ON phi.break_glass_grants TO whitecross_auditor;

-- A policy calls these with the rights of whoever runs the query.
GRANT EXECUTE ON FUNCTION
phi.my_user(),
phi.my_id(),
phi.my_school(),
phi.my_schools(),
phi.my_conversations(),
phi.my_messages(),
phi.is_admin(),
phi.may(phi.access_group, text),
phi.may_students(phi.access_group, text)
TO whitecross_app, whitecross_district, whitecross_admin, whitecross_readonly, whitecross_masker;

GRANT EXECUTE ON FUNCTION
phi.break_glass(uuid, text, uuid, integer),
phi.break_glass_end(uuid)
TO whitecross_app, whitecross_district, whitecross_admin;
