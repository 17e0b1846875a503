-- Grants: the tables and columns that each role may touch; the policies say which rows.
--
-- Grants follow the group of the registry, so that a new table gets its grants by its
-- classification. Nobody may TRUNCATE, and only the backend may DELETE. Secrets (passwords, tokens,
-- keys) can be set with a new row; only the backend reads or changes them.
--
-- Tables:   every table of schema public, and those of phi
-- HIPAA:    45 CFR 164.312(a)(1), access control
-- Locks:    none that reads or writes wait for
-- Rollback: revokes the grants
--
-- depends: 20251104000028-security-rls-special

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- phi.grants_source: the grants of a table
-- ----------------------------------------------------------------------------
-- One row a role. {columns}: all columns but the secrets, which no user of the platform ever reads.
-- Privileges and columns stand in the order of their names, so that they can be compared to the
-- letter. schools:
--     GRANT DELETE, INSERT, SELECT, UPDATE ON public.schools TO whitecross_service
--     GRANT INSERT, SELECT (address, city, …), UPDATE (address, city, …) ON public.schools
--     TO whitecross_app
--     GRANT SELECT ON public.schools TO whitecross_readonly

CREATE FUNCTION phi.grants_source(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    WITH classified AS (
        SELECT
            c.*,
            c.holds_phi OR c.tenant_rule <> 'NONE' AS is_fenced,
            c.table_name = 'audit_logs' AS is_log,
            (
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
                FROM pg_attribute AS a
                INNER JOIN phi.columns AS k ON a.attname = k.column_name
                WHERE
                    a.attrelid = p_table AND NOT a.attisdropped
                    AND k.table_name = c.table_name AND (k.is_phi OR k.audit <> 'NAME')
            ) AS columns,
            -- The encryption tool: a value, its ciphertext, its blind index.
            (
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
                FROM pg_attribute AS a
                WHERE
                    a.attrelid = p_table AND NOT a.attisdropped
                    AND EXISTS (
                        SELECT FROM phi.encrypted_columns AS e
                        WHERE
                            e.table_name = c.table_name
                            AND a.attname IN (
                                e.column_name, e.ciphertext_column, e.blind_index_column
                            )
                    )
            ) AS encrypted,
            -- The same with the key, and xmin, the version of the row.
            (
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
                FROM pg_attribute AS a
                WHERE
                    a.attrelid = p_table AND NOT a.attisdropped
                    AND (
                        a.attname = 'xmin'
                        OR EXISTS (
                            SELECT FROM pg_index AS x
                            WHERE
                                x.indrelid = p_table AND x.indisprimary
                                AND a.attnum = any(x.indkey)
                        )
                        OR EXISTS (
                            SELECT FROM phi.encrypted_columns AS e
                            WHERE
                                e.table_name = c.table_name
                                AND a.attname IN (
                                    e.column_name, e.ciphertext_column, e.blind_index_column
                                )
                        )
                    )
            ) AS encrypted_and_key
        FROM phi.classification(p_table) AS c
    ),

    rights AS (
        SELECT
            c.*,
            -- Staff write what is theirs; a table without a fence is for administrators to write.
            c.is_fenced OR c.access_group IN ('OPERATIONS', 'STAFF') AS staff_write,
            -- A table may consist of secrets: then nobody but the backend reads it.
            CASE
                WHEN c.columns IS NULL THEN 'INSERT'
                ELSE 'INSERT, SELECT ({columns}), UPDATE ({columns})'
            END AS writes
        FROM classified AS c
    )

    SELECT
        'GRANT'::phi.protection_kind,
        format('public.%I', r.table_name),
        v.grantee,
        replace(replace(replace(
            format('GRANT %s ON public.%I TO %s', g.privileges, r.table_name, v.grantee),
            '{encrypted_and_key}', coalesce(r.encrypted_and_key, '')),
            '{encrypted}', coalesce(r.encrypted, '')),
            '{columns}', coalesce(r.columns, '')),
        NULL
    FROM rights AS r
    CROSS JOIN LATERAL (
        VALUES
        (
            NOT r.is_log,
            'whitecross_service', 'DELETE, INSERT, SELECT, UPDATE'
        ),
        (
            NOT r.is_log,
            'whitecross_admin', r.writes
        ),
        (
            NOT r.is_log AND r.access_group <> 'PLATFORM' AND r.staff_write,
            'whitecross_app', r.writes
        ),
        (
            NOT r.is_log AND r.access_group <> 'PLATFORM' AND NOT r.staff_write
            AND r.columns IS NOT NULL,
            'whitecross_app', 'SELECT ({columns})'
        ),
        (
            NOT r.is_log AND r.access_group <> 'PLATFORM' AND r.staff_write,
            'whitecross_district', r.writes
        ),
        (
            NOT r.is_log AND r.access_group <> 'PLATFORM' AND NOT r.staff_write
            AND r.columns IS NOT NULL,
            'whitecross_district', 'SELECT ({columns})'
        ),
        (
            r.access_group IN ('REFERENCE', 'OPERATIONS') AND NOT r.is_fenced
            AND r.columns IS NOT NULL,
            'whitecross_readonly', 'SELECT ({columns})'
        ),
        -- Viewers see districts and schools, and nothing else unmasked.
        (
            r.table_name IN ('districts', 'schools'),
            'whitecross_readonly', 'SELECT'
        ),
        (
            r.table_name IN ('phi_disclosures', 'phi_disclosure_audits', 'compliance_violations'),
            'whitecross_auditor', 'SELECT'
        ),
        -- Object auditing: pgaudit.role = whitecross_pgaudit logs every read of what it is granted.
        (
            r.holds_phi AND r.is_audited,
            'whitecross_pgaudit', 'SELECT'
        ),
        (
            r.encrypted IS NOT NULL,
            'whitecross_encryptor', 'SELECT ({encrypted_and_key}), UPDATE ({encrypted})'
        ),
        -- The audit log is append-only, and nobody can claim to be another writer: the columns
        -- that say who wrote an entry are filled by a DEFAULT and granted to nobody.
        (r.is_log, 'whitecross_auditor', 'SELECT'),
        (r.is_log, 'whitecross_service', 'INSERT ({entry}), SELECT'),
        (r.is_log, 'whitecross_admin', 'INSERT ({entry}), SELECT'),
        (r.is_log, 'whitecross_district', 'INSERT ({entry})'),
        (r.is_log, 'whitecross_app', 'INSERT ({entry})')
    ) AS v (applies, grantee, template)
    CROSS JOIN LATERAL (
        SELECT
            replace(
                v.template, '{entry}',
                'action, changes, compliance_type, created_at, entity_id, entity_type,'
                ' error_message, id, ip_address, is_phi, metadata, new_values, previous_values,'
                ' request_id, session_id, severity, success, tags, updated_at, user_agent, user_id,'
                ' user_name'
            ) AS privileges
    ) AS g
    WHERE v.applies
$function$;

COMMENT ON FUNCTION phi.grants_source(regclass) IS
    'The grants on a table that each of our roles should have.';

REVOKE EXECUTE ON FUNCTION phi.grants_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Every table
-- ----------------------------------------------------------------------------

SELECT phi.protect_all();

-- ----------------------------------------------------------------------------
-- Schema phi
-- ----------------------------------------------------------------------------

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason)
SELECT
    g.object_kind,
    g.object_name,
    r.role_name,
    g.privileges,
    g.reason
FROM (
    VALUES
    ('SCHEMA'::phi.grant_kind, 'phi', 'USAGE', 'Calls functions of the schema'),
    ('TABLE', 'phi.tables', 'SELECT', 'The registry holds nobody''s data'),
    ('TABLE', 'phi.columns', 'SELECT', 'The registry holds nobody''s data'),
    ('TABLE', 'phi.access', 'SELECT', 'The matrix holds nobody''s data')
) AS g (object_kind, object_name, privileges, reason)
CROSS JOIN unnest(ARRAY[
    'whitecross_app',
    'whitecross_district',
    'whitecross_admin',
    'whitecross_service',
    'whitecross_readonly',
    'whitecross_auditor',
    'whitecross_encryptor'
]) AS r (role_name);

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
('SCHEMA', 'phi', 'whitecross_masker', 'USAGE', 'Owns views whose policies call functions'),
('TABLE', 'phi.break_glass_grants', 'whitecross_auditor', 'SELECT', 'Reviews emergency access');

SELECT phi.protect_grants();

-- ----------------------------------------------------------------------------
-- Callers
-- ----------------------------------------------------------------------------
-- A policy calls its helpers with the rights of the role that runs the query: of each role that the
-- policy names, and for a policy of whitecross_masker of each role that reads the masked view.

INSERT INTO phi.callers (function_name, role_name, reason)
SELECT
    f.function_name,
    unnest(f.roles)                                                    AS role_name,
    'Policies call it with the rights of the role that runs the query' AS reason
FROM (
    VALUES
    (
        'phi.my_id()',
        '{whitecross_app,whitecross_district,whitecross_admin,whitecross_readonly}'::name[]
    ),
    (
        'phi.my_school()',
        '{whitecross_app,whitecross_district,whitecross_admin,whitecross_readonly}'
    ),
    (
        'phi.may(phi.access_group,text)',
        '{whitecross_app,whitecross_district,whitecross_admin,whitecross_readonly}'
    ),
    (
        'phi.may_students(phi.access_group,text)',
        '{whitecross_app,whitecross_district,whitecross_admin}'
    ),
    ('phi.my_conversations()', '{whitecross_app,whitecross_district,whitecross_admin}'),
    ('phi.my_messages()', '{whitecross_app,whitecross_district,whitecross_admin}'),
    ('phi.my_user()', '{whitecross_app,whitecross_district,whitecross_readonly}'),
    ('phi.my_schools()', '{whitecross_district}'),
    ('phi.is_admin()', '{whitecross_admin}')
) AS f (function_name, roles);

INSERT INTO phi.callers (function_name, role_name, reason)
SELECT
    f.function_name,
    r.role_name,
    f.reason
FROM (
    VALUES
    ('phi.break_glass(uuid,text,uuid,integer)', 'Opens a student''s records in an emergency'),
    ('phi.break_glass_end(uuid)', 'Ends emergency access early')
) AS f (function_name, reason)
CROSS JOIN unnest(ARRAY[
    'whitecross_app',
    'whitecross_district',
    'whitecross_admin'
]) AS r (role_name);

SELECT phi.protect_functions();
