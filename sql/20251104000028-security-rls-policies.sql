-- Row-level security on every table that holds PHI or belongs to a tenant.
--
-- phi.fence_source(table) lists the policies of a table, the same for all, so that a reviewer reads
-- them once; docs/schema shows them table by table. For each table:
--   * the fence, RESTRICTIVE: no other policy reaches beyond it. For whitecross_app and the masked
--     views, school_id equals the verified school: an index serves the equality and keeps its
--     order. For whitecross_district, the schools of the district. For whitecross_admin, a verified
--     administrator.
--   * the rights of the access matrix, PERMISSIVE, one policy for each command. They include the
--     students of another school who are assigned to the nurse or opened in an emergency.
--   * the roles that are trusted with all rows: the owner, the backend that authorises by itself
--     (whitecross_service), the encryption tool. No role has BYPASSRLS.
-- A table without a tenant (tenant_rule NONE) is open to administrators and the trusted only.
-- Tables with tenant_rule SPECIAL get the policies of the trusted and the fences of administrators
-- and districts here; the next file adds the rest by hand.
--
-- Policies name group roles and never the login that ran the migration: a restore or a change of
-- owner keeps them true.
--
-- Tables:   every one with PHI or a tenant
-- HIPAA:    45 CFR 164.312(a)(1), access control; 164.502(b), minimum necessary
-- Locks:    ACCESS EXCLUSIVE on each table in turn, until the transaction ends: a few seconds
-- Rollback: drops the policies: every role with a grant sees every row again
--
-- depends: 20251104000028-functions-phi-access

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- phi.fence_source: the policies of a table
-- ----------------------------------------------------------------------------
-- Conditions are written as PostgreSQL prints them, so that they can be compared to the letter.
-- {group}: the access group of the table. {student}: its student column. allergies, for SELECT by
-- staff:
--     CREATE POLICY allergies_select_staff ON public.allergies AS PERMISSIVE FOR SELECT
--     TO whitecross_admin, whitecross_app, whitecross_district
--     USING ((( SELECT phi.may('HEALTH'::phi.access_group, 'SELECT'::text) AS may)
--     OR (student_id = ANY (( SELECT phi.may_students('HEALTH'::phi.access_group, 'SELECT'::text)
--     AS may_students)::uuid[]))))
-- Each helper stands in (SELECT …): it runs once a statement and not once a row.

CREATE FUNCTION phi.fence_source(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
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

COMMENT ON FUNCTION phi.fence_source(regclass) IS
    'Row-level security and the policies that a table should have; none if it has neither PHI nor '
    'a tenant.';

REVOKE EXECUTE ON FUNCTION phi.fence_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Every table with PHI or a tenant
-- ----------------------------------------------------------------------------

SELECT phi.protect_all();

-- ----------------------------------------------------------------------------
-- mental_health_records: the level of confidentiality
-- ----------------------------------------------------------------------------
-- STANDARD: every counselor of the school. ENHANCED: the treating clinicians and the author.
-- MAXIMUM: the treating clinicians only. Emergency access is bound by it as well.

CREATE POLICY mental_health_records_fence_confidentiality ON mental_health_records
AS RESTRICTIVE FOR ALL
TO whitecross_app, whitecross_district, whitecross_admin, whitecross_masker
USING (
    confidentiality_level = 'STANDARD'
    OR (SELECT phi.my_id()) = any(ARRAY[counselor_id, therapist_id, psychiatrist_id])
    OR (confidentiality_level = 'ENHANCED' AND created_by = (SELECT phi.my_id()))
)
WITH CHECK (
    confidentiality_level = 'STANDARD'
    OR (SELECT phi.my_id()) = any(ARRAY[counselor_id, therapist_id, psychiatrist_id])
    OR (confidentiality_level = 'ENHANCED' AND created_by = (SELECT phi.my_id()))
);
COMMENT ON POLICY mental_health_records_fence_confidentiality ON mental_health_records IS
    'STANDARD: any counselor of the school. ENHANCED: the treating clinicians and the author. '
    'MAXIMUM: the treating clinicians only.';

SELECT phi.record_hand_written('public.mental_health_records');

-- ----------------------------------------------------------------------------
-- The auditor
-- ----------------------------------------------------------------------------

CREATE POLICY phi_disclosures_select_auditor ON phi_disclosures
AS PERMISSIVE FOR SELECT
TO whitecross_auditor
USING (TRUE);
COMMENT ON POLICY phi_disclosures_select_auditor ON phi_disclosures IS
    'The auditor reads the whole accounting of disclosures.';

CREATE POLICY phi_disclosure_audits_select_auditor ON phi_disclosure_audits
AS PERMISSIVE FOR SELECT
TO whitecross_auditor
USING (TRUE);
COMMENT ON POLICY phi_disclosure_audits_select_auditor ON phi_disclosure_audits IS
    'The auditor reads the log of changes to the accounting of disclosures.';

CREATE POLICY compliance_violations_select_auditor ON compliance_violations
AS PERMISSIVE FOR SELECT
TO whitecross_auditor
USING (TRUE);
COMMENT ON POLICY compliance_violations_select_auditor ON compliance_violations IS
    'The auditor reads the violations behind the breach reports.';

SELECT phi.record_hand_written('public.phi_disclosures');
SELECT phi.record_hand_written('public.phi_disclosure_audits');
SELECT phi.record_hand_written('public.compliance_violations');
