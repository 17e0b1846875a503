-- Policies and triggers that a migration wrote by hand, recorded as the migration left them.
--
-- phi.protect builds most policies and triggers, and knows how each should be. The others stand in
-- their migrations alone: updated_at, school_id, the append-only log, the level of confidentiality.
-- A migration that writes one ends with phi.record_hand_written('schema.table'). wcdb posture
-- compares the catalogue with the record, so that a trigger which was dropped, disabled or replaced
-- by an empty one is noticed.
--
-- Tables:   phi.hand_written
-- HIPAA:    45 CFR 164.312(c)(1), integrity
-- Locks:    none on existing tables
-- Rollback: drops the record; the policies and triggers stay
--
-- depends: 20251104000025-security-phi-faults

-- ----------------------------------------------------------------------------
-- phi.policy_definition: a policy in one canonical line
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.policy_definition(
    p_name text,
    p_relation text,
    p_kind text,
    p_command text,
    p_roles text,
    p_using text,
    p_check text
)
RETURNS text
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
    SELECT
        format(
            'CREATE POLICY %s ON %s AS %s FOR %s TO %s%s%s',
            p_name, p_relation, p_kind, p_command, p_roles,
            ' USING (' || p_using || ')', ' WITH CHECK (' || p_check || ')'
        )
$function$;

COMMENT ON FUNCTION phi.policy_definition(text, text, text, text, text, text, text) IS
    'CREATE POLICY as text; a condition that is NULL is left out.';

REVOKE EXECUTE ON FUNCTION phi.policy_definition(
    text, text, text, text, text, text, text
) FROM public;

-- ----------------------------------------------------------------------------
-- phi.policies_and_triggers: those of some relations, from the catalogue
-- ----------------------------------------------------------------------------
-- A trigger comes with the state in which it fires. Names that depend on search_path come out
-- qualified, because search_path is pg_catalog here.

CREATE FUNCTION phi.policies_and_triggers(p_relations oid[])
RETURNS TABLE (kind text, relation text, name text, definition text, comment text)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
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

COMMENT ON FUNCTION phi.policies_and_triggers(oid[]) IS
    'The policies and triggers of some relations as PostgreSQL prints them; a policy with its '
    'roles by name.';

REVOKE EXECUTE ON FUNCTION phi.policies_and_triggers(oid[]) FROM public;

-- ----------------------------------------------------------------------------
-- phi.hand_written
-- ----------------------------------------------------------------------------

CREATE TABLE phi.hand_written (
    kind       text NOT NULL,
    relation   text NOT NULL,
    name       text NOT NULL,
    definition text NOT NULL,

    CONSTRAINT hand_written_pkey
        PRIMARY KEY (relation, kind, name),
    CONSTRAINT hand_written_kind_check
        CHECK (kind IN ('POLICY', 'TRIGGER'))
);

COMMENT ON TABLE phi.hand_written IS
    'Hand-written policies and triggers as their migration left them; wcdb posture compares the '
    'catalogue with them.';
COMMENT ON COLUMN phi.hand_written.kind IS 'POLICY or TRIGGER.';
COMMENT ON COLUMN phi.hand_written.relation IS 'Table or view with its schema.';
COMMENT ON COLUMN phi.hand_written.name IS 'Name of the policy or trigger.';
COMMENT ON COLUMN phi.hand_written.definition IS
    'Statement that creates it, as phi.policies_and_triggers prints it.';

-- ----------------------------------------------------------------------------
-- phi.record_hand_written
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.record_hand_written(p_relation text)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
SET jit = off
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

COMMENT ON FUNCTION phi.record_hand_written(text) IS
    'Records the hand-written policies and triggers of a relation as they are now, and forgets '
    'those of one that is gone. The last statement of a migration that writes, changes or drops '
    'one.';

REVOKE EXECUTE ON FUNCTION phi.record_hand_written(text) FROM public;

-- ----------------------------------------------------------------------------
-- The triggers of the schema
-- ----------------------------------------------------------------------------
-- Partitions of the audit log come and go; wcdb posture knows how their triggers look.

SELECT phi.record_hand_written(format('public.%I', c.relname))
FROM pg_class AS c
WHERE
    c.relnamespace = 'public'::regnamespace
    AND c.relhastriggers AND NOT c.relispartition;
