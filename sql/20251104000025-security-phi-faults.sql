-- phi.registry_faults(table): the words of the registry that cannot be carried out.
--
-- The registry is data, and data can say what no trigger, policy or view can do: a school to a
-- table without school_id, the year of a text, an audit without a key. phi.protect refuses a table
-- that has such a fault, before it changes anything, with the sentence; wcdb posture prints all of
-- them. Names that need quotes are refused too: then no template ever has to quote one.
--
-- Tables:   none
-- HIPAA:    45 CFR 164.308(a)(1)(ii)(A), risk analysis
-- Locks:    none on existing tables
-- Rollback: drops the function; no row is lost
--
-- depends: 20251104000025-security-phi-encryption

-- ----------------------------------------------------------------------------
-- phi.base_type: the type under a domain
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.base_type(p_type oid, p_modifier integer)
RETURNS text
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
DECLARE
    v_type oid := p_type;
    v_modifier integer := p_modifier;
    v_domain record;
BEGIN
    LOOP
        SELECT t.typbasetype, t.typtypmod INTO v_domain
        FROM pg_type AS t
        WHERE t.oid = v_type AND t.typtype = 'd';
        EXIT WHEN NOT FOUND;
        v_type := v_domain.typbasetype;
        IF v_modifier = -1 THEN
            v_modifier := v_domain.typtypmod;
        END IF;
    END LOOP;
    RETURN format_type(v_type, v_modifier);
END
$function$;

COMMENT ON FUNCTION phi.base_type(oid, integer) IS
    'Type of a column as PostgreSQL prints it, and of a domain the type under it; without its '
    'length if the modifier is NULL.';

REVOKE EXECUTE ON FUNCTION phi.base_type(oid, integer) FROM public;

-- ----------------------------------------------------------------------------
-- phi.registry_faults
-- ----------------------------------------------------------------------------
-- The longest name that protection makes of a table is <table>_fence_district_select: 22 bytes
-- more, and PostgreSQL cuts names at 63.

CREATE FUNCTION phi.registry_faults(p_table regclass)
RETURNS SETOF text
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
    WITH classified AS (
        SELECT t.*, c.oid AS id, c.relkind
        FROM pg_class AS c
        INNER JOIN phi.tables AS t ON c.relname = t.table_name
        WHERE c.oid = p_table AND c.relnamespace = 'public'::regnamespace
    ),

    found AS (
        SELECT
            a.attname AS name,
            a.attnum AS number,
            a.attnotnull AS is_not_null,
            phi.base_type(a.atttypid, NULL) AS base_type,
            k.mask
        FROM pg_attribute AS a
        LEFT JOIN classified AS t ON TRUE
        LEFT JOIN phi.columns AS k ON t.table_name = k.table_name AND a.attname = k.column_name
        WHERE a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped
    )

    -- The table.
    SELECT
        format(
            'no column of table %I is classified: insert its columns into phi.columns',
            t.table_name
        )
    FROM classified AS t
    WHERE NOT EXISTS (SELECT FROM phi.columns AS k WHERE k.table_name = t.table_name)
    UNION ALL
    SELECT format('%I is no table: delete its row from phi.tables', t.table_name)
    FROM classified AS t
    WHERE t.relkind NOT IN ('r', 'p')
    UNION ALL
    SELECT
        format(
            'table %I needs quotes: rename it to lower-case letters, digits and _, and not to a'
            ' word of SQL', t.table_name
        )
    FROM classified AS t
    WHERE t.table_name !~ '^[a-z_][a-z0-9_]*$' OR quote_ident(t.table_name) <> t.table_name
    UNION ALL
    SELECT
        format(
            'the name of table %I has %s bytes: rename it to at most 41, because policies and'
            ' triggers add 22', t.table_name, octet_length(t.table_name::text)
        )
    FROM classified AS t
    WHERE octet_length(t.table_name::text) > 41
    UNION ALL
    SELECT
        format(
            'table %I is audited and has no unique key on a column id that is NOT NULL, checked at'
            ' once: add one, or clear is_audited in phi.tables', t.table_name
        )
    FROM classified AS t
    WHERE
        t.is_audited
        AND NOT EXISTS (
            SELECT FROM pg_index AS x
            INNER JOIN found AS c ON x.indkey[0] = c.number
            WHERE
                x.indrelid = t.id AND x.indisunique AND x.indimmediate AND x.indnkeyatts = 1
                AND x.indpred IS NULL AND c.name = 'id' AND c.is_not_null
        )
    -- PostgreSQL moves a row to another partition by DELETE and INSERT: old and new would not pair.
    UNION ALL
    SELECT
        format(
            'table %I is audited and partitioned, and the log would miss a row that moves to'
            ' another partition: clear is_audited in phi.tables, or do not partition it',
            t.table_name
        )
    FROM classified AS t
    WHERE t.is_audited AND t.relkind = 'p'
    -- Names that protection needs.
    UNION ALL
    SELECT
        format(
            'masked.%s is no view, and protection makes a view of that name: rename or drop it',
            t.table_name
        )
    FROM classified AS t
    WHERE
        EXISTS (
            SELECT FROM pg_class AS c
            INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
            WHERE n.nspname = 'masked' AND c.relname = t.table_name AND c.relkind <> 'v'
        )
        OR EXISTS (
            SELECT FROM pg_type AS y
            INNER JOIN pg_namespace AS n ON y.typnamespace = n.oid
            WHERE n.nspname = 'masked' AND y.typname = t.table_name AND y.typrelid = 0
        )
    UNION ALL
    SELECT
        format(
            '%s is no trigger function, and protection makes one of that name: rename or drop it',
            p.oid::regprocedure
        )
    FROM classified AS t
    INNER JOIN pg_proc AS p ON p.proname IN ('audit_' || t.table_name, 'ciphertext_' || t.table_name)
    INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid AND n.nspname = 'phi'
    WHERE
        p.pronargs = 0
        AND (p.prokind <> 'f' OR p.prorettype <> 'trigger'::regtype)
    -- Columns that a rule relies on.
    UNION ALL
    SELECT
        format(
            'table %I has no column %I of type uuid, which phi.tables names as %s: correct the'
            ' registry', t.table_name, n.column_name, n.purpose
        )
    FROM classified AS t
    CROSS JOIN LATERAL (
        VALUES
        (t.student_column, 'student_column'),
        (
            CASE WHEN t.tenant_rule IN ('SCHOOL', 'SCHOOL_OR_ALL') THEN 'school_id'::name END,
            'the tenant'
        )
    ) AS n (column_name, purpose)
    WHERE
        n.column_name IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM found AS c
            WHERE c.name = n.column_name AND c.base_type = 'uuid'
        )
    UNION ALL
    SELECT
        format(
            'table %I has no column %I, which phi.encrypted_columns names: correct the registry',
            t.table_name, n.column_name
        )
    FROM classified AS t
    INNER JOIN phi.encrypted_columns AS e ON t.table_name = e.table_name
    CROSS JOIN LATERAL (
        VALUES (e.ciphertext_column), (e.blind_index_column)
    ) AS n (column_name)
    WHERE
        n.column_name IS NOT NULL
        AND NOT EXISTS (SELECT FROM found AS c WHERE c.name = n.column_name)
    UNION ALL
    SELECT
        format(
            'table %I has encrypted columns and no primary key of one column, to which a value is'
            ' bound: add one, or delete its rows from phi.encrypted_columns', t.table_name
        )
    FROM classified AS t
    WHERE
        EXISTS (SELECT FROM phi.encrypted_columns AS e WHERE e.table_name = t.table_name)
        AND NOT EXISTS (
            SELECT FROM pg_index AS x
            WHERE x.indrelid = t.id AND x.indisprimary AND x.indnkeyatts = 1
        )
    -- Each column.
    UNION ALL
    SELECT
        format(
            'column %I.%I needs quotes: rename it to lower-case letters, digits and _',
            t.table_name, c.name
        )
    FROM classified AS t
    INNER JOIN found AS c ON c.name !~ '^[a-z_][a-z0-9_]*$'
    UNION ALL
    SELECT
        format(
            'column %I.%I is of type %s, of which no mask %s exists: choose another in phi.columns,'
            ' HIDE if in doubt', t.table_name, c.name, c.base_type, c.mask
        )
    FROM classified AS t
    INNER JOIN found AS c
        ON CASE
            WHEN c.mask = 'YEAR' THEN
                c.base_type NOT IN (
                    'date', 'timestamp without time zone', 'timestamp with time zone'
                )
            WHEN c.mask IN ('INITIAL', 'LAST_FOUR', 'DOMAIN', 'ZIP3') THEN
                c.base_type NOT IN ('text', 'character varying', 'character')
        END
$function$;

COMMENT ON FUNCTION phi.registry_faults(regclass) IS
    'Sentences about the classification of a table that cannot be carried out, each with what to '
    'do; no row if there is none.';

REVOKE EXECUTE ON FUNCTION phi.registry_faults(regclass) FROM public;
