-- Months of the audit log: detached and archived whole, never deleted by the row.
--
-- wcdb retention archive-audit writes a month to a file, checks the file, and in the same
-- transaction detaches the partition and records the month in phi.audit_archives, so that the log
-- is never without both. The detached month stays in schema archive until it is dropped by a
-- second step.
--
-- Schema:   archive
-- HIPAA:    45 CFR 164.316(b)(2)(i): the log is kept for six years in the database
-- Locks:    none; phi.audit_detach_partition takes ACCESS EXCLUSIVE on audit_logs, on its default
--           partition and on the month, until its transaction ends: every change that is audited
--           waits. It writes the catalogue only: milliseconds. DETACH … CONCURRENTLY is refused
--           by PostgreSQL when there is a default partition.
-- Rollback: drops the functions and the schema, which has to be empty
--
-- depends: 20261123000002-functions-retention

CREATE SCHEMA archive;
COMMENT ON SCHEMA archive IS
    'Months of the audit log that are written to a file and wait to be dropped.';

-- ----------------------------------------------------------------------------
-- phi.audit_months_due: which months may be archived
-- ----------------------------------------------------------------------------
-- The name of a partition says its month; the default partition is none and never due.

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
        SELECT to_date(substring(c.relname, '^audit_logs_(\d{4}_\d{2})$'), 'YYYY_MM') AS month
    ) AS m
    WHERE
        i.inhparent = 'public.audit_logs'::regclass
        AND (m.month + interval '1 month')::timestamptz
        <= phi.retention_cutoff('AUDIT_LOGS', p_as_of)
    ORDER BY m.month
$function$;

COMMENT ON FUNCTION phi.audit_months_due(timestamptz) IS
    'Months of the audit log that are older than the policy for AUDIT_LOGS and six years demand.';

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
        RAISE EXCEPTION 'the audit log has no partition of %', to_char(p_month, 'YYYY-MM')
            USING HINT = 'Name a month by its first day.';
    ELSIF p_month NOT IN (SELECT d.month FROM phi.audit_months_due() AS d (month)) THEN
        RAISE EXCEPTION 'the audit log of % must be kept: six years, or longer by policy',
            to_char(p_month, 'YYYY-MM')
            USING HINT = 'An ACTIVE policy for AUDIT_LOGS says how long; there has to be one.';
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
            USING HINT = 'wcdb retention hold list';
    END IF;

    -- What was not sealed when it went could never be proved to have been whole.
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
    -- The trigger of the log went with the partitioning; TRUNCATE is still refused.
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
    'Takes a month that is due, sealed and under no legal hold out of the audit log, to schema '
    'archive.';

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
        RAISE EXCEPTION 'no detached audit log of % waits to be dropped',
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
    'Drops a detached month of the audit log if phi.audit_archives has it with as many entries.';

REVOKE EXECUTE ON FUNCTION phi.audit_drop_archived(date) FROM public;
