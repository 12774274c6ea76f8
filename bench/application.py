"""The application on a demonstration of a given size, for the rows that measure it.

Each size keeps its own data folder under `.data/bench/`, loaded once: the first run of `france` takes
minutes, the next ones seconds. One size per process (a row's sizes are measured in processes of their own).
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from conum.site.embedded import server

ROOT = Path(__file__).resolve().parents[1]
BENCH_DATA = ROOT / ".data" / "bench"


def conum(folder: Path, *command: str, **environment: str) -> None:
    """Run `conum …` on the data folder `folder`; raises CalledProcessError when it fails."""
    variables = {**os.environ, "CONUM_DATA_DIR": str(folder), **environment}
    subprocess.run([sys.executable, "-m", "conum.site.cli", *command], env=variables, check=True)


@contextmanager
def loaded(size: str, *, as_owner: bool = False) -> Iterator[Path]:
    """Django set up on a database holding the demonstration `size`, its server running inside the block.

    Arguments: ``as_owner`` connects as the tables' owner, for a row that makes tables of its own.
    Returns the data folder.
    """
    folder = BENCH_DATA / size
    os.environ.update(CONUM_DATA_DIR=str(folder), CONUM_AS_OWNER="1" if as_owner else "0")
    os.environ["DJANGO_SETTINGS_MODULE"] = "conum.site.settings.base"
    with server.running(folder / "postgres"):
        conum(folder, "migrate", "--verbosity=0", CONUM_AS_OWNER="1")
        if size != "empty":
            unmatched = ["--without-matches"] if size == "france_x10" else []  # only the plan reads it
            conum(folder, "demo", "--size", size, "--if-absent", *unmatched, CONUM_AS_OWNER="1")
        django.setup()
        yield folder
