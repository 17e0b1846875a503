"""Stock yoyo, as a command and as a library, and the chain of migrations it climbs."""

from pathlib import Path
from typing import Any

import yoyo as stock
from yoyo.config import read_config

from conftest import connect
from wcdb.database import ROOT
from wcdb.migrations import files, runner

IDS = [path.stem for path in files.up_files()]


def yoyo(environment: dict[str, str], *arguments: str, root: Path = ROOT) -> None:
    result = runner.yoyo(*arguments, environment=environment, root=root)
    assert result.returncode == 0, result.stderr


def applied(environment: dict[str, str]) -> list[str]:
    with connect(environment) as connection:
        exists = connection.execute("SELECT to_regclass('_yoyo_migration')").fetchone()
        if exists == (None,):
            return []
        rows = connection.execute(
            "SELECT migration_id FROM _yoyo_migration ORDER BY migration_id"
        ).fetchall()
    return [name for (name,) in rows if name != files.FIRST_DEPENDENCY]


class Steps:
    """Stock yoyo as a library, so that the files are read once and not once a step."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        ini = read_config(str(ROOT / "yoyo.ini"))
        place = "&".join(
            f"{name}={environment[variable]}"
            for name, variable in (("host", "PGHOST"), ("port", "PGPORT"))
            if variable in environment
        )
        user = environment["PGUSER"]
        if "PGPASSWORD" in environment:
            user += f":{environment['PGPASSWORD']}"
        self.backend = stock.get_backend(
            ini["DEFAULT"]["database"].replace(
                "://?", f"://{user}@/{environment['PGDATABASE']}?{place}&"
            )
        )
        sources = ini["DEFAULT"]["sources"].split()
        self.migrations: dict[str, Any] = {
            migration.id: migration for migration in stock.read_migrations(*sources)
        }
        self.backend.ensure_internal_schema_updated()
        self.dump = ""  # what pg_dump said when the last test was done

    def apply(self, name: str) -> None:
        self.backend.apply_one(self.migrations[name])

    def rollback(self, name: str) -> None:
        self.backend.rollback_one(self.migrations[name])

    def close(self) -> None:
        self.backend.connection.close()
