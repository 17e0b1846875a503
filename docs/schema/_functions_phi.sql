-- Functions of schema phi that serve several tables.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.

-- ----------------------------------------------------------------------------
-- phi.accounting
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.accounting(p_student_id uuid, p_from timestamp with time zone DEFAULT (now() - 'P6Y'::interval))
 RETURNS TABLE(disclosed_at timestamp with time zone, recipient text, recipient_address text, description jsonb, purpose public.disclosure_purpose)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT
        d.disclosure_date,
        concat_ws(', ', d.recipient_name, d.recipient_organization),
        d.recipient_address,
        d.information_disclosed,
        d.purpose
    FROM public.phi_disclosures AS d
    WHERE
        d.student_id = p_student_id
        AND d.disclosure_date >= p_from
        AND d.deleted_at IS NULL
        -- Exempt by 164.528(a)(1): treatment, payment and operations, and disclosures that the
        -- family requested or authorized.
        AND d.purpose NOT IN ('TREATMENT', 'PAYMENT', 'OPERATIONS', 'PATIENT_REQUEST')
        AND d.disclosure_type NOT IN (
            'TREATMENT', 'PAYMENT', 'HEALTHCARE_OPERATIONS', 'AUTHORIZATION'
        )
    ORDER BY d.disclosure_date
$function$;

COMMENT ON FUNCTION phi.accounting(p_student_id uuid, p_from timestamp with time zone) IS 'The accounting that a parent may ask for: date, recipient, content and purpose.';

REVOKE ALL ON FUNCTION phi.accounting(p_student_id uuid, p_from timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.accounting(p_student_id uuid, p_from timestamp with time zone) TO whitecross_admin, whitecross_app, whitecross_auditor, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.audit_columns
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_columns(p_table regclass, p_row text, p_changed boolean)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_columns(p_table regclass, p_row text, p_changed boolean) IS 'SQL text: a jsonb object of the columns of row o or n that are filled, or that changed.';

REVOKE ALL ON FUNCTION phi.audit_columns(p_table regclass, p_row text, p_changed boolean) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_compares_text
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_compares_text(p_type oid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_compares_text(p_type oid) IS 'TRUE if two values of a type can differ although = calls them equal, or if the type has no =: the audit log then compares their text.';

REVOKE ALL ON FUNCTION phi.audit_compares_text(p_type oid) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_detach_partition
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_detach_partition(p_month date)
 RETURNS regclass
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET "TimeZone" TO 'UTC'
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

COMMENT ON FUNCTION phi.audit_detach_partition(p_month date) IS 'Detaches a month from the audit log and moves it to schema archive. The month must be due, sealed and free of legal holds.';

REVOKE ALL ON FUNCTION phi.audit_detach_partition(p_month date) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_drop_archived
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_drop_archived(p_month date)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_drop_archived(p_month date) IS 'Drops a detached month of the audit log; refuses unless phi.audit_archives records the same number of entries.';

REVOKE ALL ON FUNCTION phi.audit_drop_archived(p_month date) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_function
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_function(p_table regclass)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $functionx$
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
$functionx$;

COMMENT ON FUNCTION phi.audit_function(p_table regclass) IS 'SQL text: CREATE FUNCTION of the audit trigger function of a table, from the registry as it is now.';

REVOKE ALL ON FUNCTION phi.audit_function(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_months_due
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_months_due(p_as_of timestamp with time zone DEFAULT now())
 RETURNS SETOF date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET "TimeZone" TO 'UTC'
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

COMMENT ON FUNCTION phi.audit_months_due(p_as_of timestamp with time zone) IS 'Months of the audit log that are older than the AUDIT_LOGS policy and the six years require.';

REVOKE ALL ON FUNCTION phi.audit_months_due(p_as_of timestamp with time zone) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_source(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_source(p_table regclass) IS 'The audit function and triggers that a table should have; none if it is not audited.';

REVOKE ALL ON FUNCTION phi.audit_source(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_value
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_value(p_rule phi.audit_rule, p_changed boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_value(p_rule phi.audit_rule, p_changed boolean) IS 'SQL template: a value of row {row}, column {column}, as the audit log keeps it, in the entry of a changed row or of a whole one. No rule counts as FINGERPRINT.';

REVOKE ALL ON FUNCTION phi.audit_value(p_rule phi.audit_rule, p_changed boolean) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.base_type
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.base_type(p_type oid, p_modifier integer)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
DECLARE
    v_type oid := p_type;
    v_modifier integer := p_modifier;
    v_domain record;
BEGIN
    LOOP
        SELECT t.typbasetype, t.typtypmod INTO v_domain
        FROM pg_type AS t
        WHERE t.oid = v_type AND t.typtype = 'd';
        EXIT WHEN NOT FOUND;
        v_type := v_domain.typbasetype;
        IF v_modifier = -1 THEN
            v_modifier := v_domain.typtypmod;
        END IF;
    END LOOP;
    RETURN format_type(v_type, v_modifier);
END
$function$;

COMMENT ON FUNCTION phi.base_type(p_type oid, p_modifier integer) IS 'Type of a column as PostgreSQL prints it, and of a domain the type under it; without its length if the modifier is NULL.';

REVOKE ALL ON FUNCTION phi.base_type(p_type oid, p_modifier integer) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.breach_clock
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.breach_clock(p_discovered date, p_individuals bigint, p_most_in_one_state bigint, p_delayed_until date, OUT individual_notice_due date, OUT hhs_notice_due date, OUT media_notice_due date)
 RETURNS record
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    -- A delay by law enforcement can postpone a deadline but does not extend the 60 days.
    SELECT
        greatest(p_discovered + 60, p_delayed_until),
        greatest(
            CASE
                WHEN p_individuals >= 500 THEN p_discovered + 60
                ELSE make_date(extract(YEAR FROM p_discovered)::integer, 12, 31) + 60
            END,
            p_delayed_until
        ),
        CASE
            WHEN p_most_in_one_state > 500 THEN greatest(p_discovered + 60, p_delayed_until)
        END
$function$;

COMMENT ON FUNCTION phi.breach_clock(p_discovered date, p_individuals bigint, p_most_in_one_state bigint, p_delayed_until date, OUT individual_notice_due date, OUT hhs_notice_due date, OUT media_notice_due date) IS 'Returns the last day for each notice of a breach. Individuals: 60 days after discovery. HHS: the same for 500 or more individuals, otherwise 60 days after the end of the year. Media: 60 days after discovery if more than 500 individuals live in one state, otherwise NULL. A delay by law enforcement can postpone each of them.';

REVOKE ALL ON FUNCTION phi.breach_clock(p_discovered date, p_individuals bigint, p_most_in_one_state bigint, p_delayed_until date, OUT individual_notice_due date, OUT hhs_notice_due date, OUT media_notice_due date) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.breach_clock(p_discovered date, p_individuals bigint, p_most_in_one_state bigint, p_delayed_until date, OUT individual_notice_due date, OUT hhs_notice_due date, OUT media_notice_due date) TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_collect
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.breach_collect(p_violation uuid, p_user uuid, p_from timestamp with time zone, p_to timestamp with time zone, p_database_user name DEFAULT NULL::name)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_added integer;
BEGIN
    WITH entries AS MATERIALIZED (
        SELECT
            a.is_phi,
            coalesce(
                a.student_id,
                CASE WHEN lower(a.entity_type) IN ('student', 'students') THEN a.entity_id END
            ) AS student_id
        FROM public.audit_logs AS a
        WHERE
            a.created_at >= p_from
            AND a.created_at < p_to
            AND a.success
            AND (p_user IS NULL OR a.user_id = p_user)
            AND (p_database_user IS NULL OR a.database_user = p_database_user)
    ),

    searched AS (
        INSERT INTO phi.breach_windows (
            violation_id, user_id, database_user, began_at, ended_at,
            students, entries, entries_without_student
        )
        SELECT
            p_violation,
            p_user,
            p_database_user,
            p_from,
            p_to,
            count(DISTINCT e.student_id),
            count(*),
            count(*) FILTER (WHERE e.student_id IS NULL AND e.is_phi)
        FROM entries AS e
        ON CONFLICT ON CONSTRAINT breach_windows_search_is_unique_key DO UPDATE SET
            students = excluded.students,
            entries = excluded.entries,
            entries_without_student = excluded.entries_without_student,
            collected_by = excluded.collected_by
    ),

    added AS (
        INSERT INTO phi.breach_individuals (violation_id, student_id, state, source)
        SELECT DISTINCT
            p_violation,
            e.student_id,
            nullif(upper(btrim(c.state)), ''),
            'AUDIT_LOG'::phi.breach_source
        FROM entries AS e
        LEFT JOIN public.students AS s ON e.student_id = s.id
        LEFT JOIN public.schools AS c ON s.school_id = c.id
        WHERE e.student_id IS NOT NULL
        ON CONFLICT (violation_id, student_id) DO NOTHING
        RETURNING student_id
    )

    SELECT count(*) INTO v_added FROM added;
    RETURN v_added;
END
$function$;

COMMENT ON FUNCTION phi.breach_collect(p_violation uuid, p_user uuid, p_from timestamp with time zone, p_to timestamp with time zone, p_database_user name) IS 'Adds to the list of a violation every student whose records p_user (or p_database_user, if p_user is NULL) saw or changed from p_from until just before p_to. Returns the number of students added. It is safe to repeat.';

REVOKE ALL ON FUNCTION phi.breach_collect(p_violation uuid, p_user uuid, p_from timestamp with time zone, p_to timestamp with time zone, p_database_user name) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.breach_collect_reported
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.breach_collect_reported(p_violation uuid, OUT added integer, OUT malformed integer, OUT unknown integer)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    SELECT
        count(*) FILTER (WHERE r.student_id IS NULL),
        count(*) FILTER (WHERE r.student_id IS NOT NULL AND s.id IS NULL)
    INTO malformed, unknown
    FROM public.compliance_violations AS v
    CROSS JOIN phi.breach_reported(v.affected_students) AS r
    LEFT JOIN public.students AS s ON r.student_id = s.id
    WHERE v.id = p_violation;

    INSERT INTO phi.breach_individuals (violation_id, student_id, state, source)
    SELECT
        v.id,
        s.id,
        nullif(upper(btrim(c.state)), ''),
        'REPORTED'
    FROM public.compliance_violations AS v
    CROSS JOIN phi.breach_reported(v.affected_students) AS r
    INNER JOIN public.students AS s ON r.student_id = s.id
    LEFT JOIN public.schools AS c ON s.school_id = c.id
    WHERE v.id = p_violation
    ON CONFLICT (violation_id, student_id) DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
END
$function$;

COMMENT ON FUNCTION phi.breach_collect_reported(p_violation uuid, OUT added integer, OUT malformed integer, OUT unknown integer) IS 'Adds the students that a violation itself names to its list. Returns the numbers of students added, of elements that are not a UUID, and of UUIDs that are not a student. phi.breaches counts the latter two as individuals all the same. It is safe to repeat.';

REVOKE ALL ON FUNCTION phi.breach_collect_reported(p_violation uuid, OUT added integer, OUT malformed integer, OUT unknown integer) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.breach_day
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.breach_day(p_time timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT (p_time AT TIME ZONE (phi.breach_settings_in_force()).time_zone)::date
$function$;

COMMENT ON FUNCTION phi.breach_day(p_time timestamp with time zone) IS 'Returns the calendar day of a moment in the time zone of phi.breach_settings.';

REVOKE ALL ON FUNCTION phi.breach_day(p_time timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.breach_day(p_time timestamp with time zone) TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_reported
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.breach_reported(p_affected jsonb)
 RETURNS TABLE(element text, student_id uuid)
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT DISTINCT
        r.element,
        CASE
            WHEN r.element ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN r.element::uuid
        END
    FROM (
        SELECT lower(btrim(coalesce(e.value #>> '{}', 'null'))) AS element
        FROM jsonb_array_elements(
            CASE jsonb_typeof(p_affected)
                WHEN 'array' THEN p_affected
                WHEN 'null' THEN '[]'
                ELSE jsonb_build_array(p_affected)
            END
        ) AS e (value)
        WHERE p_affected IS NOT NULL
    ) AS r
$function$;

COMMENT ON FUNCTION phi.breach_reported(p_affected jsonb) IS 'Distinct elements of compliance_violations.affected_students; student_id is NULL if an element is not a UUID.';

REVOKE ALL ON FUNCTION phi.breach_reported(p_affected jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.breach_reported(p_affected jsonb) TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_settings_in_force
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.breach_settings_in_force()
 RETURNS phi.breach_settings
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_settings phi.breach_settings;
BEGIN
    SELECT * INTO v_settings FROM phi.breach_settings;
    IF NOT found THEN
        RAISE EXCEPTION 'phi.breach_settings has no row'
            USING HINT = 'Run INSERT INTO phi.breach_settings DEFAULT VALUES.';
    END IF;
    RETURN v_settings;
END
$function$;

COMMENT ON FUNCTION phi.breach_settings_in_force() IS 'Returns the row of phi.breach_settings; raises an error if it is missing.';

REVOKE ALL ON FUNCTION phi.breach_settings_in_force() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.breach_settings_in_force() TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.break_glass
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.break_glass(p_student_id uuid, p_reason text, p_approved_by uuid, p_minutes integer DEFAULT 60)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_user uuid := phi.my_id();
    v_school uuid;
    v_grant uuid;
BEGIN
    IF v_user IS NULL THEN
        RAISE EXCEPTION 'emergency access needs a verified user'
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'Set app.user_id and app.user_role for this transaction.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM public.users AS u
        WHERE
            u.id = p_approved_by AND u.id <> v_user AND u.is_active
            AND u.role IN ('ADMIN', 'DISTRICT_ADMIN', 'SCHOOL_ADMIN')
    ) THEN
        RAISE EXCEPTION 'emergency access needs the approval of another, active administrator'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- A student who does not exist and one without a school get the same answer.
    SELECT s.school_id INTO v_school FROM public.students AS s WHERE s.id = p_student_id;
    IF v_school IS NULL THEN
        RAISE EXCEPTION 'there is no such student in any school'
            USING ERRCODE = 'no_data_found';
    END IF;

    INSERT INTO phi.break_glass_grants (
        user_id, student_id, school_id, reason, approved_by, expires_at
    )
    VALUES (
        v_user, p_student_id, v_school, p_reason, p_approved_by,
        now() + make_interval(mins => p_minutes)
    )
    RETURNING id INTO v_grant;

    INSERT INTO public.audit_logs (
        action, entity_type, entity_id, student_id, user_id, ip_address, user_agent,
        database_role, is_phi, compliance_type, severity, metadata
    )
    VALUES (
        'CREATE', 'break_glass_grants', v_grant, p_student_id, v_user, host(inet_client_addr()),
        current_setting('application_name'),
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        TRUE, 'HIPAA', 'CRITICAL',
        jsonb_build_object(
            'break_glass', v_grant, 'approved_by', p_approved_by, 'minutes', p_minutes
        )
    );
    RETURN v_grant;
END
$function$;

COMMENT ON FUNCTION phi.break_glass(p_student_id uuid, p_reason text, p_approved_by uuid, p_minutes integer) IS 'Opens the records of one student to the verified user for an hour, four at most; logged as CRITICAL. To use it, claim the school of the student. Returns the grant.';

REVOKE ALL ON FUNCTION phi.break_glass(p_student_id uuid, p_reason text, p_approved_by uuid, p_minutes integer) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.break_glass(p_student_id uuid, p_reason text, p_approved_by uuid, p_minutes integer) TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.break_glass_end
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.break_glass_end(p_grant uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    UPDATE phi.break_glass_grants
    SET revoked_at = now()
    WHERE
        id = p_grant AND revoked_at IS NULL
        AND (phi.my_id() IN (user_id, approved_by) OR phi.is_admin());
    RETURN FOUND;
END
$function$;

COMMENT ON FUNCTION phi.break_glass_end(p_grant uuid) IS 'Ends emergency access early. Its user, its approver and administrators may call it; FALSE if the access was over.';

REVOKE ALL ON FUNCTION phi.break_glass_end(p_grant uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.break_glass_end(p_grant uuid) TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_block
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_block(p_branch text, p_has_plaintext boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.ciphertext_block(p_branch text, p_has_plaintext boolean) IS 'SQL template: the lines of the ciphertext trigger for one column in the branch INSERT, UPDATE or TOOL (an UPDATE by wcdb phi), with or without plaintext beside it.';

REVOKE ALL ON FUNCTION phi.ciphertext_block(p_branch text, p_has_plaintext boolean) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_function
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_function(p_table regclass)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $functionx$
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
$functionx$;

COMMENT ON FUNCTION phi.ciphertext_function(p_table regclass) IS 'SQL text: CREATE FUNCTION of the function that keeps the ciphertext of a table true, from phi.encrypted_columns as it is now.';

REVOKE ALL ON FUNCTION phi.ciphertext_function(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_key
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_key(p_table regclass)
 RETURNS name
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.ciphertext_key(p_table regclass) IS 'Primary key of a table, to which its encrypted values are bound; an error if the key does not have exactly one column.';

REVOKE ALL ON FUNCTION phi.ciphertext_key(p_table regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.ciphertext_key(p_table regclass) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_lines
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_lines(p_table regclass, p_branch text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.ciphertext_lines(p_table regclass, p_branch text) IS 'SQL text: the lines of one branch of the ciphertext trigger, for every registered column of a table; NULL if it has none.';

REVOKE ALL ON FUNCTION phi.ciphertext_lines(p_table regclass, p_branch text) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_source(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.ciphertext_source(p_table regclass) IS 'The function and the trigger that a table with encrypted columns should have; none if phi.encrypted_columns does not name it.';

REVOKE ALL ON FUNCTION phi.ciphertext_source(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.claim
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.claim(p_name text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.claim(p_name text) IS 'An id that the application claims for this transaction (user_id, school_id); not verified.';

REVOKE ALL ON FUNCTION phi.claim(p_name text) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.classification
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.classification(p_table regclass)
 RETURNS phi.tables
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_table phi.tables;
BEGIN
    SELECT t.* INTO v_table
    FROM phi.tables AS t
    INNER JOIN pg_class AS c ON t.table_name = c.relname
    WHERE c.oid = p_table AND c.relnamespace = 'public'::regnamespace;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'table % is not classified: insert it into phi.tables and phi.columns',
            p_table
            USING HINT = 'The registry classifies tables of schema public only.';
    END IF;
    RETURN v_table;
END
$function$;

COMMENT ON FUNCTION phi.classification(p_table regclass) IS 'Returns the row of phi.tables for a table; raises an error if the table is not classified.';

REVOKE ALL ON FUNCTION phi.classification(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.encryption_log
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.encryption_log(p_job_id bigint, p_range_no integer, p_event text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.encryption_log(p_job_id bigint, p_range_no integer, p_event text) IS 'Logs the start, a range or the end of an encryption job: who, how many, which key.';

REVOKE ALL ON FUNCTION phi.encryption_log(p_job_id bigint, p_range_no integer, p_event text) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.encryption_log(p_job_id bigint, p_range_no integer, p_event text) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.fence_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.fence_source(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    WITH fenced AS (
        SELECT
            c.*,
            -- The audit log is append-only for everyone and has policies of its own.
            c.table_name <> 'audit_logs' AS is_ordinary,
            CASE c.tenant_rule
                WHEN 'NONE' THEN 'whitecross_admin'
                ELSE 'whitecross_admin, whitecross_app, whitecross_district'
            END AS staff,
            CASE
                WHEN c.student_column IS NOT NULL AND c.tenant_rule = 'SCHOOL' THEN
                    $sql$(( SELECT phi.may('{group}'::phi.access_group, '{command}'::text) AS may)$sql$
                    || $sql$ OR ({student} = ANY (( SELECT phi.may_students($sql$
                    || $sql$'{group}'::phi.access_group, '{command}'::text)$sql$
                    || $sql$ AS may_students)::uuid[])))$sql$
                ELSE
                    $sql$( SELECT phi.may('{group}'::phi.access_group, '{command}'::text) AS may)$sql$
            END AS rights
        FROM phi.classification(p_table) AS c
        WHERE c.holds_phi OR c.tenant_rule <> 'NONE'
    ),

    conditions AS (
        SELECT
            '( SELECT phi.is_admin() AS is_admin)' AS is_admin,
            '(school_id = ( SELECT phi.my_school() AS my_school))' AS my_school,
            '(school_id = ANY (( SELECT phi.my_schools() AS my_schools)::uuid[]))' AS my_schools
    )

    SELECT
        'ROW SECURITY'::phi.protection_kind,
        format('public.%I', f.table_name),
        '',
        format(
            'ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
            f.table_name
        ),
        NULL
    FROM fenced AS f
    UNION ALL
    SELECT
        'POLICY',
        format('public.%I', f.table_name),
        format('%I', f.table_name || p.suffix),
        phi.policy_definition(
            format('%I', f.table_name || p.suffix),
            format('public.%I', f.table_name),
            p.kind,
            p.command,
            p.roles,
            CASE WHEN p.command <> 'INSERT' THEN e.condition END,
            CASE WHEN p.command IN ('ALL', 'INSERT', 'UPDATE') THEN e.condition END
        ),
        replace(p.comment, '{group}', f.access_group::text)
    FROM fenced AS f
    CROSS JOIN conditions AS c
    CROSS JOIN LATERAL (
        VALUES
        -- The trusted.
        (
            f.is_ordinary,
            '_select_trusted', 'PERMISSIVE', 'SELECT',
            'whitecross_encryptor, whitecross_owner, whitecross_service', 'true',
            'The owner, the backend that authorises by itself and the encryption tool read all rows.'
        ),
        (
            f.is_ordinary,
            '_insert_trusted', 'PERMISSIVE', 'INSERT',
            'whitecross_owner, whitecross_service', 'true',
            'The owner and the backend that authorises by itself add any row.'
        ),
        (
            f.is_ordinary,
            '_update_trusted', 'PERMISSIVE', 'UPDATE',
            'whitecross_encryptor, whitecross_owner, whitecross_service', 'true',
            'The owner, the backend and the encryption tool change any row.'
        ),
        (
            f.is_ordinary,
            '_delete_trusted', 'PERMISSIVE', 'DELETE',
            'whitecross_owner, whitecross_service', 'true',
            'The owner and the backend delete rows; a trigger refuses to delete PHI by hand.'
        ),
        -- The audit log: nobody changes an entry, not even the owner.
        (
            NOT f.is_ordinary,
            '_select_trusted', 'PERMISSIVE', 'SELECT',
            'whitecross_auditor, whitecross_owner, whitecross_service', 'true',
            'The owner, the backend that authorises by itself and the auditor read the whole log.'
        ),
        (
            NOT f.is_ordinary,
            '_insert_any', 'PERMISSIVE', 'INSERT',
            'whitecross_admin, whitecross_app, whitecross_district, whitecross_owner,'
            ' whitecross_service', 'true',
            'Every role that may use the database adds to the log.'
        ),
        -- The fence.
        (
            f.is_ordinary,
            '_fence_admin', 'RESTRICTIVE', 'ALL', 'whitecross_admin', c.is_admin,
            'Sessions over all schools are for administrators, whatever else they claim.'
        ),
        (
            f.is_ordinary AND f.tenant_rule = 'SPECIAL',
            '_fence_district', 'RESTRICTIVE', 'ALL', 'whitecross_district',
            '(( SELECT phi.my_schools() AS my_schools) IS NOT NULL)',
            'Sessions over a district are for its administrators, whatever else they claim.'
        ),
        (
            f.tenant_rule = 'SCHOOL',
            '_fence_school', 'RESTRICTIVE', 'ALL', 'whitecross_app, whitecross_masker',
            c.my_school,
            'Only rows of the verified school are read, and no row leaves it.'
        ),
        (
            f.tenant_rule = 'SCHOOL',
            '_fence_district', 'RESTRICTIVE', 'ALL', 'whitecross_district', c.my_schools,
            'Only rows of the verified district are read, and no row leaves it.'
        ),
        (
            f.tenant_rule = 'SCHOOL_OR_ALL',
            '_fence_school_select', 'RESTRICTIVE', 'SELECT', 'whitecross_app, whitecross_masker',
            '((school_id IS NULL) OR ' || c.my_school || ')',
            'Rows of the verified school, and rows for every school.'
        ),
        (
            f.tenant_rule = 'SCHOOL_OR_ALL',
            '_fence_district_select', 'RESTRICTIVE', 'SELECT', 'whitecross_district',
            '(' || c.my_schools || ' OR ((school_id IS NULL)'
            ' AND (( SELECT phi.my_schools() AS my_schools) IS NOT NULL)))',
            'Rows of the schools of the district, and rows for every school.'
        ),
        (
            f.tenant_rule = 'SCHOOL_OR_ALL',
            '_fence_school_insert', 'RESTRICTIVE', 'INSERT', 'whitecross_app', c.my_school,
            'Only administrators write rows for every school.'
        ),
        (
            f.tenant_rule = 'SCHOOL_OR_ALL',
            '_fence_district_insert', 'RESTRICTIVE', 'INSERT', 'whitecross_district', c.my_schools,
            'Only administrators write rows for every school.'
        ),
        (
            f.tenant_rule = 'SCHOOL_OR_ALL',
            '_fence_school_update', 'RESTRICTIVE', 'UPDATE', 'whitecross_app', c.my_school,
            'Only administrators write rows for every school.'
        ),
        (
            f.tenant_rule = 'SCHOOL_OR_ALL',
            '_fence_district_update', 'RESTRICTIVE', 'UPDATE', 'whitecross_district', c.my_schools,
            'Only administrators write rows for every school.'
        ),
        -- The access matrix.
        (
            f.tenant_rule <> 'SPECIAL',
            '_select_staff', 'PERMISSIVE', 'SELECT', f.staff, f.rights,
            'Users whom the access matrix lets SELECT in group {group}; docs/access.md says why.'
        ),
        (
            f.tenant_rule <> 'SPECIAL',
            '_insert_staff', 'PERMISSIVE', 'INSERT', f.staff, f.rights,
            'Users whom the access matrix lets INSERT in group {group}; docs/access.md says why.'
        ),
        (
            f.tenant_rule <> 'SPECIAL',
            '_update_staff', 'PERMISSIVE', 'UPDATE', f.staff, f.rights,
            'Users whom the access matrix lets UPDATE in group {group}; docs/access.md says why.'
        ),
        (
            f.holds_phi AND f.tenant_rule IN ('SCHOOL', 'SCHOOL_OR_ALL'),
            '_select_masked', 'PERMISSIVE', 'SELECT', 'whitecross_masker',
            $sql$( SELECT phi.may('{group}'::phi.access_group, 'MASKED'::text) AS may)$sql$,
            'Rows that the masked view may read for a user whom the access matrix lets see it.'
        )
    ) AS p (applies, suffix, kind, command, roles, condition, comment)
    CROSS JOIN LATERAL (
        SELECT
            replace(replace(replace(
                p.condition,
                '{command}', p.command),
                '{student}', coalesce(quote_ident(f.student_column), '')),
                '{group}', f.access_group::text) AS condition
    ) AS e
    WHERE p.applies
$function$;

COMMENT ON FUNCTION phi.fence_source(p_table regclass) IS 'Row-level security and the policies that a table should have; none if it has neither PHI nor a tenant.';

REVOKE ALL ON FUNCTION phi.fence_source(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.functions_executable
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.functions_executable()
 RETURNS TABLE(function_name text, role_name name, may_grant boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
    SELECT
        p.oid::regprocedure::text,
        coalesce(r.rolname, 'public'),
        bool_or(x.is_grantable)
    FROM pg_proc AS p
    INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
    CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS x
    LEFT JOIN pg_roles AS r ON x.grantee = r.oid
    WHERE
        n.nspname IN ('public', 'phi', 'masked', 'sequelize')
        AND x.grantee <> p.proowner
        -- The functions of an extension are the extension's.
        AND NOT EXISTS (
            SELECT FROM pg_depend AS e
            WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'
        )
    GROUP BY p.oid, r.rolname
$function$;

COMMENT ON FUNCTION phi.functions_executable() IS 'Each function of our schemas with each role but its owner that may call it, PUBLIC as public, and whether that may let others call it.';

REVOKE ALL ON FUNCTION phi.functions_executable() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.grant_differences
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.grant_differences()
 RETURNS TABLE(object_kind phi.grant_kind, object_name text, role_name name, privileges text, found_privileges text, object_exists boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
 SET jit TO 'off'
AS $function$
    SELECT
        object_kind,
        object_name,
        role_name,
        g.privileges,
        f.privileges,
        CASE object_kind
            WHEN 'DATABASE' THEN TRUE
            WHEN 'SCHEMA' THEN to_regnamespace(object_name) IS NOT NULL
            ELSE to_regclass(object_name) IS NOT NULL
        END
    FROM phi.grants AS g
    FULL JOIN phi.grants_found() AS f USING (object_kind, object_name, role_name)
    WHERE g.privileges IS DISTINCT FROM f.privileges
$function$;

COMMENT ON FUNCTION phi.grant_differences() IS 'Grants that are missing, changed or without a reason; no row if all are as phi.grants says.';

REVOKE ALL ON FUNCTION phi.grant_differences() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.grants_found
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.grants_found()
 RETURNS TABLE(object_kind phi.grant_kind, object_name text, role_name name, privileges text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
    WITH objects AS (
        SELECT
            'DATABASE'::phi.grant_kind AS kind,
            ''                         AS name,
            NULL::name                 AS column_name,
            d.datdba                   AS owner,
            d.datacl                   AS acl
        FROM pg_database AS d
        WHERE d.datname = current_database()
        UNION ALL
        SELECT
            'SCHEMA',
            quote_ident(n.nspname),
            NULL,
            n.nspowner,
            n.nspacl
        FROM pg_namespace AS n
        WHERE n.nspname IN ('public', 'phi', 'masked', 'sequelize', 'archive')
        UNION ALL
        SELECT
            CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END::phi.grant_kind,
            format('%I.%I', n.nspname, c.relname),
            a.attname,
            c.relowner,
            a.acl
        FROM pg_class AS c
        INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
        CROSS JOIN LATERAL (
            SELECT NULL::name AS attname, c.relacl AS acl
            UNION ALL
            SELECT a.attname, a.attacl
            FROM pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
        ) AS a
        WHERE
            n.nspname IN ('public', 'phi', 'masked', 'sequelize', 'archive')
            AND a.acl IS NOT NULL
            -- These are for phi.protect, and those of a table that was renamed go back with its name.
            AND c.oid NOT IN (
                SELECT v.id
                FROM pg_class AS t
                CROSS JOIN LATERAL phi.protected_relations(t.oid) AS v
                WHERE
                    t.relnamespace = 'public'::regnamespace
                    AND (
                        EXISTS (SELECT FROM phi.tables AS k WHERE k.table_name = t.relname)
                        OR EXISTS (
                            SELECT FROM pg_policy AS p
                            WHERE
                                p.polrelid = t.oid
                                AND obj_description(p.oid, 'pg_policy')
                                LIKE '% Built by phi.protect.'
                        )
                    )
            )
    ),

    privileges AS (
        SELECT
            o.kind,
            o.name,
            r.rolname,
            x.privilege_type || coalesce(
                ' (' || string_agg(quote_ident(o.column_name), ', ' ORDER BY o.column_name) || ')',
                ''
            )                       AS privilege,
            bool_or(x.is_grantable) AS is_grantable
        FROM objects AS o
        CROSS JOIN LATERAL aclexplode(o.acl) AS x
        INNER JOIN pg_roles AS r ON x.grantee = r.oid
        WHERE
            x.grantee <> o.owner
            AND r.rolname ~ '^whitecross_' AND r.rolname <> 'whitecross_owner'
            AND x.privilege_type <> 'CONNECT'
        GROUP BY o.kind, o.name, r.rolname, x.privilege_type, o.column_name IS NULL
    )

    SELECT
        p.kind,
        p.name,
        p.rolname,
        string_agg(p.privilege, ', ' ORDER BY p.privilege COLLATE "C")
        || CASE WHEN bool_or(p.is_grantable) THEN ' WITH GRANT OPTION' ELSE '' END
    FROM privileges AS p
    GROUP BY p.kind, p.name, p.rolname
$function$;

COMMENT ON FUNCTION phi.grants_found() IS 'The grants to roles of ours now, from the catalogue, but for those that phi.protect makes.';

REVOKE ALL ON FUNCTION phi.grants_found() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.grants_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.grants_source(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    WITH classified AS (
        SELECT
            c.*,
            c.holds_phi OR c.tenant_rule <> 'NONE' AS is_fenced,
            c.table_name = 'audit_logs' AS is_log,
            (
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
                FROM pg_attribute AS a
                INNER JOIN phi.columns AS k ON a.attname = k.column_name
                WHERE
                    a.attrelid = p_table AND NOT a.attisdropped
                    AND k.table_name = c.table_name AND (k.is_phi OR k.audit <> 'NAME')
            ) AS columns,
            -- The encryption tool: a value, its ciphertext, its blind index.
            (
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
                FROM pg_attribute AS a
                WHERE
                    a.attrelid = p_table AND NOT a.attisdropped
                    AND EXISTS (
                        SELECT FROM phi.encrypted_columns AS e
                        WHERE
                            e.table_name = c.table_name
                            AND a.attname IN (
                                e.column_name, e.ciphertext_column, e.blind_index_column
                            )
                    )
            ) AS encrypted,
            -- The same with the key, and xmin, the version of the row.
            (
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
                FROM pg_attribute AS a
                WHERE
                    a.attrelid = p_table AND NOT a.attisdropped
                    AND (
                        a.attname = 'xmin'
                        OR EXISTS (
                            SELECT FROM pg_index AS x
                            WHERE
                                x.indrelid = p_table AND x.indisprimary
                                AND a.attnum = any(x.indkey)
                        )
                        OR EXISTS (
                            SELECT FROM phi.encrypted_columns AS e
                            WHERE
                                e.table_name = c.table_name
                                AND a.attname IN (
                                    e.column_name, e.ciphertext_column, e.blind_index_column
                                )
                        )
                    )
            ) AS encrypted_and_key
        FROM phi.classification(p_table) AS c
    ),

    rights AS (
        SELECT
            c.*,
            -- Staff write what is theirs; a table without a fence is for administrators to write.
            c.is_fenced OR c.access_group IN ('OPERATIONS', 'STAFF') AS staff_write,
            -- A table may consist of secrets: then nobody but the backend reads it.
            CASE
                WHEN c.columns IS NULL THEN 'INSERT'
                ELSE 'INSERT, SELECT ({columns}), UPDATE ({columns})'
            END AS writes
        FROM classified AS c
    )

    SELECT
        'GRANT'::phi.protection_kind,
        format('public.%I', r.table_name),
        v.grantee,
        replace(replace(replace(
            format('GRANT %s ON public.%I TO %s', g.privileges, r.table_name, v.grantee),
            '{encrypted_and_key}', coalesce(r.encrypted_and_key, '')),
            '{encrypted}', coalesce(r.encrypted, '')),
            '{columns}', coalesce(r.columns, '')),
        NULL
    FROM rights AS r
    CROSS JOIN LATERAL (
        VALUES
        (
            NOT r.is_log,
            'whitecross_service', 'DELETE, INSERT, SELECT, UPDATE'
        ),
        (
            NOT r.is_log,
            'whitecross_admin', r.writes
        ),
        (
            NOT r.is_log AND r.access_group <> 'PLATFORM' AND r.staff_write,
            'whitecross_app', r.writes
        ),
        (
            NOT r.is_log AND r.access_group <> 'PLATFORM' AND NOT r.staff_write
            AND r.columns IS NOT NULL,
            'whitecross_app', 'SELECT ({columns})'
        ),
        (
            NOT r.is_log AND r.access_group <> 'PLATFORM' AND r.staff_write,
            'whitecross_district', r.writes
        ),
        (
            NOT r.is_log AND r.access_group <> 'PLATFORM' AND NOT r.staff_write
            AND r.columns IS NOT NULL,
            'whitecross_district', 'SELECT ({columns})'
        ),
        (
            r.access_group IN ('REFERENCE', 'OPERATIONS') AND NOT r.is_fenced
            AND r.columns IS NOT NULL,
            'whitecross_readonly', 'SELECT ({columns})'
        ),
        -- Viewers see districts and schools, and nothing else unmasked.
        (
            r.table_name IN ('districts', 'schools'),
            'whitecross_readonly', 'SELECT'
        ),
        (
            r.table_name IN ('phi_disclosures', 'phi_disclosure_audits', 'compliance_violations'),
            'whitecross_auditor', 'SELECT'
        ),
        -- Object auditing: pgaudit.role = whitecross_pgaudit logs every read of what it is granted.
        (
            r.holds_phi AND r.is_audited,
            'whitecross_pgaudit', 'SELECT'
        ),
        (
            r.encrypted IS NOT NULL,
            'whitecross_encryptor', 'SELECT ({encrypted_and_key}), UPDATE ({encrypted})'
        ),
        -- The audit log is append-only, and nobody can claim to be another writer: the columns
        -- that say who wrote an entry are filled by a DEFAULT and granted to nobody.
        (r.is_log, 'whitecross_auditor', 'SELECT'),
        (r.is_log, 'whitecross_service', 'INSERT ({entry}), SELECT'),
        (r.is_log, 'whitecross_admin', 'INSERT ({entry}), SELECT'),
        (r.is_log, 'whitecross_district', 'INSERT ({entry})'),
        (r.is_log, 'whitecross_app', 'INSERT ({entry})')
    ) AS v (applies, grantee, template)
    CROSS JOIN LATERAL (
        SELECT
            replace(
                v.template, '{entry}',
                'action, changes, compliance_type, created_at, entity_id, entity_type,'
                ' error_message, id, ip_address, is_phi, metadata, new_values, previous_values,'
                ' request_id, session_id, severity, success, tags, updated_at, user_agent, user_id,'
                ' user_name'
            ) AS privileges
    ) AS g
    WHERE v.applies
$function$;

COMMENT ON FUNCTION phi.grants_source(p_table regclass) IS 'The grants on a table that each of our roles should have.';

REVOKE ALL ON FUNCTION phi.grants_source(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.guard_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.guard_source(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    WITH guarded AS (
        SELECT g.table_name, g.has_soft_delete
        FROM phi.guarded_tables() AS g
        WHERE to_regclass(format('public.%I', g.table_name)) = p_table
    )

    SELECT
        'TRIGGER'::phi.protection_kind,
        format('public.%I', g.table_name),
        g.table_name || t.suffix,
        replace(replace(replace(
            $sql$CREATE TRIGGER {table}{suffix} BEFORE $sql$
            || t.clauses
            || $sql$ EXECUTE FUNCTION phi.refuse_hard_delete('{soft}'); $sql$
            || $sql$ALTER TABLE public.{table} ENABLE ALWAYS TRIGGER {table}{suffix}$sql$,
            '{soft}', CASE WHEN g.has_soft_delete THEN 'soft' ELSE 'none' END),
            '{suffix}', t.suffix),
            '{table}', g.table_name),
        t.comment
    FROM guarded AS g
    CROSS JOIN (
        VALUES
        (
            '_050_no_hard_delete',
            'DELETE ON public.{table} FOR EACH ROW',
            'Refuses to delete a row, by cascade too; only wcdb retention removes rows.'
        ),
        (
            '_050_no_truncate',
            'TRUNCATE ON public.{table} FOR EACH STATEMENT',
            'Refuses to empty the table, by TRUNCATE … CASCADE too.'
        )
    ) AS t (suffix, clauses, comment)
    UNION ALL
    SELECT
        'TRIGGER',
        v.relation,
        c.relname || '_050_soft_delete',
        format(
            'CREATE TRIGGER %s_050_soft_delete INSTEAD OF DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION phi.soft_delete(%L)',
            c.relname, v.relation, g.table_name
        ),
        'Sets deleted_at: the application deletes as before, and the row is kept.'
    FROM guarded AS g
    CROSS JOIN phi.protected_relations(p_table) AS v
    INNER JOIN pg_class AS c ON v.id = c.oid
    WHERE g.has_soft_delete AND v.schema_name = 'sequelize'
$function$;

COMMENT ON FUNCTION phi.guard_source(p_table regclass) IS 'The triggers that guard a table of PHI against hard deletes, and let the application delete softly through its view; none if the table needs no guard.';

REVOKE ALL ON FUNCTION phi.guard_source(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.guarded_tables
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.guarded_tables()
 RETURNS TABLE(table_name name, has_soft_delete boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT
        t.table_name,
        d.attname IS NOT NULL
    FROM phi.tables AS t
    LEFT JOIN pg_catalog.pg_attribute AS d
        ON
            d.attrelid = to_regclass(format('public.%I', t.table_name))
            AND d.attname = 'deleted_at' AND NOT d.attisdropped
    WHERE
        t.holds_phi AND t.is_audited
        AND (t.retention_category IS NOT NULL OR d.attname IS NOT NULL)
    ORDER BY t.table_name
$function$;

COMMENT ON FUNCTION phi.guarded_tables() IS 'Tables of PHI from which only retention deletes rows, and whether they have deleted_at.';

REVOKE ALL ON FUNCTION phi.guarded_tables() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.guest_students
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.guest_students(p_user_id uuid, p_school_id uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    RETURN ARRAY(
        SELECT s.id
        FROM public.students AS s
        WHERE s.nurse_id = p_user_id AND s.school_id = p_school_id
        UNION
        SELECT g.student_id
        FROM phi.break_glass_grants AS g
        WHERE
            g.user_id = p_user_id AND g.school_id = p_school_id
            AND g.expires_at > now() AND g.revoked_at IS NULL
    );
END
$function$;

COMMENT ON FUNCTION phi.guest_students(p_user_id uuid, p_school_id uuid) IS 'Students of a school that are assigned to a nurse, or opened to a user in an emergency.';

REVOKE ALL ON FUNCTION phi.guest_students(p_user_id uuid, p_school_id uuid) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.is_admin
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.is_admin()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    RETURN coalesce((phi.my_user()).role = 'ADMIN', FALSE);
END
$function$;

COMMENT ON FUNCTION phi.is_admin() IS 'TRUE if the verified user is an administrator.';

REVOKE ALL ON FUNCTION phi.is_admin() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.is_admin() TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- phi.is_verified
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.is_verified(p_table name, p_column name)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.is_verified(p_table name, p_column name) IS 'TRUE if every ciphertext of a column was compared with its plaintext after it was written.';

REVOKE ALL ON FUNCTION phi.is_verified(p_table name, p_column name) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.is_verified(p_table name, p_column name) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.key_log
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.key_log(p_key_id integer, p_event text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.key_log(p_key_id integer, p_event text) IS 'Logs an event in the life of a data key: created, rotated, wrapped anew, retired.';

REVOKE ALL ON FUNCTION phi.key_log(p_key_id integer, p_event text) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.key_log(p_key_id integer, p_event text) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.legal_holds_release_only
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.legal_holds_release_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.released_at IS NULL AND NEW.released_at IS NOT NULL THEN
        NEW.released_login := session_user;
        -- OLD takes over what may change: if anything else differs, the change is refused.
        OLD.released_at := NEW.released_at;
        OLD.released_by := NEW.released_by;
        OLD.released_login := NEW.released_login;
        IF NEW = OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a legal hold can only be released, once; it cannot be changed or deleted'
        USING ERRCODE = 'restrict_violation',
              HINT = 'wcdb retention hold release ID';
END
$function$;

COMMENT ON FUNCTION phi.legal_holds_release_only() IS 'Trigger: refuses every change to a legal hold except its release.';

REVOKE ALL ON FUNCTION phi.legal_holds_release_only() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.log_view
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.log_view(p_table name, p_id uuid, p_student_id uuid, p_purpose text, p_rows bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_user uuid := phi.claim('user_id');
    v_grant uuid := (
        SELECT g.id
        FROM phi.break_glass_grants AS g
        WHERE
            g.user_id = v_user AND g.student_id = p_student_id
            AND g.expires_at > now() AND g.revoked_at IS NULL
        LIMIT 1
    );
BEGIN
    IF coalesce(btrim(p_purpose), '') = '' THEN
        RAISE EXCEPTION 'the purpose is empty: say why the record is read'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    INSERT INTO public.audit_logs (
        action, entity_type, entity_id, student_id, user_id, ip_address, user_agent,
        request_id, session_id, database_role, is_phi, compliance_type, severity, success, metadata
    )
    SELECT
        'VIEW', p_table, p_id, p_student_id, v_user, host(inet_client_addr()),
        current_setting('application_name'),
        left(nullif(current_setting('app.request_id', TRUE), ''), 100),
        left(nullif(current_setting('app.session_id', TRUE), ''), 100),
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        TRUE,
        CASE t.legal_regime WHEN 'FERPA' THEN 'FERPA' ELSE 'HIPAA' END
        ::public.audit_compliance_type,
        CASE WHEN v_grant IS NULL THEN 'LOW' ELSE 'HIGH' END::public.severity_level,
        p_rows > 0,
        coalesce(phi.logged_claims(), '{}') || jsonb_strip_nulls(
            jsonb_build_object(
                'purpose', p_purpose, 'rows', p_rows, 'break_glass', v_grant
            )
        )
    FROM phi.tables AS t
    WHERE t.table_name = p_table;
END
$function$;

COMMENT ON FUNCTION phi.log_view(p_table name, p_id uuid, p_student_id uuid, p_purpose text, p_rows bigint) IS 'Logs that a record was read; the functions that return records call it.';

REVOKE ALL ON FUNCTION phi.log_view(p_table name, p_id uuid, p_student_id uuid, p_purpose text, p_rows bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.log_view(p_table name, p_id uuid, p_student_id uuid, p_purpose text, p_rows bigint) TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.logged_claims
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.logged_claims()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.logged_claims() IS 'The claimed role, school and district of this transaction, as the audit log keeps them; NULL if there is none.';

REVOKE ALL ON FUNCTION phi.logged_claims() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.mask_expression
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.mask_expression(p_column name, p_type oid, p_modifier integer, p_mask phi.mask_rule)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT
        replace(replace(replace(replace(
            CASE
                WHEN p_mask = 'SHOW' THEN '    {name}'
                WHEN p_mask = 'YEAR' AND b.base_type = 'date' THEN
                    $sql$    (date_trunc('year'::text, {moment}))::date AS {name}$sql$
                WHEN p_mask = 'YEAR' THEN
                    $sql$    date_trunc('year'::text, {moment}) AS {name}$sql$
                WHEN p_mask = 'INITIAL' THEN
                    $sql$    ("left"({text}, 1) || '.'::text) AS {name}$sql$
                -- The last four characters of a short value would be most of it.
                WHEN p_mask = 'LAST_FOUR' THEN $sql$        CASE
            WHEN (length({text}) > 6) THEN ('***'::text || "right"({text}, 4))
            WHEN ({name} IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS {name}$sql$
                WHEN p_mask = 'DOMAIN' THEN $sql$        CASE
            WHEN ({text} ~~ '%@%'::text) THEN ('***@'::text || split_part({text}, '@'::text, 2))
            WHEN ({name} IS NOT NULL) THEN '***'::text
            ELSE NULL::text
        END AS {name}$sql$
                WHEN p_mask = 'ZIP3' THEN $sql$        CASE
            WHEN ({name} IS NOT NULL) THEN ("left"({text}, 3) || '**'::text)
            ELSE NULL::text
        END AS {name}$sql$
                ELSE '    NULL::{type} AS {name}'
            END,
            '{text}',
            CASE WHEN p_type = 'text'::regtype THEN '{name}' ELSE '({name})::text' END),
            '{moment}',
            CASE
                WHEN b.base_type = 'date' THEN '({name})::timestamp with time zone'
                WHEN b.base_type <> format_type(p_type, NULL) THEN format('({name})::%s', b.base_type)
                ELSE '{name}'
            END),
            '{type}', phi.base_type(p_type, p_modifier)),
            '{name}', quote_ident(p_column))
    FROM phi.base_type(p_type, NULL) AS b (base_type)
$function$;

COMMENT ON FUNCTION phi.mask_expression(p_column name, p_type oid, p_modifier integer, p_mask phi.mask_rule) IS 'SQL text: a column as its masked view shows it.';

REVOKE ALL ON FUNCTION phi.mask_expression(p_column name, p_type oid, p_modifier integer, p_mask phi.mask_rule) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.mask_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.mask_source(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    WITH masked AS (
        SELECT c.table_name
        FROM phi.classification(p_table) AS c
        WHERE c.holds_phi AND c.tenant_rule IN ('SCHOOL', 'SCHOOL_OR_ALL')
    )

    SELECT
        'VIEW'::phi.protection_kind,
        format('masked.%I', m.table_name),
        format('%I', m.table_name),
        replace(replace(
            $sql$CREATE VIEW masked.{table} WITH (security_barrier=true) AS
 SELECT {columns}
   FROM public.{table} t;
ALTER VIEW masked.{table} OWNER TO whitecross_masker$sql$,
            '{columns}', (
                SELECT
                    ltrim(string_agg(
                        phi.mask_expression(a.attname, a.atttypid, a.atttypmod, c.mask),
                        E',\n' ORDER BY a.attnum
                    ))
                FROM pg_attribute AS a
                INNER JOIN phi.columns AS c ON a.attname = c.column_name
                WHERE
                    a.attrelid = p_table AND c.table_name = m.table_name
                    AND a.attnum > 0 AND NOT a.attisdropped
            )
        ), '{table}', quote_ident(m.table_name)),
        format('Table %s with PHI masked as phi.columns says.', m.table_name)
    FROM masked AS m
    UNION ALL
    SELECT
        'GRANT',
        g.relation,
        g.grantee,
        format('GRANT SELECT ON %s TO %s', g.relation, g.grantee),
        NULL
    FROM masked AS m
    CROSS JOIN LATERAL (
        VALUES
        (format('public.%I', m.table_name), 'whitecross_masker'),
        (format('masked.%I', m.table_name), 'whitecross_admin'),
        (format('masked.%I', m.table_name), 'whitecross_app'),
        (format('masked.%I', m.table_name), 'whitecross_district'),
        (format('masked.%I', m.table_name), 'whitecross_readonly')
    ) AS g (relation, grantee)
$function$;

COMMENT ON FUNCTION phi.mask_source(p_table regclass) IS 'The masked view of a table and its grants; none if the table has no PHI or no school.';

REVOKE ALL ON FUNCTION phi.mask_source(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.may
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.may(p_group phi.access_group, p_command text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_user phi.verified_user := phi.my_user();
BEGIN
    -- Outside the user's own school, no group is open as a whole.
    IF v_user.role IN ('ADMIN', 'DISTRICT_ADMIN')
        OR v_user.school_id = nullif(current_setting('app.school_id', TRUE), '')::uuid
    THEN
        RETURN EXISTS (
            SELECT FROM phi.access AS a
            WHERE
                a.user_role = v_user.role
                AND a.access_group = p_group
                AND CASE p_command
                    WHEN 'SELECT' THEN a.may_select
                    WHEN 'INSERT' THEN a.may_insert
                    WHEN 'UPDATE' THEN a.may_update
                    WHEN 'MASKED' THEN a.may_masked
                END
        );
    END IF;
    RETURN FALSE;
END
$function$;

COMMENT ON FUNCTION phi.may(p_group phi.access_group, p_command text) IS 'TRUE if the verified user may SELECT, INSERT, UPDATE or see MASKED the rows of a group that the fence leaves.';

REVOKE ALL ON FUNCTION phi.may(p_group phi.access_group, p_command text) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.may(p_group phi.access_group, p_command text) TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- phi.may_students
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.may_students(p_group phi.access_group, p_command text)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_user phi.verified_user := phi.my_user();
    v_role public.user_role := v_user.role;
BEGIN
    -- In an emergency an administrator has a nurse's right to read, but not to write.
    IF p_command = 'SELECT' AND v_role IN ('ADMIN', 'DISTRICT_ADMIN', 'SCHOOL_ADMIN') THEN
        v_role := 'NURSE';
    END IF;
    IF EXISTS (
        SELECT FROM phi.access AS a
        WHERE
            a.user_role = v_role
            AND a.access_group = p_group
            AND CASE p_command
                WHEN 'SELECT' THEN a.may_select
                WHEN 'INSERT' THEN a.may_insert
                WHEN 'UPDATE' THEN a.may_update
            END
    ) THEN
        RETURN phi.guest_students(
            v_user.id, nullif(current_setting('app.school_id', TRUE), '')::uuid
        );
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.may_students(p_group phi.access_group, p_command text) IS 'Students of another school whose rows the verified user may use, by assignment or in an emergency.';

REVOKE ALL ON FUNCTION phi.may_students(p_group phi.access_group, p_command text) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.may_students(p_group phi.access_group, p_command text) TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.my_conversations
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.my_conversations()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_user uuid := phi.my_id();
BEGIN
    RETURN ARRAY(
        SELECT p.conversation_id
        FROM public.conversation_participants AS p
        WHERE p.user_id = v_user
    );
END
$function$;

COMMENT ON FUNCTION phi.my_conversations() IS 'Conversations in which the verified user takes part.';

REVOKE ALL ON FUNCTION phi.my_conversations() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_conversations() TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.my_id
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.my_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    RETURN (phi.my_user()).id;
END
$function$;

COMMENT ON FUNCTION phi.my_id() IS 'Id of the verified user; NULL if there is none.';

REVOKE ALL ON FUNCTION phi.my_id() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_id() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- phi.my_messages
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.my_messages()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_user uuid := phi.my_id();
BEGIN
    RETURN ARRAY(
        SELECT d.message_id FROM public.message_delivery AS d WHERE d.recipient_id = v_user
    );
END
$function$;

COMMENT ON FUNCTION phi.my_messages() IS 'Messages delivered to the verified user.';

REVOKE ALL ON FUNCTION phi.my_messages() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_messages() TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.my_school
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.my_school()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF (phi.my_user()).id IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN nullif(current_setting('app.school_id', TRUE), '')::uuid;
END
$function$;

COMMENT ON FUNCTION phi.my_school() IS 'The claimed school, if the verified user has access to it; NULL if not.';

REVOKE ALL ON FUNCTION phi.my_school() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_school() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- phi.my_schools
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.my_schools()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_user phi.verified_user := phi.my_user();
BEGIN
    RETURN CASE v_user.role
        WHEN 'DISTRICT_ADMIN' THEN ARRAY(
            SELECT s.id FROM public.schools AS s WHERE s.district_id = v_user.district_id
        )
    END;
END
$function$;

COMMENT ON FUNCTION phi.my_schools() IS 'The schools of the district of a verified district administrator; NULL for anyone else.';

REVOKE ALL ON FUNCTION phi.my_schools() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_schools() TO whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.my_user
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.my_user()
 RETURNS phi.verified_user
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_user phi.verified_user;
    v_school uuid := nullif(current_setting('app.school_id', TRUE), '')::uuid;
BEGIN
    SELECT u.id, u.role, u.school_id, u.district_id INTO v_user
    FROM public.users AS u
    WHERE
        u.id = nullif(current_setting('app.user_id', TRUE), '')::uuid
        AND u.is_active
        AND (u.lockout_until IS NULL OR u.lockout_until <= now())
        AND u.role::text = current_setting('app.user_role', TRUE)
        -- The district may be left out; a wrong one makes all claims void.
        AND (
            coalesce(current_setting('app.district_id', TRUE), '') IN ('', u.district_id::text)
            OR u.role = 'ADMIN'
        );

    -- So does a school to which the user has no access.
    IF v_school IS NULL OR v_school = v_user.school_id OR v_user.role = 'ADMIN' THEN
        RETURN v_user;
    ELSIF v_user.role = 'DISTRICT_ADMIN' AND EXISTS (
        SELECT FROM public.schools AS s
        WHERE s.id = v_school AND s.district_id = v_user.district_id
    ) THEN
        RETURN v_user;
    ELSIF cardinality(phi.guest_students(v_user.id, v_school)) > 0 THEN
        RETURN v_user;
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION phi.my_user() IS 'The user of this transaction, verified against table users; all NULL if a claim is wrong.';

REVOKE ALL ON FUNCTION phi.my_user() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_user() TO whitecross_app, whitecross_district, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- phi.policies_and_triggers
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.policies_and_triggers(p_relations oid[])
 RETURNS TABLE(kind text, relation text, name text, definition text, comment text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
    SELECT
        'TRIGGER',
        format('%I.%I', n.nspname, c.relname),
        quote_ident(g.tgname),
        pg_get_triggerdef(g.oid) || format(
            CASE g.tgenabled
                WHEN 'A' THEN '; ALTER TABLE %1$I.%2$I ENABLE ALWAYS TRIGGER %3$I'
                WHEN 'R' THEN '; ALTER TABLE %1$I.%2$I ENABLE REPLICA TRIGGER %3$I'
                WHEN 'D' THEN '; ALTER TABLE %1$I.%2$I DISABLE TRIGGER %3$I'
                ELSE ''
            END, n.nspname, c.relname, g.tgname
        ),
        obj_description(g.oid, 'pg_trigger')
    FROM pg_trigger AS g
    INNER JOIN pg_class AS c ON g.tgrelid = c.oid
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE g.tgrelid = any(p_relations) AND NOT g.tgisinternal
    UNION ALL
    SELECT
        'POLICY',
        format('%I.%I', n.nspname, c.relname),
        quote_ident(p.polname),
        phi.policy_definition(
            quote_ident(p.polname),
            format('%I.%I', n.nspname, c.relname),
            CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
            CASE p.polcmd
                WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                WHEN 'd' THEN 'DELETE' ELSE 'ALL'
            END,
            (
                SELECT string_agg(coalesce(quote_ident(r.rolname), 'PUBLIC'), ', ' ORDER BY r.rolname)
                FROM unnest(p.polroles) AS m (id)
                LEFT JOIN pg_roles AS r ON m.id = r.oid
            ),
            pg_get_expr(p.polqual, p.polrelid),
            pg_get_expr(p.polwithcheck, p.polrelid)
        ),
        obj_description(p.oid, 'pg_policy')
    FROM pg_policy AS p
    INNER JOIN pg_class AS c ON p.polrelid = c.oid
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE p.polrelid = any(p_relations)
$function$;

COMMENT ON FUNCTION phi.policies_and_triggers(p_relations oid[]) IS 'The policies and triggers of some relations as PostgreSQL prints them; a policy with its roles by name.';

REVOKE ALL ON FUNCTION phi.policies_and_triggers(p_relations oid[]) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.policy_definition
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.policy_definition(p_name text, p_relation text, p_kind text, p_command text, p_roles text, p_using text, p_check text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
    SELECT
        format(
            'CREATE POLICY %s ON %s AS %s FOR %s TO %s%s%s',
            p_name, p_relation, p_kind, p_command, p_roles,
            ' USING (' || p_using || ')', ' WITH CHECK (' || p_check || ')'
        )
$function$;

COMMENT ON FUNCTION phi.policy_definition(p_name text, p_relation text, p_kind text, p_command text, p_roles text, p_using text, p_check text) IS 'CREATE POLICY as text; a condition that is NULL is left out.';

REVOKE ALL ON FUNCTION phi.policy_definition(p_name text, p_relation text, p_kind text, p_command text, p_roles text, p_using text, p_check text) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protect
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protect(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
    v_differences phi.protection_difference[];
    v_item phi.protection_difference;
    v_statement text;
    v_role text;
    v_left text;
    v_joined boolean := FALSE;
    v_dropped boolean := FALSE;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    v_differences := ARRAY(SELECT d FROM phi.protection_differences(p_table) AS d);
    IF cardinality(v_differences) = 0 THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM unnest(v_differences) AS d WHERE d.relation LIKE 'masked.%') THEN
        EXECUTE format('GRANT whitecross_masker TO %I', current_user);
        v_joined := TRUE;
    END IF;

    -- A function is replaced in place: its triggers depend on it. PostgreSQL keeps the grants of a
    -- relation in the order in which they were made; where one differs, all are made anew, so that
    -- the order is always the same.
    FOR v_statement IN
        SELECT phi.protection_drop(f.kind, f.relation, f.name)
        FROM phi.protection_found(p_table) AS f
        WHERE
            EXISTS (
                SELECT FROM unnest(v_differences) AS d
                WHERE
                    d.kind = f.kind AND d.relation = f.relation
                    AND CASE f.kind
                        WHEN 'GRANT' THEN f.name ~ '^"?whitecross_'
                        WHEN 'FUNCTION' THEN d.name = f.name AND d.source_definition IS NULL
                        ELSE
                            d.name = f.name
                            AND d.source_definition IS DISTINCT FROM d.found_definition
                    END
            )
        ORDER BY f.kind DESC, f.relation, f.name
    LOOP
        EXECUTE v_statement;
        v_dropped := TRUE;
    END LOOP;

    -- A view that was dropped has lost its grants and its triggers.
    IF v_dropped THEN
        v_differences := ARRAY(SELECT d FROM phi.protection_differences(p_table) AS d);
    END IF;
    FOR v_item IN
        SELECT d.*
        FROM unnest(v_differences) AS d
        WHERE d.source_definition IS NOT NULL
        ORDER BY d.kind, d.relation, d.name
    LOOP
        IF v_item.source_definition IS DISTINCT FROM v_item.found_definition THEN
            EXECUTE v_item.source_definition;
        END IF;
        IF v_item.kind = 'FUNCTION' THEN
            FOR v_role IN
                SELECT CASE e.role_name WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(e.role_name) END
                FROM phi.functions_executable() AS e
                WHERE e.function_name = v_item.name
            LOOP
                EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM %s', v_item.name, v_role);
            END LOOP;
        ELSIF v_item.kind = 'VIEW' AND v_item.found_definition IS NULL THEN
            -- What ALTER DEFAULT PRIVILEGES gives on a new view.
            FOR v_role IN
                SELECT f.name
                FROM phi.protection_found(p_table) AS f
                WHERE f.kind = 'GRANT' AND f.relation = v_item.relation
            LOOP
                EXECUTE phi.protection_drop('GRANT', v_item.relation, v_role);
            END LOOP;
        END IF;
        IF v_item.source_comment IS NOT NULL THEN
            EXECUTE format(
                'COMMENT ON %s %s IS %L',
                v_item.kind,
                CASE v_item.kind
                    WHEN 'FUNCTION' THEN v_item.name
                    WHEN 'VIEW' THEN v_item.relation
                    ELSE v_item.name || ' ON ' || v_item.relation
                END,
                v_item.source_comment
            );
        END IF;
    END LOOP;

    IF v_joined THEN
        EXECUTE format('REVOKE whitecross_masker FROM %I', current_user);
    END IF;

    SELECT format('%s %s on %s', lower(d.kind::text), d.name, d.relation) INTO v_left
    FROM unnest(v_differences) AS d
    LEFT JOIN phi.protection_found(p_table) AS f USING (kind, relation, name)
    WHERE (d.source_definition, d.source_comment) IS DISTINCT FROM (f.definition, f.comment)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'phi.protect cannot bring table % to what the registry says: % still differs',
            p_table, v_left
            USING HINT = 'A grant that a third role has made, with GRANT OPTION, must be taken back '
            'from that role first: REVOKE … FROM … CASCADE.';
    END IF;
EXCEPTION
    WHEN dependent_objects_still_exist THEN
        GET STACKED DIAGNOSTICS v_left = PG_EXCEPTION_DETAIL;
        RAISE EXCEPTION 'phi.protect must replace an object of table % that others use: %',
            p_table, v_left
            USING
                ERRCODE = 'dependent_objects_still_exist',
                HINT = 'Drop those, run phi.protect again, and create them anew.';
END
$function$;

COMMENT ON FUNCTION phi.protect(p_table regclass) IS 'Brings everything that protects a table to what the registry says now. Repeatable: it writes differences only. Call it when the table, its columns or its classification change.';

REVOKE ALL ON FUNCTION phi.protect(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protect_all
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protect_all()
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET jit TO 'off'
AS $function$
DECLARE
    v_table regclass;
    v_tables integer := 0;
BEGIN
    FOR v_table IN
        SELECT to_regclass(format('public.%I', t.table_name))
        FROM phi.tables AS t
        WHERE to_regclass(format('public.%I', t.table_name)) IS NOT NULL
        ORDER BY t.table_name
    LOOP
        PERFORM phi.protect(v_table);
        v_tables := v_tables + 1;
    END LOOP;
    IF v_tables = 0 THEN
        RAISE EXCEPTION 'phi.tables names no table that exists: the classification is missing'
            USING HINT = 'Apply the migrations …-security-classify-… first.';
    END IF;
    RETURN v_tables;
END
$function$;

COMMENT ON FUNCTION phi.protect_all() IS 'phi.protect for every classified table; returns how many there are, and raises if there is none.';

REVOKE ALL ON FUNCTION phi.protect_all() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protect_functions
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protect_functions()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
    v_function text;
    v_role name;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    SELECT c.function_name INTO v_function
    FROM phi.callers AS c
    WHERE to_regprocedure(c.function_name)::text <> c.function_name
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'phi.callers names %, and PostgreSQL prints it as %: write it so',
            v_function, to_regprocedure(v_function);
    END IF;
    FOR v_function, v_role IN
        SELECT e.function_name, e.role_name FROM phi.functions_executable() AS e
        EXCEPT
        SELECT c.function_name, c.role_name FROM phi.callers AS c
        ORDER BY 1, 2
    LOOP
        EXECUTE format(
            'REVOKE EXECUTE ON ROUTINE %s FROM %s CASCADE', v_function,
            CASE v_role WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(v_role) END
        );
    END LOOP;
    FOR v_function, v_role IN
        SELECT e.function_name, e.role_name FROM phi.functions_executable() AS e
        WHERE e.may_grant
        ORDER BY 1, 2
    LOOP
        EXECUTE format(
            'REVOKE GRANT OPTION FOR EXECUTE ON ROUTINE %s FROM %I CASCADE', v_function, v_role
        );
    END LOOP;
    FOR v_function, v_role IN
        SELECT c.function_name, c.role_name FROM phi.callers AS c
        WHERE
            c.function_name ~ '^(public|phi|masked|sequelize)[.]'
            AND to_regprocedure(c.function_name) IS NOT NULL
        EXCEPT
        SELECT e.function_name, e.role_name FROM phi.functions_executable() AS e
        ORDER BY 1, 2
    LOOP
        EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO %I', v_function, v_role);
    END LOOP;

    SELECT e.function_name, e.role_name INTO v_function, v_role
    FROM phi.functions_executable() AS e
    WHERE
        e.may_grant
        OR NOT EXISTS (
            SELECT FROM phi.callers AS c
            WHERE c.function_name = e.function_name AND c.role_name = e.role_name
        )
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'EXECUTE on % cannot be taken back from %: a third role gave it',
            v_function, v_role
            USING HINT = 'Take it from that role first: REVOKE … FROM … CASCADE.';
    END IF;
END
$function$;

COMMENT ON FUNCTION phi.protect_functions() IS 'Grants and revokes EXECUTE until every function of ours has the callers of phi.callers and no others.';

REVOKE ALL ON FUNCTION phi.protect_functions() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protect_grants
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protect_grants()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
    v_kind phi.grant_kind;
    v_name text;
    v_role name;
    v_privileges text;
    v_object text;
    v_found text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    FOR v_kind, v_name IN
        SELECT DISTINCT d.object_kind, d.object_name
        FROM phi.grant_differences() AS d
        WHERE d.object_exists
        ORDER BY 1, 2
    LOOP
        v_object := CASE v_kind
            WHEN 'DATABASE' THEN format('DATABASE %I', current_database())
            ELSE format('%s %s', v_kind, v_name)
        END;
        FOR v_role, v_privileges IN
            SELECT f.role_name, replace(f.privileges, ' WITH GRANT OPTION', '')
            FROM phi.grants_found() AS f
            WHERE f.object_kind = v_kind AND f.object_name = v_name
            ORDER BY 1
        LOOP
            EXECUTE format('REVOKE %s ON %s FROM %I CASCADE', v_privileges, v_object, v_role);
        END LOOP;
        FOR v_role, v_privileges IN
            SELECT g.role_name, g.privileges
            FROM phi.grants AS g
            WHERE g.object_kind = v_kind AND g.object_name = v_name
            ORDER BY 1
        LOOP
            EXECUTE format('GRANT %s ON %s TO %I', v_privileges, v_object, v_role);
        END LOOP;
    END LOOP;

    SELECT
        coalesce(nullif(d.object_name, ''), 'the database'), d.role_name,
        d.privileges, d.found_privileges
    INTO v_name, v_role, v_privileges, v_found
    FROM phi.grant_differences() AS d
    WHERE d.object_exists
    ORDER BY d.privileges IS NULL
    LIMIT 1;
    IF FOUND AND v_privileges IS NOT NULL THEN
        RAISE EXCEPTION 'phi.grants gives % on % to %, and PostgreSQL prints it as %: write it so',
            v_privileges, v_name, v_role, coalesce(v_found, 'nothing that it notes')
            USING HINT = 'Names of privileges are in capitals, in the order of the alphabet.';
    ELSIF FOUND THEN
        RAISE EXCEPTION 'a right on % cannot be taken back from %: a third role gave it',
            v_name, v_role
            USING HINT = 'Take it from that role first: REVOKE … FROM … CASCADE.';
    END IF;
END
$function$;

COMMENT ON FUNCTION phi.protect_grants() IS 'Grants and revokes until every role of ours has the rights of phi.grants and no others; those on a protected table and its views are for phi.protect.';

REVOKE ALL ON FUNCTION phi.protect_grants() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protected_relations
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protected_relations(p_table regclass)
 RETURNS TABLE(id oid, schema_name name, relation text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
    SELECT
        c.oid,
        n.nspname,
        format('%I.%I', n.nspname, c.relname)
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE c.oid = p_table
    UNION
    -- Views that read it, and a view of its name in masked, whatever that reads.
    SELECT
        c.oid,
        n.nspname,
        format('%I.%I', n.nspname, c.relname)
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE
        c.relkind = 'v' AND n.nspname IN ('masked', 'sequelize')
        AND c.oid IN (
            SELECT r.ev_class
            FROM pg_depend AS d
            INNER JOIN pg_rewrite AS r ON d.objid = r.oid
            WHERE
                d.classid = 'pg_rewrite'::regclass
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_table
            UNION ALL
            SELECT v.oid
            FROM pg_class AS v
            INNER JOIN pg_class AS t ON v.relname = t.relname
            WHERE
                v.relnamespace = to_regnamespace('masked')
                AND t.oid = p_table AND t.relnamespace = 'public'::regnamespace
        )
$function$;

COMMENT ON FUNCTION phi.protected_relations(p_table regclass) IS 'A table with its view in schema masked and its views in schema sequelize, where they exist.';

REVOKE ALL ON FUNCTION phi.protected_relations(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protection_differences
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protection_differences(p_table regclass)
 RETURNS SETOF phi.protection_difference
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
 SET jit TO 'off'
AS $function$
    SELECT
        kind, relation, name,
        s.definition, s.comment,
        f.definition, f.comment
    FROM phi.protection_source(p_table) AS s
    FULL JOIN phi.protection_found(p_table) AS f USING (kind, relation, name)
    WHERE
        (s.definition, s.comment) IS DISTINCT FROM (f.definition, f.comment)
        AND (
            s.definition IS NOT NULL
            OR f.comment LIKE '% Built by phi.protect.'
            OR kind = 'ROW SECURITY'
            OR (kind = 'GRANT' AND name ~ '^"?whitecross_')
        )
$function$;

COMMENT ON FUNCTION phi.protection_differences(p_table regclass) IS 'Objects of a table that are missing, changed, or left over; no row if the table is protected as the registry says.';

REVOKE ALL ON FUNCTION phi.protection_differences(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protection_drop
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protection_drop(p_kind phi.protection_kind, p_relation text, p_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
    SELECT
        CASE p_kind
            WHEN 'FUNCTION' THEN format('DROP FUNCTION %s', p_name)
            WHEN 'TRIGGER' THEN format('DROP TRIGGER %s ON %s', p_name, p_relation)
            WHEN 'POLICY' THEN format('DROP POLICY %s ON %s', p_name, p_relation)
            WHEN 'ROW SECURITY' THEN format(
                'ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY',
                p_relation
            )
            WHEN 'VIEW' THEN format('DROP VIEW %s', p_relation)
            -- With all that the grantee has passed on.
            WHEN 'GRANT' THEN format('REVOKE ALL ON %s FROM %s CASCADE', p_relation, p_name)
        END
$function$;

COMMENT ON FUNCTION phi.protection_drop(p_kind phi.protection_kind, p_relation text, p_name text) IS 'SQL text: the statement that removes one object of the protection.';

REVOKE ALL ON FUNCTION phi.protection_drop(p_kind phi.protection_kind, p_relation text, p_name text) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protection_found
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protection_found(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
    -- Functions: audit_<table> and ciphertext_<table>, and those that triggers of ours call.
    SELECT
        'FUNCTION'::phi.protection_kind,
        '',
        p.oid::regprocedure::text,
        pg_get_functiondef(p.oid) || coalesce(
            (
                SELECT
                    '-- may be called by '
                    || string_agg(coalesce(r.rolname, 'PUBLIC'), ', ' ORDER BY r.rolname)
                FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS x
                LEFT JOIN pg_roles AS r ON x.grantee = r.oid
                WHERE x.grantee <> p.proowner
            ), ''
        ),
        obj_description(p.oid, 'pg_proc')
    FROM pg_proc AS p
    WHERE
        p.pronamespace = 'phi'::regnamespace AND p.prorettype = 'trigger'::regtype
        AND (
            p.proname IN (
                SELECT k.kind || t.relname
                FROM pg_class AS t
                CROSS JOIN (VALUES ('audit_'), ('ciphertext_')) AS k (kind)
                WHERE t.oid = p_table AND t.relnamespace = 'public'::regnamespace
            )
            OR (
                p.oid IN (SELECT g.tgfoid FROM pg_trigger AS g WHERE g.tgrelid = p_table)
                AND obj_description(p.oid, 'pg_proc') LIKE '% Built by phi.protect.'
            )
        )
    UNION ALL
    SELECT
        o.kind::phi.protection_kind,
        o.relation,
        o.name,
        o.definition,
        o.comment
    FROM phi.policies_and_triggers(
        ARRAY(SELECT v.id FROM phi.protected_relations(p_table) AS v)
    ) AS o
    UNION ALL
    SELECT
        'ROW SECURITY',
        format('%I.%I', n.nspname, c.relname),
        '',
        format('ALTER TABLE %I.%I ', n.nspname, c.relname) || concat_ws(
            ', ',
            CASE WHEN c.relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' END,
            CASE WHEN c.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' END
        ),
        NULL
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE c.oid = p_table AND (c.relrowsecurity OR c.relforcerowsecurity)
    UNION ALL
    -- The masked view. PostgreSQL 15 prints the alias t before each column, later ones do not.
    SELECT
        'VIEW',
        v.relation,
        quote_ident(c.relname),
        format(
            E'CREATE VIEW %s WITH (%s) AS\n%s\nALTER VIEW %s OWNER TO %I',
            v.relation,
            array_to_string(c.reloptions, ', '),
            regexp_replace(pg_get_viewdef(c.oid), '[[:<:]]t[.]', '', 'g'),
            v.relation,
            pg_get_userbyid(c.relowner)
        ),
        obj_description(c.oid, 'pg_class')
    FROM phi.protected_relations(p_table) AS v
    INNER JOIN pg_class AS c ON v.id = c.oid
    WHERE v.schema_name = 'masked'
    UNION ALL
    -- Grants, one row a grantee: on the whole relation first, then by column.
    SELECT
        'GRANT',
        g.relation,
        g.grantee,
        format(
            'GRANT %s ON %s TO %s%s',
            string_agg(g.privilege, ', ' ORDER BY g.privilege COLLATE "C"),
            g.relation,
            g.grantee,
            CASE WHEN bool_or(g.is_grantable) THEN ' WITH GRANT OPTION' ELSE '' END
        ),
        NULL
    FROM (
        SELECT
            v.relation,
            coalesce(quote_ident(r.rolname), 'PUBLIC') AS grantee,
            x.privilege_type || coalesce(
                ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) || ')', ''
            ) AS privilege,
            bool_or(x.is_grantable) AS is_grantable
        FROM phi.protected_relations(p_table) AS v
        INNER JOIN pg_class AS c ON v.id = c.oid
        CROSS JOIN LATERAL (
            SELECT NULL::name AS attname, c.relacl AS acl
            UNION ALL
            SELECT a.attname, a.attacl
            FROM pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
        ) AS a
        CROSS JOIN LATERAL aclexplode(a.acl) AS x
        LEFT JOIN pg_roles AS r ON x.grantee = r.oid
        WHERE x.grantee <> c.relowner
        GROUP BY v.relation, r.rolname, x.privilege_type, a.attname IS NULL
    ) AS g
    GROUP BY g.relation, g.grantee
$function$;

COMMENT ON FUNCTION phi.protection_found(p_table regclass) IS 'The objects that protect a table now, from the catalogue; grants to anyone, policies and triggers by anyone.';

REVOKE ALL ON FUNCTION phi.protection_found(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.protection_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.protection_source(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
DECLARE
    v_part regproc;
    v_fault text;
BEGIN
    -- An error if the table is not classified.
    PERFORM phi.classification(p_table);
    SELECT f INTO v_fault FROM phi.registry_faults(p_table) AS f LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '%', v_fault;
    END IF;
    FOR v_part IN
        SELECT p.oid
        FROM pg_proc AS p
        INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
        WHERE
            n.nspname = 'phi' AND p.proname ~ '^[a-z]+_source$'
            AND p.proname <> 'protection_source'
            AND p.prorettype = 'phi.protection'::regtype AND p.proretset
        ORDER BY p.proname
    LOOP
        RETURN QUERY EXECUTE format(
            $sql$
            SELECT
                s.kind, s.relation, s.name, s.definition,
                CASE
                    WHEN s.kind IN ('GRANT', 'ROW SECURITY') THEN NULL
                    ELSE s.comment || ' Built by phi.protect.'
                END
            FROM %s($1) AS s
            $sql$, v_part
        ) USING p_table;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.protection_source(p_table regclass) IS 'The objects that should protect a table, from the registry as it is now.';

REVOKE ALL ON FUNCTION phi.protection_source(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.read_record
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.read_record(p_table regclass, p_id uuid, p_purpose text)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_table phi.tables;
    v_record jsonb;
BEGIN
    SELECT t.* INTO v_table
    FROM phi.tables AS t
    INNER JOIN pg_catalog.pg_class AS c ON t.table_name = c.relname
    WHERE c.oid = p_table AND c.relnamespace = 'public'::regnamespace AND t.holds_phi;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'phi.read_record reads tables of PHI, and % is not one', p_table;
    END IF;
    EXECUTE format('SELECT to_jsonb(t) FROM %s AS t WHERE t.id = $1', p_table)
    INTO v_record USING p_id;
    PERFORM phi.log_view(
        v_table.table_name, p_id, (v_record ->> v_table.student_column)::uuid, p_purpose,
        CASE WHEN v_record IS NULL THEN 0 ELSE 1 END
    );
    RETURN v_record;
END
$function$;

COMMENT ON FUNCTION phi.read_record(p_table regclass, p_id uuid, p_purpose text) IS 'Returns one record that the caller may see, as jsonb, and logs it; NULL if there is none.';

REVOKE ALL ON FUNCTION phi.read_record(p_table regclass, p_id uuid, p_purpose text) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.read_record(p_table regclass, p_id uuid, p_purpose text) TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.read_student
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.read_student(p_student_id uuid, p_purpose text)
 RETURNS TABLE(table_name name, record jsonb)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_table phi.tables;
    v_rows bigint;
BEGIN
    FOR v_table IN
        SELECT t.* FROM phi.tables AS t
        -- Not the audit log, which is about the student too.
        WHERE t.student_column IS NOT NULL AND t.holds_phi AND t.is_audited
        ORDER BY t.student_column <> 'id', t.table_name
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %L::name, to_jsonb(t) FROM public.%I AS t WHERE t.%I = $1',
            v_table.table_name, v_table.table_name, v_table.student_column
        ) USING p_student_id;
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        IF v_rows > 0 OR v_table.table_name = 'students' THEN
            PERFORM phi.log_view(
                v_table.table_name, NULL, p_student_id, p_purpose, v_rows
            );
        END IF;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.read_student(p_student_id uuid, p_purpose text) IS 'Returns every record of a student that the caller may see, and logs it table by table.';

REVOKE ALL ON FUNCTION phi.read_student(p_student_id uuid, p_purpose text) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.read_student(p_student_id uuid, p_purpose text) TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.record_hand_written
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.record_hand_written(p_relation text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
    v_id oid := to_regclass(p_relation);
    v_relation text;
BEGIN
    SELECT format('%I.%I', n.nspname, c.relname) INTO v_relation
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE c.oid = v_id;
    IF
        v_relation IS NULL
        AND NOT EXISTS (SELECT FROM phi.hand_written AS w WHERE w.relation = p_relation)
    THEN
        RAISE EXCEPTION 'no relation % is there, and nothing is recorded of it', p_relation
            USING HINT = 'Name its schema as well, as in public.students.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    v_relation := coalesce(v_relation, p_relation);
    DELETE FROM phi.hand_written AS w WHERE w.relation = v_relation;
    INSERT INTO phi.hand_written (kind, relation, name, definition)
    SELECT f.kind, f.relation, f.name, f.definition
    FROM phi.policies_and_triggers(ARRAY[v_id]) AS f
    WHERE coalesce(f.comment, '') NOT LIKE '% Built by phi.protect.';
END
$function$;

COMMENT ON FUNCTION phi.record_hand_written(p_relation text) IS 'Records the hand-written policies and triggers of a relation as they are now, and forgets those of one that is gone. The last statement of a migration that writes, changes or drops one.';

REVOKE ALL ON FUNCTION phi.record_hand_written(p_relation text) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.refuse_hard_delete
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.refuse_hard_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM phi.retention_runs AS r
        WHERE
            r.transaction_id = pg_current_xact_id_if_assigned() AND r.finished_at IS NULL
            AND r.started_at = now() AND r.table_name = TG_TABLE_NAME
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a hard % of % is refused: it holds PHI',
        replace(TG_OP, 'DELETE', 'DELETE of rows'), TG_TABLE_NAME
        USING
            ERRCODE = 'restrict_violation',
            HINT = CASE WHEN TG_ARGV[0] = 'soft' THEN 'Set deleted_at instead. ' ELSE '' END
            || 'wcdb retention removes rows when they are due.';
END
$function$;

COMMENT ON FUNCTION phi.refuse_hard_delete() IS 'Trigger: refuses DELETE and TRUNCATE of PHI outside phi.retention_remove.';

REVOKE ALL ON FUNCTION phi.refuse_hard_delete() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.registry_faults
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.registry_faults(p_table regclass)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
AS $function$
    WITH classified AS (
        SELECT t.*, c.oid AS id, c.relkind
        FROM pg_class AS c
        INNER JOIN phi.tables AS t ON c.relname = t.table_name
        WHERE c.oid = p_table AND c.relnamespace = 'public'::regnamespace
    ),

    found AS (
        SELECT
            a.attname AS name,
            a.attnum AS number,
            a.attnotnull AS is_not_null,
            phi.base_type(a.atttypid, NULL) AS base_type,
            k.mask
        FROM pg_attribute AS a
        LEFT JOIN classified AS t ON TRUE
        LEFT JOIN phi.columns AS k ON t.table_name = k.table_name AND a.attname = k.column_name
        WHERE a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped
    )

    -- The table.
    SELECT
        format(
            'no column of table %I is classified: insert its columns into phi.columns',
            t.table_name
        )
    FROM classified AS t
    WHERE NOT EXISTS (SELECT FROM phi.columns AS k WHERE k.table_name = t.table_name)
    UNION ALL
    SELECT format('%I is no table: delete its row from phi.tables', t.table_name)
    FROM classified AS t
    WHERE t.relkind NOT IN ('r', 'p')
    UNION ALL
    SELECT
        format(
            'table %I needs quotes: rename it to lower-case letters, digits and _, and not to a'
            ' word of SQL', t.table_name
        )
    FROM classified AS t
    WHERE t.table_name !~ '^[a-z_][a-z0-9_]*$' OR quote_ident(t.table_name) <> t.table_name
    UNION ALL
    SELECT
        format(
            'the name of table %I has %s bytes: rename it to at most 41, because policies and'
            ' triggers add 22', t.table_name, octet_length(t.table_name::text)
        )
    FROM classified AS t
    WHERE octet_length(t.table_name::text) > 41
    UNION ALL
    SELECT
        format(
            'table %I is audited and has no unique key on a column id that is NOT NULL, checked at'
            ' once: add one, or clear is_audited in phi.tables', t.table_name
        )
    FROM classified AS t
    WHERE
        t.is_audited
        AND NOT EXISTS (
            SELECT FROM pg_index AS x
            INNER JOIN found AS c ON x.indkey[0] = c.number
            WHERE
                x.indrelid = t.id AND x.indisunique AND x.indimmediate AND x.indnkeyatts = 1
                AND x.indpred IS NULL AND c.name = 'id' AND c.is_not_null
        )
    -- PostgreSQL moves a row to another partition by DELETE and INSERT: old and new would not pair.
    UNION ALL
    SELECT
        format(
            'table %I is audited and partitioned, and the log would miss a row that moves to'
            ' another partition: clear is_audited in phi.tables, or do not partition it',
            t.table_name
        )
    FROM classified AS t
    WHERE t.is_audited AND t.relkind = 'p'
    -- Names that protection needs.
    UNION ALL
    SELECT
        format(
            'masked.%s is no view, and protection makes a view of that name: rename or drop it',
            t.table_name
        )
    FROM classified AS t
    WHERE
        EXISTS (
            SELECT FROM pg_class AS c
            INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
            WHERE n.nspname = 'masked' AND c.relname = t.table_name AND c.relkind <> 'v'
        )
        OR EXISTS (
            SELECT FROM pg_type AS y
            INNER JOIN pg_namespace AS n ON y.typnamespace = n.oid
            WHERE n.nspname = 'masked' AND y.typname = t.table_name AND y.typrelid = 0
        )
    UNION ALL
    SELECT
        format(
            '%s is no trigger function, and protection makes one of that name: rename or drop it',
            p.oid::regprocedure
        )
    FROM classified AS t
    INNER JOIN pg_proc AS p ON p.proname IN ('audit_' || t.table_name, 'ciphertext_' || t.table_name)
    INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid AND n.nspname = 'phi'
    WHERE
        p.pronargs = 0
        AND (p.prokind <> 'f' OR p.prorettype <> 'trigger'::regtype)
    -- Columns that a rule relies on.
    UNION ALL
    SELECT
        format(
            'table %I has no column %I of type uuid, which phi.tables names as %s: correct the'
            ' registry', t.table_name, n.column_name, n.purpose
        )
    FROM classified AS t
    CROSS JOIN LATERAL (
        VALUES
        (t.student_column, 'student_column'),
        (
            CASE WHEN t.tenant_rule IN ('SCHOOL', 'SCHOOL_OR_ALL') THEN 'school_id'::name END,
            'the tenant'
        )
    ) AS n (column_name, purpose)
    WHERE
        n.column_name IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM found AS c
            WHERE c.name = n.column_name AND c.base_type = 'uuid'
        )
    UNION ALL
    SELECT
        format(
            'table %I has no column %I, which phi.encrypted_columns names: correct the registry',
            t.table_name, n.column_name
        )
    FROM classified AS t
    INNER JOIN phi.encrypted_columns AS e ON t.table_name = e.table_name
    CROSS JOIN LATERAL (
        VALUES (e.ciphertext_column), (e.blind_index_column)
    ) AS n (column_name)
    WHERE
        n.column_name IS NOT NULL
        AND NOT EXISTS (SELECT FROM found AS c WHERE c.name = n.column_name)
    UNION ALL
    SELECT
        format(
            'table %I has encrypted columns and no primary key of one column, to which a value is'
            ' bound: add one, or delete its rows from phi.encrypted_columns', t.table_name
        )
    FROM classified AS t
    WHERE
        EXISTS (SELECT FROM phi.encrypted_columns AS e WHERE e.table_name = t.table_name)
        AND NOT EXISTS (
            SELECT FROM pg_index AS x
            WHERE x.indrelid = t.id AND x.indisprimary AND x.indnkeyatts = 1
        )
    -- Each column.
    UNION ALL
    SELECT
        format(
            'column %I.%I needs quotes: rename it to lower-case letters, digits and _',
            t.table_name, c.name
        )
    FROM classified AS t
    INNER JOIN found AS c ON c.name !~ '^[a-z_][a-z0-9_]*$'
    UNION ALL
    SELECT
        format(
            'column %I.%I is of type %s, of which no mask %s exists: choose another in phi.columns,'
            ' HIDE if in doubt', t.table_name, c.name, c.base_type, c.mask
        )
    FROM classified AS t
    INNER JOIN found AS c
        ON CASE
            WHEN c.mask = 'YEAR' THEN
                c.base_type NOT IN (
                    'date', 'timestamp without time zone', 'timestamp with time zone'
                )
            WHEN c.mask IN ('INITIAL', 'LAST_FOUR', 'DOMAIN', 'ZIP3') THEN
                c.base_type NOT IN ('text', 'character varying', 'character')
        END
$function$;

COMMENT ON FUNCTION phi.registry_faults(p_table regclass) IS 'Sentences about the classification of a table that cannot be carried out, each with what to do; no row if there is none.';

REVOKE ALL ON FUNCTION phi.registry_faults(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.require_encrypted
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.require_encrypted(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
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

COMMENT ON FUNCTION phi.require_encrypted(p_table regclass) IS 'Raises unless every value of a table that is registered for encryption is encrypted and verified; says what to run.';

REVOKE ALL ON FUNCTION phi.require_encrypted(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.require_plaintext
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.require_plaintext(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.require_plaintext(p_table regclass) IS 'Raises if a value of a table exists as ciphertext alone, and says which command restores the plaintext; for rollbacks.';

REVOKE ALL ON FUNCTION phi.require_plaintext(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_cutoff
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_cutoff(p_category public.retention_category, p_as_of timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
    SELECT
        least(
            p_as_of - phi.retention_floor(),
            p_as_of - make_interval(days => least(max(p.retention_period_days), 365243))
        )
    FROM public.data_retention_policies AS p
    WHERE p.category = p_category AND p.status = 'ACTIVE'
    HAVING count(*) > 0
$function$;

COMMENT ON FUNCTION phi.retention_cutoff(p_category public.retention_category, p_as_of timestamp with time zone) IS 'Records of the class that were last in effect at this time or earlier are due; NULL without an ACTIVE policy.';

REVOKE ALL ON FUNCTION phi.retention_cutoff(p_category public.retention_category, p_as_of timestamp with time zone) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_due
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_due(p_as_of timestamp with time zone DEFAULT now())
 RETURNS TABLE(table_name name, category public.retention_category, due bigint, held bigint, referenced bigint, oldest timestamp with time zone, auto_delete boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET "TimeZone" TO 'UTC'
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

COMMENT ON FUNCTION phi.retention_due(p_as_of timestamp with time zone) IS 'Rows of each table that are due, in the order of removal: how many can be removed, are under a legal hold, or are kept by other rows; the end of the oldest; and whether the command may remove them.';

REVOKE ALL ON FUNCTION phi.retention_due(p_as_of timestamp with time zone) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_floor
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_floor()
 RETURNS interval
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT interval '6 years'
$function$;

COMMENT ON FUNCTION phi.retention_floor() IS 'Shortest retention period of any class, which no policy can undercut: six years (45 CFR 164.316(b)(2)(i)).';

REVOKE ALL ON FUNCTION phi.retention_floor() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_is_automatic
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_is_automatic(p_table name)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT
        coalesce(bool_and(p.auto_delete), FALSE)
        AND p_table IN (SELECT g.table_name FROM phi.guarded_tables() AS g)
    FROM phi.tables AS t
    INNER JOIN public.data_retention_policies AS p ON t.retention_category = p.category
    WHERE t.table_name = p_table AND p.status = 'ACTIVE'
$function$;

COMMENT ON FUNCTION phi.retention_is_automatic(p_table name) IS 'TRUE if every ACTIVE policy of the class has auto_delete and the table holds PHI: the command may then remove rows.';

REVOKE ALL ON FUNCTION phi.retention_is_automatic(p_table name) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_order
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_order()
 RETURNS TABLE(table_name name, category public.retention_category)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.retention_order() IS 'Tables that have a retention class, in the order in which retention empties them.';

REVOKE ALL ON FUNCTION phi.retention_order() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_query
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_query(p_table name)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.retention_query(p_table name) IS 'SQL text: a query for the rows of a table that ended at $1 or earlier, with their student, their end, and whether a legal hold or another row keeps them.';

REVOKE ALL ON FUNCTION phi.retention_query(p_table name) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_references
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_references(p_table name)
 RETURNS TABLE(child regclass, child_column name, effect text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.retention_references(p_table name) IS 'Columns that refer to the id of a table, and the effect on their rows when retention removes a row of it.';

REVOKE ALL ON FUNCTION phi.retention_references(p_table name) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_release
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_release(p_table name, p_ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.retention_release(p_table name, p_ids uuid[]) IS 'Deletes the dependent rows of rows about to be removed, and sets other links to them to NULL.';

REVOKE ALL ON FUNCTION phi.retention_release(p_table name, p_ids uuid[]) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_remove
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_remove(p_table name, p_limit integer, p_as_of timestamp with time zone DEFAULT now())
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET "TimeZone" TO 'UTC'
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

COMMENT ON FUNCTION phi.retention_remove(p_table name, p_limit integer, p_as_of timestamp with time zone) IS 'Removes at most p_limit due rows of a table and returns their number. 0 means that no row can be removed now.';

REVOKE ALL ON FUNCTION phi.retention_remove(p_table name, p_limit integer, p_as_of timestamp with time zone) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.retention_runs_finish_only
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.retention_runs_finish_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.finished_at IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'phi.retention_runs is append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$function$;

COMMENT ON FUNCTION phi.retention_runs_finish_only() IS 'Trigger: refuses every change to a finished run.';

REVOKE ALL ON FUNCTION phi.retention_runs_finish_only() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.soft_delete
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.soft_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_rows bigint;
BEGIN
    EXECUTE format(
        'UPDATE public.%I SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL', TG_ARGV[0]
    ) USING OLD.id;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    IF v_rows = 0 THEN
        RETURN NULL;
    END IF;
    RETURN OLD;
END
$function$;

COMMENT ON FUNCTION phi.soft_delete() IS 'Trigger: turns a DELETE on a view into a soft delete in the table that its argument names.';

REVOKE ALL ON FUNCTION phi.soft_delete() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.unprotect
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.unprotect(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET quote_all_identifiers TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
    v_item phi.protection;
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_class AS c
        WHERE
            c.oid = p_table AND c.relnamespace = 'public'::regnamespace
            AND c.relkind IN ('r', 'p')
    ) THEN
        RAISE EXCEPTION '% is no table of schema public: phi.protect has built nothing for it',
            coalesce(p_table::text, 'NULL');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    EXECUTE format('GRANT whitecross_masker TO %I', current_user);
    FOR v_item IN
        SELECT f.*
        FROM phi.protection_found(p_table) AS f
        WHERE
            f.comment LIKE '% Built by phi.protect.'
            OR f.kind = 'ROW SECURITY'
            OR (f.kind = 'GRANT' AND f.name ~ '^"?whitecross_' AND f.relation NOT LIKE 'masked.%')
        ORDER BY f.kind DESC, f.relation, f.name
    LOOP
        EXECUTE phi.protection_drop(v_item.kind, v_item.relation, v_item.name);
    END LOOP;
    EXECUTE format('REVOKE whitecross_masker FROM %I', current_user);
END
$function$;

COMMENT ON FUNCTION phi.unprotect(p_table regclass) IS 'Removes everything that phi.protect built for a table; hand-written policies and triggers stay. For the rollback of the migration that created the table.';

REVOKE ALL ON FUNCTION phi.unprotect(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.views_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.views_source(p_table regclass)
 RETURNS SETOF phi.protection
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT
        'GRANT'::phi.protection_kind,
        v.relation,
        g.grantee,
        format('GRANT %s ON %s TO %s', g.privileges, v.relation, g.grantee),
        NULL
    FROM phi.protected_relations(p_table) AS v
    CROSS JOIN (
        VALUES
        ('whitecross_service', 'DELETE, INSERT, SELECT, UPDATE'),
        ('whitecross_admin', 'INSERT, SELECT, UPDATE'),
        ('whitecross_app', 'INSERT, SELECT, UPDATE'),
        ('whitecross_district', 'INSERT, SELECT, UPDATE')
    ) AS g (grantee, privileges)
    WHERE v.schema_name = 'sequelize'
$function$;

COMMENT ON FUNCTION phi.views_source(p_table regclass) IS 'The grants on the application''s views of a table that each group role should have.';

REVOKE ALL ON FUNCTION phi.views_source(p_table regclass) FROM PUBLIC;
