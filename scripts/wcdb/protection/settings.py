"""Whether settings of roles, of databases and of the server leave the protection in force.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner;
most repairs need a superuser.
"""

from wcdb.protection.logins import REACH
from wcdb.protection.tables import SCHEMAS

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

CHECKS = (SETTINGS, PARAMETERS)
