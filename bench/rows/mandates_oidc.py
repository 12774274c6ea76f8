"""Row `mandates-oidc`: round trips authorization code → token → userinfo a second, 2 workers of the web server.

Ours, from the press of the button that confirms the choice: the code, the token, the identity, all checked live, and
one use in the journal. Yardstick: the same through an untouched django-oauth-toolkit in a minimal project, from the
press of its consent button, on the same database server with the same web server, in the same run (`bench/oidc`).

The pages before that press are for a person to read; `(with pages)` tells what they cost too: on our side the request,
the list of citizens and the choice of the group, as people see them; on the other a bare form.

Sizes: 1× is 1 000 citizens with a mandate, spread over the helpers' organisations; 10× and 100× that many times more.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bench.application import BENCH_DATA, ROOT, loaded
from bench.oidc.browser import BACK, Service, rates
from bench.table import Figure, at_least, both
from conum.site.embedded import roles, server

NAME = "mandates-oidc"
SIZES = ("1x", "10x", "100x")
TIMES, LEAST = 0.8, 60.0
BROWSERS, SECONDS, TURNS = 6, 5.0, 2
CITIZENS = 1_000
WEB = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--backpressure", "64", "--no-access-log")


def measure(size: str) -> list[Figure]:
    """Trips a second of both providers, in turns: the best of each."""
    with loaded("empty", as_owner=True) as folder:
        our_service, our_sessions = _ours(CITIZENS * int(size.removesuffix("x")))
        with (
            _yardstick(folder) as (service, sessions),
            _served("conum.site.wsgi:application", _as_application()) as port,
        ):
            our_service.port = port
            turns = [
                (rates(our_service, our_sessions, SECONDS), rates(service, sessions, SECONDS)) for _ in range(TURNS)
            ]
    ours, yardstick = (max(each[0] for each in side) for side in zip(*turns, strict=True))
    figure = both(at_least(NAME, size, ours, yardstick, "trips/s", TIMES), ours >= LEAST, f"≥ {LEAST:g} trips/s")
    ours, yardstick = (max(each[1] for each in side) for side in zip(*turns, strict=True))
    ratio = round(ours / yardstick, 3)
    return [figure, Figure(f"{NAME} (with pages)", size, ours, yardstick, "trips/s", ratio, "indicatif", True)]


def _as_application() -> dict[str, str]:
    return {"CONUM_AS_OWNER": "0", "CONUM_POOL_SIZE": "8"}


def _ours(citizens: int) -> tuple[Service, list[str]]:
    """A relying party, mandates to this number, and helpers signed in."""
    from django.conf import settings  # noqa: PLC0415 – the application is set up only now
    from django.utils import timezone  # noqa: PLC0415

    from bench.oidc.country import grow, helpers, session_of  # noqa: PLC0415
    from conum.domains.mandates.operations.oidc_clients import Registration, register  # noqa: PLC0415

    now = timezone.now()
    team = helpers(BROWSERS, now)
    grow(team, citizens, now - timedelta(days=1))
    said = Registration("bench", [BACK], scopes=["openid", "profile", "birth", "email"])
    relying_party, secret = register(said, actor=None, now=now)
    service = Service(0, relying_party.client_id, secret, settings.SESSION_COOKIE_NAME)
    return service, [session_of(helper, now) for helper in team]


@contextmanager
def _yardstick(folder: Path) -> Iterator[tuple[Service, list[str]]]:
    """The untouched library, served, with one client and people signed in."""
    roles.make_database(folder / "postgres", "yardstick")
    known = server.conninfo(folder / "postgres", "yardstick", roles.OWNER)
    environment = {"YARDSTICK_USER": known["user"], "YARDSTICK_HOST": known["host"], "YARDSTICK_KEY": _pem()}
    secret = secrets.token_urlsafe(32)
    command = [sys.executable, "-m", "bench.oidc.yardstick_wsgi", secret, BACK, str(BROWSERS)]
    made = subprocess.run(command, env=_with(environment), cwd=ROOT, check=True, capture_output=True, text=True)
    client_id, *sessions = made.stdout.split()
    with _served("bench.oidc.yardstick_wsgi:application", environment) as port:
        yield Service(port, client_id, secret, "sessionid"), sessions


def _with(environment: dict[str, str]) -> dict[str, str]:
    return {**os.environ, **environment, "PYTHONPATH": str(ROOT)}


def _pem() -> str:
    key = rsa.generate_private_key(65537, 2048)
    forms = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*forms).decode()


@contextmanager
def _served(application: str, environment: dict[str, str]) -> Iterator[int]:
    """The web server with two workers on this application, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", *WEB, "--host", "127.0.0.1", "--port", str(port), application]
    log = BENCH_DATA / f"{application.partition(':')[0]}.log"
    with log.open("w") as out:
        process: Any = subprocess.Popen(command, env=_with(environment), cwd=ROOT, stdout=out, stderr=out)
    try:
        _wait(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: Any, log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                line.sendall(b"GET /.well-known/openid-configuration HTTP/1.0\r\nHost: localhost\r\n\r\n")
                if line.recv(12):
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text())
