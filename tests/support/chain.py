"""Stock yoyo, as a command and as a library, and the chain of migrations it climbs."""

import os
import traceback
from pathlib import Path
from typing import Any

import pytest
import yoyo as stock
from yoyo.config import read_config
from yoyo.scripts import migrate
from yoyo.scripts.main import get_backend, main

from support.server import connect
from wcdb.database import ROOT
from wcdb.migrations import files

IDS = [path.stem for path in files.up_files()]


def attempt(environment: dict[str, str], *arguments: str, root: Path = ROOT) -> str:
    """Run stock yoyo's command line in this process; return the traceback that it ends with.

    A process of its own would take seconds to split every file anew, which is done once here
    (conftest.split_once). Where the process is what is tested, there is runner.yoyo().
    """
    backends = []

    def connected(*place: Any) -> Any:
        backends.append(get_backend(*place))
        return backends[-1]

    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("PG")]:
            patch.delenv(name)
        for name, text in environment.items():
            patch.setenv(name, text)
        patch.chdir(root)
        patch.setattr(migrate, "get_backend", connected)
        try:
            assert main([*arguments, "--batch"]) == 0
        except Exception:
            return traceback.format_exc()
        finally:
            # yoyo leaves that to the end of its process.
            for backend in backends:
                backend.connection.close()
    return ""


def yoyo(environment: dict[str, str], *arguments: str, root: Path = ROOT) -> None:
    assert attempt(environment, *arguments, root=root) == ""


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
