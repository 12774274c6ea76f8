"""A calendar kept elsewhere, read at the address its owner gave (BOO-27).

The address comes from a person: only public addresses are connected to, by the very address that was checked, so that
neither a name that changes nor a redirection leads inside. Size, time and redirections are bounded.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

LARGEST = 2_000_000  # bytes
LONGEST = 20.0  # seconds, all in
TIMEOUT = (5, 10)  # seconds to connect, between two bytes
REDIRECTIONS = 3
MOVED = (301, 302, 303, 307, 308)
MULTISTATUS = 207
SCHEMES = re.compile(r"^(webcals?|caldavs?)://")


class CalendarUnreadable(Exception):
    """The address does not give a calendar; the message says why in French, to its owner."""


class _Pinned(HTTPAdapter):
    """Speaks TLS with a named host at an address already chosen."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Check the certificate against the name, not against the address."""
        super().init_poolmanager(*args, server_hostname=self.host, assert_hostname=self.host, **kwargs)


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
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CalendarUnreadable("L'adresse doit commencer par https://.")
    session = requests.Session()
    session.trust_env = False  # a proxy of the machine would connect for us, where nothing was checked
    session.mount("https://", _Pinned(parts.hostname))
    target = urlunsplit((parts.scheme, _netloc(parts), parts.path or "/", parts.query, ""))
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return session.request(
        "REPORT" if report else "GET",
        target,
        headers={**headers, "Host": host},
        data=report or None,
        auth=auth,
        timeout=TIMEOUT,
        stream=True,
        allow_redirects=False,
    )


def _netloc(parts: Any) -> str:
    chosen = public_address(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    shown = f"[{chosen}]" if ":" in chosen else chosen
    return shown if parts.port is None else f"{shown}:{parts.port}"


def public_address(host: str, port: int) -> str:
    """Return the address of a host, every one of which must be public.

    Raises:
        CalendarUnreadable: unknown name, or an address of a private network.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as fault:
        raise CalendarUnreadable("Le nom de ce site n'existe pas.") from fault
    if not found or not all(is_public(text) for text in found):
        raise CalendarUnreadable("Cette adresse mène à un réseau privé : donnez l'adresse publique de l'agenda.")
    return sorted(found)[0]


def is_public(text: str) -> bool:
    """Tell whether an IP address is reachable from anywhere, whatever it is wrapped in."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
        if address in ipaddress.ip_network("64:ff9b::/96"):  # NAT64: the last 32 bits are an IPv4 address
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
    return address.is_global and not address.is_multicast


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
