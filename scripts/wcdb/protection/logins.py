"""Whether groups, the logins in them, and settings leave the fence as it is.

Each query returns sentences, one a finding, and needs the rights of the owner.
"""

# Each role with every other that it has by inheritance, or can become by SET ROLE. PostgreSQL 15
# has no options for a single membership: there the attribute of the member decides.
REACH = """
    edges AS (
        SELECT m.member, m.roleid, m.admin_option,
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
    -- Everybody who is, or can become, a group of ours.
    insiders AS (
        SELECT r.oid, r.rolname, r.rolsuper,
               r.rolname ~ '^whitecross_' AS is_group,
               bool_or(g.rolname = 'whitecross_owner') AS is_owner,
               bool_or(g.rolname <> 'whitecross_owner') AS is_fenced,
               string_agg(g.rolname, ', ' ORDER BY g.rolname) AS groups
        FROM   pg_roles AS r
        JOIN   reaches AS x ON x.role = r.oid
        JOIN   pg_roles AS g ON g.oid = x.other AND g.rolname ~ '^whitecross_'
        GROUP  BY r.oid, r.rolname, r.rolsuper
    )
"""

ATTRIBUTES = f"""
    WITH RECURSIVE {REACH}
    SELECT format('role %s: a group must not %s; ALTER ROLE %s NO%s.',
                  r.rolname, v.may, r.rolname, v.attribute)
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
    SELECT format('role %s: is a member of %s and must not %s; ALTER ROLE %I NO%s.',
                  r.rolname, i.groups, v.may, r.rolname, v.attribute)
    FROM   insiders AS i
    JOIN   pg_roles AS r ON r.oid = i.oid
    CROSS  JOIN LATERAL (
               VALUES ('bypass row-level security', 'BYPASSRLS', r.rolbypassrls),
                      ('be a superuser', 'SUPERUSER', r.rolsuper),
                      ('replicate', 'REPLICATION', r.rolreplication),
                      ('create roles', 'CREATEROLE', r.rolcreaterole)
           ) AS v (may, attribute, has)
    WHERE  NOT i.is_group
    AND    NOT i.is_owner
    AND    v.has
    ORDER  BY 1
"""

# Policies are permissive: the rights of two groups add up, and the wider fence is in force.
MEMBERSHIPS = f"""
    WITH RECURSIVE {REACH}
    SELECT format('role %s: is a member of %s and so has its rights; REVOKE %s FROM %s.',
                  r.rolname, g.rolname, quote_ident(g.rolname), r.rolname)
    FROM   edges AS e
    JOIN   pg_roles AS r ON r.oid = e.member
    JOIN   pg_roles AS g ON g.oid = e.roleid
    WHERE  r.rolname ~ '^whitecross_' AND r.rolname <> 'whitecross_owner'
    AND    (r.rolname, g.rolname) <> ('whitecross_encryptor', 'pg_read_all_stats')
    UNION
    SELECT format('role %s: is a member of %s, which is for nobody; REVOKE %s FROM %I.',
                  r.rolname, g.rolname, g.rolname, r.rolname)
    FROM   edges AS e
    JOIN   pg_roles AS r ON r.oid = e.member AND NOT r.rolsuper
    JOIN   pg_roles AS g ON g.oid = e.roleid
    WHERE  g.rolname IN ('whitecross_masker', 'whitecross_pgaudit')
    AND    (e.inherits OR e.sets)
    UNION
    SELECT format('role %s: is a member of %s, a superuser; REVOKE %I FROM %I.',
                  r.rolname, s.rolname, s.rolname, r.rolname)
    FROM   reaches AS x
    JOIN   pg_roles AS r ON r.oid = x.role AND NOT r.rolsuper
    JOIN   pg_roles AS s ON s.oid = x.other AND s.rolsuper
    UNION
    SELECT format('role %s: may make others members of %s; REVOKE ADMIN OPTION FOR %s FROM %I.',
                  r.rolname, g.rolname, g.rolname, r.rolname)
    FROM   edges AS e
    JOIN   pg_roles AS r ON r.oid = e.member AND NOT r.rolsuper
    JOIN   pg_roles AS g ON g.oid = e.roleid AND g.rolname ~ '^whitecross_'
    WHERE  e.admin_option
    AND    NOT pg_has_role(r.oid, 'whitecross_owner', 'USAGE')
    UNION
    SELECT format(
               'role %s: inherits %s at once, and their rights add up; ALTER ROLE %I NOINHERIT, or'
               ' REVOKE all but one.',
               r.rolname, string_agg(g.rolname, ', ' ORDER BY g.rolname), r.rolname
           )
    FROM   inherits AS i
    JOIN   pg_roles AS r ON r.oid = i.role AND r.rolname !~ '^whitecross_' AND NOT r.rolsuper
    JOIN   pg_roles AS g ON g.oid = i.other AND g.rolname ~ '^whitecross_'
    GROUP  BY r.rolname
    HAVING count(*) > 1
    UNION
    SELECT format(
               'role %s: reads or writes past the fence, as a member of %s and of %s;'
               ' REVOKE %s FROM %I.',
               i.rolname, p.rolname, i.groups, p.rolname, i.rolname
           )
    FROM   insiders AS i
    JOIN   reaches AS x ON x.role = i.oid
    JOIN   pg_roles AS p ON p.oid = x.other
    WHERE  NOT i.rolsuper
    AND    (
               p.rolname IN (
                   'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'
               )
               OR (NOT i.is_group AND p.rolname IN ('pg_read_all_data', 'pg_write_all_data'))
           )
    ORDER  BY 1
"""

# Triggers that do not fire in mode replica, claims that nobody made, reads that nobody logs.
SETTINGS = r"""
    WITH of_roles AS (
        SELECT d.datname, r.rolname,
               lower(split_part(c.setting, '=', 1)) AS name,
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
    wanted (pattern, value) AS (
        VALUES ('^session_replication_role$', 'origin'),
               ('^pgaudit\.role$', 'whitecross_pgaudit'),
               ('^pgaudit\.log_parameter$', 'off'),
               ('^app\.', '')
    )
    SELECT format(
               '%s: has set %s for every session; ALTER %s RESET %s.',
               CASE
                   WHEN s.rolname IS NOT NULL THEN 'role ' || s.rolname
                   WHEN s.datname IS NOT NULL THEN 'database ' || s.datname
                   ELSE 'every role'
               END,
               s.name,
               CASE
                   WHEN s.rolname IS NULL AND s.datname IS NOT NULL
                       THEN format('DATABASE %I', s.datname)
                   ELSE format('ROLE %s%s', coalesce(quote_ident(s.rolname), 'ALL'),
                               ' IN DATABASE ' || quote_ident(s.datname))
               END,
               s.name
           )
    FROM   of_roles AS s
    JOIN   wanted AS w ON s.name ~ w.pattern AND s.value <> w.value
    UNION  ALL
    SELECT format('%s: is set for every session by the configuration of the server;'
                  ' ALTER SYSTEM RESET %s, and take it out of postgresql.conf.', s.name, s.name)
    FROM   of_session AS s
    JOIN   wanted AS w ON s.name ~ w.pattern AND s.value <> w.value
    WHERE  nullif(s.value, '') IS NOT NULL
    ORDER  BY 1
"""

PARAMETERS = f"""
    WITH RECURSIVE {REACH}
    SELECT format('parameter %s: %s may %s it; REVOKE %s ON PARAMETER %s FROM %s.',
                  p.parname, coalesce(r.rolname, 'PUBLIC'), x.privilege_type, x.privilege_type,
                  p.parname, coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   pg_parameter_acl AS p
    CROSS  JOIN LATERAL aclexplode(p.paracl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  p.parname ~ '^(session_replication_role|dynamic_library_path|pgaudit\\..*|.*_libraries)$'
    AND    (
               x.grantee = 0
               OR x.grantee IN (
                   SELECT y.other FROM reaches AS y
                   JOIN   insiders AS i ON i.oid = y.role AND i.is_fenced AND NOT i.rolsuper
               )
           )
    ORDER  BY 1
"""

CHECKS = (ATTRIBUTES, MEMBERSHIPS, SETTINGS, PARAMETERS)
