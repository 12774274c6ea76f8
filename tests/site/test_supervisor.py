"""The supervisor: restarts what dies, gives up on what keeps dying, leaves nothing behind."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from conum.site import supervisor
from conum.site.supervisor import Supervisor, spawn

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
DIES = (sys.executable, "-c", "raise SystemExit(3)")


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    monkeypatch.setattr(supervisor, "LOOK_EVERY", 0.01)
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    made = Supervisor()
    yield made
    made.stop()
    for number, handler in former.items():
        signal.signal(number, handler)


def test_a_signal_ends_the_watch_and_stop_ends_the_processes(watched: Supervisor) -> None:
    watched.start("one", lambda: spawn(*SLEEPS, environment={}))
    os.kill(os.getpid(), signal.SIGTERM)
    assert watched.watch() == 0
    watched.stop()
    process = watched.processes["one"]
    assert process is not None
    assert process.returncode == -signal.SIGTERM


def test_a_process_that_dies_is_started_again(watched: Supervisor) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def starter() -> subprocess.Popen[bytes]:
        started.append(spawn(*(SLEEPS if started else DIES), environment={}))
        if len(started) == 2:
            watched.asked.set()
        return started[-1]

    watched.start("one", starter)
    assert watched.watch() == 0
    assert len(started) == 2


def test_a_process_that_keeps_dying_ends_the_watch(watched: Supervisor) -> None:
    watched.start("one", lambda: spawn(*DIES, environment={}))
    assert watched.watch() == 1


def test_what_somebody_else_runs_is_looked_at_again(watched: Supervisor) -> None:
    looks: list[int] = []

    def starter() -> None:
        looks.append(1)
        if len(looks) == 3:
            watched.asked.set()

    watched.start("database", starter)
    assert watched.watch() == 0


def test_children_of_a_dead_process_are_ended(watched: Supervisor) -> None:
    script = f"import subprocess, sys; print(subprocess.Popen({list(SLEEPS)!r}).pid, flush=True)"
    reader, writer = os.pipe()
    process = subprocess.Popen([sys.executable, "-c", script], stdout=writer, start_new_session=True)
    os.close(writer)
    with os.fdopen(reader) as lines:
        child = int(lines.readline())
    descriptor = os.pidfd_open(child)
    process.wait()
    supervisor.end_group(process)
    assert select.select([descriptor], [], [], 20)[0]
