"""What row-level security costs: hot queries under it / the same with a hand-written WHERE.

1,000,000 students over 500 schools of 50 districts, and 1,000,000 clinic visits. Each query runs as
a nurse (whitecross_app, one school) and, where the matrix lets him, as a district administrator
(whitecross_district, ten schools) under the policies; and as a superuser, whom none binds, with
the fence as a WHERE. The two take turns; ratios of medians, as the client sees them. Prints the
index in the plan of both and fails if the policy lost it.

Run: .venv/bin/python benchmarks/policies.py [students, default 1000000] [rounds, default 200]
"""

import re
import statistics
import sys
import time

import psycopg

from fresh import connect, fresh_server, migrated_database

SCHOOLS = 500
DATA = """
    SET session_replication_role = replica;
    INSERT INTO districts (name, code)
    SELECT 'District ' || d, 'D' || d FROM generate_series(1, 50) AS d;
    INSERT INTO schools (district_id, name, code)
    SELECT (SELECT id FROM districts WHERE code = 'D' || (1 + s % 50)), 'School ' || s, 'S' || s
    FROM generate_series(1, 500) AS s;
    INSERT INTO users (school_id, district_id, email, first_name, last_name, role, password)
    SELECT s.id, s.district_id, s.code || '@example.test', 'N', s.code, 'NURSE', 'x'
    FROM   schools AS s;
    INSERT INTO users (district_id, email, first_name, last_name, role, password)
    SELECT d.id, d.code || '@example.test', 'D', d.code, 'DISTRICT_ADMIN', 'x' FROM districts AS d;
    CREATE TEMP TABLE numbered AS
    SELECT row_number() OVER (ORDER BY code) - 1 AS n, id, district_id FROM schools;
    INSERT INTO students (
        school_id, district_id, student_number, first_name, last_name, date_of_birth, gender, grade
    )
    SELECT n.id, n.district_id, 'N' || g, 'First ' || g % 977, 'Last ' || g % 7919,
           date '2010-01-01' + g % 3000, 'FEMALE', (1 + g % 12)::text
    FROM   generate_series(1, %(students)s) AS g JOIN numbered AS n ON n.n = g % 500;
    INSERT INTO clinic_visits (
        student_id, school_id, check_in_time, reason_for_visit, symptoms, disposition, attended_by
    )
    SELECT s.id, s.school_id, timestamptz '2026-01-05' + random() * interval '300 days',
           '["headache"]', '["headache"]', 'RETURN_TO_CLASS', u.id
    FROM   students AS s JOIN users AS u ON u.school_id = s.school_id;
    SET session_replication_role = origin;
"""
# Each query with a place for the fence.
QUERIES = {
    "fifty latest visits": "SELECT * FROM clinic_visits {where}"
    " ORDER BY check_in_time DESC LIMIT 50",
    "visits of a day": "SELECT * FROM clinic_visits {where} {and_}"
    " check_in_time >= '2026-05-05' AND check_in_time < '2026-05-06'",
    "class list": "SELECT id, first_name, last_name FROM students {where} {and_} grade = '5'"
    " AND is_active AND deleted_at IS NULL ORDER BY last_name, first_name",
    "how many students": "SELECT count(*) FROM students {where}",
    "one student": "SELECT * FROM students {where} {and_} id = '{student}'",
    "visits of one student": "SELECT * FROM clinic_visits {where} {and_}"
    " student_id = '{student}' ORDER BY check_in_time DESC LIMIT 20",
}
Connection = psycopg.Connection[tuple[object, ...]]


def milliseconds(connection: Connection, sql: str) -> float:
    """Return how long a query takes."""
    begin = time.perf_counter()
    connection.execute(sql).fetchall()
    return 1000 * (time.perf_counter() - begin)


def index(connection: Connection, sql: str) -> str:
    """Return the indexes in the plan of a query; 'none' if it reads a whole table."""
    plan = "\n".join(str(row[0]) for row in connection.execute(f"EXPLAIN {sql}").fetchall())
    if "Seq Scan" in plan:
        return "none"
    return ", ".join(sorted(set(re.findall(r"(?:using|on) (\w+_(?:idx|key|pkey))", plan))))


def compare(environment: dict[str, str], role: str, user_role: str, rounds: int) -> bool:
    """Print a line a query for one role; say whether every plan kept its index."""
    kept = True
    with (
        connect({**environment, "PGUSER": "postgres"}) as free,
        connect({**environment, "PGUSER": "postgres"}) as bound,
    ):
        row = free.execute(
            "SELECT u.id::text, u.school_id::text, u.district_id::text FROM users AS u"
            " WHERE u.role = %s::user_role ORDER BY u.email LIMIT 1",
            [user_role],
        ).fetchone()
        assert row is not None
        user, school, district = row
        schools = free.execute(
            "SELECT array_agg(id)::text FROM schools WHERE id = %s::uuid"
            " OR (%s::uuid IS NULL AND district_id = %s::uuid)",
            [school, school, district],
        ).fetchone()
        student = free.execute(
            "SELECT id FROM students WHERE school_id = ANY (%s::text::uuid[]) LIMIT 1",
            [schools[0] if schools else None],
        ).fetchone()
        assert schools is not None and student is not None
        for name, value in (("user_id", user), ("user_role", user_role), ("school_id", school)):
            bound.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", value or ""])
        bound.execute(f"SET LOCAL ROLE {role}")
        fence = f"school_id = '{school}'" if school else f"school_id = ANY ('{schools[0]}'::uuid[])"
        for name, query in QUERIES.items():
            if user_role == "DISTRICT_ADMIN" and "visits" in query:
                continue
            by_hand = query.format(where=f"WHERE {fence}", and_="AND", student=student[0])
            where = "WHERE" if "{and_}" in query else ""
            by_policy = query.format(where=where, and_="", student=student[0])
            times: tuple[list[float], list[float]] = ([], [])
            for turn in range(rounds + 5):
                hand, policy = milliseconds(free, by_hand), milliseconds(bound, by_policy)
                if turn >= 5:
                    times[0].append(hand)
                    times[1].append(policy)
            hand, policy = statistics.median(times[0]), statistics.median(times[1])
            used = index(free, by_hand), index(bound, by_policy)
            kept = kept and "none" not in used[1]
            print(
                f"{user_role:15} {name:24} {hand:8.2f} {policy:8.2f} {policy / hand:6.2f}"
                f"  {used[0]}" + ("" if used[0] == used[1] else f" / {used[1]}")
            )
    return kept


def main(students: int, rounds: int) -> None:
    """Load, then compare query by query."""
    with fresh_server() as socket:
        environment = migrated_database(socket)
        with connect({**environment, "PGUSER": "postgres"}) as connection:
            connection.autocommit = True
            connection.execute("SET client_min_messages = error")
            for name in ("students", "clinic_visits", "users", "schools", "districts"):
                connection.execute(f"ALTER TABLE {name} DISABLE TRIGGER ALL")
            for statement in DATA.replace("%(students)s", str(students)).split(";\n"):
                connection.execute(statement)
            for name in ("students", "clinic_visits", "users", "schools", "districts"):
                connection.execute(f"ALTER TABLE {name} ENABLE TRIGGER ALL")
            connection.execute("VACUUM ANALYZE")
        print(f"{students:,} students, median of {rounds}, in milliseconds")
        print(f"{'':15} {'':24} {'WHERE':>8} {'policy':>8} {'ratio':>6}  index")
        kept = [
            compare(environment, "whitecross_app", "NURSE", rounds),
            compare(environment, "whitecross_district", "DISTRICT_ADMIN", rounds),
        ]
    if not all(kept):
        sys.exit("A policy lost the index.")


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    main(*(arguments + [1_000_000, 200][len(arguments) :]))
