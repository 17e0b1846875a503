-- Schema masked: every table of PHI with its values masked, for people who may count records but
-- not read them.
--
-- Each table has one view, under the table's name. A mask gives the same result for the same value:
-- last four characters, first letter, year, or nothing. There is no random noise, which many
-- queries would average away.
--
-- The views belong to whitecross_masker, which has a grant on the tables and is named in their
-- policies. So the caller needs no grant on a table, and sees only rows of the verified school.
-- security_barrier keeps a cheap function in the caller's WHERE from seeing rows that a policy
-- hides; the mask itself is computed before any condition of the caller. CREATE OR REPLACE VIEW
-- would silently drop security_barrier: phi.protect drops and creates.
--
-- Views:    masked.* for each table with holds_phi and a school
-- HIPAA:    45 CFR 164.502(b), minimum necessary; the masks follow 164.514(b)(2)
-- Locks:    none on existing tables
-- Rollback: drops the schema and its views
--
-- depends: 20251104000028-security-table-grants

CREATE SCHEMA masked;
COMMENT ON SCHEMA masked IS
    'Every table of PHI with its values masked: all that whitecross_readonly sees of them.';

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
('SCHEMA', 'masked', 'whitecross_masker', 'CREATE, USAGE', 'Owns the views'),
('SCHEMA', 'masked', 'whitecross_readonly', 'USAGE', 'Reads the views'),
('SCHEMA', 'masked', 'whitecross_app', 'USAGE', 'Reads the views'),
('SCHEMA', 'masked', 'whitecross_district', 'USAGE', 'Reads the views'),
('SCHEMA', 'masked', 'whitecross_admin', 'USAGE', 'Reads the views');

SELECT phi.protect_grants();

-- ----------------------------------------------------------------------------
-- phi.mask_expression: a column as its masked view shows it
-- ----------------------------------------------------------------------------
-- One template a rule, as PostgreSQL prints it. {name}: the column. {text}, {moment}: the column as
-- text, as a timestamp. {type}: its type, or the one under its domain, which may forbid NULL.
-- students.first_name (INITIAL) and students.date_of_birth (YEAR):
--     ("left"((first_name)::text, 1) || '.'::text) AS first_name
--     (date_trunc('year'::text, (date_of_birth)::timestamp with time zone))::date AS date_of_birth

CREATE FUNCTION phi.mask_expression(
    p_column name, p_type oid, p_modifier integer, p_mask phi.mask_rule
)
RETURNS text
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
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

COMMENT ON FUNCTION phi.mask_expression(name, oid, integer, phi.mask_rule) IS
    'SQL text: a column as its masked view shows it.';

REVOKE EXECUTE ON FUNCTION phi.mask_expression(name, oid, integer, phi.mask_rule) FROM public;

-- ----------------------------------------------------------------------------
-- phi.mask_source: the masked view of a table, and its grants
-- ----------------------------------------------------------------------------
-- A column that is not classified is not shown. health_screenings:
--     CREATE VIEW masked.health_screenings WITH (security_barrier=true) AS
--      SELECT id,
--         student_id,
--         date_trunc('year'::text, screening_date) AS screening_date,
--         NULL::jsonb AS results, …
--        FROM public.health_screenings t;
--     ALTER VIEW masked.health_screenings OWNER TO whitecross_masker
--     GRANT SELECT ON public.health_screenings TO whitecross_masker
--     GRANT SELECT ON masked.health_screenings TO whitecross_readonly, …

CREATE FUNCTION phi.mask_source(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
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

COMMENT ON FUNCTION phi.mask_source(regclass) IS
    'The masked view of a table and its grants; none if the table has no PHI or no school.';

REVOKE EXECUTE ON FUNCTION phi.mask_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Every table of PHI with a school
-- ----------------------------------------------------------------------------

SELECT phi.protect_all();
