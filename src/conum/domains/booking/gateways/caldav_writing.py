"""Writing events in a CalDAV collection: one file each, over TLS, at a public address only (RFC 4791)."""

from __future__ import annotations

from dataclasses import dataclass

import requests

from conum.domains.booking.gateways.public_sites import AddressRefused, call

TYPE = {"Content-Type": "text/calendar; charset=utf-8"}
WRITTEN = (200, 201, 204)
GONE = (404, 410)
SCHEMES: tuple[str, ...] = ("https",)


class CalendarUnwritable(Exception):
    """The collection does not take it; the message says why in French, to its owner."""


@dataclass(frozen=True)
class Access:
    """A collection, whose address ends with a slash, and who signs in."""

    address: str
    name: str
    password: str


def put(access: Access, event: str, content: bytes) -> None:
    """Write the file of an event, in the place of the former one. Raises: CalendarUnwritable."""
    _send("PUT", access, event, content, WRITTEN)


def delete(access: Access, event: str) -> None:
    """Take the file of an event away; one that is gone already is as good. Raises: CalendarUnwritable."""
    _send("DELETE", access, event, b"", (*WRITTEN, *GONE))


def _send(method: str, access: Access, event: str, content: bytes, good: tuple[int, ...]) -> None:
    url, auth = f"{access.address}{event}.ics", (access.name, access.password)
    try:
        with call(method, url, headers=TYPE if content else {}, body=content, auth=auth, schemes=SCHEMES) as answer:
            status = answer.status_code
    except AddressRefused as refused:
        raise CalendarUnwritable(str(refused)) from refused
    except requests.RequestException as fault:
        raise CalendarUnwritable("Cette adresse ne répond pas.") from fault
    if status in (401, 403):
        raise CalendarUnwritable("Le nom ou le mot de passe est refusé, ou cet agenda ne se laisse pas écrire.")
    if status not in good:
        raise CalendarUnwritable(f"Cet agenda répond « {status} ».")
