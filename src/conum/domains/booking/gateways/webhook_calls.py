"""Telling a service of the organisation: a signed body, posted to a public address over TLS, never followed elsewhere.

The signature is HMAC-SHA256 (RFC 2104) of the instant, a dot and the body: whoever keeps an old message cannot send it
again as new, for the service refuses an instant too far from its own clock.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import requests

from conum.domains.booking.gateways.public_sites import AddressRefused, call

AGENT = "Conum-Webhooks/1"


@dataclass(frozen=True)
class Answer:
    """What came of a call.

    Attributes:
        taken: the service said so, by a status from 200 to 299.
        reached: somebody answered, whatever they said.
        words: the status, or why there is none, in French.
    """

    taken: bool
    reached: bool
    words: str


def signature(body: bytes, secrets: Iterable[str], at: datetime) -> str:
    """Return the header that proves who sends: `t=instant,v1=…`, one `v1` for each secret that is valid."""
    second = int(at.timestamp())
    marks = [hmac.new(key.encode(), f"{second}.".encode() + body, hashlib.sha256).hexdigest() for key in secrets]
    return ",".join([f"t={second}", *(f"v1={mark}" for mark in marks)])


def tell(
    address: str, body: bytes, *, delivery: str, event: str, secrets: Iterable[str], at: datetime
) -> Answer:  # fmt: skip
    """Post a body to a service; nothing is raised: what fails is in the answer."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
        "Conum-Delivery": delivery,
        "Conum-Event": event,
        "Conum-Signature": signature(body, secrets, at),
    }
    try:
        with call("POST", address, headers=headers, body=body, schemes=("https",)) as answer:
            return Answer(200 <= answer.status_code < 300, True, _status(answer.status_code))
    except AddressRefused as refused:
        return Answer(False, False, str(refused))
    except requests.exceptions.SSLError:
        return Answer(False, False, "Le certificat de cette adresse n'est pas valable.")
    except requests.Timeout:
        return Answer(False, False, "Cette adresse met trop de temps à répondre.")
    except requests.RequestException:
        return Answer(False, False, "Cette adresse ne répond pas.")


def _status(code: int) -> str:
    known = {status.value: status.phrase for status in HTTPStatus}
    return f"{code} {known.get(code, '')}".strip()
