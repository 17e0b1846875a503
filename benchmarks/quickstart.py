"""How long a newcomer waits: scripts/quickstart in a fresh clone, and once more.

The packages come from pip's own cache, which the first run of this program fills if need be.
Run: .venv/bin/python benchmarks/quickstart.py
"""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from wcdb.database import ROOT


def main() -> None:
    """Print seconds for the first and the second run, and the second as a share of the first."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG") and name != "DATABASE_URL"
    }
    with tempfile.TemporaryDirectory() as directory:
        clone = Path(directory) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        seconds = []
        try:
            for _ in range(2):
                begin = time.perf_counter()
                subprocess.run(
                    ["scripts/quickstart"],
                    cwd=clone,
                    env=environment,
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
                seconds.append(time.perf_counter() - begin)
        finally:
            subprocess.run(
                ["scripts/quickstart", "--stop"], cwd=clone, env=environment, check=False
            )
    first, second = seconds
    print(f"first run {first:.1f} s, second run {second:.1f} s, ratio {second / first:.2f}")


if __name__ == "__main__":
    main()
