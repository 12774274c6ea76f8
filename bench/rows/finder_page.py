"""Row `finder-page`: the finder's full HTML page on the real server, 2 workers, against an empty page.

Both are asked in turn, by the same client over kept connections, on the same running server: the finder, and the empty
search page of the same base template. Requests a second, best of the rounds of the empty page. Two figures:

- `finder-page`: searches drawn one by one as people make them, towns as often as people live there and filters as in
  `WISHES` (invented, mostly none). A search is kept by each server process until the next multiple of five minutes:
  the average of five minutes is what they cost in the long run, the first ones of the period included.
- `finder-page (all different)`: every page asked for the first time, with all the filters of the row `finder`: what a
  page costs when nothing is kept. It carries no bar.
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
from dataclasses import asdict
from itertools import accumulate, islice
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
FINDER = "/trouver/?commune={code}{wish}"
EVERYTHING = "&ouvert=maintenant&service=everyday_skills&service=administrative_help"
WISHES = {
    "": 5,
    "&ouvert=maintenant": 2,
    "&service=administrative_help": 1,
    "&service=everyday_skills": 1,
    EVERYTHING: 1,
}


def measure(size: str) -> list[Figure]:
    """Pages a second: as people search, and all different."""
    with loaded("empty", as_owner=True) as folder:
        from django.utils import timezone  # noqa: PLC0415 – the application is set up only now

        grow(PLACES * int(size.removesuffix("x")), timezone.now())
        known = towns()
        with _server(folder) as port:
            first = _beside(port, _different(known))
            usual = _over_a_period(port, _searches(known))
    figure = at_least(f"{NAME} (all different)", size, *first, "pages/s", SHARE)
    apart = Figure(**{**asdict(figure), "bar": "indicatif", "holds": True})
    return [at_least(NAME, size, *usual, "pages/s", SHARE), apart]


def _searches(known: list[tuple[str, int]]) -> Iterator[str]:
    """Addresses as people ask for them, for ever."""
    drawn = random.Random(SEED)
    codes, weights = zip(*known, strict=True)
    upto = list(accumulate(weights))
    while True:
        (code,) = drawn.choices(codes, cum_weights=upto)
        (wish,) = drawn.choices(list(WISHES), [*WISHES.values()])
        yield FINDER.format(code=code, wish=wish)


def _different(known: list[tuple[str, int]]) -> Iterator[str]:
    """Addresses never asked twice, the towns drawn as often as people live there."""
    drawn = random.Random(SEED)
    codes, weights = zip(*known, strict=True)
    kept = dict.fromkeys(drawn.choices(codes, weights, k=20 * REQUESTS))
    return (FINDER.format(code=code, wish=EVERYTHING) for code in kept)


def _beside(port: int, addresses: Iterator[str]) -> tuple[float, float]:
    """Pages a second of the addresses and of the empty page, rounds in turn."""
    _rate(port, list(islice(addresses, 100)))  # the first ones read templates and open connections
    rates = [
        (_rate(port, list(islice(addresses, REQUESTS))), _rate(port, [EMPTY] * REQUESTS)) for _round in range(ROUNDS)
    ]
    ours, empty = (max(each) for each in zip(*rates, strict=True))
    return ours, empty


def _over_a_period(port: int, addresses: Iterator[str]) -> tuple[float, float]:
    """Pages a second on average while searches are kept then forgotten once, the empty page in turn."""
    from django.conf import settings  # noqa: PLC0415 – the application is set up only now

    asked, spent, empty = 0, 0.0, []
    while spent < settings.FINDER_KEPT_SECONDS:
        start = time.perf_counter()
        _rate(port, list(islice(addresses, 10 * REQUESTS)))
        spent, asked = spent + time.perf_counter() - start, asked + 10 * REQUESTS
        empty.append(_rate(port, [EMPTY] * REQUESTS))
    return asked / spent, max(empty)


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
