"""Calls to addresses that people gave: only public ones, by the very address that was checked.

Neither a name that changes nor a redirection leads inside: redirections are handed back to the caller, who decides.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

TIMEOUT = (5, 10)  # seconds to connect, between two bytes
AUTHORITIES: bool | str = True  # those of the machine; a file of certificates otherwise
PORTS = {"https": 443, "http": 80}


class AddressRefused(Exception):
    """The address is not one we call; the message says why in French, to who gave it."""


class _Pinned(HTTPAdapter):
    """Speaks TLS with a named host at an address already chosen."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Check the certificate against the name, not against the address."""
        super().init_poolmanager(*args, server_hostname=self.host, assert_hostname=self.host, **kwargs)


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    auth: tuple[str, str] | None = None,
    schemes: tuple[str, ...] = ("https", "http"),
) -> requests.Response:
    """Make one request and return its answer, not read yet and not followed; close it.

    Raises:
        AddressRefused: another scheme, an unknown name, or an address of a private network.
        requests.RequestException: nobody answers.
    """
    parts = urlsplit(url)
    if parts.scheme not in schemes or not parts.hostname:
        raise AddressRefused("L'adresse doit commencer par https://.")
    if not _port_is_read(parts):
        raise AddressRefused("Le numéro de port de cette adresse n'est pas valable.")
    session = requests.Session()
    session.trust_env = False  # a proxy of the machine would connect for us, where nothing was checked
    session.verify = AUTHORITIES
    session.mount("https://", _Pinned(parts.hostname))
    target = urlunsplit((parts.scheme, _netloc(parts), parts.path or "/", parts.query, ""))
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return session.request(
        method,
        target,
        headers={**headers, "Host": host},
        data=body or None,
        auth=auth and (auth[0].encode(), auth[1].encode()),  # UTF-8, as servers of today read it (RFC 7617)
        timeout=TIMEOUT,
        stream=True,
        allow_redirects=False,
    )


def _port_is_read(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _netloc(parts: SplitResult) -> str:
    chosen = public_address(parts.hostname or "", parts.port or PORTS[parts.scheme])
    shown = f"[{chosen}]" if ":" in chosen else chosen
    return shown if parts.port is None else f"{shown}:{parts.port}"


def public_address(host: str, port: int) -> str:
    """Return the address of a host, every one of which must be public.

    Raises:
        AddressRefused: unknown name, or an address of a private network.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as fault:
        raise AddressRefused("Le nom de ce site n'existe pas.") from fault
    if not found or not all(is_public(text) for text in found):
        raise AddressRefused("Cette adresse mène à un réseau privé : donnez une adresse publique.")
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
