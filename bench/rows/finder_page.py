"""Row `finder-page`: the finder's full HTML page on the real server, 2 workers, against an empty page.

Both are asked in turn, by the same client over kept connections, on the same running server: the finder for towns
drawn as often as people live there (« ?commune=…&ouvert=maintenant&service=… »), and the empty search page of the
same base template. Requests a second, best of three rounds each.
"""

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.application import ROOT, loaded
from bench.places import grow, towns
from bench.table import Figure, at_least

NAME = "finder-page"
SIZES = ("1x", "10x", "100x")
SHARE = 0.6
PLACES, SEED = 20_000, 20201117
CLIENTS, REQUESTS, ROUNDS = 8, 600, 3
EMPTY = "/recherche/"
FINDER = "/trouver/?commune={code}&ouvert=maintenant&service=everyday_skills&service=administrative_help"


def measure(size: str) -> Figure:
    """Pages a second of both."""
    with loaded("empty", as_owner=True) as folder:
        from django.utils import timezone  # noqa: PLC0415 – the application is set up only now

        grow(PLACES * int(size.removesuffix("x")), timezone.now())
        drawn = random.Random(SEED)
        codes, weights = zip(*towns(), strict=True)
        finder = [FINDER.format(code=code) for code in drawn.choices(codes, weights, k=REQUESTS)]
        with _server(folder) as port:
            _rate(port, finder[:100])
            rates = [(_rate(port, finder), _rate(port, [EMPTY] * REQUESTS)) for _round in range(ROUNDS)]
    ours, empty = (max(each) for each in zip(*rates, strict=True))
    return at_least(NAME, size, ours, empty, "pages/s", SHARE)


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    """The web server alone on a free port, on the bench's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    from conum.site.run import WEB_OPTIONS  # noqa: PLC0415

    variables = {"CONUM_DATA_DIR": str(folder), "CONUM_AS_OWNER": "0", "PORT": str(port)}
    command = [sys.executable, "-m", "granian", *WEB_OPTIONS, "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--workers", "2", "conum.site.wsgi:application"],
        cwd=ROOT,
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", EMPTY)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server does not answer")


def _rate(port: int, paths: list[str]) -> float:
    """Pages a second when `CLIENTS` connections share the paths."""
    faults: list[str] = []

    def ask(own: list[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for path in own:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                faults.append(f"{answer.status} {path}")

    threads = [threading.Thread(target=ask, args=(paths[start::CLIENTS],)) for start in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    assert not faults, faults[:3]
    return len(paths) / spent
