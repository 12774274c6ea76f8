"""The embedded PostgreSQL: installs itself, survives kill -9, runs side by side, stops with its parent."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from conum.site.embedded import place, roles, server

SMALL = {**server.OPTIONS, "shared_buffers": "8MB", "max_connections": "20"}


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    """A folder that any system user may enter (pytest's own is closed to them)."""
    made = subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip()
    Path(made).chmod(0o755)
    yield Path(made)
    subprocess.run(["rm", "-rf", made], check=True)


@pytest.fixture(scope="module")
def folder(base: Path) -> Path:
    with server.running(base / "postgres", SMALL):
        roles.make_database(base / "postgres", "conum")
    return base / "postgres"


def _query(folder: Path, statement: str) -> object:
    with psycopg.connect(**server.conninfo(folder, "conum", roles.APPLICATION)) as connection:
        return connection.execute(statement).fetchone()


def test_it_stops_after_the_block_and_answers_inside(folder: Path) -> None:
    assert not server.answers(folder)
    with server.running(folder, SMALL):
        assert _query(folder, "SELECT current_user::text, 1") == ("conum_app", 1)
    assert not server.answers(folder)


def test_it_listens_on_a_socket_closed_to_other_users_and_on_no_port(folder: Path) -> None:
    with server.running(folder, SMALL):
        assert _query(folder, "SHOW listen_addresses") == ("",)
    socket = place.find_place(folder).socket
    assert socket.stat().st_mode & 0o077 == 0


def test_whoever_finds_it_running_does_not_stop_it(folder: Path) -> None:
    with server.running(folder, SMALL):
        assert server.start(folder, SMALL) is None
        with server.running(folder, SMALL):
            pass
        assert server.answers(folder)


def test_it_starts_again_after_kill_9_with_every_committed_row(folder: Path) -> None:
    process = server.start(folder, SMALL)
    assert process is not None
    with psycopg.connect(**server.conninfo(folder, "conum"), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (7)")
        process.send_signal(signal.SIGKILL)
        process.wait()
    with server.running(folder, SMALL), psycopg.connect(**server.conninfo(folder, "conum")) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_two_copies_run_side_by_side(folder: Path, base: Path) -> None:
    second = base / "second" / "postgres"
    with server.running(folder, SMALL), server.running(second, SMALL):
        assert server.answers(folder)
        assert server.answers(second)


def test_an_installation_cut_short_is_made_again(base: Path) -> None:
    third = base / "third" / "postgres"
    draft = place.prepare(third).home / "data.draft"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("1")
    with server.running(third, SMALL):
        assert server.answers(third)


def test_it_stops_when_its_parent_is_killed(folder: Path) -> None:
    script = (
        "import pathlib, sys, time; from conum.site.embedded import server;"
        f"print(server.start(pathlib.Path({str(folder)!r}), {SMALL!r}).pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        postmaster = int(parent.stdout.readline())
        descriptor = os.pidfd_open(postmaster)
        parent.kill()
    assert _ends(descriptor)


def _ends(descriptor: int) -> bool:
    """True when the process of this descriptor ends within 20 seconds."""
    return bool(select.select([descriptor], [], [], 20)[0])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")
def test_a_data_folder_closed_to_others_moves_to_a_reachable_place(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    where = place.find_place(closed / "postgres")
    assert where.home.parent.parent == Path("/var/lib")
    assert where.user == place.SYSTEM_USER
