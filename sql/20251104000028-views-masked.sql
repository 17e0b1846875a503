-- Schema masked: every table of PHI with the values masked, for who may count but not read.
--
-- One view a table, under the table's name, built from the registry by phi.mask_attach. The mask
-- of a column always gives the same for the same value: last four characters, first letter, year,
-- or nothing. There is no random noise, which many queries would average away.
--
-- The views belong to whitecross_masker, which has a grant on the tables and is named in their
-- policies: so the caller needs none, and sees the rows of the verified school alone.
-- security_barrier keeps a cheap function in the caller's WHERE from seeing what a policy hides;
-- the mask itself is computed before any condition of the caller. CREATE OR REPLACE VIEW would
-- silently drop security_barrier: the views are dropped and created.
--
-- Views:    masked.* for each table with holds_phi and a tenant
-- HIPAA:    45 CFR 164.502(b), minimum necessary; the masks follow 164.514(b)(2)
-- Locks:    none on existing tables
-- Rollback: drops the schema and its views
--
-- depends: 20251104000028-security-table-grants

CREATE SCHEMA masked;
COMMENT ON SCHEMA masked IS
    'Every table of PHI with its values masked; what whitecross_readonly may see.';

GRANT USAGE, CREATE ON SCHEMA masked TO whitecross_masker;
GRANT USAGE ON SCHEMA masked
TO whitecross_readonly, whitecross_app, whitecross_district, whitecross_admin;

-- ----------------------------------------------------------------------------
-- phi.mask_expression: what a view shows instead of a column
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.mask_expression(p_column name, p_type text, p_mask phi.mask_rule)
RETURNS text
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        CASE p_mask
            WHEN 'SHOW' THEN format('t.%I', p_column)
            WHEN 'YEAR' THEN format('date_trunc(''year'', t.%I)::%s', p_column, p_type)
            WHEN 'INITIAL' THEN format('(left(t.%I, 1) || ''.'')::text', p_column)
            -- Of a short value the last four would be most of it.
            WHEN 'LAST_FOUR' THEN format(
                'CASE WHEN length(t.%1$I) > 6 THEN ''***'' || right(t.%1$I, 4)'
                ' WHEN t.%1$I IS NOT NULL THEN ''***'' END', p_column
            )
            WHEN 'DOMAIN' THEN format(
                'CASE WHEN t.%1$I LIKE ''%%@%%'' THEN ''***@'' || split_part(t.%1$I, ''@'', 2)'
                ' WHEN t.%1$I IS NOT NULL THEN ''***'' END', p_column
            )
            WHEN 'ZIP3' THEN format(
                'CASE WHEN t.%1$I IS NOT NULL THEN left(t.%1$I, 3) || ''**'' END', p_column
            )
            ELSE format('NULL::%s', p_type)
        END || format(' AS %I', p_column)
$function$;

COMMENT ON FUNCTION phi.mask_expression(name, text, phi.mask_rule) IS
    'SQL text: a column as its masked view shows it.';

REVOKE EXECUTE ON FUNCTION phi.mask_expression(name, text, phi.mask_rule) FROM public;

-- ----------------------------------------------------------------------------
-- phi.mask_attach: the masked view of a table, from the registry
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.mask_attach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name := (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = p_table);
    v_columns text;
BEGIN
    -- A column that is not classified is not shown.
    SELECT string_agg(
        phi.mask_expression(
            a.attname,
            CASE
                WHEN c.mask IN ('INITIAL', 'LAST_FOUR', 'DOMAIN', 'ZIP3') THEN 'text'
                ELSE pg_catalog.format_type(a.atttypid, a.atttypmod)
            END,
            c.mask
        ),
        ', ' ORDER BY a.attnum
    ) INTO v_columns
    FROM pg_catalog.pg_attribute AS a
    INNER JOIN phi.columns AS c ON a.attname = c.column_name
    WHERE a.attrelid = p_table AND c.table_name = v_table AND a.attnum > 0 AND NOT a.attisdropped;

    IF to_regclass(format('masked.%I', v_table)) IS NOT NULL THEN
        EXECUTE format('DROP VIEW masked.%I', v_table);
    END IF;
    EXECUTE format(
        'CREATE VIEW masked.%I WITH (security_barrier = TRUE) AS SELECT %s FROM %s AS t',
        v_table, v_columns, p_table
    );
    EXECUTE format(
        'COMMENT ON VIEW masked.%I IS %L',
        v_table, 'Table ' || v_table || ' with PHI masked as phi.columns says.'
    );
    EXECUTE format(
        'GRANT SELECT ON masked.%I TO whitecross_readonly, whitecross_app, whitecross_district,'
        ' whitecross_admin', v_table
    );
    EXECUTE format('GRANT SELECT ON %s TO whitecross_masker', p_table);
    -- Only a member of a role may give it something. The owner must not stay one: the policies
    -- that fence whitecross_masker in would fence the owner in too.
    EXECUTE format('GRANT whitecross_masker TO %I', current_user);
    EXECUTE format('ALTER VIEW masked.%I OWNER TO whitecross_masker', v_table);
    EXECUTE format('REVOKE whitecross_masker FROM %I', current_user);
END
$function$;

COMMENT ON FUNCTION phi.mask_attach(regclass) IS
    'Builds or renews the masked view of a table; call it when the table or its masks change.';

REVOKE EXECUTE ON FUNCTION phi.mask_attach(regclass) FROM public;

DO $block$
DECLARE
    v_table regclass;
    v_views integer := 0;
BEGIN
    FOR v_table IN
        SELECT format('public.%I', t.table_name)::regclass
        FROM phi.tables AS t
        WHERE t.holds_phi AND t.tenant_rule IN ('SCHOOL', 'SCHOOL_OR_ALL')
        ORDER BY t.table_name
    LOOP
        PERFORM phi.mask_attach(v_table);
        v_views := v_views + 1;
    END LOOP;
    IF v_views = 0 THEN
        RAISE EXCEPTION 'phi.tables names no table to mask: the classification is missing';
    END IF;
END
$block$;
