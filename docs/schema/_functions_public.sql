-- Functions of schema public that serve several tables.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.

-- ----------------------------------------------------------------------------
-- public.audit_logs_create_partitions
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.audit_logs_create_partitions(p_first_month date, p_months integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_month date;
    v_name text;
    v_from timestamptz;
    v_to timestamptz;
    v_created integer := 0;
BEGIN
    FOR v_offset IN 0 .. p_months - 1 LOOP
        v_month := date_trunc('month', p_first_month) + make_interval(months => v_offset);
        v_name := 'audit_logs_' || to_char(v_month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || v_name) IS NOT NULL;

        -- Months begin at midnight UTC, whatever the session's time zone.
        v_from := v_month::timestamp AT TIME ZONE 'UTC';
        v_to := (v_month + interval '1 month') AT TIME ZONE 'UTC';

        -- The partition is created as a separate table and attached afterwards, so that writes to
        -- the log itself are never blocked. Only the default partition is locked, while PostgreSQL
        -- verifies that it holds no row of this month. Such rows are moved first.
        EXECUTE format(
            'CREATE TABLE public.%I (LIKE public.audit_logs INCLUDING ALL)', v_name
        );
        IF EXISTS (
            SELECT FROM public.audit_logs_default
            WHERE created_at >= v_from AND created_at < v_to
        ) THEN
            ALTER TABLE public.audit_logs_default DISABLE TRIGGER audit_logs_050_append_only;
            EXECUTE format(
                'WITH moved AS ('
                ' DELETE FROM public.audit_logs_default'
                ' WHERE created_at >= $1 AND created_at < $2 RETURNING *'
                ') INSERT INTO public.%I SELECT * FROM moved', v_name
            ) USING v_from, v_to;
            ALTER TABLE public.audit_logs_default
                ENABLE ALWAYS TRIGGER audit_logs_050_append_only;
        END IF;
        EXECUTE format(
            'ALTER TABLE public.audit_logs ATTACH PARTITION public.%I'
            ' FOR VALUES FROM (%L) TO (%L)', v_name, v_from, v_to
        );
        EXECUTE format(
            'COMMENT ON TABLE public.%I IS %L',
            v_name, 'PHI: audit_logs of ' || to_char(v_month, 'YYYY-MM') || ', UTC.'
        );
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE TRUNCATE ON public.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION public.audit_logs_refuse_change()',
            v_name || '_050_no_truncate', v_name
        );
        EXECUTE format(
            'ALTER TABLE public.%I ENABLE ALWAYS TRIGGER %I', v_name, v_name || '_050_no_truncate'
        );
        v_created := v_created + 1;
    END LOOP;
    RETURN v_created;
END
$function$;

COMMENT ON FUNCTION public.audit_logs_create_partitions(p_first_month date, p_months integer) IS 'Creates the missing monthly partitions of audit_logs and returns how many it created.';

REVOKE ALL ON FUNCTION public.audit_logs_create_partitions(p_first_month date, p_months integer) FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- public.audit_logs_refuse_change
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.audit_logs_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Whole months are archived by wcdb retention archive-audit.';
END
$function$;

COMMENT ON FUNCTION public.audit_logs_refuse_change() IS 'Trigger: refuses UPDATE, DELETE and TRUNCATE of the audit log and its partitions.';

REVOKE ALL ON FUNCTION public.audit_logs_refuse_change() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- public.set_school_id_from_incident_report
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.set_school_id_from_incident_report()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF NEW.incident_report_id IS NOT NULL THEN
        NEW.school_id := (
            SELECT p.school_id
            FROM public.incident_reports AS p
            WHERE p.id = NEW.incident_report_id
            FOR KEY SHARE
        );
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.set_school_id_from_incident_report() IS 'Trigger: copies the tenant key from the incident report that the row belongs to.';

REVOKE ALL ON FUNCTION public.set_school_id_from_incident_report() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- public.set_school_id_from_student
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.set_school_id_from_student()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    IF NEW.student_id IS NOT NULL THEN
        NEW.school_id := (
            SELECT p.school_id
            FROM public.students AS p
            WHERE p.id = NEW.student_id
            FOR KEY SHARE
        );
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.set_school_id_from_student() IS 'Trigger: copies the tenant key from the student that the row belongs to.';

REVOKE ALL ON FUNCTION public.set_school_id_from_student() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- public.set_updated_at
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.set_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
    -- The application sets updated_at itself and keeps using that value in memory, so a value
    -- that it sends must be stored unchanged.
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.set_updated_at() IS 'Trigger: sets updated_at to the transaction time, unless the client changed updated_at itself.';

REVOKE ALL ON FUNCTION public.set_updated_at() FROM PUBLIC;

-- ----------------------------------------------------------------------------
-- public.spread_first_school_id
-- ----------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.spread_first_school_id()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    v_child record;
BEGIN
    FOR v_child IN
        SELECT
            c.conrelid::regclass AS table_name,
            a.attname AS parent_column
        FROM pg_catalog.pg_constraint AS c
        INNER JOIN pg_catalog.pg_attribute AS a
            ON c.conrelid = a.attrelid AND a.attnum = c.conkey[1]
        INNER JOIN pg_catalog.pg_attribute AS p
            ON c.confrelid = p.attrelid AND p.attnum = c.confkey[2]
        WHERE c.contype = 'f' AND c.confrelid = TG_RELID AND p.attname = 'school_id'
        ORDER BY c.conname
    LOOP
        EXECUTE format(
            'UPDATE %s SET school_id = $1 WHERE %I = $2 AND school_id IS NULL',
            v_child.table_name, v_child.parent_column
        ) USING NEW.school_id, NEW.id;
    END LOOP;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION public.spread_first_school_id() IS 'Trigger: when a student or another parent row first gets a school, copies it to the child rows.';

REVOKE ALL ON FUNCTION public.spread_first_school_id() FROM PUBLIC;
