-- What writes the audit log: one trigger function a table, built from the PHI registry.
--
-- phi.audit_attach('students') writes function phi.audit_students() and the five triggers that
-- call it. The function is built, not generic, because it names the columns: that is a third
-- faster than turning every row into jsonb. It knows from the registry which values may stand in
-- the log; a column that the registry does not know is treated as PHI. When a table or its
-- classification changes, the migration calls phi.audit_attach again; a test compares.
--
-- What an entry holds:
--   * INSERT and DELETE: the columns that are filled; of a PHI column "***" and not its value.
--   * UPDATE: the columns that changed, before and after; of a PHI column a salted fingerprint,
--     "#…": it tells that the value changed, or changed back, within one record.
--   * who: the login, the role in force and the user that the application claims; from where, with
--     which program, in which transaction.
-- Statement triggers with transition tables see every row of bulk statements, MERGE, ON CONFLICT,
-- COPY and cascades. They cannot pair the old key of a row with its new one, so a row trigger that
-- fires on nothing else logs a change of the key under both.
--
-- Tables:   phi.audit_salt
-- HIPAA:    45 CFR 164.312(b), audit controls; no PHI in clear reaches the log
-- Locks:    none on existing tables
-- Rollback: drops the functions and the salt: fingerprints made later do not compare with old ones
--
-- depends: 20251104000026-data-encrypt-phi-validate

-- ----------------------------------------------------------------------------
-- phi.audit_salt
-- ----------------------------------------------------------------------------
-- Nobody but the owner may read it: with the salt a short value could be guessed from its
-- fingerprint. gen_random_uuid() is the one strong random source without an extension.

CREATE TABLE phi.audit_salt (
    id   boolean NOT NULL DEFAULT TRUE,
    salt bytea   NOT NULL,

    CONSTRAINT audit_salt_pkey
        PRIMARY KEY (id),
    CONSTRAINT audit_salt_one_row_check
        CHECK (id),
    CONSTRAINT audit_salt_long_enough_check
        CHECK (length(salt) >= 32)
);

COMMENT ON TABLE phi.audit_salt IS
    'One row: the secret that keeps fingerprints in the audit log from being guessed.';
COMMENT ON COLUMN phi.audit_salt.id IS 'Always TRUE, so that there is one row.';
COMMENT ON COLUMN phi.audit_salt.salt IS
    'Secret of the installation, at least 32 bytes; never leaves the database.';

INSERT INTO phi.audit_salt (salt)
VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- ----------------------------------------------------------------------------
-- Claims: who the application says its user is
-- ----------------------------------------------------------------------------
-- Set for one transaction: SELECT set_config('app.user_id', '…', TRUE). After the transaction a
-- setting reads '' and not NULL. What is no uuid counts as no claim, not as an error.

CREATE FUNCTION phi.claim(p_name text)
RETURNS uuid
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_claim text := current_setting('app.' || p_name, TRUE);
BEGIN
    IF v_claim ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        RETURN v_claim::uuid;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.claim(text) IS
    'An id that the application claims for this transaction (user_id, school_id), not verified.';

REVOKE EXECUTE ON FUNCTION phi.claim(text) FROM public;

CREATE FUNCTION phi.audit_claims()
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_role text := nullif(current_setting('app.user_role', TRUE), '');
    v_school text := nullif(current_setting('app.school_id', TRUE), '');
    v_district text := nullif(current_setting('app.district_id', TRUE), '');
BEGIN
    IF coalesce(v_role, v_school, v_district) IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'claimed_role', v_role, 'claimed_school', v_school, 'claimed_district', v_district
    ));
END
$function$;

COMMENT ON FUNCTION phi.audit_claims() IS
    'The claims of this transaction beside the user, as the audit log keeps them; NULL if none.';

REVOKE EXECUTE ON FUNCTION phi.audit_claims() FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_diff: the columns of one row as a JSON object
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.audit_diff(p_table regclass, p_side text, p_only_changed boolean)
RETURNS text
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        E'(''{'' || concat_ws('',''' || string_agg(
            E',\n                CASE WHEN ' || CASE
                WHEN p_only_changed THEN format('o.%1$I IS DISTINCT FROM n.%1$I', a.attname)
                ELSE format('%s.%I IS NOT NULL', p_side, a.attname)
            END
            || format(' THEN %L || ', to_json(a.attname::text)::text || ':')
            || CASE
                WHEN NOT p_only_changed AND c.audit = 'CLEAR'
                    THEN format('to_json(%s.%I)', p_side, a.attname)
                WHEN NOT p_only_changed
                    THEN '''"***"'''
                WHEN c.audit = 'CLEAR'
                    THEN format('coalesce(to_json(%s.%I)::text, ''null'')', p_side, a.attname)
                WHEN c.audit = 'NAME'
                    THEN format(
                        'CASE WHEN %s.%I IS NULL THEN ''null'' ELSE ''"***"'' END',
                        p_side, a.attname
                    )
                ELSE
                    -- The record and the column are hashed too: what is equal in two children
                    -- does not look equal.
                    format(
                        'coalesce(''"#'' || substr(encode(sha256(v_salt || convert_to('
                        '%1$s.id::text || %2$L || %1$s.%3$I::text, ''UTF8'')), ''hex''), 1, 24)'
                        ' || ''"'', ''null'')',
                        p_side, ' ' || a.attname || ' ', a.attname
                    )
            END
            || ' END',
            '' ORDER BY a.attnum
        ) || E'\n            ) || ''}'')::jsonb'
    FROM pg_catalog.pg_attribute AS a
    INNER JOIN pg_catalog.pg_class AS t ON a.attrelid = t.oid
    LEFT JOIN phi.columns AS c ON t.relname = c.table_name AND a.attname = c.column_name
    WHERE
        a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attname <> 'updated_at' OR NOT p_only_changed)
$function$;

COMMENT ON FUNCTION phi.audit_diff(regclass, text, boolean) IS
    'SQL text: a jsonb object of the columns of row o or n that are filled, or that changed.';

REVOKE EXECUTE ON FUNCTION phi.audit_diff(regclass, text, boolean) FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_entry: the statement that logs rows of one table
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.audit_entry(
    p_table phi.tables,
    p_action text,
    p_id text,
    p_student text,
    p_before text,
    p_after text,
    p_severity text,
    p_metadata text,
    p_rows text
)
RETURNS text
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        format(
            $text$
        INSERT INTO public.audit_logs (
            entity_type, is_phi, compliance_type,
            action, entity_id, student_id, severity, metadata,
            user_id, ip_address, user_agent, request_id, session_id, database_role,
            previous_values,
            new_values
        )
        SELECT
            %L, %L, %L,
            %L, %s, %s, %L, %s,
            v_user, v_address, v_program, v_request, v_session, v_role,
            %s,
            %s
        FROM %s;$text$,
            p_table.table_name,
            p_table.holds_phi,
            CASE p_table.legal_regime
                WHEN 'FERPA' THEN 'FERPA' WHEN 'NONE' THEN 'GENERAL' ELSE 'HIPAA'
            END,
            p_action, p_id, p_student, p_severity, p_metadata, p_before, p_after, p_rows
        )
$function$;

COMMENT ON FUNCTION phi.audit_entry(
    phi.tables, text, text, text, text, text, text, text, text
) IS 'SQL text: the INSERT into audit_logs for rows of one table; the arguments are SQL too.';

REVOKE EXECUTE ON FUNCTION phi.audit_entry(
    phi.tables, text, text, text, text, text, text, text, text
) FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_source: the body of a table's trigger function
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.audit_source(p_table regclass)
RETURNS text
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table phi.tables := phi.classification(p_table);
    v_id text := '%s.id';
    v_metadata text := 'v_claims';
    v_student text;
    v_changed text := 'old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id';
BEGIN
    -- entity_id is a uuid; another kind of key goes to the metadata.
    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = p_table AND a.attname = 'id' AND a.atttypid = 'uuid'::regtype
    ) THEN
        v_id := 'NULL';
        v_metadata := 'coalesce(v_claims, ''{}'') || jsonb_build_object(''id'', %s.id)';
    END IF;
    v_student := coalesce('%s.' || quote_ident(v_table.student_column), 'NULL');
    IF v_table.student_column <> 'id' THEN
        v_changed := v_changed || format(
            ', unnest(CASE WHEN o.%1$I IS NOT DISTINCT FROM n.%1$I'
            ' THEN ARRAY[n.%1$I] ELSE ARRAY[o.%1$I, n.%1$I] END) AS s (id)',
            v_table.student_column
        );
    END IF;

    RETURN format(
        $text$
DECLARE
    v_salt bytea := (SELECT s.salt FROM phi.audit_salt AS s);
    v_user uuid := phi.claim('user_id');
    v_role name := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_address text := host(inet_client_addr());
    v_program text := current_setting('application_name');
    v_request text := left(nullif(current_setting('app.request_id', TRUE), ''), 100);
    v_session text := left(nullif(current_setting('app.session_id', TRUE), ''), 100);
    v_claims jsonb := phi.audit_claims();
BEGIN
    IF TG_OP = 'INSERT' THEN%s
    ELSIF TG_OP = 'DELETE' THEN%s
    ELSIF TG_OP = 'TRUNCATE' THEN%s
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.%s
    ELSE
        -- A row that moves to another student is logged for both.%s
    END IF;
    RETURN NULL;
END
$text$,
        phi.audit_entry(
            v_table, 'CREATE', format(v_id, 'n'), format(v_student, 'n'),
            'NULL', phi.audit_diff(p_table, 'n', FALSE), 'LOW', format(v_metadata, 'n'),
            'new_rows AS n'
        ),
        phi.audit_entry(
            v_table, 'DELETE', format(v_id, 'o'), format(v_student, 'o'),
            phi.audit_diff(p_table, 'o', FALSE), 'NULL', 'MEDIUM', format(v_metadata, 'o'),
            'old_rows AS o'
        ),
        phi.audit_entry(
            v_table, 'BULK_DELETE', 'NULL', 'NULL', 'NULL', 'NULL', 'HIGH',
            'coalesce(v_claims, ''{}'') || ''{"truncate": true}''', '(VALUES (TRUE)) AS t'
        ),
        phi.audit_entry(
            v_table, 'UPDATE', format(v_id, 'k'),
            format(v_student, CASE WHEN v_table.student_column = 'id' THEN 'k' ELSE 'n' END),
            phi.audit_diff(p_table, 'o', TRUE), phi.audit_diff(p_table, 'n', TRUE), 'HIGH',
            'coalesce(v_claims, ''{}'')'
            ' || jsonb_build_object(''id_before'', o.id, ''id_after'', n.id)',
            '(SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id)'
        ),
        phi.audit_entry(
            v_table, 'UPDATE', format(v_id, 'n'),
            CASE WHEN v_table.student_column <> 'id' THEN 's.id' ELSE format(v_student, 'n') END,
            phi.audit_diff(p_table, 'o', TRUE), phi.audit_diff(p_table, 'n', TRUE), 'LOW',
            format(v_metadata, 'n'), v_changed || ' WHERE o IS DISTINCT FROM n'
        )
    );
END
$function$;

COMMENT ON FUNCTION phi.audit_source(regclass) IS
    'SQL text: the body of the audit trigger function of a table, from the registry as it is now.';

REVOKE EXECUTE ON FUNCTION phi.audit_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_attach and phi.audit_detach
-- ----------------------------------------------------------------------------
-- The settings are for the join of the rows before with the rows after. With the default work_mem
-- of 4 MB a statement over 100,000 rows spills to disk and takes half as long again. Its plan is
-- kept for the session: made for one row it would be a nested loop, and 100,000 rows would take
-- hours; a hash join is as good for one.

CREATE FUNCTION phi.audit_attach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name := (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = p_table);
    v_function text := format('phi.%I()', 'audit_' || v_table);
    v_event text;
    v_name text;
    v_clauses text;
    v_unless text := '';
BEGIN
    -- The encryption tool is logged by range; <table>_300_ciphertext lets it change no value.
    IF EXISTS (SELECT FROM phi.encrypted_columns AS e WHERE e.table_name = v_table) THEN
        v_unless := ' WHEN (current_user <> ''whitecross_encryptor'')';
    END IF;
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION %s RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER'
        ' SET search_path = pg_catalog, pg_temp SET work_mem = ''64MB'' SET enable_nestloop = off AS %L',
        v_function, phi.audit_source(p_table)
    );
    EXECUTE format(
        'COMMENT ON FUNCTION %s IS %L',
        v_function, 'Trigger: logs every change of ' || v_table || '; built by phi.audit_attach.'
    );
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM public', v_function);

    FOR v_event, v_name, v_clauses IN
        VALUES
        ('INSERT', 'insert', 'REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT'),
        (
            'UPDATE', 'update',
            'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT'
            || v_unless
        ),
        ('UPDATE', 'key', 'FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id)'),
        ('DELETE', 'delete', 'REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT'),
        ('TRUNCATE', 'truncate', 'FOR EACH STATEMENT')
    LOOP
        v_name := v_table || '_900_audit_' || v_name;
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER %I AFTER %s ON %s %s EXECUTE FUNCTION %s',
            v_name, v_event, p_table, v_clauses, v_function
        );
        -- Fires in replica mode too, which silences ordinary triggers.
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', p_table, v_name);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.audit_attach(regclass) IS
    'Builds or renews the audit triggers of a table; call it when the table or its classification '
    'changes.';

REVOKE EXECUTE ON FUNCTION phi.audit_attach(regclass) FROM public;

CREATE FUNCTION phi.audit_detach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name := (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = p_table);
    v_name text;
BEGIN
    FOREACH v_name IN ARRAY ARRAY['truncate', 'delete', 'key', 'update', 'insert'] LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', v_table || '_900_audit_' || v_name, p_table);
    END LOOP;
    EXECUTE format('DROP FUNCTION phi.%I()', 'audit_' || v_table);
END
$function$;

COMMENT ON FUNCTION phi.audit_detach(regclass) IS
    'Takes the audit triggers of a table away; for rollbacks.';

REVOKE EXECUTE ON FUNCTION phi.audit_detach(regclass) FROM public;
