"""A calendar kept elsewhere, read at the address its owner gave (BOO-27).

The address comes from a person: only public addresses are connected to (`public_sites`), each redirection checked
again. Size, time and redirections are bounded.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import requests

from conum.domains.booking.gateways.public_sites import AddressRefused, call

LARGEST = 2_000_000  # bytes
LONGEST = 20.0  # seconds, all in
REDIRECTIONS = 3
MOVED = (301, 302, 303, 307, 308)
MULTISTATUS = 207
SCHEMES = re.compile(r"^(webcals?|caldavs?)://")


class CalendarUnreadable(Exception):
    """The address does not give a calendar; the message says why in French, to its owner."""


def fetch(address: str, report: bytes = b"", headers: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return what is at an address (`https`, `http`, `webcal` or `caldav`).

    A name and a password before the host (`https://name:password@host/…`) sign in, over TLS and to that host only.

    Args:
        report: asked for by REPORT instead of GET when given (RFC 4791), with these headers.

    Raises:
        CalendarUnreadable: private, missing, too large, too slow, or redirected too often.
    """
    until = time.monotonic() + LONGEST
    url = SCHEMES.sub("https://", address.strip(), count=1)
    first = urlsplit(url)
    for _hop in range(REDIRECTIONS + 1):
        try:
            with _ask(url, _signed(first, urlsplit(url)), report, headers) as answer:
                if answer.status_code not in MOVED:
                    return _body(answer, until)
                url = urljoin(url, answer.headers.get("Location", ""))
        except requests.RequestException as fault:
            raise CalendarUnreadable("Cette adresse ne répond pas.") from fault
    raise CalendarUnreadable("Cette adresse renvoie vers trop d'autres adresses.")


def _signed(first: SplitResult, here: SplitResult) -> tuple[str, str] | None:
    """The name and the password of the address that was given, for that host and over TLS only."""
    if not first.username:
        return None
    if here.scheme != "https" or (here.hostname, here.port) != (first.hostname, first.port):
        raise CalendarUnreadable("Un mot de passe ne part que vers l'adresse donnée, en https.")
    return unquote(first.username), unquote(first.password or "")


def _ask(url: str, auth: tuple[str, str] | None, report: bytes, headers: Mapping[str, str]) -> requests.Response:
    try:
        return call("REPORT" if report else "GET", url, headers=headers, body=report, auth=auth)
    except AddressRefused as refused:
        raise CalendarUnreadable(str(refused)) from refused


def _body(answer: requests.Response, until: float) -> bytes:
    if answer.status_code not in (200, MULTISTATUS):
        raise CalendarUnreadable(f"Cette adresse répond « {answer.status_code} » au lieu d'un agenda.")
    received = bytearray()
    for piece in answer.iter_content(16_384):
        received += piece
        if len(received) > LARGEST:
            raise CalendarUnreadable("Cet agenda dépasse 2 Mo.")
        if time.monotonic() > until:
            raise CalendarUnreadable("Cet agenda met trop de temps à arriver.")
    return bytes(received)
