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
        -- Treatment, payment and operations are exempt, as is what the family asked for itself or
        -- authorized: 164.528(a)(1).
        AND d.purpose NOT IN ('TREATMENT', 'PAYMENT', 'OPERATIONS', 'PATIENT_REQUEST')
        AND d.disclosure_type NOT IN (
            'TREATMENT', 'PAYMENT', 'HEALTHCARE_OPERATIONS', 'AUTHORIZATION'
        )
    ORDER BY d.disclosure_date
$function$;

COMMENT ON FUNCTION phi.accounting(p_student_id uuid, p_from timestamp with time zone) IS 'The accounting of disclosures that a parent may ask for: date, recipient, what, and why.';

REVOKE ALL ON FUNCTION phi.accounting(p_student_id uuid, p_from timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.accounting(p_student_id uuid, p_from timestamp with time zone) TO whitecross_admin, whitecross_app, whitecross_auditor, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.audit_attach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_attach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_attach(p_table regclass) IS 'Builds or renews the audit triggers of a table; call it when the table or its classification changes.';

REVOKE ALL ON FUNCTION phi.audit_attach(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_claims
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_claims()
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

COMMENT ON FUNCTION phi.audit_claims() IS 'The claims of this transaction beside the user, as the audit log keeps them; NULL if none.';

REVOKE ALL ON FUNCTION phi.audit_claims() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_detach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_detach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_detach(p_table regclass) IS 'Takes the audit triggers of a table away; for rollbacks.';

REVOKE ALL ON FUNCTION phi.audit_detach(p_table regclass) FROM PUBLIC;

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

COMMENT ON FUNCTION phi.audit_detach_partition(p_month date) IS 'Takes a month that is due, sealed and under no legal hold out of the audit log, to schema archive.';

REVOKE ALL ON FUNCTION phi.audit_detach_partition(p_month date) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_diff
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_diff(p_table regclass, p_side text, p_only_changed boolean)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_diff(p_table regclass, p_side text, p_only_changed boolean) IS 'SQL text: a jsonb object of the columns of row o or n that are filled, or that changed.';

REVOKE ALL ON FUNCTION phi.audit_diff(p_table regclass, p_side text, p_only_changed boolean) FROM PUBLIC;

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

COMMENT ON FUNCTION phi.audit_drop_archived(p_month date) IS 'Drops a detached month of the audit log if phi.audit_archives has it with as many entries.';

REVOKE ALL ON FUNCTION phi.audit_drop_archived(p_month date) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_entry
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_entry(p_table phi.tables, p_action text, p_id text, p_student text, p_before text, p_after text, p_severity text, p_metadata text, p_rows text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_entry(p_table phi.tables, p_action text, p_id text, p_student text, p_before text, p_after text, p_severity text, p_metadata text, p_rows text) IS 'SQL text: the INSERT into audit_logs for rows of one table; the arguments are SQL too.';

REVOKE ALL ON FUNCTION phi.audit_entry(p_table phi.tables, p_action text, p_id text, p_student text, p_before text, p_after text, p_severity text, p_metadata text, p_rows text) FROM PUBLIC;

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
        SELECT to_date(substring(c.relname, '^audit_logs_(\d{4}_\d{2})$'), 'YYYY_MM') AS month
    ) AS m
    WHERE
        i.inhparent = 'public.audit_logs'::regclass
        AND (m.month + interval '1 month')::timestamptz
        <= phi.retention_cutoff('AUDIT_LOGS', p_as_of)
    ORDER BY m.month
$function$;

COMMENT ON FUNCTION phi.audit_months_due(p_as_of timestamp with time zone) IS 'Months of the audit log that are older than the policy for AUDIT_LOGS and six years demand.';

REVOKE ALL ON FUNCTION phi.audit_months_due(p_as_of timestamp with time zone) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.audit_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.audit_source(p_table regclass)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.audit_source(p_table regclass) IS 'SQL text: the body of the audit trigger function of a table, from the registry as it is now.';

REVOKE ALL ON FUNCTION phi.audit_source(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.breach_clock
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.breach_clock(p_discovered date, p_individuals bigint, p_most_in_one_state bigint, p_delayed_until date, OUT individual_notice_due date, OUT hhs_notice_due date, OUT media_notice_due date)
 RETURNS record
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    -- A delay puts the day off and is not added to the 60: who was ready gains nothing by it.
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

COMMENT ON FUNCTION phi.breach_clock(p_discovered date, p_individuals bigint, p_most_in_one_state bigint, p_delayed_until date, OUT individual_notice_due date, OUT hhs_notice_due date, OUT media_notice_due date) IS 'Last days for the notices of a breach: individuals within 60 days of discovery; HHS likewise from 500 individuals on, else within 60 days of the end of that year; the media if more than 500 live in one state, else NULL.';

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

COMMENT ON FUNCTION phi.breach_collect(p_violation uuid, p_user uuid, p_from timestamp with time zone, p_to timestamp with time zone, p_database_user name) IS 'Puts every student whose records the user (or the database login, if the user is NULL) saw or changed from p_from up to but not at p_to on the list of a violation; returns how many were new. Can be repeated.';

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

COMMENT ON FUNCTION phi.breach_collect_reported(p_violation uuid, OUT added integer, OUT malformed integer, OUT unknown integer) IS 'Puts the students that a violation itself names on its list: how many were new, how many elements are no UUID, how many are no student. Can be repeated; those it cannot place are counted as individuals by phi.breaches all the same.';

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

COMMENT ON FUNCTION phi.breach_day(p_time timestamp with time zone) IS 'The day on which the clocks count this moment, in the time zone of phi.breach_settings.';

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

COMMENT ON FUNCTION phi.breach_reported(p_affected jsonb) IS 'The different elements of compliance_violations.affected_students; student_id is NULL where one is no UUID.';

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
            USING HINT = 'INSERT INTO phi.breach_settings DEFAULT VALUES;';
    END IF;
    RETURN v_settings;
END
$function$;

COMMENT ON FUNCTION phi.breach_settings_in_force() IS 'The row of phi.breach_settings, or an error if it is missing.';

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
    -- The same answer for a student that does not exist and for one without a school.
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

COMMENT ON FUNCTION phi.break_glass_end(p_grant uuid) IS 'Ends emergency access early, for its user, its approver or an administrator; FALSE if it was over.';

REVOKE ALL ON FUNCTION phi.break_glass_end(p_grant uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.break_glass_end(p_grant uuid) TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_attach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_attach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.ciphertext_attach(p_table regclass) IS 'Builds or renews the trigger that keeps the ciphertext of a table true; call it when phi.encrypted_columns or the columns change.';

REVOKE ALL ON FUNCTION phi.ciphertext_attach(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_detach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_detach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.ciphertext_detach(p_table regclass) IS 'Takes the trigger that keeps the ciphertext of a table true away, unless a value would be lost with its ciphertext; for rollbacks.';

REVOKE ALL ON FUNCTION phi.ciphertext_detach(p_table regclass) FROM PUBLIC;

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

COMMENT ON FUNCTION phi.ciphertext_key(p_table regclass) IS 'The primary key of a table, which authenticates its encrypted values; an error without one.';

REVOKE ALL ON FUNCTION phi.ciphertext_key(p_table regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.ciphertext_key(p_table regclass) TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.ciphertext_source
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.ciphertext_source(p_table regclass)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION phi.ciphertext_source(p_table regclass) IS 'SQL text: the body of the function that keeps the ciphertext of a table true, from phi.encrypted_columns as it is now.';

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

COMMENT ON FUNCTION phi.claim(p_name text) IS 'An id that the application claims for this transaction (user_id, school_id), not verified.';

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
    INNER JOIN pg_catalog.pg_class AS c ON t.table_name = c.relname
    WHERE c.oid = p_table;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'table % is not classified: insert it into phi.tables and phi.columns',
            p_table;
    END IF;
    RETURN v_table;
END
$function$;

COMMENT ON FUNCTION phi.classification(p_table regclass) IS 'The row of phi.tables about a table, for what is built from it; an error if there is none.';

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
-- phi.fence_attach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.fence_attach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_table phi.tables := phi.classification(p_table);
    v_command text;
    v_condition text;
    v_staff text := 'whitecross_app, whitecross_district, whitecross_admin';
BEGIN
    IF v_table.tenant_rule = 'SPECIAL' THEN
        RAISE EXCEPTION 'table % has tenant_rule SPECIAL: write its policies in the migration',
            p_table;
    END IF;

    PERFORM phi.fence_trusted(p_table);

    PERFORM phi.policy_create(
        p_table, '_fence_admin', 'RESTRICTIVE', 'ALL', 'whitecross_admin',
        '(SELECT phi.is_admin())',
        'Sessions over all schools are for administrators, whatever else they claim.'
    );
    IF v_table.tenant_rule = 'SCHOOL' THEN
        PERFORM phi.policy_create(
            p_table, '_fence_school', 'RESTRICTIVE', 'ALL', 'whitecross_app, whitecross_masker',
            'school_id = (SELECT phi.my_school())',
            'No row of another school than the verified one is read, and none moves there.'
        );
        PERFORM phi.policy_create(
            p_table, '_fence_district', 'RESTRICTIVE', 'ALL', 'whitecross_district',
            'school_id = any((SELECT phi.my_schools())::uuid[])',
            'No row of another district than the verified one is read, and none moves there.'
        );
    ELSIF v_table.tenant_rule = 'SCHOOL_OR_ALL' THEN
        PERFORM phi.policy_create(
            p_table, '_fence_school_select', 'RESTRICTIVE', 'SELECT',
            'whitecross_app, whitecross_masker',
            'school_id IS NULL OR school_id = (SELECT phi.my_school())',
            'Rows of the verified school, and those that are for every school.'
        );
        PERFORM phi.policy_create(
            p_table, '_fence_district_select', 'RESTRICTIVE', 'SELECT', 'whitecross_district',
            'school_id = any((SELECT phi.my_schools())::uuid[])'
            ' OR (school_id IS NULL AND (SELECT phi.my_schools()) IS NOT NULL)',
            'Rows of the schools of the district, and those that are for every school.'
        );
        FOREACH v_command IN ARRAY ARRAY['INSERT', 'UPDATE'] LOOP
            PERFORM phi.policy_create(
                p_table, '_fence_school_' || lower(v_command), 'RESTRICTIVE', v_command,
                'whitecross_app', 'school_id = (SELECT phi.my_school())',
                'What is for every school is written by administrators.'
            );
            PERFORM phi.policy_create(
                p_table, '_fence_district_' || lower(v_command), 'RESTRICTIVE', v_command,
                'whitecross_district',
                'school_id = any((SELECT phi.my_schools())::uuid[])',
                'What is for every school is written by administrators.'
            );
        END LOOP;
    ELSE
        v_staff := 'whitecross_admin';
    END IF;

    FOREACH v_command IN ARRAY ARRAY['SELECT', 'INSERT', 'UPDATE'] LOOP
        v_condition := format('(SELECT phi.may(%L, %L))', v_table.access_group, v_command);
        IF v_table.student_column IS NOT NULL AND v_table.tenant_rule = 'SCHOOL' THEN
            v_condition := v_condition || format(
                ' OR %I = any((SELECT phi.may_students(%L, %L))::uuid[])',
                v_table.student_column, v_table.access_group, v_command
            );
        END IF;
        PERFORM phi.policy_create(
            p_table, '_' || lower(v_command) || '_staff', 'PERMISSIVE', v_command, v_staff,
            v_condition,
            'Who the access matrix lets ' || v_command || ' in group ' || v_table.access_group
            || '; docs/access.md says why.'
        );
    END LOOP;

    IF v_table.holds_phi AND v_table.tenant_rule <> 'NONE' THEN
        PERFORM phi.policy_create(
            p_table, '_select_masked', 'PERMISSIVE', 'SELECT', 'whitecross_masker',
            format('(SELECT phi.may(%L, ''MASKED''))', v_table.access_group),
            'What the masked view may read for a user whom the access matrix lets see it.'
        );
    END IF;
END
$function$;

COMMENT ON FUNCTION phi.fence_attach(p_table regclass) IS 'Turns row-level security on and writes the policies of a table, from the registry.';

REVOKE ALL ON FUNCTION phi.fence_attach(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.fence_detach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.fence_detach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_policy name;
BEGIN
    FOR v_policy IN
        SELECT p.polname FROM pg_catalog.pg_policy AS p WHERE p.polrelid = p_table
        ORDER BY p.polname
    LOOP
        EXECUTE format('DROP POLICY %I ON %s', v_policy, p_table);
    END LOOP;
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', p_table);
    EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', p_table);
END
$function$;

COMMENT ON FUNCTION phi.fence_detach(p_table regclass) IS 'Drops every policy of a table and turns row-level security off; for rollbacks.';

REVOKE ALL ON FUNCTION phi.fence_detach(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.fence_trusted
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.fence_trusted(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_table);
    PERFORM phi.policy_create(
        p_table, '_select_trusted', 'PERMISSIVE', 'SELECT',
        'CURRENT_USER, whitecross_service, whitecross_encryptor', 'TRUE',
        'The owner, the backend that authorises by itself and the encryption tool read all rows.'
    );
    PERFORM phi.policy_create(
        p_table, '_insert_trusted', 'PERMISSIVE', 'INSERT',
        'CURRENT_USER, whitecross_service', 'TRUE',
        'The owner and the backend that authorises by itself add any row.'
    );
    PERFORM phi.policy_create(
        p_table, '_update_trusted', 'PERMISSIVE', 'UPDATE',
        'CURRENT_USER, whitecross_service, whitecross_encryptor', 'TRUE',
        'The owner, the backend and the encryption tool change any row.'
    );
    PERFORM phi.policy_create(
        p_table, '_delete_trusted', 'PERMISSIVE', 'DELETE',
        'CURRENT_USER, whitecross_service', 'TRUE',
        'The owner and the backend; a trigger refuses what only retention may delete.'
    );
END
$function$;

COMMENT ON FUNCTION phi.fence_trusted(p_table regclass) IS 'Turns row-level security on, for the owner too, and lets the trusted roles see all rows.';

REVOKE ALL ON FUNCTION phi.fence_trusted(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.grant_attach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.grant_attach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_table phi.tables := phi.classification(p_table);
    v_fenced boolean;
    v_columns text;
    v_staff text := 'whitecross_app, whitecross_district, whitecross_admin';
BEGIN
    v_fenced := v_table.holds_phi OR v_table.tenant_rule <> 'NONE';
    -- All columns but the secrets, which no user of the platform ever reads.
    v_columns := (
        SELECT string_agg(quote_ident(c.column_name), ', ' ORDER BY c.column_name)
        FROM phi.columns AS c
        WHERE c.table_name = v_table.table_name AND (c.is_phi OR c.audit <> 'NAME')
    );

    EXECUTE format(
        'GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO whitecross_service', p_table
    );
    IF v_table.access_group = 'PLATFORM' THEN
        EXECUTE format(
            'GRANT SELECT (%1$s), INSERT, UPDATE (%1$s) ON %2$s TO whitecross_admin',
            v_columns, p_table
        );
    ELSIF v_fenced OR v_table.access_group IN ('OPERATIONS', 'STAFF') THEN
        EXECUTE format(
            'GRANT SELECT (%1$s), INSERT, UPDATE (%1$s) ON %2$s TO %3$s',
            v_columns, p_table, v_staff
        );
    ELSE
        EXECUTE format('GRANT SELECT (%s) ON %s TO %s', v_columns, p_table, v_staff);
        EXECUTE format(
            'GRANT INSERT, UPDATE (%1$s) ON %2$s TO whitecross_admin', v_columns, p_table
        );
    END IF;
    IF v_table.access_group IN ('REFERENCE', 'OPERATIONS') AND NOT v_fenced THEN
        EXECUTE format('GRANT SELECT (%s) ON %s TO whitecross_readonly', v_columns, p_table);
    END IF;
    -- Object auditing: pgaudit.role = whitecross_pgaudit logs every read of what it is granted.
    IF v_table.holds_phi AND v_table.is_audited THEN
        EXECUTE format('GRANT SELECT ON %s TO whitecross_pgaudit', p_table);
    END IF;
    -- What wcdb phi works on: a value, its ciphertext and its blind index, and the row's version.
    v_columns := (
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
        FROM phi.encrypted_columns AS e
        INNER JOIN pg_catalog.pg_attribute AS a
            ON a.attname IN (e.column_name, e.ciphertext_column, e.blind_index_column)
        WHERE
            e.table_name = v_table.table_name AND a.attrelid = p_table AND NOT a.attisdropped
    );
    IF v_columns IS NOT NULL THEN
        EXECUTE format(
            'GRANT SELECT (%I, xmin, %s), UPDATE (%s) ON %s TO whitecross_encryptor',
            phi.ciphertext_key(p_table), v_columns, v_columns, p_table
        );
    END IF;
END
$function$;

COMMENT ON FUNCTION phi.grant_attach(p_table regclass) IS 'Grants what each role may touch of a table, from the registry.';

REVOKE ALL ON FUNCTION phi.grant_attach(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.guard_attach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.guard_attach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_table name;
    v_soft boolean;
    v_view regclass;
    v_name name;
BEGIN
    SELECT g.table_name, g.has_soft_delete INTO v_table, v_soft
    FROM phi.guarded_tables() AS g
    WHERE to_regclass(format('public.%I', g.table_name)) = p_table;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'table % needs no guard: phi.tables knows of no PHI in it to be kept',
            p_table;
    END IF;

    v_name := v_table || '_050_no_hard_delete';
    EXECUTE format(
        'CREATE TRIGGER %I BEFORE DELETE ON %s'
        ' FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete(%L)',
        v_name, p_table, CASE WHEN v_soft THEN 'soft' ELSE 'none' END
    );
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', p_table, v_name);
    EXECUTE format(
        'COMMENT ON TRIGGER %I ON %s IS %L', v_name, p_table,
        'Refuses to delete a row, by cascade too; only wcdb retention removes what is due.'
    );

    v_name := v_table || '_050_no_truncate';
    EXECUTE format(
        'CREATE TRIGGER %I BEFORE TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete(%L)',
        v_name, p_table, CASE WHEN v_soft THEN 'soft' ELSE 'none' END
    );
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', p_table, v_name);
    EXECUTE format(
        'COMMENT ON TRIGGER %I ON %s IS %L', v_name, p_table,
        'Refuses to empty the table, by TRUNCATE … CASCADE too.'
    );

    IF NOT v_soft THEN
        RETURN;
    END IF;
    FOR v_view IN SELECT v.view FROM phi.guard_views(p_table) AS v (view) LOOP
        v_name := (
            SELECT c.relname || '_050_soft_delete'
            FROM pg_catalog.pg_class AS c WHERE c.oid = v_view
        );
        EXECUTE format(
            'CREATE TRIGGER %I INSTEAD OF DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION phi.soft_delete(%L)',
            v_name, v_view, v_table
        );
        EXECUTE format(
            'COMMENT ON TRIGGER %I ON %s IS %L', v_name, v_view,
            'Sets deleted_at: the application deletes as before, and the row is kept.'
        );
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.guard_attach(p_table regclass) IS 'Guards a table of PHI against hard deletes, and lets the application delete softly through its view; to be called when both have been created.';

REVOKE ALL ON FUNCTION phi.guard_attach(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.guard_detach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.guard_detach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_trigger name;
    v_relation regclass;
BEGIN
    FOR v_trigger, v_relation IN
        SELECT t.tgname, t.tgrelid
        FROM pg_catalog.pg_trigger AS t
        WHERE
            t.tgfoid IN ('phi.refuse_hard_delete'::regproc, 'phi.soft_delete'::regproc)
            AND (t.tgrelid = p_table OR t.tgrelid IN (SELECT phi.guard_views(p_table)))
        ORDER BY t.tgname
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', v_trigger, v_relation);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.guard_detach(p_table regclass) IS 'Takes the guard of a table away, and that of its views; for rollbacks.';

REVOKE ALL ON FUNCTION phi.guard_detach(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.guard_views
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.guard_views(p_table regclass)
 RETURNS SETOF regclass
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT DISTINCT v.oid::regclass
    FROM pg_catalog.pg_depend AS d
    INNER JOIN pg_catalog.pg_rewrite AS r ON d.objid = r.oid
    INNER JOIN pg_catalog.pg_class AS v ON r.ev_class = v.oid
    WHERE
        d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refobjid = p_table
        AND d.refclassid = 'pg_catalog.pg_class'::regclass
        AND v.relkind = 'v' AND v.relnamespace = to_regnamespace('sequelize')
$function$;

COMMENT ON FUNCTION phi.guard_views(p_table regclass) IS 'The views of schema sequelize on a table.';

REVOKE ALL ON FUNCTION phi.guard_views(p_table regclass) FROM PUBLIC;

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

COMMENT ON FUNCTION phi.guarded_tables() IS 'Tables of PHI from which only retention deletes, and whether they have deleted_at.';

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
GRANT ALL ON FUNCTION phi.is_admin() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

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

COMMENT ON FUNCTION phi.key_log(p_key_id integer, p_event text) IS 'Logs what was done to a data key: created, rotated, wrapped anew, retired.';

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
        OLD.released_at := NEW.released_at;
        OLD.released_by := NEW.released_by;
        OLD.released_login := NEW.released_login;
        IF NEW = OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a legal hold is released, once, and neither changed nor deleted'
        USING ERRCODE = 'restrict_violation',
              HINT = 'wcdb retention hold release ID';
END
$function$;

COMMENT ON FUNCTION phi.legal_holds_release_only() IS 'Trigger: refuses every change of a legal hold but its release.';

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
        RAISE EXCEPTION 'say what the record is read for: the purpose is empty'
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
        coalesce(phi.audit_claims(), '{}') || jsonb_strip_nulls(
            jsonb_build_object(
                'purpose', p_purpose, 'rows', p_rows, 'break_glass', v_grant
            )
        )
    FROM phi.tables AS t
    WHERE t.table_name = p_table;
END
$function$;

COMMENT ON FUNCTION phi.log_view(p_table name, p_id uuid, p_student_id uuid, p_purpose text, p_rows bigint) IS 'Logs that a record was looked at; called by the functions that return records.';

REVOKE ALL ON FUNCTION phi.log_view(p_table name, p_id uuid, p_student_id uuid, p_purpose text, p_rows bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.log_view(p_table name, p_id uuid, p_student_id uuid, p_purpose text, p_rows bigint) TO whitecross_admin, whitecross_app, whitecross_district, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.mask_attach
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.mask_attach(p_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_table name := (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = p_table);
    v_columns text;
BEGIN
    -- A column that is not classified is not shown.
    SELECT string_agg(
        phi.mask_expression(
            a.attname,
            CASE
                WHEN c.mask IN ('INITIAL', 'LAST_FOUR', 'DOMAIN', 'ZIP3') THEN 'text'
                ELSE pg_catalog.format_type(a.atttypid, a.atttypmod)
            END,
            c.mask
        ),
        ', ' ORDER BY a.attnum
    ) INTO v_columns
    FROM pg_catalog.pg_attribute AS a
    INNER JOIN phi.columns AS c ON a.attname = c.column_name
    WHERE a.attrelid = p_table AND c.table_name = v_table AND a.attnum > 0 AND NOT a.attisdropped;

    IF to_regclass(format('masked.%I', v_table)) IS NOT NULL THEN
        EXECUTE format('DROP VIEW masked.%I', v_table);
    END IF;
    EXECUTE format(
        'CREATE VIEW masked.%I WITH (security_barrier = TRUE) AS SELECT %s FROM %s AS t',
        v_table, v_columns, p_table
    );
    EXECUTE format(
        'COMMENT ON VIEW masked.%I IS %L',
        v_table, 'Table ' || v_table || ' with PHI masked as phi.columns says.'
    );
    EXECUTE format(
        'GRANT SELECT ON masked.%I TO whitecross_readonly, whitecross_app, whitecross_district,'
        ' whitecross_admin', v_table
    );
    EXECUTE format('GRANT SELECT ON %s TO whitecross_masker', p_table);
    -- Only a member of a role may give it something. The owner must not stay one: the policies
    -- that fence whitecross_masker in would fence the owner in too.
    EXECUTE format('GRANT whitecross_masker TO %I', current_user);
    EXECUTE format('ALTER VIEW masked.%I OWNER TO whitecross_masker', v_table);
    EXECUTE format('REVOKE whitecross_masker FROM %I', current_user);
END
$function$;

COMMENT ON FUNCTION phi.mask_attach(p_table regclass) IS 'Builds or renews the masked view of a table; call it when the table or its masks change.';

REVOKE ALL ON FUNCTION phi.mask_attach(p_table regclass) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- phi.mask_expression
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.mask_expression(p_column name, p_type text, p_mask phi.mask_rule)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT
        CASE p_mask
            WHEN 'SHOW' THEN format('t.%I', p_column)
            WHEN 'YEAR' THEN format('date_trunc(''year'', t.%I)::%s', p_column, p_type)
            WHEN 'INITIAL' THEN format('(left(t.%I, 1) || ''.'')::text', p_column)
            -- Of a short value the last four would be most of it.
            WHEN 'LAST_FOUR' THEN format(
                'CASE WHEN length(t.%1$I) > 6 THEN ''***'' || right(t.%1$I, 4)'
                ' WHEN t.%1$I IS NOT NULL THEN ''***'' END', p_column
            )
            WHEN 'DOMAIN' THEN format(
                'CASE WHEN t.%1$I LIKE ''%%@%%'' THEN ''***@'' || split_part(t.%1$I, ''@'', 2)'
                ' WHEN t.%1$I IS NOT NULL THEN ''***'' END', p_column
            )
            WHEN 'ZIP3' THEN format(
                'CASE WHEN t.%1$I IS NOT NULL THEN left(t.%1$I, 3) || ''**'' END', p_column
            )
            ELSE format('NULL::%s', p_type)
        END || format(' AS %I', p_column)
$function$;

COMMENT ON FUNCTION phi.mask_expression(p_column name, p_type text, p_mask phi.mask_rule) IS 'SQL text: a column as its masked view shows it.';

REVOKE ALL ON FUNCTION phi.mask_expression(p_column name, p_type text, p_mask phi.mask_rule) FROM PUBLIC;

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
    -- Of another school than the own, the group as a whole is never open.
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

COMMENT ON FUNCTION phi.may(p_group phi.access_group, p_command text) IS 'TRUE if the verified user may SELECT, INSERT, UPDATE or see MASKED what the fence leaves of a group of tables.';

REVOKE ALL ON FUNCTION phi.may(p_group phi.access_group, p_command text) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.may(p_group phi.access_group, p_command text) TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

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
    -- In an emergency an administrator reads what a nurse reads; nobody but a nurse writes it.
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

COMMENT ON FUNCTION phi.may_students(p_group phi.access_group, p_command text) IS 'Students whose rows of a group the verified user may use by assignment or emergency.';

REVOKE ALL ON FUNCTION phi.may_students(p_group phi.access_group, p_command text) FROM PUBLIC;
GRANT ALL ON FUNCTION phi.may_students(p_group phi.access_group, p_command text) TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

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

COMMENT ON FUNCTION phi.my_conversations() IS 'Conversations the verified user takes part in.';

REVOKE ALL ON FUNCTION phi.my_conversations() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_conversations() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

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
GRANT ALL ON FUNCTION phi.my_id() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

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

COMMENT ON FUNCTION phi.my_messages() IS 'Messages that were delivered to the verified user.';

REVOKE ALL ON FUNCTION phi.my_messages() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_messages() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

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

COMMENT ON FUNCTION phi.my_school() IS 'The claimed school, if the verified user has business there; NULL if not.';

REVOKE ALL ON FUNCTION phi.my_school() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_school() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

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
GRANT ALL ON FUNCTION phi.my_schools() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

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
        -- A claim of a district may be left out; a wrong one makes all of it void.
        AND (
            coalesce(current_setting('app.district_id', TRUE), '') IN ('', u.district_id::text)
            OR u.role = 'ADMIN'
        );

    -- So does a school in which the user has no business.
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

COMMENT ON FUNCTION phi.my_user() IS 'The user whom the claims of this transaction truly describe; all NULL if there is none.';

REVOKE ALL ON FUNCTION phi.my_user() FROM PUBLIC;
GRANT ALL ON FUNCTION phi.my_user() TO whitecross_admin, whitecross_app, whitecross_district, whitecross_masker, whitecross_readonly;

-- ----------------------------------------------------------------------------
-- phi.policy_create
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION phi.policy_create(p_table regclass, p_name text, p_kind text, p_command text, p_roles text, p_condition text, p_comment text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_name text := (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = p_table) || p_name;
BEGIN
    EXECUTE format(
        'CREATE POLICY %I ON %s AS %s FOR %s TO %s', v_name, p_table, p_kind, p_command, p_roles
    )
    || CASE WHEN p_command <> 'INSERT' THEN format(' USING (%s)', p_condition) ELSE '' END
    || CASE
        WHEN p_command IN ('ALL', 'INSERT', 'UPDATE') THEN format(' WITH CHECK (%s)', p_condition)
        ELSE ''
    END;
    EXECUTE format('COMMENT ON POLICY %I ON %s IS %L', v_name, p_table, p_comment);
END
$function$;

COMMENT ON FUNCTION phi.policy_create(p_table regclass, p_name text, p_kind text, p_command text, p_roles text, p_condition text, p_comment text) IS 'Creates a policy whose USING and WITH CHECK are the same condition, with its comment.';

REVOKE ALL ON FUNCTION phi.policy_create(p_table regclass, p_name text, p_kind text, p_command text, p_roles text, p_condition text, p_comment text) FROM PUBLIC;

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
        RAISE EXCEPTION 'phi.read_record is for tables of PHI; % is none', p_table;
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
            || 'What is due is removed by wcdb retention.';
END
$function$;

COMMENT ON FUNCTION phi.refuse_hard_delete() IS 'Trigger: refuses DELETE and TRUNCATE of PHI outside of phi.retention_remove.';

REVOKE ALL ON FUNCTION phi.refuse_hard_delete() FROM PUBLIC;

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

COMMENT ON FUNCTION phi.retention_cutoff(p_category public.retention_category, p_as_of timestamp with time zone) IS 'Records of the class that ended by this moment are due; NULL without an ACTIVE policy.';

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

COMMENT ON FUNCTION phi.retention_due(p_as_of timestamp with time zone) IS 'What is due of each table, in the order of removal: rows that can go, rows under a legal hold, rows that others refer to, when the oldest ended, whether the command may remove them.';

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

COMMENT ON FUNCTION phi.retention_floor() IS 'What no policy can undercut, for any class: 45 CFR 164.316(b)(2)(i).';

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

COMMENT ON FUNCTION phi.retention_is_automatic(p_table name) IS 'TRUE if every ACTIVE policy of the class lets the command remove rows, and they are PHI.';

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
        -- The audit log is partitioned and goes by the month.
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
        -- A circle of references would go on without end; ten are more than there are.
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
    v_joins text := '';
    v_ended text[] := '{}';
    v_times text := 'r.created_at, r.updated_at';
    v_left text := '(NOT s.is_active OR s.deleted_at IS NOT NULL)';
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
    -- Neither a student nor a soft delete: over when the row says so, or a note of what is over.
    IF v_ended = '{}' THEN
        v_ended := ARRAY[
            CASE WHEN 'is_active' = any(v_columns) THEN 'NOT r.is_active' ELSE 'TRUE' END
        ];
    END IF;

    RETURN format(
        $text$
        SELECT
            r.id,
            s.id AS student_id,
            greatest(%1$s) AS ended_at,
            EXISTS (
                SELECT FROM phi.legal_holds AS h
                WHERE h.released_at IS NULL
                AND (h.student_id IS NULL OR s.id IS NULL OR h.student_id = s.id)
                AND (h.retention_category IS NULL OR h.retention_category = %2$L)
            ) AS is_held,
            (%3$s) AS is_referenced
        FROM %4$s AS r%5$s
        LEFT JOIN public.students AS s ON s.id = %6$s
        WHERE r.created_at <= $1 AND r.updated_at <= $1 AND (%7$s) AND greatest(%1$s) <= $1$text$,
        v_times,
        v_category,
        coalesce(
            (
                SELECT
                    string_agg(
                        format(
                            'EXISTS (SELECT FROM %s AS c WHERE c.%I = r.id)',
                            d.child, d.child_column
                        ),
                        ' OR ' ORDER BY d.child::text, d.child_column
                    )
                FROM phi.retention_references(p_table) AS d
                WHERE d.effect = 'KEEPS'
            ),
            'FALSE'
        ),
        v_relation,
        v_joins,
        coalesce(v_student, 'NULL'),
        array_to_string(v_ended, ' OR ')
    );
END
$function$;

COMMENT ON FUNCTION phi.retention_query(p_table name) IS 'SQL text: the rows of a table that ended by $1, whose they are, and what holds them back.';

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

COMMENT ON FUNCTION phi.retention_references(p_table name) IS 'Columns that refer to the id of a table, and what becomes of them when retention removes it.';

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

COMMENT ON FUNCTION phi.retention_release(p_table name, p_ids uuid[]) IS 'Removes the parts of rows that go, and clears links to them.';

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
        RAISE EXCEPTION 'retention runs in READ COMMITTED, or it would not see a hold placed now';
    ELSIF p_as_of IS NULL OR p_as_of > now() THEN
        RAISE EXCEPTION 'retention removes what is due today, not what will be';
    ELSIF p_limit IS NULL OR p_limit NOT BETWEEN 1 AND 10000 THEN
        RAISE EXCEPTION 'a batch has 1 to 10000 rows';
    END IF;

    -- Waits for whoever is placing a hold or changing a policy, and lets nobody begin to.
    LOCK TABLE phi.legal_holds, public.data_retention_policies IN SHARE MODE;

    SELECT o.category INTO v_category FROM phi.retention_order() AS o WHERE o.table_name = p_table;
    v_cutoff := phi.retention_cutoff(v_category, p_as_of);
    IF v_cutoff IS NULL OR NOT phi.retention_is_automatic(p_table) THEN
        RAISE EXCEPTION 'no ACTIVE policy with auto_delete covers PHI in table %', p_table
            USING HINT = 'wcdb retention due shows which tables one covers.';
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

COMMENT ON FUNCTION phi.retention_remove(p_table name, p_limit integer, p_as_of timestamp with time zone) IS 'Removes at most p_limit rows of a table that are due; returns how many. 0: nothing more can go now.';

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
    RAISE EXCEPTION 'the record of what retention removed is append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$function$;

COMMENT ON FUNCTION phi.retention_runs_finish_only() IS 'Trigger: refuses every change of a run that is finished.';

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

COMMENT ON FUNCTION phi.soft_delete() IS 'Trigger: makes of a DELETE on a view a soft delete in its table, which the trigger names.';

REVOKE ALL ON FUNCTION phi.soft_delete() FROM PUBLIC;
