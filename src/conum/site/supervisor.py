"""Keeps processes running: restarts the one that dies, stops all of them on one signal, leaves none behind."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from types import FrameType

LOG = logging.getLogger(__name__)
PR_SET_PDEATHSIG = 1
LOOK_EVERY = 0.3  # seconds
TOO_MANY = 5  # deaths…
TOO_SOON = 60.0  # … within so many seconds: starting again does not help
PATIENCE = 15.0  # seconds left to a process for finishing what it does
Starter = Callable[[], "subprocess.Popen[bytes] | None"]


class Supervisor:
    """Runs named processes until a signal, or until one of them dies again and again."""

    def __init__(self) -> None:
        self.starters: dict[str, Starter] = {}
        self.processes: dict[str, subprocess.Popen[bytes] | None] = {}
        self.deaths: deque[float] = deque(maxlen=TOO_MANY)
        self.asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked.set()

    def start(self, name: str, starter: Starter) -> None:
        """Start a process and remember how; `starter` returns None when it runs under somebody else."""
        self.starters[name] = starter
        self.processes[name] = starter()

    def watch(self) -> int:
        """Return 0 when a signal asked to stop, 1 when a process could not be kept running."""
        while not self.asked.wait(LOOK_EVERY):
            for name, process in self.processes.items():
                if process is None:  # somebody else runs it: be there when they stop
                    self.processes[name] = self.starters[name]()
                elif process.poll() is not None and not self._restart(name, process):
                    return 1
        return 0

    def _restart(self, name: str, process: "subprocess.Popen[bytes]") -> bool:
        self.deaths.append(time.monotonic())
        if len(self.deaths) == TOO_MANY and self.deaths[-1] - self.deaths[0] < TOO_SOON:
            LOG.error("%s ne tient pas (code %s) : arrêt.", name, process.returncode)
            return False
        LOG.warning("%s s’est arrêté (code %s) : redémarrage.", name, process.returncode)
        end_group(process)
        self.processes[name] = self.starters[name]()
        return True

    def stop(self) -> None:
        """Stop the processes, last started first, each finishing what it does."""
        for name in reversed(self.processes):
            process = self.processes[name]
            if process is not None:
                stop(process)
                end_group(process)


def spawn(*command: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start a program of ours in a session of its own; it ends when this process does, however that is."""
    return subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process to end, and after 15 seconds make it."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """End what a dead process left behind in its session (web workers keep the port otherwise)."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
