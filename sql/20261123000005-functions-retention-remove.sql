-- Retention: counts the rows that are due, and removes them batch by batch.
--
-- phi.retention_due() is the dry run. phi.retention_remove() removes one batch of rows of one table
-- and records it in phi.retention_runs; the audit triggers log every row. No other DELETE gets past
-- the triggers of 20261123000006-triggers-refuse-hard-delete. wcdb retention calls both functions.
-- Only the owner may execute them; another role needs its row in phi.callers.
--
-- Tables:   every table with a retention class in phi.tables
-- HIPAA:    45 CFR 164.316(b)(2)(i), retention; 164.310(d)(2)(i), disposal
-- Locks:    none on existing tables. Later, a batch locks its rows and skips rows that others have
--           locked; nobody can place a hold or change a policy until the batch commits
-- Rollback: drops the functions; rows that were removed do not come back
--
-- depends: 20261123000004-functions-retention-due

-- ----------------------------------------------------------------------------
-- phi.retention_is_automatic: whether the command removes rows or only reports them
-- ----------------------------------------------------------------------------
-- Rows without PHI are only reported. An acknowledgment, for instance, may be in effect as long as
-- its policy document, and no column of the acknowledgment shows that.

CREATE FUNCTION phi.retention_is_automatic(p_table name)
RETURNS boolean
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        coalesce(bool_and(p.auto_delete), FALSE)
        AND p_table IN (SELECT g.table_name FROM phi.guarded_tables() AS g)
    FROM phi.tables AS t
    INNER JOIN public.data_retention_policies AS p ON t.retention_category = p.category
    WHERE t.table_name = p_table AND p.status = 'ACTIVE'
$function$;

COMMENT ON FUNCTION phi.retention_is_automatic(name) IS
    'TRUE if every ACTIVE policy of the class has auto_delete and the table holds PHI: the command '
    'may then remove rows.';

REVOKE EXECUTE ON FUNCTION phi.retention_is_automatic(name) FROM public;

-- ----------------------------------------------------------------------------
-- phi.retention_due: the dry run
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.retention_due(p_as_of timestamptz DEFAULT now())
RETURNS TABLE (
    table_name name,
    category public.retention_category,
    due bigint,
    held bigint,
    referenced bigint,
    oldest timestamptz,
    auto_delete boolean
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $function$
DECLARE
    v_cutoff timestamptz;
BEGIN
    FOR table_name, category IN SELECT o.table_name, o.category FROM phi.retention_order() AS o
    LOOP
        v_cutoff := phi.retention_cutoff(category, p_as_of);
        CONTINUE WHEN v_cutoff IS NULL;
        EXECUTE format(
            'SELECT count(*) FILTER (WHERE NOT d.is_held AND NOT d.is_referenced),'
            ' count(*) FILTER (WHERE d.is_held),'
            ' count(*) FILTER (WHERE NOT d.is_held AND d.is_referenced), min(d.ended_at)'
            ' FROM (%s) AS d',
            phi.retention_query(table_name)
        ) INTO due, held, referenced, oldest USING v_cutoff;
        auto_delete := phi.retention_is_automatic(table_name);
        RETURN NEXT;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.retention_due(timestamptz) IS
    'Rows of each table that are due, in the order of removal: how many can be removed, are under '
    'a legal hold, or are kept by other rows; the end of the oldest; and whether the command may '
    'remove them.';

REVOKE EXECUTE ON FUNCTION phi.retention_due(timestamptz) FROM public;

-- ----------------------------------------------------------------------------
-- phi.retention_release: the rows that refer to removed rows
-- ----------------------------------------------------------------------------
-- A link is set to NULL as its foreign key would do it, except for updated_at. A record that loses
-- a link was not in effect again, so its retention period must not start anew. Adding a microsecond
-- makes set_updated_at() keep the value as given.

CREATE FUNCTION phi.retention_release(p_table name, p_ids uuid[])
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_child regclass;
    v_column name;
    v_effect text;
    v_statement text;
BEGIN
    FOR v_child, v_column, v_effect IN
        SELECT f.child, f.child_column, f.effect
        FROM phi.retention_references(p_table) AS f
        WHERE f.effect <> 'KEEPS'
        ORDER BY f.child::text, f.child_column
    LOOP
        IF v_effect = 'PART' THEN
            v_statement := format('DELETE FROM %s AS c', v_child);
        ELSE
            v_statement := format(
                'UPDATE %s AS c SET %I = NULL,'
                ' updated_at = c.updated_at + interval ''1 microsecond''', v_child, v_column
            );
        END IF;
        v_statement := v_statement || format(' WHERE c.%I = any($1)', v_column);
        IF v_child = format('public.%I', p_table)::regclass THEN
            v_statement := v_statement || ' AND c.id <> all($1)';
        END IF;
        EXECUTE v_statement USING p_ids;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.retention_release(name, uuid[]) IS
    'Deletes the dependent rows of rows about to be removed, and sets other links to them to NULL.';

REVOKE EXECUTE ON FUNCTION phi.retention_release(name, uuid[]) FROM public;

-- ----------------------------------------------------------------------------
-- phi.retention_remove: one batch of one table
-- ----------------------------------------------------------------------------
-- READ COMMITTED only. The function chooses rows, locks them and then checks them again, so that it
-- sees what was committed in between: a hold, a longer policy, a student who came back.

CREATE FUNCTION phi.retention_remove(
    p_table name,
    p_limit integer,
    p_as_of timestamptz DEFAULT now()
)
RETURNS bigint
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $function$
DECLARE
    v_category public.retention_category;
    v_cutoff timestamptz;
    v_query text;
    v_ids uuid[];
    v_students uuid[];
    v_run bigint;
    v_rows bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'retention must run in READ COMMITTED, or it would miss a new legal hold';
    ELSIF p_as_of IS NULL OR p_as_of > now() THEN
        RAISE EXCEPTION 'p_as_of must not be NULL or in the future';
    ELSIF p_limit IS NULL OR p_limit NOT BETWEEN 1 AND 10000 THEN
        RAISE EXCEPTION 'p_limit must be between 1 and 10000';
    END IF;

    -- Waits for sessions that place a hold or change a policy, and keeps new ones waiting.
    LOCK TABLE phi.legal_holds, public.data_retention_policies IN SHARE MODE;

    SELECT o.category INTO v_category FROM phi.retention_order() AS o WHERE o.table_name = p_table;
    v_cutoff := phi.retention_cutoff(v_category, p_as_of);
    IF v_cutoff IS NULL OR NOT phi.retention_is_automatic(p_table) THEN
        RAISE EXCEPTION 'no ACTIVE policy with auto_delete covers PHI in table %', p_table
            USING HINT = 'Run wcdb retention due to see which tables have such a policy.';
    END IF;

    v_query := phi.retention_query(p_table);
    EXECUTE format(
        'SELECT array_agg(l.id), array_agg(l.student_id) FROM ('
        ' SELECT d.id, d.student_id FROM (%s) AS d'
        ' WHERE NOT d.is_held AND NOT d.is_referenced LIMIT $2'
        ') AS l',
        v_query
    ) INTO v_ids, v_students USING v_cutoff, p_limit;
    v_students := ARRAY(
        SELECT s.id FROM public.students AS s
        WHERE s.id = any(v_students)
        ORDER BY s.id FOR SHARE SKIP LOCKED
    );
    EXECUTE format(
        'SELECT ARRAY(SELECT r.id FROM public.%I AS r WHERE r.id = any($1)'
        ' ORDER BY r.id FOR UPDATE SKIP LOCKED)',
        p_table
    ) INTO v_ids USING v_ids;
    EXECUTE format(
        'SELECT array_agg(d.id) FROM (%s) AS d'
        ' WHERE d.id = any($2) AND NOT d.is_held AND NOT d.is_referenced'
        ' AND (d.student_id IS NULL OR d.student_id = any($3))',
        v_query
    ) INTO v_ids USING v_cutoff, v_ids, v_students;
    IF v_ids IS NULL THEN
        RETURN 0;
    END IF;

    INSERT INTO phi.retention_runs (table_name, retention_category, policy_ids, as_of, cutoff)
    SELECT
        p_table,
        v_category,
        array_agg(p.id),
        p_as_of,
        v_cutoff
    FROM public.data_retention_policies AS p
    WHERE p.category = v_category AND p.status = 'ACTIVE'
    RETURNING id INTO v_run;

    PERFORM phi.retention_release(p_table, v_ids);
    EXECUTE format('DELETE FROM public.%I WHERE id = any($1)', p_table) USING v_ids;
    GET DIAGNOSTICS v_rows = ROW_COUNT;

    UPDATE phi.retention_runs
    SET row_count = v_rows, finished_at = clock_timestamp()
    WHERE id = v_run;
    RETURN v_rows;
END
$function$;

COMMENT ON FUNCTION phi.retention_remove(name, integer, timestamptz) IS
    'Removes at most p_limit due rows of a table and returns their number. 0 means that no row can '
    'be removed now.';

REVOKE EXECUTE ON FUNCTION phi.retention_remove(name, integer, timestamptz) FROM public;
