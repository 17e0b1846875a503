-- Reading PHI so that it is logged, and the accounting of disclosures.
--
-- PostgreSQL has no trigger on SELECT. These functions log every read: action VIEW, with student,
-- user and purpose, even when nothing was found. They run with the rights of the caller, so
-- row-level security holds. Two limits, by design: the entry is part of the reader's transaction
-- and disappears when it rolls back; and a READ ONLY transaction cannot read through them, because
-- it cannot log. pgaudit covers reads by any other way: docs/runbook.md.
--
-- Disclosures outside treatment, payment and operations go to phi_disclosures: for six years a
-- parent may ask for them (45 CFR 164.528). They are not the read log.
--
-- Functions: phi.log_view, phi.read_record, phi.read_student, phi.accounting
-- HIPAA:    45 CFR 164.312(b), audit controls; 164.528, accounting of disclosures
-- Locks:    none
-- Rollback: drops the functions
--
-- depends: 20251104000028-functions-claims

-- ----------------------------------------------------------------------------
-- phi.log_view
-- ----------------------------------------------------------------------------
-- SECURITY DEFINER: only the owner writes the columns that say who did it. A caller can log a view
-- that did not happen, but cannot hide one that did.

CREATE FUNCTION phi.log_view(
    p_table name,
    p_id uuid,
    p_student_id uuid,
    p_purpose text,
    p_rows bigint
)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
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

COMMENT ON FUNCTION phi.log_view(name, uuid, uuid, text, bigint) IS
    'Logs that a record was read; the functions that return records call it.';

REVOKE EXECUTE ON FUNCTION phi.log_view(name, uuid, uuid, text, bigint) FROM public;

-- ----------------------------------------------------------------------------
-- phi.read_record: one record
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.read_record(p_table regclass, p_id uuid, p_purpose text)
RETURNS jsonb
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
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

COMMENT ON FUNCTION phi.read_record(regclass, uuid, text) IS
    'Returns one record that the caller may see, as jsonb, and logs it; NULL if there is none.';

REVOKE EXECUTE ON FUNCTION phi.read_record(regclass, uuid, text) FROM public;

-- ----------------------------------------------------------------------------
-- phi.read_student: the whole file of one student
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.read_student(p_student_id uuid, p_purpose text)
RETURNS TABLE (table_name name, record jsonb)
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
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

COMMENT ON FUNCTION phi.read_student(uuid, text) IS
    'Returns every record of a student that the caller may see, and logs it table by table.';

REVOKE EXECUTE ON FUNCTION phi.read_student(uuid, text) FROM public;

-- ----------------------------------------------------------------------------
-- phi.accounting: the disclosures of a student's information
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.accounting(
    p_student_id uuid,
    p_from timestamptz DEFAULT now() - interval '6 years'
)
RETURNS TABLE (
    disclosed_at timestamptz,
    recipient text,
    recipient_address text,
    description jsonb,
    purpose public.disclosure_purpose
)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
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

COMMENT ON FUNCTION phi.accounting(uuid, timestamptz) IS
    'The accounting that a parent may ask for: date, recipient, content and purpose.';

REVOKE EXECUTE ON FUNCTION phi.accounting(uuid, timestamptz) FROM public;

-- ----------------------------------------------------------------------------
-- Callers
-- ----------------------------------------------------------------------------

INSERT INTO phi.callers (function_name, role_name, reason)
SELECT
    f.function_name,
    r.role_name,
    f.reason
FROM (
    VALUES
    ('phi.log_view(name,uuid,uuid,text,bigint)', 'The functions that return records call it'),
    ('phi.read_record(regclass,uuid,text)', 'Reads one record, logged'),
    ('phi.read_student(uuid,text)', 'Reads the whole file of a student, logged'),
    ('phi.accounting(uuid,timestamp with time zone)', 'Answers a request for the accounting')
) AS f (function_name, reason)
CROSS JOIN unnest(ARRAY[
    'whitecross_app',
    'whitecross_district',
    'whitecross_admin',
    'whitecross_service'
]) AS r (role_name);

INSERT INTO phi.callers (function_name, role_name, reason) VALUES
('phi.accounting(uuid,timestamp with time zone)', 'whitecross_auditor', 'Audits the accounting');

SELECT phi.protect_functions();
