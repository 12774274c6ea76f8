"""Start and stop the embedded PostgreSQL: initdb once, then a child process of ours.

Only the Unix socket is opened, in a folder closed to other users, so two copies run side by side
without sharing a port. The server stops with the process that started it, whatever ends that one.
"""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from conum.site.embedded.place import EmbeddedFault, Place, find_place, locked, prepare

SUPERUSER = "postgres"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent", "cube", "earthdistance")
INITDB_OPTIONS = (
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--encoding=UTF8",
    "--text-search-config=french",
    "--data-checksums",
    "--auth-local=trust",
    "--auth-host=scram-sha-256",
    "--no-instructions",
)
OPTIONS: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "random_page_cost": "1.1",
}
# Tests throw their database away: nothing needs to survive a power cut.
TEST_OPTIONS: Mapping[str, str] = {
    **OPTIONS,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "300",
    "autovacuum": "off",
}
START_PATIENCE = 15.0  # seconds: after kill -9 the old backends take a moment to leave
PR_SET_PDEATHSIG = 1


def conninfo(folder: Path, database: str, user: str = SUPERUSER) -> dict[str, Any]:
    """How to reach the embedded server of ``folder``: keyword arguments of ``psycopg.connect``."""
    place = find_place(folder)
    return {"host": str(place.socket), "user": user, "dbname": database}


def answers(folder: Path) -> bool:
    """True when the server of ``folder`` accepts a connection now."""
    try:
        with psycopg.connect(**conninfo(folder, "postgres"), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def start(folder: Path, options: Mapping[str, str] = OPTIONS, *, stays: bool = False) -> subprocess.Popen[bytes] | None:
    """Start the server of ``folder``, installing it the first time.

    Arguments: ``options`` of postgresql.conf; ``stays`` leaves it running after this process ends.
    Returns the server's process, or None when it was already running (then it is not ours to stop).
    Raises ``EmbeddedFault`` when it does not answer within 15 seconds, with the end of its log.
    """
    place = prepare(folder)
    with locked(folder.parent / f"{folder.name}.lock"):
        if answers(folder):
            return None
        if not place.data.exists():
            _initdb(place)
        process = _launch(place, folder, options, stays)
        _make_extensions(folder)
        return process


def stop(process: subprocess.Popen[bytes] | None) -> None:
    """Stop the server at once but cleanly: open transactions are rolled back. None: nothing to do."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=30)


def stop_folder(folder: Path) -> None:
    """Stop the server of ``folder`` whoever started it (the tests' server, which several runs share)."""
    place = find_place(folder)
    command = [place.program_folder / "pg_ctl", "stop", "-D", place.data, "-m", "fast", "-s"]
    subprocess.run(command, check=False, cwd="/", capture_output=True, **place.as_user())  # type: ignore[call-overload]


@contextmanager
def running(folder: Path, options: Mapping[str, str] = OPTIONS) -> Iterator[None]:
    """The server of ``folder`` answers inside the block; stopped after it if the block started it."""
    process = start(folder, options)
    try:
        yield
    finally:
        stop(process)


def _initdb(place: Place) -> None:
    """Install in a draft folder, then rename: an installation cut short leaves nothing half-made."""
    draft = place.home / "data.draft"
    if draft.exists():
        subprocess.run(["rm", "-rf", draft], check=True)
    place.give(draft)
    command = [place.program_folder / "initdb", "-D", draft, "-U", SUPERUSER, *INITDB_OPTIONS]
    done = subprocess.run(  # type: ignore[call-overload]
        command, check=False, cwd="/", capture_output=True, env={"LC_ALL": "C"}, **place.as_user()
    )
    if done.returncode:
        raise EmbeddedFault(f"PostgreSQL ne s'installe pas dans {place.home} : {done.stderr.decode().strip()}")
    draft.rename(place.data)


def _launch(place: Place, folder: Path, options: Mapping[str, str], stays: bool) -> subprocess.Popen[bytes]:
    settings = {**options, "unix_socket_directories": str(place.socket), "unix_socket_permissions": "0700"}
    command = [place.program_folder / "postgres", "-D", place.data]
    command += [f"--{name}={value}" for name, value in settings.items()]
    deadline = time.monotonic() + START_PATIENCE
    while True:
        process = _spawn(place, command, stays)
        if _wait_for_answer(folder, process, deadline):
            return process
        if time.monotonic() > deadline:
            stop(process)
            tail = place.log.read_text(errors="replace").splitlines()[-3:]
            raise EmbeddedFault(f"PostgreSQL ne démarre pas ({place.log}) : {' / '.join(tail)}")
        time.sleep(0.5)


def _spawn(place: Place, command: list[object], stays: bool) -> subprocess.Popen[bytes]:
    with place.log.open("ab") as log:
        return subprocess.Popen(  # type: ignore[call-overload]
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
            start_new_session=True,  # Ctrl-C reaches us first: we stop web, jobs, then the database
            preexec_fn=None if stays else _die_with_parent,
            **place.as_user(),
        )


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _wait_for_answer(folder: Path, process: subprocess.Popen[bytes], deadline: float) -> bool:
    while process.poll() is None and time.monotonic() < deadline:
        if answers(folder):
            return True
        time.sleep(0.03)
    return False


def _make_extensions(folder: Path) -> None:
    """In template1, so that each database made later has them (earthdistance needs a superuser)."""
    with psycopg.connect(**conninfo(folder, "template1"), autocommit=True) as connection:
        found = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
        for name in EXTENSIONS:
            if name not in found:
                connection.execute(f"CREATE EXTENSION {name}")
