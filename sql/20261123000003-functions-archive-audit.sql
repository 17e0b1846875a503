-- Archiving of the audit log by month: entries are never deleted row by row.
--
-- wcdb retention archive-audit writes a month to a file and checks the file. In the same
-- transaction it detaches the partition and records the month in phi.audit_archives, so that no
-- month is missing from the log without a record. The detached partition stays in schema archive
-- until a second step drops it.
--
-- Schema:   archive
-- HIPAA:    45 CFR 164.316(b)(2)(i): the log stays in the database for six years
-- Locks:    none. Later, phi.audit_detach_partition takes ACCESS EXCLUSIVE on audit_logs, on its
--           default partition and on the month until its transaction ends, and every audited change
--           waits. The detach itself only writes to the catalog and takes milliseconds. PostgreSQL
--           refuses DETACH PARTITION CONCURRENTLY while there is a default partition.
-- Rollback: drops the functions and the schema, which must be empty
--
-- depends: 20261123000002-functions-retention

CREATE SCHEMA archive;
COMMENT ON SCHEMA archive IS
    'Months of the audit log that were written to a file and can be dropped.';

-- ----------------------------------------------------------------------------
-- phi.audit_months_due: the months that may be archived
-- ----------------------------------------------------------------------------
-- The name of a partition contains its month. The default partition has no month and is never due.

CREATE FUNCTION phi.audit_months_due(p_as_of timestamptz DEFAULT now())
RETURNS SETOF date
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $function$
    SELECT m.month
    FROM pg_catalog.pg_inherits AS i
    INNER JOIN pg_catalog.pg_class AS c ON i.inhrelid = c.oid
    CROSS JOIN LATERAL (
        SELECT to_date(substring(c.relname, '^audit_logs_([0-9]{4}_[0-9]{2})$'), 'YYYY_MM') AS month
    ) AS m
    WHERE
        i.inhparent = 'public.audit_logs'::regclass
        AND (m.month + interval '1 month')::timestamptz
        <= phi.retention_cutoff('AUDIT_LOGS', p_as_of)
    ORDER BY m.month
$function$;

COMMENT ON FUNCTION phi.audit_months_due(timestamptz) IS
    'Months of the audit log that are older than the AUDIT_LOGS policy and the six years require.';

REVOKE EXECUTE ON FUNCTION phi.audit_months_due(timestamptz) FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_detach_partition
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.audit_detach_partition(p_month date)
RETURNS regclass
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $function$
DECLARE
    v_name name := 'audit_logs_' || to_char(p_month, 'YYYY_MM');
    v_found boolean;
BEGIN
    IF extract(DAY FROM p_month) <> 1 OR to_regclass('public.' || v_name) IS NULL THEN
        RAISE EXCEPTION 'the audit log has no partition for %', to_char(p_month, 'YYYY-MM')
            USING HINT = 'Pass the first day of a month.';
    ELSIF p_month NOT IN (SELECT d.month FROM phi.audit_months_due() AS d (month)) THEN
        RAISE EXCEPTION 'the audit log of % must be kept for six years, or longer by policy',
            to_char(p_month, 'YYYY-MM')
            USING HINT = 'data_retention_policies needs an ACTIVE policy for AUDIT_LOGS.';
    END IF;

    LOCK TABLE phi.legal_holds, public.data_retention_policies IN SHARE MODE;
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM phi.legal_holds AS h WHERE h.released_at IS NULL'
        ' AND (h.retention_category IS NULL OR h.retention_category = ''AUDIT_LOGS'')'
        ' AND (h.student_id IS NULL OR EXISTS ('
        '  SELECT FROM public.%I AS a WHERE a.student_id = h.student_id)))',
        v_name
    ) INTO v_found;
    IF v_found THEN
        RAISE EXCEPTION 'the audit log of % is under a legal hold', to_char(p_month, 'YYYY-MM')
            USING HINT = 'Run wcdb retention hold list.';
    END IF;

    -- Nobody could ever prove that an unsealed month was complete when it was archived.
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM public.%I AS a WHERE a.transaction_id >= coalesce('
        '  (SELECT s.end_transaction FROM phi.audit_seals AS s WHERE s.timeline = a.timeline'
        '   ORDER BY s.seal DESC LIMIT 1), ''0''))',
        v_name
    ) INTO v_found;
    IF v_found THEN
        RAISE EXCEPTION 'the audit log of % is not sealed to its end', to_char(p_month, 'YYYY-MM')
            USING HINT = 'Run wcdb audit seal.';
    END IF;

    EXECUTE format('ALTER TABLE public.audit_logs DETACH PARTITION public.%I', v_name);
    EXECUTE format('ALTER TABLE public.%I SET SCHEMA archive', v_name);
    -- DETACH removes the row trigger of the log; the trigger against TRUNCATE stays.
    EXECUTE format(
        'CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON archive.%I'
        ' FOR EACH ROW EXECUTE FUNCTION public.audit_logs_refuse_change()',
        v_name || '_050_append_only', v_name
    );
    EXECUTE format(
        'ALTER TABLE archive.%I ENABLE ALWAYS TRIGGER %I', v_name, v_name || '_050_append_only'
    );
    EXECUTE format(
        'COMMENT ON TABLE archive.%I IS %L', v_name,
        'PHI: audit_logs of ' || to_char(p_month, 'YYYY-MM') || ', UTC, detached to be archived.'
    );
    RETURN to_regclass('archive.' || v_name);
END
$function$;

COMMENT ON FUNCTION phi.audit_detach_partition(date) IS
    'Detaches a month from the audit log and moves it to schema archive. The month must be due, '
    'sealed and free of legal holds.';

REVOKE EXECUTE ON FUNCTION phi.audit_detach_partition(date) FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_drop_archived
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.audit_drop_archived(p_month date)
RETURNS bigint
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_name name := 'audit_logs_' || to_char(p_month, 'YYYY_MM');
    v_archived bigint;
    v_rows bigint;
BEGIN
    IF to_regclass('archive.' || v_name) IS NULL THEN
        RAISE EXCEPTION 'schema archive has no audit log of %',
            to_char(p_month, 'YYYY-MM');
    END IF;
    EXECUTE format('SELECT count(*) FROM archive.%I', v_name) INTO v_rows;
    SELECT a.row_count INTO v_archived FROM phi.audit_archives AS a WHERE a.month = p_month;
    IF coalesce(v_archived, 0) <> v_rows THEN
        RAISE EXCEPTION 'the audit log of % has % entries and its archive %',
            to_char(p_month, 'YYYY-MM'), v_rows, coalesce(v_archived, 0);
    END IF;
    EXECUTE format('DROP TABLE archive.%I', v_name);
    RETURN v_rows;
END
$function$;

COMMENT ON FUNCTION phi.audit_drop_archived(date) IS
    'Drops a detached month of the audit log; refuses unless phi.audit_archives records the same '
    'number of entries.';

REVOKE EXECUTE ON FUNCTION phi.audit_drop_archived(date) FROM public;
