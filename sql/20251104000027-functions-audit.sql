-- The parts of the audit triggers: salt, claims, and the text of one table's trigger function.
--
-- Each audited table has a trigger function of its own, phi.audit_<table>(). It names the columns:
-- that is a third faster than turning every row into jsonb. phi.audit_function(table) writes its
-- text from the PHI registry, and the next file has phi.protect create it. A column that the
-- registry does not know is treated as PHI.
--
-- An entry of the log holds:
--   * INSERT and DELETE: the columns that are filled; "***" in place of a PHI value.
--   * UPDATE: the columns that changed, before and after; in place of a PHI value a salted
--     fingerprint, "#…": it tells that the value changed, or changed back, within one record.
--   * the login, the role in force and the claimed user; the client's address and program; the
--     transaction.
-- Statement triggers with transition tables see every row of bulk statements, MERGE, ON CONFLICT,
-- COPY and cascades. They cannot pair the old key of a row with its new one, so a row trigger that
-- fires only when the key changes logs that change under both keys.
--
-- Tables:   phi.audit_salt
-- HIPAA:    45 CFR 164.312(b), audit controls; no PHI in clear reaches the log
-- Locks:    none on existing tables
-- Rollback: drops the functions and the salt: fingerprints made later do not match earlier ones
--
-- depends: 20251104000026-data-encrypt-phi-validate

-- ----------------------------------------------------------------------------
-- phi.audit_salt
-- ----------------------------------------------------------------------------
-- Only the owner may read it: with the salt, a short value could be guessed from its fingerprint.
-- gen_random_uuid() is the only strong source of randomness without an extension.

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
-- Claims: the user that the application names
-- ----------------------------------------------------------------------------
-- The application sets them for one transaction: SELECT set_config('app.user_id', '…', TRUE).
-- After the transaction the setting reads '' and not NULL. A value that is not a uuid counts as no
-- claim; it is not an error.

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
    'An id that the application claims for this transaction (user_id, school_id); not verified.';

REVOKE EXECUTE ON FUNCTION phi.claim(text) FROM public;

CREATE FUNCTION phi.logged_claims()
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

COMMENT ON FUNCTION phi.logged_claims() IS
    'The claimed role, school and district of this transaction, as the audit log keeps them; NULL '
    'if there is none.';

REVOKE EXECUTE ON FUNCTION phi.logged_claims() FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_value: how one value enters the log
-- ----------------------------------------------------------------------------
-- One template a rule. {row} is o or n, {column} the column. For students.grade (CLEAR) and
-- students.last_name (FINGERPRINT) of an UPDATE:
--     coalesce(to_json(n.grade)::text, 'null')
--     coalesce('"#' || substr(encode(sha256(v_salt || convert_to(n.id::text || ' last_name ' || …
-- The record and the column are hashed too, so that equal values of two children do not look equal.

CREATE FUNCTION phi.audit_value(p_rule phi.audit_rule, p_changed boolean)
RETURNS text
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        CASE
            WHEN NOT p_changed AND p_rule = 'CLEAR' THEN
                $sql$to_json({row}.{column})$sql$
            WHEN NOT p_changed THEN
                $sql$'"***"'$sql$
            WHEN p_rule = 'CLEAR' THEN
                $sql$coalesce(to_json({row}.{column})::text, 'null')$sql$
            WHEN p_rule = 'NAME' THEN
                $sql$CASE WHEN {row}.{column} IS NULL THEN 'null' ELSE '"***"' END$sql$
            ELSE
                $sql$coalesce('"#' || substr(encode(sha256(v_salt || convert_to($sql$
                || $sql${row}.id::text || ' {column} ' || {row}.{column}::text, 'UTF8'$sql$
                || $sql$)), 'hex'), 1, 24) || '"', 'null')$sql$
        END
$function$;

COMMENT ON FUNCTION phi.audit_value(phi.audit_rule, boolean) IS
    'SQL template: a value of row {row}, column {column}, as the audit log keeps it, in the entry '
    'of a changed row or of a whole one. No rule counts as FINGERPRINT.';

REVOKE EXECUTE ON FUNCTION phi.audit_value(phi.audit_rule, boolean) FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_compares_text: whether = of a type may call two different values equal
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.audit_compares_text(p_type oid)
RETURNS boolean
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        t.typtype <> 'e'
        AND p_type <> ALL(ARRAY[
            'bigint', 'boolean', 'bytea', 'date', 'double precision', 'integer', 'jsonb', 'name',
            'numeric', 'oid', 'real', 'smallint', 'text', 'character varying', 'uuid',
            'time without time zone', 'timestamp with time zone', 'timestamp without time zone',
            'inet', 'cidr', 'macaddr',
            'bigint[]', 'integer[]', 'smallint[]', 'text[]', 'uuid[]', 'character varying[]'
        ]::regtype[])
    FROM pg_type AS t
    WHERE t.oid = p_type
$function$;

COMMENT ON FUNCTION phi.audit_compares_text(oid) IS
    'TRUE if two values of a type can differ although = calls them equal, or if the type has no =: '
    'the audit log then compares their text.';

REVOKE EXECUTE ON FUNCTION phi.audit_compares_text(oid) FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_columns: the columns of one row as a JSON object
-- ----------------------------------------------------------------------------
-- For the new side of an UPDATE of a table with the columns id and grade:
--     ('{' || array_to_string(ARRAY[
--         CASE WHEN o.id IS DISTINCT FROM n.id THEN '"id":' || coalesce(to_json(n.id)::text, …
--         CASE WHEN o.grade IS DISTINCT FROM n.grade THEN '"grade":' || coalesce(to_json(n.gra…
--     ], ',') || '}')::jsonb
-- Types whose = calls different values equal, or that have no =, are compared as text: boxes of the
-- same area, a citext in other case, json. A generated column that is not stored has no value in a
-- trigger, and its change follows from other columns.

CREATE FUNCTION phi.audit_columns(p_table regclass, p_row text, p_changed boolean)
RETURNS text
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        E'(''{'' || array_to_string(ARRAY[\n                '
        || string_agg(
            replace(replace(replace(
                CASE
                    WHEN p_changed AND phi.audit_compares_text(a.atttypid) THEN
                        'CASE WHEN o.{column}::text IS DISTINCT FROM n.{column}::text'
                    WHEN p_changed THEN 'CASE WHEN o.{column} IS DISTINCT FROM n.{column}'
                    ELSE 'CASE WHEN {row}.{column} IS NOT NULL'
                END
                || format(' THEN %L || ', to_json(a.attname::text)::text || ':')
                || phi.audit_value(c.audit, p_changed)
                || ' END',
                '{row}', p_row
            ), ' {column} ', format(' %s ', a.attname)), '{column}', quote_ident(a.attname)),
            E',\n                ' ORDER BY a.attnum
        )
        || E'\n            ], '','') || ''}'')::jsonb'
    FROM pg_attribute AS a
    INNER JOIN pg_class AS t ON a.attrelid = t.oid
    LEFT JOIN phi.columns AS c ON t.relname = c.table_name AND a.attname = c.column_name
    WHERE
        a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated <> 'v'
        AND (a.attname <> 'updated_at' OR NOT p_changed)
$function$;

COMMENT ON FUNCTION phi.audit_columns(regclass, text, boolean) IS
    'SQL text: a jsonb object of the columns of row o or n that are filled, or that changed.';

REVOKE EXECUTE ON FUNCTION phi.audit_columns(regclass, text, boolean) FROM public;

-- ----------------------------------------------------------------------------
-- phi.audit_function: the trigger function of a table
-- ----------------------------------------------------------------------------
-- docs/schema has the result for every table. The placeholders:
--     {table}       students                     {is_phi}, {law}   t, HIPAA
--     {entry}       the first columns of audit_logs, the same in every branch
--     {common}      their values: table, law, login, address, program, request
--     {key}         {row}.id if the key is a uuid, else NULL: entity_id is a uuid
--     {metadata}    the claims, and the key if it is not a uuid
--     {student}     {row}.student_id, or NULL where no student is concerned
--     {pairs}       the rows before and after, paired by key
--     {moved}       the student of a changed row: both, if it moved to another student
--     {filled …}, {changed …}    phi.audit_columns
--     {differ}      o.* IS DISTINCT FROM n.*, as text where = of a column is not enough
--     {salt}        the salt, if a column is fingerprinted
-- A column may have any name, v_user and o too: columns are always qualified, and what is not
-- qualified is a variable (#variable_conflict).
-- The plan of the join of old with new rows is kept for the session. Made for one row it would be
-- a nested loop, and 100,000 rows would take hours; a hash join is as good for one. With the
-- default work_mem of 4 MB a statement over 100,000 rows spills to disk and takes half as long
-- again.
-- JIT is off: PostgreSQL would compile the statement anew each time, for seconds, because a plan
-- without nested loops counts as expensive (benchmarks/audit_jit.py).

CREATE FUNCTION phi.audit_function(p_table regclass)
RETURNS text
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $source$
DECLARE
    v_table phi.tables := phi.classification(p_table);
    v_has_uuid boolean := EXISTS (
        SELECT FROM pg_attribute AS a
        WHERE a.attrelid = p_table AND a.attname = 'id' AND a.atttypid = 'uuid'::regtype
    );
    v_text text := $template$CREATE OR REPLACE FUNCTION phi.audit_{table}()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '64MB'
 SET enable_nestloop TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_variable
DECLARE
{salt}    v_user uuid := phi.claim('user_id');
    v_role name := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_address text := host(inet_client_addr());
    v_program text := current_setting('application_name');
    v_request text := left(nullif(current_setting('app.request_id', TRUE), ''), 100);
    v_session text := left(nullif(current_setting('app.session_id', TRUE), ''), 100);
    v_claims jsonb := phi.logged_claims();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.audit_logs (
            {entry}
            action, entity_id, student_id, severity, metadata, new_values
        )
        SELECT
            {common}
            'CREATE', {key n}, {student n}, 'LOW', {metadata n},
            {filled n}
        FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.audit_logs (
            {entry}
            action, entity_id, student_id, severity, metadata, previous_values
        )
        SELECT
            {common}
            'DELETE', {key o}, {student o}, 'MEDIUM', {metadata o},
            {filled o}
        FROM old_rows AS o;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO public.audit_logs (
            {entry}
            action, severity, metadata
        )
        SELECT
            {common}
            'BULK_DELETE', 'HIGH', coalesce(v_claims, '{}') || '{"truncate": true}';
    ELSIF TG_LEVEL = 'ROW' THEN
        -- The key changed: one entry under the old key, one under the new.
        INSERT INTO public.audit_logs (
            {entry}
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            {common}
            'UPDATE', {key k}, {student k}, 'HIGH',
            coalesce(v_claims, '{}') || jsonb_build_object('id_before', o.id, 'id_after', n.id),
            {changed o},
            {changed n}
        FROM (SELECT OLD.*) AS o, (SELECT NEW.*) AS n, unnest(ARRAY[OLD.id, NEW.id]) AS k (id);
    ELSE
        -- A row that moves to another student is logged for both.
        INSERT INTO public.audit_logs (
            {entry}
            action, entity_id, student_id, severity, metadata, previous_values, new_values
        )
        SELECT
            {common}
            'UPDATE', {key n}, {moved}, 'LOW', {metadata n},
            {changed o},
            {changed n}
        FROM {pairs}
        WHERE {differ};
    END IF;
    RETURN NULL;
END
$function$
$template$;
    v_entry text := 'entity_type, is_phi, compliance_type,'
    ' user_id, ip_address, user_agent, request_id, session_id, database_role,';
    v_common text := $sql$'{table}', '{is_phi}', '{law}',$sql$
    || ' v_user, v_address, v_program, v_request, v_session, v_role,';
    v_pairs text := 'old_rows AS o INNER JOIN new_rows AS n ON o.id = n.id';
    v_moved text := 'NULL';
    v_row text;
BEGIN
    IF v_table.student_column = 'id' THEN
        v_moved := 'n.id';
    ELSIF v_table.student_column IS NOT NULL THEN
        v_moved := 's.id';
        v_pairs := v_pairs || replace(
            ', unnest(CASE WHEN o.{student} IS NOT DISTINCT FROM n.{student}'
            ' THEN ARRAY[n.{student}] ELSE ARRAY[o.{student}, n.{student}] END) AS s (id)',
            '{student}', quote_ident(v_table.student_column)
        );
    END IF;

    v_text := replace(
        v_text, '{differ}', CASE
            WHEN EXISTS (
                SELECT FROM pg_attribute AS a
                WHERE
                    a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped
                    AND phi.audit_compares_text(a.atttypid)
            ) THEN '(o.*)::text IS DISTINCT FROM (n.*)::text'
            ELSE 'o.* IS DISTINCT FROM n.*'
        END
    );
    v_text := replace(v_text, '{entry}', v_entry);
    v_text := replace(v_text, '{common}', v_common);
    v_text := replace(v_text, '{pairs}', v_pairs);
    v_text := replace(v_text, '{moved}', v_moved);
    FOREACH v_row IN ARRAY ARRAY['o', 'n', 'k'] LOOP
        v_text := replace(
            v_text, format('{key %s}', v_row),
            CASE WHEN v_has_uuid THEN v_row || '.id' ELSE 'NULL' END
        );
        v_text := replace(
            v_text, format('{metadata %s}', v_row),
            CASE
                WHEN v_has_uuid THEN 'v_claims'
                ELSE format(
                    'coalesce(v_claims, ''{}'') || jsonb_build_object(''id'', %s.id)', v_row
                )
            END
        );
        -- k is a bare key: of a student it is the student, of anything else n says whose it is.
        v_text := replace(
            v_text, format('{student %s}', v_row),
            CASE
                WHEN v_table.student_column IS NULL THEN 'NULL'
                WHEN v_row = 'k' AND v_table.student_column <> 'id' THEN
                    format('n.%I', v_table.student_column)
                ELSE format('%s.%I', v_row, v_table.student_column)
            END
        );
    END LOOP;
    FOREACH v_row IN ARRAY ARRAY['o', 'n'] LOOP
        v_text := replace(
            v_text, format('{filled %s}', v_row), phi.audit_columns(p_table, v_row, FALSE)
        );
        v_text := replace(
            v_text, format('{changed %s}', v_row), phi.audit_columns(p_table, v_row, TRUE)
        );
    END LOOP;
    v_text := replace(
        v_text, '{salt}', CASE
            WHEN v_text LIKE '%sha256(v_salt %' THEN
                E'    v_salt bytea := (SELECT s.salt FROM phi.audit_salt AS s);\n'
            ELSE ''
        END
    );
    v_text := replace(v_text, '{table}', v_table.table_name);
    v_text := replace(v_text, '{is_phi}', left(v_table.holds_phi::text, 1));
    RETURN replace(
        v_text, '{law}',
        CASE v_table.legal_regime
            WHEN 'FERPA' THEN 'FERPA' WHEN 'NONE' THEN 'GENERAL' ELSE 'HIPAA'
        END
    );
END
$source$;

COMMENT ON FUNCTION phi.audit_function(regclass) IS
    'SQL text: CREATE FUNCTION of the audit trigger function of a table, from the registry as it '
    'is now.';

REVOKE EXECUTE ON FUNCTION phi.audit_function(regclass) FROM public;
