-- What keeps ciphertext true to its plaintext, what the log says of a job, and the gate.
--
-- While a column is being encrypted it stands twice, in clear and as ciphertext. The application
-- goes on writing plaintext and knows nothing of the other: so a trigger clears the ciphertext of
-- whatever changes, and the next wcdb phi encrypt writes it anew. Beside a plaintext nobody but
-- wcdb sets ciphertext; an application that encrypts by itself leaves the plaintext NULL.
--
-- Tables:   none
-- HIPAA:    45 CFR 164.312(a)(2)(iv), 164.312(c)(1)
-- Locks:    none on existing tables
-- Rollback: drops the functions; no row is lost
--
-- depends: 20251104000025-security-phi-encryption

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
    'The primary key of a table, which authenticates its encrypted values; an error without one.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_key(regclass) FROM public;
GRANT EXECUTE ON FUNCTION phi.ciphertext_key(regclass) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_source: the body of the trigger function of a table
-- ----------------------------------------------------------------------------
-- Built, because PL/pgSQL reads no column of NEW by a name that it is given.
--
-- The encryption tool may put a value into ciphertext, or back, and change none: what it does is
-- logged by range and not by row, so the database holds it to that. It leaves updated_at as it is,
-- since for the application nothing has changed.

CREATE FUNCTION phi.ciphertext_source(p_table regclass)
RETURNS text
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_key name := phi.ciphertext_key(p_table);
    v_column record;
    v_insert text := '';
    v_tool text := '';
    v_update text := '';
    v_clear text;
BEGIN
    FOR v_column IN
        SELECT
            e.column_name, e.ciphertext_column, e.blind_index_column,
            a.attname IS NOT NULL AS has_plaintext
        FROM phi.encrypted_columns AS e
        INNER JOIN pg_catalog.pg_class AS c ON e.table_name = c.relname
        LEFT JOIN pg_catalog.pg_attribute AS a
            ON c.oid = a.attrelid AND e.column_name = a.attname AND NOT a.attisdropped
        WHERE c.oid = p_table
        ORDER BY e.column_id
    LOOP
        IF v_column.has_plaintext THEN
            v_clear := format('            NEW.%I := NULL;', v_column.ciphertext_column);
            IF v_column.blind_index_column IS NOT NULL THEN
                v_clear := v_clear
                || format(E'\n            NEW.%I := NULL;', v_column.blind_index_column);
            END IF;
            v_insert := v_insert || format(
                $text$
        IF NEW.%I IS NOT NULL THEN
%s
        END IF;$text$,
                v_column.column_name, v_clear
            );
            v_tool := v_tool || format(
                $text$
            OR (
                NEW.%1$I IS DISTINCT FROM OLD.%1$I
                AND (OLD.%1$I IS NOT NULL OR OLD.%2$I IS NULL OR NEW.%2$I IS NOT NULL)
            )
            OR (NEW.%1$I IS NULL AND OLD.%2$I IS NOT NULL AND NEW.%2$I IS NULL)$text$,
                v_column.column_name, v_column.ciphertext_column
            );
            v_update := v_update || format(
                $text$
        IF NEW.%4$I IS DISTINCT FROM OLD.%4$I
            OR (
                NEW.%1$I IS DISTINCT FROM OLD.%1$I
                AND (NEW.%1$I IS NOT NULL OR NEW.%2$I IS NOT DISTINCT FROM OLD.%2$I)
            )
            OR (NEW.%1$I IS NOT NULL AND %3$s)
        THEN
%5$s
        END IF;$text$,
                v_column.column_name,
                v_column.ciphertext_column,
                format(
                    CASE
                        WHEN v_column.blind_index_column IS NULL
                            THEN 'NEW.%1$I IS DISTINCT FROM OLD.%1$I'
                        ELSE '(NEW.%1$I, NEW.%2$I) IS DISTINCT FROM (OLD.%1$I, OLD.%2$I)'
                    END,
                    v_column.ciphertext_column, v_column.blind_index_column
                ),
                v_key,
                v_clear
            );
        ELSE
            v_tool := v_tool || format(
                $text$
            OR (OLD.%1$I IS NOT NULL AND NEW.%1$I IS NULL)$text$,
                v_column.ciphertext_column
            );
            v_update := v_update || format(
                $text$
        IF NEW.%3$I IS DISTINCT FROM OLD.%3$I AND OLD.%2$I IS NOT NULL THEN
            RAISE EXCEPTION 'the key of this row cannot change: %% is bound to it', %1$L
                USING ERRCODE = 'restrict_violation';
        END IF;$text$,
                v_column.column_name, v_column.ciphertext_column, v_key
            );
        END IF;
    END LOOP;

    RETURN format(
        $text$
BEGIN
    IF TG_OP = 'INSERT' THEN%s
        RETURN NEW;
    END IF;
    IF current_user = 'whitecross_encryptor' THEN
        IF FALSE%s
        THEN
            RAISE EXCEPTION 'the encryption tool changes no value: it only puts one in another form'
                USING ERRCODE = 'restrict_violation';
        END IF;%s
    ELSE%s
    END IF;
    RETURN NEW;
END
$text$,
        v_insert,
        v_tool,
        CASE
            WHEN EXISTS (
                SELECT FROM pg_catalog.pg_attribute AS a
                WHERE
                    a.attrelid = p_table AND a.attname = 'updated_at' AND NOT a.attisdropped
            ) THEN E'\n        NEW.updated_at := OLD.updated_at;'
            ELSE ''
        END,
        v_update
    );
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_source(regclass) IS
    'SQL text: the body of the function that keeps the ciphertext of a table true, from '
    'phi.encrypted_columns as it is now.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_attach and phi.ciphertext_detach
-- ----------------------------------------------------------------------------
-- The trigger is no ENABLE ALWAYS one: a subscriber gets each row as it was made, ciphertext too.

CREATE FUNCTION phi.ciphertext_attach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name := (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = p_table);
    v_function text := format('phi.%I()', 'ciphertext_' || v_table);
    v_columns text;
BEGIN
    SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) INTO v_columns
    FROM pg_catalog.pg_attribute AS a
    WHERE
        a.attrelid = p_table AND NOT a.attisdropped
        AND (
            a.attname = phi.ciphertext_key(p_table)
            OR EXISTS (
                SELECT FROM phi.encrypted_columns AS e
                WHERE
                    e.table_name = v_table
                    AND a.attname IN (
                        e.column_name, e.ciphertext_column, e.blind_index_column
                    )
            )
        );
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION %s RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY INVOKER'
        ' SET search_path = pg_catalog, pg_temp AS %L',
        v_function, phi.ciphertext_source(p_table)
    );
    EXECUTE format(
        'COMMENT ON FUNCTION %s IS %L', v_function,
        'Trigger: clears the ciphertext of what changes in ' || v_table
        || '; built by phi.ciphertext_attach.'
    );
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM public', v_function);
    EXECUTE format(
        'CREATE OR REPLACE TRIGGER %I BEFORE INSERT OR UPDATE OF %s ON %s'
        ' FOR EACH ROW EXECUTE FUNCTION %s',
        v_table || '_300_ciphertext', v_columns, p_table, v_function
    );
    EXECUTE format(
        'COMMENT ON TRIGGER %I ON %s IS %L', v_table || '_300_ciphertext', p_table,
        'Clears the ciphertext of a value that changes; wcdb phi encrypt writes it anew.'
    );
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_attach(regclass) IS
    'Builds or renews the trigger that keeps the ciphertext of a table true; call it when '
    'phi.encrypted_columns or the columns change.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_attach(regclass) FROM public;

CREATE FUNCTION phi.ciphertext_detach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name := (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = p_table);
    v_column record;
    v_found boolean;
BEGIN
    FOR v_column IN
        SELECT e.column_name, e.ciphertext_column
        FROM phi.encrypted_columns AS e
        WHERE e.table_name = v_table
    LOOP
        EXECUTE format(
            'SELECT TRUE FROM %s AS t WHERE t.%I IS NULL AND t.%I IS NOT NULL LIMIT 1',
            p_table, v_column.column_name, v_column.ciphertext_column
        ) INTO v_found;
        IF v_found THEN
            RAISE EXCEPTION '%.% has values that stand encrypted alone: run wcdb phi decrypt %',
                v_table, v_column.column_name, v_table;
        END IF;
    END LOOP;
    EXECUTE format('DROP TRIGGER %I ON %s', v_table || '_300_ciphertext', p_table);
    EXECUTE format('DROP FUNCTION phi.%I()', 'ciphertext_' || v_table);
END
$function$;

COMMENT ON FUNCTION phi.ciphertext_detach(regclass) IS
    'Takes the trigger that keeps the ciphertext of a table true away, unless a value would be '
    'lost with its ciphertext; for rollbacks.';

REVOKE EXECUTE ON FUNCTION phi.ciphertext_detach(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.encryption_log: what the audit log says of a job
-- ----------------------------------------------------------------------------
-- The entry is made of what the job's own tables say: who may write it cannot make it up.
-- p_range_no 0 stands for the job as a whole.

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
GRANT EXECUTE ON FUNCTION phi.encryption_log(bigint, integer, text) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.key_log: what the audit log says of a data key
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
    'Logs what was done to a data key: created, rotated, wrapped anew, retired.';

REVOKE EXECUTE ON FUNCTION phi.key_log(integer, text) FROM public;
GRANT EXECUTE ON FUNCTION phi.key_log(integer, text) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.is_verified: whether a verification came after the last write
-- ----------------------------------------------------------------------------
-- Beside a plaintext only wcdb writes ciphertext, one job at a time, and a job that is cancelled
-- ends after the batch it is at: so what no later job has written, the verification has seen.

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
GRANT EXECUTE ON FUNCTION phi.is_verified(name, name) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.require_encrypted: the gate of a contract step
-- ----------------------------------------------------------------------------
-- row_security = off makes PostgreSQL refuse to count at all where a policy would hide rows. The
-- index <table>_unencrypted_idx, which the step before builds, makes counting short.

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
