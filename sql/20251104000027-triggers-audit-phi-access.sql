-- Audit triggers on every table of PHI, and on the tables that decide over access to it.
--
-- The registry says which tables (phi.tables.is_audited) and how much of each column enters the log
-- (phi.columns.audit). Each table gets five triggers, <table>_900_audit_insert, _update, _key,
-- _delete and _truncate, and the function that they call, phi.audit_<table>(). To read one:
--     SELECT phi.audit_function('students');
--
-- Tables:   every one with is_audited
-- HIPAA:    45 CFR 164.312(b): who changed which record of which child, and when
-- Locks:    SHARE ROW EXCLUSIVE on each table in turn, until the transaction ends: writes wait
--           for as long as this file runs, a few seconds
-- Rollback: drops the triggers; changes are no longer logged
--
-- depends: 20251104000027-functions-audit

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- phi.audit_source: the function and the triggers of a table
-- ----------------------------------------------------------------------------
-- ENABLE ALWAYS: they fire in replica mode too, which silences ordinary triggers. Of a table that
-- wcdb phi encrypts, the tool's own updates are logged by range and not by row (unless):
--     CREATE TRIGGER students_900_audit_update AFTER UPDATE ON public.students
--     REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
--     WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name)) EXECUTE FUNCTION phi.audit_students();
--     ALTER TABLE public.students ENABLE ALWAYS TRIGGER students_900_audit_update

CREATE FUNCTION phi.audit_source(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    WITH audited AS (
        SELECT
            c.table_name,
            EXISTS (
                SELECT FROM phi.encrypted_columns AS e WHERE e.table_name = c.table_name
            ) AS is_encrypted
        FROM phi.classification(p_table) AS c
        WHERE c.is_audited
    )

    SELECT
        'FUNCTION'::phi.protection_kind,
        '',
        format('phi.audit_%s()', a.table_name),
        phi.audit_function(p_table),
        format('Trigger: logs every change of %s.', a.table_name)
    FROM audited AS a
    UNION ALL
    SELECT
        'TRIGGER',
        'public.' || a.table_name,
        format('%s_900_audit_%s', a.table_name, t.suffix),
        replace(replace(replace(
            $sql$CREATE TRIGGER {table}_900_audit_{suffix} AFTER $sql$
            || t.clauses
            || $sql$ EXECUTE FUNCTION phi.audit_{table}(); $sql$
            || $sql$ALTER TABLE public.{table} ENABLE ALWAYS TRIGGER {table}_900_audit_{suffix}$sql$,
            '{unless}',
            CASE
                WHEN a.is_encrypted THEN
                    $sql$ WHEN ((CURRENT_USER <> 'whitecross_encryptor'::name))$sql$
                ELSE ''
            END
        ), '{suffix}', t.suffix), '{table}', a.table_name),
        t.comment
    FROM audited AS a
    CROSS JOIN (
        VALUES
        (
            'insert',
            'INSERT ON public.{table} REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT',
            'Logs rows that are added.'
        ),
        (
            'update',
            'UPDATE ON public.{table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'
            ' FOR EACH STATEMENT{unless}',
            'Logs rows that are changed.'
        ),
        (
            'key',
            'UPDATE ON public.{table} FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id))',
            'Logs a change of the primary key, under the old key and the new one.'
        ),
        (
            'delete',
            'DELETE ON public.{table} REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT',
            'Logs rows that are deleted.'
        ),
        (
            'truncate',
            'TRUNCATE ON public.{table} FOR EACH STATEMENT',
            'Logs that the table was emptied.'
        )
    ) AS t (suffix, clauses, comment)
$function$;

COMMENT ON FUNCTION phi.audit_source(regclass) IS
    'The audit function and triggers that a table should have; none if it is not audited.';

REVOKE EXECUTE ON FUNCTION phi.audit_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Every audited table
-- ----------------------------------------------------------------------------

SELECT phi.protect_all();
