"""Whether groups, the logins in them, and settings leave the fence as it is.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner;
most repairs need a superuser.
"""

from wcdb.protection.tables import SCHEMAS

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
    ORDER  BY 1
"""

# Policies are permissive: the rights of two groups add up, and the wider fence is in force.
MEMBERSHIPS = f"""
    WITH RECURSIVE {REACH},
    -- A grant of membership is taken back in the name of whoever gave it.
    granted AS (
        SELECT e.*, r.rolname AS member_name, g.rolname AS group_name,
               r.rolname ~ '^whitecross_' AS is_of_group,
               g.rolname ~ '^whitecross_' AS is_in_group,
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
    -- From PostgreSQL 16 on it stands with each membership whether it is inherited.
    UNION
    SELECT format('role %s: inherits %s at once, and their rights add up. Mend it, and the program'
                  ' has none until it runs SET ROLE.', r.rolname, i.groups),
           CASE WHEN current_setting('server_version_num')::integer < 160000
               THEN format('ALTER ROLE %I NOINHERIT;', r.rolname)
               ELSE (
                   SELECT string_agg(
                              format('GRANT %I TO %I WITH INHERIT FALSE GRANTED BY %I;',
                                     g.group_name, g.member_name, b.rolname),
                              E'\\n' ORDER BY g.rest
                          )
                   FROM   granted AS g
                   JOIN   pg_roles AS b ON b.oid = g.grantor
                   WHERE  g.member = r.oid
                   AND    g.inherits
                   AND    EXISTS (
                              SELECT FROM inherits AS h
                              JOIN   pg_roles AS o ON o.oid = h.other
                              WHERE  h.role = g.roleid AND o.rolname ~ '^whitecross_'
                          )
               )
           END
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
    AND    p.rolname IN {POWERFUL}
    -- A group that is a member itself has a finding above.
    AND    NOT (i.is_group AND p.rolname IN ('pg_read_all_data', 'pg_write_all_data'))
    ORDER  BY 1
"""

# Triggers that do not fire in mode replica, claims that nobody made, reads that nobody logs.
# harmless: values that change nothing; for names and modes in the case in which they stand.
SETTINGS = rf"""
    WITH RECURSIVE {REACH},
    of_roles AS (
        SELECT d.datname, r.rolname, s.setrole,
               lower(split_part(c.setting, '=', 1)) AS name,
               quote_ident(split_part(c.setting, '=', 1)) AS written,
               substring(c.setting FROM '=(.*)$') AS value
        FROM   pg_db_role_setting AS s
        CROSS  JOIN LATERAL unnest(s.setconfig) AS c (setting)
        LEFT   JOIN pg_database AS d ON d.oid = s.setdatabase
        LEFT   JOIN pg_roles AS r ON r.oid = s.setrole
        WHERE  s.setdatabase = 0 OR d.datname = current_database()
    ),
    -- In force in this session; a transaction that has ended leaves an empty claim behind.
    of_session AS (
        SELECT n.name, current_setting(n.name, TRUE) AS value
        FROM   unnest(ARRAY[
                   'session_replication_role', 'pgaudit.role', 'pgaudit.log_parameter',
                   'app.user_id', 'app.user_role', 'app.school_id', 'app.district_id',
                   'app.request_id', 'app.session_id'
               ]) AS n (name)
        WHERE  NOT EXISTS (
                   SELECT FROM of_roles AS r
                   WHERE  r.name = n.name AND coalesce(r.rolname, session_user) = session_user
               )
    ),
    -- PostgreSQL's default begins with the schema that has the name of the role.
    paths AS (
        SELECT s.setrole, s.rolname, s.datname, s.value
        FROM   of_roles AS s
        WHERE  s.name = 'search_path'
        UNION  ALL
        SELECT i.oid, i.rolname, NULL, '"$user"'
        FROM   insiders AS i
        WHERE  NOT EXISTS (
                   SELECT FROM of_roles AS s
                   WHERE  s.name = 'search_path' AND s.setrole IN (0, i.oid)
               )
    ),
    wanted (pattern, harmless) AS (
        VALUES ('^session_replication_role$', '(?i)^(origin|local)$'),
               ('^pgaudit\.role$', '^whitecross_pgaudit$'),
               ('^pgaudit\.log_parameter$', '(?i)^(off?|f(a(l(se?)?)?)?|no?|0)$'),
               ('^app\.', '^$')
    )
    SELECT format(
               '%s: has set %s for every session.',
               CASE
                   WHEN s.rolname IS NOT NULL THEN 'role ' || s.rolname
                   WHEN s.datname IS NOT NULL THEN 'database ' || s.datname
                   ELSE 'every role'
               END,
               s.name
           ),
           format(
               'ALTER %s RESET %s;',
               CASE
                   WHEN s.rolname IS NULL AND s.datname IS NOT NULL
                       THEN format('DATABASE %I', s.datname)
                   ELSE format('ROLE %s%s', coalesce(quote_ident(s.rolname), 'ALL'),
                               ' IN DATABASE ' || quote_ident(s.datname))
               END,
               CASE WHEN s.written = format('"%s"', s.name) THEN s.name ELSE s.written END
           )
    FROM   of_roles AS s
    JOIN   wanted AS w ON s.name ~ w.pattern AND s.value !~ w.harmless
    UNION  ALL
    SELECT format('%s: is set for every session, by postgresql.conf, ALTER SYSTEM%s; take it out'
                  ' there.', s.name,
                  (
                      SELECT ' or the event trigger ' || string_agg(e.evtname, ', ')
                      FROM   pg_event_trigger AS e
                      WHERE  e.evtevent = 'login' AND e.evtenabled <> 'D'
                  )),
           NULL
    FROM   of_session AS s
    JOIN   wanted AS w ON s.name ~ w.pattern AND s.value !~ w.harmless
    WHERE  nullif(s.value, '') IS NOT NULL
    -- A name without its schema may mean what somebody else has put there.
    UNION  ALL
    SELECT DISTINCT format(
               '%s: search_path names schema %s, in which %s may create; take it out.',
               coalesce('role ' || s.rolname, 'database ' || s.datname, 'every role'),
               n.nspname, coalesce(g.rolname, 'PUBLIC')
           ), NULL
    FROM   paths AS s
    CROSS  JOIN LATERAL regexp_split_to_table(s.value, '\s*,\s*') AS e (part)
    JOIN   pg_namespace AS n
           ON n.nspname = coalesce(nullif(trim(e.part, '"'), '$user'), s.rolname)
    CROSS  JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS x
    LEFT   JOIN pg_roles AS g ON g.oid = x.grantee
    WHERE  (s.setrole = 0 OR s.setrole IN (SELECT i.oid FROM insiders AS i))
    AND    x.privilege_type = 'CREATE'
    AND    (
               g.rolname IS NULL
               OR NOT (g.rolsuper OR pg_has_role(g.oid, 'whitecross_owner', 'USAGE'))
           )
    AND    n.nspname !~ '^pg_'
    -- Who may create in ours is looked at with the other rights.
    AND    n.nspname NOT IN {SCHEMAS}
    ORDER  BY 1
"""

# A parameter that may be granted is one that only a superuser sets: some run a program, load a
# library, or silence triggers and logs. Behind the fence nobody needs one.
PARAMETERS = f"""
    WITH RECURSIVE {REACH}
    SELECT format('parameter %s: %s has %s.',
                  p.parname, coalesce(r.rolname, 'PUBLIC'), x.privilege_type),
           format('REVOKE %s ON PARAMETER %s FROM %s CASCADE;',
                  x.privilege_type, p.parname, coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   pg_parameter_acl AS p
    CROSS  JOIN LATERAL aclexplode(p.paracl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  x.grantee = 0
    OR     x.grantee IN (SELECT f.oid FROM fenced AS f)
    ORDER  BY 1
"""

CHECKS = (ATTRIBUTES, MEMBERSHIPS, SETTINGS, PARAMETERS)
