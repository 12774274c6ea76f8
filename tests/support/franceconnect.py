"""The provider that stands in for FranceConnect, as a process, and a citizen's way through its pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from conum.site.stand_in.citizens import CITIZENS
from tests.support.processes import free_port, process

SECRET = "stand-in-secret"
ANGELA, MARCEL, FATOUMATA = (citizen["sub"] for citizen in CITIZENS[:3])


@contextmanager
def stand_in(*clients: str) -> Iterator[str]:
    """The process; gives its issuer."""
    port = free_port()
    addresses = [f"--client-address={address}" for address in clients or ("http://testserver",)]
    os.environ["STAND_IN_SECRET"] = SECRET
    with process(port, "-m", "conum.site.stand_in", "--port", str(port), "--rehearsal", *addresses):
        yield f"http://localhost:{port}"


def configure(settings: Any, issuer: str, **changes: Any) -> None:
    """Name this provider in the settings."""
    given = {
        "franceconnect_issuer": issuer,
        "franceconnect_client_id": "conum",
        "franceconnect_client_secret": SECRET,
        **changes,
    }
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update=given)


def signs_in(address: str, subject: str) -> str:
    """Choose who one is on the provider's page; returns the address it sends the browser back to."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    return answer.headers["Location"]


def gives_up(address: str) -> str:
    """Press « Annuler »."""
    answer = requests.post(address, data={"cancel": "1"}, allow_redirects=False, timeout=5)
    return answer.headers["Location"]
