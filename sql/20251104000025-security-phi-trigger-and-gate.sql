-- Encryption inside the database: the trigger that keeps ciphertext true, the log, and the gate.
--
-- While a column is being encrypted, each value is there twice: in clear and as ciphertext. The
-- application goes on writing plaintext and knows nothing of the ciphertext. So a trigger clears
-- the ciphertext of every value that changes, and the next wcdb phi encrypt writes it anew. Only
-- wcdb sets ciphertext beside a plaintext; an application that encrypts by itself leaves the
-- plaintext NULL.
--
-- Tables:   none
-- HIPAA:    45 CFR 164.312(a)(2)(iv), 164.312(c)(1)
-- Locks:    none on existing tables
-- Rollback: drops the functions; no row is lost
--
-- depends: 20251104000025-security-phi-rights

-- ----------------------------------------------------------------------------
-- phi.ciphertext_key: the column that a value is bound to
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.ciphertext_key(p_table regclass)
RETURNS name
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_keys name[];
BEGIN
    SELECT array_agg(a.attname) INTO v_keys
    FROM pg_catalog.pg_index AS x
    INNER JOIN pg_catalog.pg_attribute AS a
        ON x.indrelid = a.attrelid AND a.attnum = any(x.indkey)
    WHERE x.indrelid = p_table AND x.indisprimary;
    IF coalesce(cardinality(v_keys), 0) <> 1 THEN
        RAISE EXCEPTION
            'table % has no primary key of one column: a value cannot be bound to its row', p_table;
    END IF;
    RETURN v_keys[1];
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_key(regclass) IS
    'Primary key of a table, to which its encrypted values are bound; an error if the key does not '
    'have exactly one column.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_key(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_block: what the trigger does for one column
-- ----------------------------------------------------------------------------
-- PL/pgSQL cannot read a column of NEW by a name in a variable, so the trigger function names its
-- columns. One template a branch of the trigger; students.ssn gives, for INSERT:
--         IF NEW.ssn IS NOT NULL THEN
--             NEW.ssn_encrypted := NULL;
--             NEW.ssn_blind_index := NULL;
--         END IF;
-- {value}, {cipher} and {index} are the columns, {key} the primary key, {both} the ciphertext and
-- its blind index as a row, {clear} the assignments of NULL above.
--
-- After its contract step a column has ciphertext alone: then nothing can be cleared, and the row's
-- key must stay, because the value is bound to it.

CREATE FUNCTION phi.ciphertext_block(p_branch text, p_has_plaintext boolean)
RETURNS text
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        CASE
            WHEN p_has_plaintext AND p_branch = 'INSERT' THEN $sql$
        IF NEW.{value} IS NOT NULL THEN
{clear}
        END IF;$sql$
            -- The tool may put a value into ciphertext or back, and may not change it.
            WHEN p_has_plaintext AND p_branch = 'TOOL' THEN $sql$
            OR (
                NEW.{value} IS DISTINCT FROM OLD.{value}
                AND (
                    OLD.{value} IS NOT NULL OR OLD.{cipher} IS NULL OR NEW.{cipher} IS NOT NULL
                )
            )
            OR (NEW.{value} IS NULL AND OLD.{cipher} IS NOT NULL AND NEW.{cipher} IS NULL)$sql$
            WHEN p_has_plaintext AND p_branch = 'UPDATE' THEN $sql$
        IF NEW.{key} IS DISTINCT FROM OLD.{key}
            OR (
                NEW.{value} IS DISTINCT FROM OLD.{value}
                AND (NEW.{value} IS NOT NULL OR NEW.{cipher} IS NOT DISTINCT FROM OLD.{cipher})
            )
            OR (NEW.{value} IS NOT NULL AND {both NEW} IS DISTINCT FROM {both OLD})
        THEN
{clear}
        END IF;$sql$
            WHEN p_branch = 'TOOL' THEN $sql$
            OR (OLD.{cipher} IS NOT NULL AND NEW.{cipher} IS NULL)$sql$
            WHEN p_branch = 'UPDATE' THEN $sql$
        IF NEW.{key} IS DISTINCT FROM OLD.{key} AND OLD.{cipher} IS NOT NULL THEN
            RAISE EXCEPTION 'the key of this row cannot change: {value} is bound to it'
                USING ERRCODE = 'restrict_violation';
        END IF;$sql$
            ELSE ''
        END
$function$;

COMMENT ON FUNCTION phi.ciphertext_block(text, boolean) IS
    'SQL template: the lines of the ciphertext trigger for one column in the branch INSERT, UPDATE '
    'or TOOL (an UPDATE by wcdb phi), with or without plaintext beside it.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_block(text, boolean) FROM public;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_lines: the lines of all columns
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.ciphertext_lines(p_table regclass, p_branch text)
RETURNS text
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        string_agg(
            replace(replace(replace(replace(replace(replace(
                phi.ciphertext_block(p_branch, a.attname IS NOT NULL),
                '{clear}', CASE
                    WHEN e.blind_index_column IS NULL THEN '            NEW.{cipher} := NULL;'
                    ELSE E'            NEW.{cipher} := NULL;\n            NEW.{index} := NULL;'
                END),
                '{both NEW}', CASE
                    WHEN e.blind_index_column IS NULL THEN 'NEW.{cipher}'
                    ELSE '(NEW.{cipher}, NEW.{index})'
                END),
                '{both OLD}', CASE
                    WHEN e.blind_index_column IS NULL THEN 'OLD.{cipher}'
                    ELSE '(OLD.{cipher}, OLD.{index})'
                END),
                '{index}', coalesce(quote_ident(e.blind_index_column), '')),
                '{cipher}', quote_ident(e.ciphertext_column)),
                '{value}', quote_ident(e.column_name)),
            '' ORDER BY e.column_id
        )
    FROM phi.encrypted_columns AS e
    INNER JOIN pg_class AS c ON e.table_name = c.relname
    LEFT JOIN pg_attribute AS a
        ON c.oid = a.attrelid AND e.column_name = a.attname AND NOT a.attisdropped
    WHERE c.oid = p_table
$function$;

COMMENT ON FUNCTION phi.ciphertext_lines(regclass, text) IS
    'SQL text: the lines of one branch of the ciphertext trigger, for every registered column of a '
    'table; NULL if it has none.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_lines(regclass, text) FROM public;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_function: the trigger function of a table
-- ----------------------------------------------------------------------------
-- The tool's work is logged by range and not by row, so the database holds it to changing no value.
-- It leaves updated_at as it is, since for the application nothing has changed.

CREATE FUNCTION phi.ciphertext_function(p_table regclass)
RETURNS text
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $source$
DECLARE
    v_text text := $template$CREATE OR REPLACE FUNCTION phi.ciphertext_{table}()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN{insert}
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE{tool}
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;{keep}
    ELSE{update}
    END IF;
    RETURN NEW;
END
$function$
$template$;
BEGIN
    v_text := replace(v_text, '{insert}', phi.ciphertext_lines(p_table, 'INSERT'));
    v_text := replace(v_text, '{tool}', phi.ciphertext_lines(p_table, 'TOOL'));
    v_text := replace(v_text, '{update}', phi.ciphertext_lines(p_table, 'UPDATE'));
    v_text := replace(
        v_text, '{keep}', CASE
            WHEN EXISTS (
                SELECT FROM pg_attribute AS a
                WHERE a.attrelid = p_table AND a.attname = 'updated_at' AND NOT a.attisdropped
            ) THEN E'\n        NEW.updated_at := OLD.updated_at;'
            ELSE ''
        END
    );
    v_text := replace(v_text, '{key}', quote_ident(phi.ciphertext_key(p_table)));
    RETURN replace(v_text, '{table}', (phi.classification(p_table)).table_name);
END
$source$;

COMMENT ON FUNCTION phi.ciphertext_function(regclass) IS
    'SQL text: CREATE FUNCTION of the function that keeps the ciphertext of a table true, from '
    'phi.encrypted_columns as it is now.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_function(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_source: the function and the trigger of a table
-- ----------------------------------------------------------------------------
-- The trigger is not ENABLE ALWAYS: a subscriber receives each row as it was made, with its
-- ciphertext. For emergency_contacts:
--     CREATE TRIGGER emergency_contacts_300_ciphertext
--     BEFORE INSERT OR UPDATE OF id, phone_number, email, address, phone_number_encrypted, …
--     ON public.emergency_contacts
--     FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_emergency_contacts()

CREATE FUNCTION phi.ciphertext_source(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    WITH encrypted AS (
        SELECT c.relname AS table_name
        FROM pg_class AS c
        WHERE
            c.oid = p_table
            AND EXISTS (SELECT FROM phi.encrypted_columns AS e WHERE e.table_name = c.relname)
    )

    SELECT
        'FUNCTION'::phi.protection_kind,
        '',
        format('phi.ciphertext_%s()', t.table_name),
        phi.ciphertext_function(p_table),
        format('Trigger: clears the ciphertext of every value that changes in %s.', t.table_name)
    FROM encrypted AS t
    UNION ALL
    SELECT
        'TRIGGER',
        'public.' || t.table_name,
        t.table_name || '_300_ciphertext',
        replace(replace(
            'CREATE TRIGGER {table}_300_ciphertext BEFORE INSERT OR UPDATE OF {columns}'
            ' ON public.{table} FOR EACH ROW EXECUTE FUNCTION phi.ciphertext_{table}()',
            '{columns}', (
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                FROM pg_attribute AS a
                WHERE
                    a.attrelid = p_table AND NOT a.attisdropped
                    AND (
                        EXISTS (
                            SELECT FROM pg_index AS x
                            WHERE
                                x.indrelid = p_table AND x.indisprimary
                                AND a.attnum = any(x.indkey)
                        )
                        OR EXISTS (
                            SELECT FROM phi.encrypted_columns AS e
                            WHERE
                                e.table_name = t.table_name
                                AND a.attname IN (
                                    e.column_name, e.ciphertext_column, e.blind_index_column
                                )
                        )
                    )
            )
        ), '{table}', t.table_name),
        'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew.'
    FROM encrypted AS t
$function$;

COMMENT ON FUNCTION phi.ciphertext_source(regclass) IS
    'The function and the trigger that a table with encrypted columns should have; none if '
    'phi.encrypted_columns does not name it.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.require_plaintext: the gate of a rollback that drops ciphertext
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.require_plaintext(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_column record;
    v_found boolean;
BEGIN
    FOR v_column IN
        SELECT e.table_name, e.column_name, e.ciphertext_column
        FROM phi.encrypted_columns AS e
        INNER JOIN pg_class AS c ON e.table_name = c.relname
        WHERE c.oid = p_table
        ORDER BY e.column_id
    LOOP
        EXECUTE format(
            'SELECT TRUE FROM %s AS t WHERE t.%I IS NULL AND t.%I IS NOT NULL LIMIT 1',
            p_table, v_column.column_name, v_column.ciphertext_column
        ) INTO v_found;
        IF v_found THEN
            RAISE EXCEPTION '%.% has values that stand encrypted alone: run wcdb phi decrypt %',
                v_column.table_name, v_column.column_name, v_column.table_name;
        END IF;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.require_plaintext(regclass) IS
    'Raises if a value of a table exists as ciphertext alone, and says which command restores the '
    'plaintext; for rollbacks.';

REVOKE EXECUTE ON FUNCTION phi.require_plaintext(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.encryption_log: the audit log's entry about a job
-- ----------------------------------------------------------------------------
-- The function reads the entry from the job's own tables, so that a caller cannot make one up.
-- p_range_no 0 stands for the whole job.

CREATE FUNCTION phi.encryption_log(p_job_id bigint, p_range_no integer, p_event text)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO public.audit_logs (
        action, entity_type, ip_address, user_agent, database_role, is_phi, compliance_type,
        severity, metadata
    )
    SELECT
        CASE WHEN j.operation = 'VERIFY' THEN 'READ' ELSE 'BULK_UPDATE' END::public.audit_action,
        j.table_name, host(inet_client_addr()), current_setting('application_name'),
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        TRUE, 'HIPAA', 'HIGH',
        jsonb_strip_nulls(jsonb_build_object(
            'operation', 'phi ' || lower(j.operation::text),
            'event', p_event,
            'job', j.job_id,
            'range', nullif(p_range_no, 0),
            'columns', to_jsonb(j.column_names),
            'key_id', j.key_id,
            'rows_read', r.rows_read,
            'rows_done', r.rows_done,
            'findings', f.findings
        ))
    FROM phi.encryption_jobs AS j
    CROSS JOIN LATERAL (
        SELECT sum(g.rows_read) AS rows_read, sum(g.rows_done) AS rows_done
        FROM phi.encryption_ranges AS g
        WHERE g.job_id = j.job_id AND p_range_no IN (0, g.range_no)
    ) AS r
    CROSS JOIN LATERAL (
        SELECT count(*) AS findings
        FROM phi.encryption_findings AS n
        WHERE n.job_id = j.job_id AND p_range_no = 0
    ) AS f
    WHERE j.job_id = p_job_id;
END
$function$;

COMMENT ON FUNCTION phi.encryption_log(bigint, integer, text) IS
    'Logs the start, a range or the end of an encryption job: who, how many, which key.';

REVOKE EXECUTE ON FUNCTION phi.encryption_log(bigint, integer, text) FROM public;

-- ----------------------------------------------------------------------------
-- phi.key_log: the audit log's entry about a data key
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.key_log(p_key_id integer, p_event text)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO public.audit_logs (
        action, entity_type, ip_address, user_agent, database_role, compliance_type, severity,
        metadata
    )
    SELECT
        'UPDATE', 'phi.data_keys', host(inet_client_addr()), current_setting('application_name'),
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        'HIPAA', 'HIGH',
        jsonb_build_object(
            'operation', 'phi keys', 'event', p_event, 'key_id', k.key_id, 'purpose', k.purpose,
            'state', k.state, 'kek_id', k.kek_id
        )
    FROM phi.data_keys AS k
    WHERE k.key_id = p_key_id;
END
$function$;

COMMENT ON FUNCTION phi.key_log(integer, text) IS
    'Logs an event in the life of a data key: created, rotated, wrapped anew, retired.';

REVOKE EXECUTE ON FUNCTION phi.key_log(integer, text) FROM public;

-- ----------------------------------------------------------------------------
-- phi.is_verified: whether a verification followed the last write
-- ----------------------------------------------------------------------------
-- Only wcdb writes ciphertext beside a plaintext, one job at a time, and a cancelled job ends after
-- its current batch. So the verification has seen every value that no later job has written.

CREATE FUNCTION phi.is_verified(p_table name, p_column name)
RETURNS boolean
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT EXISTS (
        SELECT FROM phi.encryption_jobs AS v
        WHERE
            v.table_name = p_table AND v.operation = 'VERIFY' AND v.state = 'DONE'
            AND p_column = any(v.column_names)
            AND NOT EXISTS (
                SELECT FROM phi.encryption_findings AS f WHERE f.job_id = v.job_id
            )
            AND NOT EXISTS (
                SELECT FROM phi.encryption_ranges AS r
                INNER JOIN phi.encryption_jobs AS w ON r.job_id = w.job_id
                WHERE
                    w.table_name = p_table AND p_column = any(w.column_names)
                    AND w.job_id > v.job_id AND w.operation <> 'VERIFY' AND r.rows_done > 0
            )
    )
$function$;

COMMENT ON FUNCTION phi.is_verified(name, name) IS
    'TRUE if every ciphertext of a column was compared with its plaintext after it was written.';

REVOKE EXECUTE ON FUNCTION phi.is_verified(name, name) FROM public;

-- ----------------------------------------------------------------------------
-- phi.require_encrypted: the gate of a contract step
-- ----------------------------------------------------------------------------
-- row_security = off makes PostgreSQL refuse to count where a policy would hide rows. The index
-- <table>_unencrypted_idx, which the step before builds, makes the count fast.

CREATE FUNCTION phi.require_encrypted(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
DECLARE
    v_column record;
    v_rows bigint;
BEGIN
    FOR v_column IN
        SELECT e.table_name, e.column_name, e.ciphertext_column
        FROM phi.encrypted_columns AS e
        INNER JOIN pg_catalog.pg_class AS c ON e.table_name = c.relname
        INNER JOIN pg_catalog.pg_attribute AS a
            ON c.oid = a.attrelid AND e.column_name = a.attname AND NOT a.attisdropped
        WHERE c.oid = p_table
        ORDER BY e.column_id
    LOOP
        EXECUTE format(
            'SELECT count(*) FROM %s AS t WHERE t.%I IS NOT NULL AND t.%I IS NULL',
            p_table, v_column.column_name, v_column.ciphertext_column
        ) INTO v_rows;
        IF v_rows > 0 THEN
            RAISE EXCEPTION '% rows of %.% are not encrypted: run wcdb phi encrypt %',
                v_rows, v_column.table_name, v_column.column_name, v_column.table_name;
        END IF;
        CONTINUE WHEN phi.is_verified(v_column.table_name, v_column.column_name);
        EXECUTE format(
            'SELECT 1 FROM %s AS t WHERE t.%I IS NOT NULL LIMIT 1', p_table, v_column.column_name
        ) INTO v_rows;
        IF v_rows IS NOT NULL THEN
            RAISE EXCEPTION '%.% is not verified since it was last encrypted: run wcdb phi verify %',
                v_column.table_name, v_column.column_name, v_column.table_name;
        END IF;
    END LOOP;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'row-level security hides rows of % from this check', p_table
            USING HINT = 'Run it as the owner, after ALTER TABLE … NO FORCE ROW LEVEL SECURITY in '
            'the same transaction.';
END
$function$;

COMMENT ON FUNCTION phi.require_encrypted(regclass) IS
    'Raises unless every value of a table that is registered for encryption is encrypted and '
    'verified; says what to run.';

REVOKE EXECUTE ON FUNCTION phi.require_encrypted(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Grants and callers
-- ----------------------------------------------------------------------------
-- The new application encrypts and decrypts by itself: docs/encryption.md. It reads wrapped keys;
-- the key that unwraps them is never in the database.

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
(
    'TABLE', 'phi.encrypted_columns', 'whitecross_encryptor', 'SELECT',
    'The columns to encrypt'
),
(
    'TABLE', 'phi.encrypted_columns', 'whitecross_service', 'SELECT',
    'The new application encrypts these columns by itself'
),
(
    'TABLE', 'phi.data_keys', 'whitecross_encryptor',
    'INSERT (kek_id, purpose, state, wrapped_key), SELECT, '
    'UPDATE (kek_id, retired_at, state, wrapped_key)',
    'Creates keys, wraps them anew, retires them'
),
(
    'TABLE', 'phi.data_keys', 'whitecross_service', 'SELECT',
    'The new application unwraps a key'
),
(
    'TABLE', 'phi.encryption_jobs', 'whitecross_encryptor', 'INSERT, SELECT, UPDATE',
    'Its jobs'
),
(
    'TABLE', 'phi.encryption_ranges', 'whitecross_encryptor', 'INSERT, SELECT, UPDATE',
    'How far its jobs are'
),
(
    'TABLE', 'phi.encryption_findings', 'whitecross_encryptor', 'INSERT, SELECT',
    'Values that its jobs refused'
);

SELECT phi.protect_grants();

-- noqa: disable=LT01
INSERT INTO phi.callers (function_name, role_name, reason) VALUES
('phi.ciphertext_key(regclass)',            'whitecross_encryptor', 'Names the key of a row'),
('phi.encryption_log(bigint,integer,text)', 'whitecross_encryptor', 'Logs its own jobs'),
('phi.is_verified(name,name)',              'whitecross_encryptor', 'wcdb phi status'),
('phi.key_log(integer,text)',               'whitecross_encryptor', 'Logs its own keys');
-- noqa: enable=LT01

SELECT phi.protect_functions();
