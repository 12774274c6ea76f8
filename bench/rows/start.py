"""Row `start`: from `make run` on a machine with the wheels cached to the first page.

Yardstick: what nobody can avoid, `initdb` and Django's own `migrate` from an empty database, in a
process whose environment is already installed and compiled.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.application import ROOT
from bench.table import Figure, at_most, clock

NAME = "start"
SIZES = ("1x",)
TIMES = 2.0
PATIENCE = 300.0  # seconds
MIGRATE_ALONE = """
import pathlib, sys
import django
from django.core.management import call_command
from conum.site.embedded import roles, server
folder = pathlib.Path(sys.argv[1]) / "postgres"
with server.running(folder):
    roles.make_database(folder, "conum")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
"""


def measure(size: str) -> Figure:
    """Seconds to the first page of a fresh copy of the repository, and of initdb + migrate alone."""
    with _scratch() as folder:
        _migrate_alone(folder / "warm")  # compiles what is imported, as an installed machine has it
        with clock() as alone:
            _migrate_alone(folder / "alone")
        _copy(folder / "copy")
        with clock() as whole, _running(folder / "copy"):
            served = time.perf_counter()
        first_page = whole.seconds - (time.perf_counter() - served)  # stopping is not starting
    return at_most(NAME, size, first_page, alone.seconds, "s", TIMES)


def _migrate_alone(folder: Path) -> None:
    variables = {"CONUM_DATA_DIR": str(folder), "CONUM_AS_OWNER": "1"}
    environment = {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "conum.site.settings.base"}
    command = [sys.executable, "-c", MIGRATE_ALONE, str(folder)]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


@contextmanager
def _scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="conum-start-"))
    folder.chmod(0o755)  # the database's own system user must be able to enter
    yield folder
    shutil.rmtree(folder)


def _copy(copy: Path) -> None:
    """The repository as a fresh clone has it: nothing installed, no data."""
    ignored = shutil.ignore_patterns(".data", ".venv", ".git", "__pycache__", "*.egg-info", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=ignored)


@contextmanager
def _running(copy: Path) -> Iterator[None]:
    """`make run` in the copy, its first page served when the block begins; stopped after it."""
    port = _free_port()
    variables = {name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "VIRTUAL_ENV")}
    environment = {**variables, "PORT": str(port), "CONUM_DATA_DIR": str(copy / ".data")}
    with (copy / "run.log").open("w") as log:
        process = subprocess.Popen(
            ["make", "run"], cwd=copy, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _first_page(port, process, copy / "run.log")
        yield
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


def _first_page(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                page.read()
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no page after {PATIENCE} s: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
