"""Whether groups, and the logins in them, leave the fence as it is.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner;
most repairs need a superuser.
"""

# Roles of PostgreSQL's that read or write past every policy.
POWERFUL = """(
    'pg_read_all_data', 'pg_write_all_data', 'pg_execute_server_program',
    'pg_read_server_files', 'pg_write_server_files'
)"""

# Each role with every other that it has by inheritance, or can become by SET ROLE. PostgreSQL 15
# has no options for a single membership: there the attribute of the member decides.
REACH = """
    edges AS (
        SELECT m.member, m.roleid, m.grantor, m.admin_option,
               coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, r.rolinherit) AS inherits,
               coalesce((to_jsonb(m) ->> 'set_option')::boolean, TRUE) AS sets
        FROM   pg_auth_members AS m
        JOIN   pg_roles AS r ON r.oid = m.member
    ),
    becomes (role, other) AS (
        SELECT r.oid, r.oid FROM pg_roles AS r
        UNION
        SELECT b.role, e.roleid FROM becomes AS b JOIN edges AS e ON e.member = b.other AND e.sets
    ),
    inherits (role, other) AS (
        SELECT r.oid, r.oid FROM pg_roles AS r
        UNION
        SELECT i.role, e.roleid
        FROM   inherits AS i
        JOIN   edges AS e ON e.member = i.other AND e.inherits
    ),
    reaches (role, other) AS (
        SELECT DISTINCT b.role, i.other FROM becomes AS b JOIN inherits AS i ON i.role = b.other
    ),
    -- Whoever may make others members of a role may make himself one.
    may_become (role, other) AS (
        SELECT r.oid, r.oid FROM pg_roles AS r
        UNION
        SELECT b.role, e.roleid
        FROM   may_become AS b
        JOIN   edges AS e ON e.member = b.other AND (e.sets OR e.inherits OR e.admin_option)
    ),
    -- Everybody who is, or can become, a group of ours. The owner's members are not behind a fence
    -- that he himself may pass.
    insiders AS (
        SELECT r.oid, r.rolname, r.rolsuper,
               r.rolname ~ '^whitecross_' AS is_group,
               bool_or(g.rolname = 'whitecross_owner') AS is_owner,
               bool_or(
                   g.rolname <> 'whitecross_owner'
                   AND NOT EXISTS (
                       SELECT FROM reaches AS o
                       JOIN   reaches AS y ON y.role = o.other AND y.other = g.oid
                       WHERE  o.role = r.oid AND o.other = 'whitecross_owner'::regrole
                   )
               ) AS is_fenced,
               string_agg(g.rolname, ', ' ORDER BY g.rolname) AS groups
        FROM   pg_roles AS r
        JOIN   reaches AS x ON x.role = r.oid
        JOIN   pg_roles AS g ON g.oid = x.other AND g.rolname ~ '^whitecross_'
        GROUP  BY r.oid, r.rolname, r.rolsuper
    ),
    -- The roles whose logins stand behind the fence, with all that they are or can become.
    fenced AS (
        SELECT x.other AS oid
        FROM   reaches AS x
        JOIN   insiders AS i ON i.oid = x.role AND i.is_fenced AND NOT i.rolsuper
    )
"""

ATTRIBUTES = f"""
    WITH RECURSIVE {REACH}
    SELECT format('role %s: a group must not %s.', r.rolname, v.may),
           format('ALTER ROLE %I NO%s;', r.rolname, v.attribute)
    FROM   pg_roles AS r
    CROSS  JOIN LATERAL (
               VALUES ('log in', 'LOGIN', r.rolcanlogin AND r.rolname <> 'whitecross_owner'),
                      ('bypass row-level security', 'BYPASSRLS', r.rolbypassrls),
                      ('be a superuser', 'SUPERUSER', r.rolsuper),
                      ('create databases', 'CREATEDB',
                       r.rolcreatedb AND r.rolname <> 'whitecross_owner'),
                      ('replicate', 'REPLICATION', r.rolreplication),
                      ('create roles', 'CREATEROLE',
                       r.rolcreaterole AND r.rolname <> 'whitecross_owner')
           ) AS v (may, attribute, has)
    WHERE  r.rolname ~ '^whitecross_'
    AND    v.has
    UNION  ALL
    SELECT format('role %s: is a member of %s and must not %s.', r.rolname, i.groups, v.may),
           format('ALTER ROLE %I NO%s;', r.rolname, v.attribute)
    FROM   insiders AS i
    JOIN   pg_roles AS r ON r.oid = i.oid
    CROSS  JOIN LATERAL (
               VALUES ('bypass row-level security', 'BYPASSRLS', r.rolbypassrls),
                      ('be a superuser', 'SUPERUSER', r.rolsuper),
                      ('replicate', 'REPLICATION', r.rolreplication),
                      ('create roles', 'CREATEROLE', r.rolcreaterole AND NOT i.is_owner)
           ) AS v (may, attribute, has)
    WHERE  NOT i.is_group
    AND    i.is_fenced
    AND    v.has
    UNION  ALL
    SELECT format('role %s: may become %s, and that may %s; a member of %s must not.',
                  i.rolname, r.rolname, v.may, i.groups),
           format('ALTER ROLE %I NO%s;', r.rolname, v.attribute)
    FROM   insiders AS i
    JOIN   becomes AS b ON b.role = i.oid AND b.other <> i.oid
    JOIN   pg_roles AS r ON r.oid = b.other AND NOT r.rolsuper
    CROSS  JOIN LATERAL (
               VALUES ('bypass row-level security', 'BYPASSRLS', r.rolbypassrls),
                      ('replicate', 'REPLICATION', r.rolreplication),
                      ('create roles', 'CREATEROLE', r.rolcreaterole AND NOT i.is_owner)
           ) AS v (may, attribute, has)
    WHERE  NOT i.is_group
    AND    i.is_fenced
    AND    r.rolname !~ '^whitecross_'
    -- One that is fenced itself has a finding above.
    AND    r.oid NOT IN (SELECT f.oid FROM insiders AS f WHERE f.is_fenced)
    AND    v.has
    ORDER  BY 1
"""

# Policies are permissive: the rights of two groups add up, and the wider fence is in force.
MEMBERSHIPS = f"""
    WITH RECURSIVE {REACH},
    -- A grant of membership is taken back in the name of whoever gave it.
    granted AS (
        SELECT e.*, r.rolname AS member_name, g.rolname AS group_name,
               r.rolname ~ '^whitecross_' AS is_of_group,
               format(' %I FROM %I GRANTED BY %I CASCADE;', g.rolname, r.rolname, b.rolname)
                   AS rest
        FROM   edges AS e
        JOIN   pg_roles AS r ON r.oid = e.member
        JOIN   pg_roles AS g ON g.oid = e.roleid
        JOIN   pg_roles AS b ON b.oid = e.grantor
    ),
    -- The last grant on each way that leads from a role to another.
    ways AS (
        SELECT x.role, g.roleid AS other,
               string_agg('REVOKE' || g.rest, E'\\n' ORDER BY g.rest) AS repair
        FROM   reaches AS x
        JOIN   granted AS g ON g.member = x.other AND (g.inherits OR g.sets)
        GROUP  BY x.role, g.roleid
    )
    SELECT format('role %s: is a member of %s and so has its rights.',
                  g.member_name, g.group_name),
           'REVOKE' || g.rest
    FROM   granted AS g
    WHERE  g.is_of_group AND g.member_name <> 'whitecross_owner'
    AND    (g.member_name, g.group_name) <> ('whitecross_encryptor', 'pg_read_all_stats')
    UNION
    SELECT format('role %s: is a member of %s, which is for nobody.', g.member_name, g.group_name),
           'REVOKE' || g.rest
    FROM   granted AS g
    JOIN   pg_roles AS r ON r.oid = g.member AND NOT r.rolsuper
    WHERE  g.group_name IN ('whitecross_masker', 'whitecross_pgaudit')
    AND    (g.inherits OR g.sets)
    UNION
    SELECT format('role %s: is a member of %s, a superuser.', r.rolname, s.rolname), w.repair
    FROM   reaches AS x
    JOIN   pg_roles AS r ON r.oid = x.role AND NOT r.rolsuper
    JOIN   pg_roles AS s ON s.oid = x.other AND s.rolsuper
    JOIN   ways AS w ON w.role = x.role AND w.other = x.other
    UNION
    SELECT format('role %s: may make others members of %s%s, and himself.',
                  g.member_name, g.group_name,
                  ', which leads to '
                  || nullif(string_agg(DISTINCT t.rolname, ', '), g.group_name)),
           'REVOKE ADMIN OPTION FOR' || g.rest
    FROM   granted AS g
    JOIN   pg_roles AS r ON r.oid = g.member AND NOT r.rolsuper
    JOIN   may_become AS b ON b.role = g.roleid
    JOIN   pg_roles AS t ON t.oid = b.other
    WHERE  g.admin_option
    AND    NOT pg_has_role(g.member, 'whitecross_owner', 'USAGE')
    AND    (
               t.rolname ~ '^whitecross_'
               OR t.rolsuper
               OR (
                   t.rolname IN {POWERFUL}
                   AND EXISTS (SELECT FROM insiders AS i WHERE i.oid = g.member AND i.is_fenced)
               )
           )
    GROUP  BY g.member_name, g.group_name, g.rest
    -- Only a person knows which it should have.
    UNION
    SELECT format('role %s: inherits %s at once, and their rights add up. REVOKE those that it'
                  ' should not have; if it changes between them by SET ROLE, GRANT each WITH'
                  ' INHERIT FALSE (before PostgreSQL 16: ALTER ROLE … NOINHERIT).',
                  r.rolname, i.groups),
           NULL
    FROM   pg_roles AS r
    CROSS  JOIN LATERAL (
               SELECT string_agg(o.rolname, ', ' ORDER BY o.rolname) AS groups, count(*) AS number
               FROM   inherits AS h
               JOIN   pg_roles AS o ON o.oid = h.other AND o.rolname ~ '^whitecross_'
               WHERE  h.role = r.oid
           ) AS i
    WHERE  r.rolname !~ '^whitecross_' AND NOT r.rolsuper
    AND    i.number > 1
    UNION
    SELECT format('role %s: is a member of whitecross_owner and of %s, and could switch off the'
                  ' policies that bind it. Use one login for each task.', i.rolname,
                  regexp_replace(i.groups, ', whitecross_owner|whitecross_owner, ', '')),
           w.repair
    FROM   insiders AS i
    JOIN   ways AS w ON w.role = i.oid AND w.other = 'whitecross_owner'::regrole
    WHERE  i.is_owner AND i.is_fenced AND NOT i.is_group AND NOT i.rolsuper
    UNION
    SELECT format('role %s: reads or writes past the fence, as a member of %s and of %s.',
                  i.rolname, p.rolname, i.groups),
           w.repair
    FROM   insiders AS i
    JOIN   reaches AS x ON x.role = i.oid
    JOIN   pg_roles AS p ON p.oid = x.other
    JOIN   ways AS w ON w.role = x.role AND w.other = x.other
    WHERE  NOT i.rolsuper
    AND    (
               p.rolname IN {POWERFUL}
               -- Queries of others, with values in them. The encryption tool looks for standbys.
               OR (
                   p.rolname IN ('pg_monitor', 'pg_read_all_stats')
                   AND i.groups !~ 'whitecross_encryptor'
               )
           )
    -- A group that is a member itself has a finding above.
    AND    NOT (i.is_group AND p.rolname !~ 'server')
    ORDER  BY 1
"""

CHECKS = (ATTRIBUTES, MEMBERSHIPS)
