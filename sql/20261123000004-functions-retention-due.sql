-- Retention: the rows of each table that are due, and the order in which tables are emptied.
--
-- 20261123000002-functions-retention explains the rules. The functions here turn them into one
-- query for each table, built from the PHI registry and the foreign keys. A new table is covered as
-- soon as it is classified. To see the query of a table: SELECT phi.retention_query('allergies');
--
-- Tables:   every table with a retention class in phi.tables
-- HIPAA:    45 CFR 164.316(b)(2)(i), retention; 164.310(d)(2)(i), disposal
-- Locks:    none
-- Rollback: drops the functions
--
-- depends: 20261123000003-functions-archive-audit

-- ----------------------------------------------------------------------------
-- phi.retention_references: the effect of a removal on rows that refer to the removed row
-- ----------------------------------------------------------------------------
-- KEEPS: the row stays as long as the referring row exists. PART: the referring row has no PHI and
-- no retention class, such as a delivery of an alert, and is removed too. LETS GO: the foreign key
-- has ON DELETE SET NULL, and the referring row loses its link.

CREATE FUNCTION phi.retention_references(p_table name)
RETURNS TABLE (child regclass, child_column name, effect text)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT DISTINCT
        k.conrelid::regclass,
        a.attname,
        CASE
            WHEN k.confdeltype IN ('n', 'd') THEN 'LETS GO'
            WHEN t.holds_phi OR t.retention_category IS NOT NULL OR t.table_name IS NULL
                THEN 'KEEPS'
            ELSE 'PART'
        END
    FROM pg_catalog.pg_constraint AS k
    INNER JOIN pg_catalog.pg_class AS c ON k.conrelid = c.oid
    INNER JOIN pg_catalog.pg_attribute AS a ON k.conrelid = a.attrelid AND k.conkey[1] = a.attnum
    INNER JOIN pg_catalog.pg_attribute AS i ON k.confrelid = i.attrelid AND k.confkey[1] = i.attnum
    LEFT JOIN phi.tables AS t
        ON c.relname = t.table_name AND c.relnamespace = 'public'::regnamespace
    WHERE
        k.contype = 'f' AND k.confrelid = to_regclass(format('public.%I', p_table))
        AND i.attname = 'id'
$function$;

COMMENT ON FUNCTION phi.retention_references(name) IS
    'Columns that refer to the id of a table, and the effect on their rows when retention removes '
    'a row of it.';

REVOKE EXECUTE ON FUNCTION phi.retention_references(name) FROM public;

-- ----------------------------------------------------------------------------
-- phi.retention_query: the rows of a table that are due
-- ----------------------------------------------------------------------------
-- A row without a student column belongs to its parent record: a reminder to its appointment, a
-- witness statement to its incident. Every legal hold also holds the rows without a student.

CREATE FUNCTION phi.retention_query(p_table name)
RETURNS text
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_relation regclass := format('public.%I', p_table);
    v_category public.retention_category;
    v_columns name[];
    v_parent name;
    v_student text;
    v_joins text;
    v_ended text[] := '{}'::text[];
    v_times text := 'r.created_at, r.updated_at';
    v_left text := '(NOT s.is_active OR s.deleted_at IS NOT NULL)';
    v_kept text;
    v_query text;
BEGIN
    SELECT t.retention_category, 'r.' || quote_ident(t.student_column) INTO v_category, v_student
    FROM phi.tables AS t
    WHERE t.table_name = p_table;
    v_columns := ARRAY(
        SELECT a.attname
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = v_relation AND a.attnum > 0 AND NOT a.attisdropped
    );
    IF 'deleted_at' = any(v_columns) THEN
        v_ended := array_append(v_ended, 'r.deleted_at IS NOT NULL');
        v_times := v_times || ', r.deleted_at';
    END IF;
    IF v_student IS NULL THEN
        SELECT
            t.table_name,
            format(' LEFT JOIN public.%I AS p ON p.id = r.%I', t.table_name, a.attname),
            format('p.%I', t.student_column)
        INTO v_parent, v_joins, v_student
        FROM pg_catalog.pg_constraint AS k
        INNER JOIN pg_catalog.pg_attribute AS a
            ON k.conrelid = a.attrelid AND k.conkey[1] = a.attnum
        INNER JOIN pg_catalog.pg_class AS c ON k.confrelid = c.oid
        INNER JOIN phi.tables AS t ON c.relname = t.table_name
        WHERE
            k.conrelid = v_relation AND k.contype = 'f' AND cardinality(k.conkey) = 1
            AND t.student_column IS NOT NULL AND t.retention_category = v_category
        ORDER BY t.table_name
        LIMIT 1;
    END IF;
    IF v_parent IS NOT NULL THEN
        v_ended := array_append(v_ended, 'p.deleted_at IS NOT NULL');
        v_times := v_times || ', CASE WHEN p.deleted_at IS NOT NULL'
            || ' THEN greatest(p.updated_at, p.deleted_at) END';
    END IF;
    IF v_student IS NOT NULL THEN
        v_ended := array_append(v_ended, v_left);
        v_times := v_times
            || format(', CASE WHEN %s THEN greatest(s.updated_at, s.deleted_at) END', v_left);
    END IF;
    -- Without student and soft delete, a row ends when is_active is FALSE. A row without is_active
    -- is a note about a past event and has always ended.
    IF v_ended = '{}' THEN
        v_ended := ARRAY[
            CASE WHEN 'is_active' = any(v_columns) THEN 'NOT r.is_active' ELSE 'TRUE' END
        ];
    END IF;

    SELECT string_agg(
        format('EXISTS (SELECT FROM %s AS c WHERE c.%I = r.id)', d.child, d.child_column),
        ' OR ' ORDER BY d.child::text, d.child_column
    ) INTO v_kept
    FROM phi.retention_references(p_table) AS d
    WHERE d.effect = 'KEEPS';

    v_query := $query$
        SELECT
            r.id,
            s.id AS student_id,
            greatest({times}) AS ended_at,
            EXISTS (
                SELECT FROM phi.legal_holds AS h
                WHERE h.released_at IS NULL
                AND (h.student_id IS NULL OR s.id IS NULL OR h.student_id = s.id)
                AND (h.retention_category IS NULL OR h.retention_category = {category})
            ) AS is_held,
            ({kept}) AS is_referenced
        FROM {table} AS r{parent}
        LEFT JOIN public.students AS s ON s.id = {student}
        WHERE
            r.created_at <= $1 AND r.updated_at <= $1
            AND ({ended}) AND greatest({times}) <= $1$query$;
    v_query := replace(v_query, '{times}', v_times);
    v_query := replace(v_query, '{category}', quote_literal(v_category));
    v_query := replace(v_query, '{kept}', coalesce(v_kept, 'FALSE'));
    v_query := replace(v_query, '{table}', v_relation::text);
    v_query := replace(v_query, '{parent}', coalesce(v_joins, ''));
    v_query := replace(v_query, '{student}', coalesce(v_student, 'NULL'));
    v_query := replace(v_query, '{ended}', array_to_string(v_ended, ' OR '));
    RETURN v_query;
END
$function$;

COMMENT ON FUNCTION phi.retention_query(name) IS
    'SQL text: a query for the rows of a table that ended at $1 or earlier, with their student, '
    'their end, and whether a legal hold or another row keeps them.';

REVOKE EXECUTE ON FUNCTION phi.retention_query(name) FROM public;

-- ----------------------------------------------------------------------------
-- phi.retention_order: the order of the tables, referring tables first
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.retention_order()
RETURNS TABLE (table_name name, category public.retention_category)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    WITH RECURSIVE ours AS (
        SELECT
            c.oid,
            t.table_name,
            t.retention_category
        FROM phi.tables AS t
        INNER JOIN pg_catalog.pg_class AS c
            ON t.table_name = c.relname AND c.relnamespace = 'public'::regnamespace
        -- The audit log is partitioned and is archived by month instead.
        WHERE t.retention_category IS NOT NULL AND c.relkind = 'r'
    ),

    levels AS (
        SELECT
            o.oid,
            0 AS level
        FROM ours AS o
        UNION
        SELECT
            k.conrelid,
            l.level + 1
        FROM levels AS l
        INNER JOIN pg_catalog.pg_constraint AS k
            ON l.oid = k.confrelid AND k.contype = 'f' AND k.conrelid <> k.confrelid
        -- A cycle of references would recurse without end; no chain is longer than ten.
        WHERE l.level < 10
    )

    SELECT
        o.table_name,
        o.retention_category
    FROM ours AS o
    INNER JOIN levels AS l ON o.oid = l.oid
    GROUP BY o.table_name, o.retention_category
    ORDER BY max(l.level) DESC, o.table_name
$function$;

COMMENT ON FUNCTION phi.retention_order() IS
    'Tables that have a retention class, in the order in which retention empties them.';

REVOKE EXECUTE ON FUNCTION phi.retention_order() FROM public;
