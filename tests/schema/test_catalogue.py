"""Rules of CONTRIBUTING.md that only the catalogue of a built database can show to hold."""

import re
from collections.abc import Iterable
from typing import Any

from support import counts
from support.facts import REPORT_ACTIONS
from support.server import Connection
from wcdb.database import ROOT

TABLES = (
    "c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
    " AND NOT c.relispartition AND c.relname !~ 'yoyo'"
)

# Deleting the first deletes the second; for all other foreign keys a delete is refused, or the
# reference is cleared. What the report says CASCADE for, and parts that mean nothing alone.
CASCADES = {key for key, action in REPORT_ACTIONS.items() if action == "CASCADE"} | {
    ("conversation_participants", "user_id"),
    ("device_tokens", "user_id"),
    ("drug_interactions", "drug1_id"),
    ("drug_interactions", "drug2_id"),
    ("inventory_transactions", "inventory_item_id"),
    ("maintenance_logs", "inventory_item_id"),
    ("message_reactions", "user_id"),
    ("message_read", "user_id"),
    ("messages", "conversation_id"),
    ("purchase_order_items", "inventory_item_id"),
}
OURS = "('public'::regnamespace, 'sequelize'::regnamespace)"


def rows(connection: Connection, query: str) -> list[Any]:
    return connection.execute(query).fetchall()


def names(connection: Connection, query: str) -> list[str]:
    return [row[0] for row in rows(connection, query)]


def tables(connection: Connection) -> list[str]:
    return names(connection, f"SELECT c.relname FROM pg_class AS c WHERE {TABLES} ORDER BY 1")


def columns(connection: Connection) -> list[tuple[str, str, str, bool, str | None]]:
    return rows(
        connection,
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
        " pg_get_expr(d.adbin, d.adrelid)"
        " FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum"
        f" WHERE {TABLES} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum",
    )


def foreign_keys(connection: Connection) -> list[tuple[str, str, list[str], str, str, str]]:
    """Return (table, name, columns, target, ON DELETE, ON UPDATE)."""
    return rows(
        connection,
        "SELECT c.conrelid::regclass::text, c.conname,"
        " array(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k (number, at)"
        "   JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.number"
        "   ORDER BY k.at),"
        " c.confrelid::regclass::text, c.confdeltype, c.confupdtype"
        " FROM pg_constraint AS c WHERE c.contype = 'f' AND c.conparentid = 0"
        " AND c.connamespace = 'public'::regnamespace ORDER BY 1, 2",
    )


def test_counts(catalogue: Connection) -> None:
    """The size of the schema, so that no test above or below passes on an empty one."""
    assert len(tables(catalogue)) == counts.TABLES
    assert len(columns(catalogue)) > 1_500
    assert len(foreign_keys(catalogue)) > 200


def test_names_need_no_quotes(catalogue: Connection) -> None:
    found = rows(
        catalogue,
        "SELECT 'relation', c.relname FROM pg_class AS c"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relname !~ 'yoyo'"
        " UNION ALL SELECT 'column', a.attname FROM pg_attribute AS a JOIN pg_class AS c"
        f" ON c.oid = a.attrelid WHERE {TABLES} AND a.attnum > 0 AND NOT a.attisdropped"
        " UNION ALL SELECT 'constraint', conname FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND conname !~ 'yoyo'"
        " UNION ALL SELECT 'type', typname FROM pg_type"
        " WHERE typnamespace = 'public'::regnamespace AND typtype <> 'b' AND typname !~ 'yoyo'"
        " UNION ALL SELECT 'function', proname FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace"
        " UNION ALL SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal",
    )
    assert len(found) > 2_500
    for kind, name in found:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name), (kind, name)
    quoted = names(
        catalogue,
        "SELECT name FROM (SELECT a.attname AS name FROM pg_attribute AS a JOIN pg_class AS c"
        f" ON c.oid = a.attrelid WHERE {TABLES} AND a.attnum > 0 AND NOT a.attisdropped"
        " UNION SELECT c.relname FROM pg_class AS c"
        f" WHERE {TABLES}) AS n WHERE quote_ident(name) <> name",
    )
    assert quoted == []


def test_constraints_and_indexes_are_named_in_postgresqls_style(catalogue: Connection) -> None:
    suffix = {"p": "_pkey", "u": "_key", "f": "_fkey", "c": "_check"}
    constraints = rows(
        catalogue,
        "SELECT k.conrelid::regclass::text, k.conname, k.contype,"
        " array(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS n (number, at)"
        "   JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = n.number"
        "   ORDER BY n.at)"
        " FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid"
        f" WHERE {TABLES} AND k.contype <> 'n'",
    )
    assert len(constraints) > 500
    for table, name, kind, keys in constraints:
        if kind == "p":
            assert name == f"{table}_pkey"
        elif kind in "uf":
            assert name == f"{table}_{'_'.join(keys)}{suffix[kind]}"
        else:
            assert name.startswith(f"{table}_") and name.endswith("_check"), name
        assert kind in suffix, (table, name, kind)
    for table, name in rows(
        catalogue,
        "SELECT c.relname, i.relname FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid"
        f" JOIN pg_class AS c ON c.oid = x.indrelid WHERE {TABLES} AND NOT EXISTS"
        " (SELECT FROM pg_constraint AS k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u'))",
    ):
        assert name.startswith(f"{table}_") and name.endswith("_idx"), name


def uncommented(connection: Connection) -> Iterable[str]:
    yield from names(
        connection,
        "SELECT c.oid::regclass::text FROM pg_class AS c"
        f" WHERE c.relnamespace IN {OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'S')"
        " AND c.relname !~ 'yoyo' AND obj_description(c.oid, 'pg_class') IS NULL"
        # The sequence of an identity column has no life of its own.
        " AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend AS d"
        "   WHERE d.objid = c.oid AND d.deptype = 'i'))",
    )
    yield from names(
        connection,
        "SELECT c.relname || '.' || a.attname FROM pg_class AS c"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid"
        f" WHERE {TABLES} AND a.attnum > 0 AND NOT a.attisdropped"
        " AND col_description(c.oid, a.attnum) IS NULL",
    )
    yield from names(
        connection,
        "SELECT t.typname FROM pg_type AS t"
        f" WHERE t.typnamespace IN {OURS} AND t.typtype IN ('e', 'd')"
        " AND obj_description(t.oid, 'pg_type') IS NULL",
    )
    yield from names(
        connection,
        "SELECT p.proname FROM pg_proc AS p"
        f" WHERE p.pronamespace IN {OURS} AND obj_description(p.oid, 'pg_proc') IS NULL",
    )
    yield from names(
        connection,
        "SELECT nspname FROM pg_namespace WHERE oid = 'sequelize'::regnamespace"
        " AND obj_description(oid, 'pg_namespace') IS NULL",
    )


def test_everything_has_a_comment(catalogue: Connection) -> None:
    assert list(uncommented(catalogue)) == []


def test_comments_say_more_than_the_name(catalogue: Connection) -> None:
    """A comment that only repeats the name of its column is no comment."""
    found = rows(
        catalogue,
        "SELECT c.relname, a.attname, col_description(c.oid, a.attnum) FROM pg_class AS c"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid"
        f" WHERE {TABLES} AND a.attnum > 0 AND NOT a.attisdropped"
        " AND a.attname NOT IN ('id', 'created_at', 'updated_at', 'deleted_at')",
    )
    for table, name, comment in found:
        words = set(re.findall(r"[a-z]+", comment.removeprefix("PHI: ").lower()))
        words -= {"the", "a", "an", "of", "for", "is", "this", "row", "in", "when", "was"}
        own = {*name.split("_"), name}
        assert words - own, (table, name, comment)
        assert comment.endswith("."), (table, name, comment)


def test_every_table_has_its_timestamps(catalogue: Connection) -> None:
    found = {(table, name): rest for table, name, *rest in columns(catalogue)}
    triggers = names(
        catalogue,
        "SELECT tgrelid::regclass::text FROM pg_trigger"
        " WHERE tgfoid = 'public.set_updated_at'::regproc AND tgenabled = 'O'",
    )
    for table in tables(catalogue):
        for name in ("created_at", "updated_at"):
            assert found[table, name] == ["timestamp with time zone", True, "now()"], table
        # The log is append-only: nothing may change in it, so nothing stamps the change.
        assert (table in triggers) == (table != "audit_logs"), table


def test_tables_of_a_student_can_be_soft_deleted(catalogue: Connection) -> None:
    found = {(table, name) for table, name, *_ in columns(catalogue)}
    of_students = {table for table, name in found if name == "student_id"} - {"audit_logs"}
    assert len(of_students) == counts.OF_A_STUDENT
    for table in of_students:
        assert (table, "deleted_at") in found, table


def test_forbidden_types(catalogue: Connection) -> None:
    forbidden = {"json", "money", "real", "timestamp without time zone", "time with time zone"}
    for table, name, kind, *_ in columns(catalogue):
        assert kind.removesuffix("[]") not in forbidden, (table, name)
        assert not kind.startswith(("character(", "bit(")), (table, name)
    assert names(catalogue, "SELECT c.relname FROM pg_class AS c WHERE c.relkind = 'S'"
                            " AND c.relnamespace = 'public'::regnamespace") == [
        "cache_entries_id_seq"
    ]  # fmt: skip


def test_one_vocabulary_is_one_type(catalogue: Connection) -> None:
    found = rows(
        catalogue,
        "SELECT t.typname, array_agg(e.enumlabel::text ORDER BY e.enumlabel)"
        " FROM pg_type AS t JOIN pg_enum AS e ON e.enumtypid = t.oid"
        " WHERE t.typnamespace = 'public'::regnamespace GROUP BY 1",
    )
    assert len(found) == counts.ENUMS
    by_labels: dict[tuple[str, ...], list[str]] = {}
    for name, labels in found:
        by_labels.setdefault(tuple(labels), []).append(name)
    assert [same for same in by_labels.values() if len(same) > 1] == []
    used = names(
        catalogue,
        "SELECT DISTINCT coalesce(e.typname, t.typname) FROM pg_attribute AS a"
        " JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_type AS t ON t.oid = a.atttypid"
        f" LEFT JOIN pg_type AS e ON e.oid = t.typelem WHERE {TABLES}",
    )
    assert {name for name, _ in found} - set(used) == set()


def test_every_foreign_key_states_its_actions(catalogue: Connection) -> None:
    for table, name, keys, _, on_delete, on_update in foreign_keys(catalogue):
        assert on_delete in "rcn", name
        assert on_update == "c", name
        assert (on_delete == "c") == ((table, keys[0]) in CASCADES), name


def test_every_foreign_key_has_an_index_that_leads_with_it(catalogue: Connection) -> None:
    indexes: dict[str, list[tuple[list[str], str | None]]] = {}
    for table, keys, predicate in rows(
        catalogue,
        "SELECT x.indrelid::regclass::text,"
        " array(SELECT a.attname::text FROM unnest(x.indkey) WITH ORDINALITY AS k (number, at)"
        "   JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = k.number"
        "   ORDER BY k.at),"
        " pg_get_expr(x.indpred, x.indrelid) FROM pg_index AS x WHERE x.indisvalid",
    ):
        indexes.setdefault(table, []).append((keys, predicate))
    for table, name, keys, *_ in foreign_keys(catalogue):
        # The tenant key rides on the index of the first column: a student has few rows in a table.
        lead = keys[:1] if keys[1:] == ["school_id"] else keys
        assert any(
            index[: len(lead)] == lead and predicate in (None, f"({lead[0]} IS NOT NULL)")
            for index, predicate in indexes[table]
        ), name


def test_no_index_is_the_beginning_of_another(catalogue: Connection) -> None:
    found = rows(
        catalogue,
        "SELECT a.indexrelid::regclass::text, b.indexrelid::regclass::text"
        " FROM pg_index AS a JOIN pg_index AS b ON a.indrelid = b.indrelid"
        " AND a.indexrelid <> b.indexrelid AND a.indpred IS NULL AND b.indpred IS NULL"
        " AND NOT a.indisunique"
        " AND (b.indkey::text || ' ') LIKE (a.indkey::text || ' %')"
        " JOIN pg_class AS c ON c.oid = a.indrelid"
        f" WHERE {TABLES}",
    )
    assert found == []


def test_nothing_is_left_half_done(catalogue: Connection) -> None:
    """No index that a failed CREATE INDEX CONCURRENTLY left, no constraint never validated."""
    assert (
        names(catalogue, "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        == []
    )
    assert names(catalogue, "SELECT conname FROM pg_constraint WHERE NOT convalidated") == []


def test_functions_are_closed_and_pinned(catalogue: Connection) -> None:
    found = rows(
        catalogue,
        "SELECT p.proname, p.proconfig, p.proacl::text FROM pg_proc AS p"
        f" WHERE p.pronamespace IN {OURS}",
    )
    assert len(found) >= 6
    for name, settings, privileges in found:
        assert settings == ["search_path=pg_catalog, pg_temp"], name
        # No entry without a role before the equals sign: PUBLIC may not execute it.
        assert privileges and not re.search(r"[{,]=", privileges), name


def test_tables_that_hang_on_a_student_carry_the_tenant_key(catalogue: Connection) -> None:
    found = {(table, name) for table, name, *_ in columns(catalogue)}
    keys = {(table, tuple(names_)) for table, _, names_, *_ in foreign_keys(catalogue)}
    always = {
        (table, name)
        for table, name in rows(
            catalogue,
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A'",
        )
    }
    leading = set(
        rows(
            catalogue,
            "SELECT x.indrelid::regclass::text, a.attname FROM pg_index AS x JOIN pg_attribute AS a"
            " ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]",
        )
    )
    parents = {
        "student_id": None,
        "appointment_id": "appointment_reminders",
        "incident_report_id": None,
        "disclosure_id": None,
    }
    checked = 0
    # The log has a student, but no foreign key and no tenant: it outlives both.
    for table in set(tables(catalogue)) - {"audit_logs"}:
        for parent, only in parents.items():
            if (table, parent) not in found or only not in (None, table):
                continue
            checked += 1
            assert (table, "school_id") in found
            assert (table, (parent, "school_id")) in keys
            assert (table, f"{table}_100_school_id") in always
            assert (table, "school_id") in leading
    assert checked == counts.WITH_A_TENANT_OF_A_PARENT


def test_every_id_is_a_foreign_key_or_explained(catalogue: Connection) -> None:
    page = (ROOT / "docs" / "relationships.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(\w+)\.(\w+)` \|", page, re.MULTILINE))
    keys = {(table, name) for table, _, names_, *_ in foreign_keys(catalogue) for name in names_}
    candidates = {
        (table, name)
        for table, name, kind, *_ in columns(catalogue)
        if name != "id"
        and (name.endswith(("_id", "_by", "_by_id")) or kind.removesuffix("[]") == "uuid")
    }
    assert len(candidates) > 200
    assert candidates - keys == explained


def test_views_are_those_of_the_caller(catalogue: Connection) -> None:
    found = rows(
        catalogue,
        "SELECT c.relname, c.reloptions, pg_get_viewdef(c.oid) FROM pg_class AS c"
        " WHERE c.relnamespace = 'sequelize'::regnamespace AND c.relkind = 'v'",
    )
    assert len(found) == 92
    for name, options, definition in found:
        # A view that hides rows must not let a write disappear among them.
        check = ["check_option=local"] if "WHERE" in definition else []
        assert options == ["security_invoker=true", *check], name


def test_audit_log_is_partitioned_by_month(catalogue: Connection) -> None:
    found = dict(
        rows(
            catalogue,
            "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits AS i"
            " JOIN pg_class AS c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = 'public.audit_logs'::regclass",
        )
    )
    assert found.pop("audit_logs_default") == "DEFAULT"
    assert len(found) >= 4
    for name in found:
        assert re.fullmatch(r"audit_logs_\d{4}_(0[1-9]|1[0-2])", name)


def test_rows_wait_in_the_default_partition_until_their_month_is_made(db: Connection) -> None:
    def partition() -> str:
        row = db.execute(
            "SELECT tableoid::regclass::text FROM audit_logs WHERE entity_type = 'far future'"
        ).fetchone()
        assert row is not None
        return str(row[0])

    db.execute("SET TIME ZONE 'Pacific/Auckland'")
    db.execute(
        "INSERT INTO audit_logs (action, entity_type, created_at)"
        " VALUES ('CREATE', 'far future', '2040-01-31 23:59:59+00')"
    )
    assert partition() == "audit_logs_default"
    make = "SELECT audit_logs_create_partitions('2040-01-15', 2)"
    assert db.execute(make).fetchone() == (2,)
    assert partition() == "audit_logs_2040_01"
    assert db.execute(make).fetchone() == (0,)


def test_updated_at_is_stamped_unless_the_client_sets_it(db: Connection) -> None:
    student = db.execute("SELECT id FROM students ORDER BY id LIMIT 1").fetchone()
    assert student is not None
    stamped = db.execute(
        "UPDATE students SET grade = grade WHERE id = %s RETURNING updated_at = now()", student
    ).fetchone()
    assert stamped == (True,)
    given = db.execute(
        "UPDATE students SET updated_at = '2020-01-01 00:00+00' WHERE id = %s"
        " RETURNING updated_at = '2020-01-01 00:00+00'",
        student,
    ).fetchone()
    assert given == (True,)
