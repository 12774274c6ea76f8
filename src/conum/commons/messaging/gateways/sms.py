"""Sending one text message: to an operator over HTTP when one is named, else into the data folder.

The operator receives `POST {"to": "+33…", "text": "…", "sender": "…", "reference": "…"}` with a bearer token; the
reference is the same at each attempt, so that it may recognise a repeated message. 2xx: taken; 404, 410 or 422: this
number will never receive it; anything else: later.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import requests
from django.conf import settings

from conum.commons.messaging.gateways.refusals import AddressRefused, SendingFailed
from conum.commons.messaging.models import OutboxMessage

TIMEOUT = (5, 15)  # seconds to connect, to answer
NEVER = (404, 410, 422)


def deliver(message: OutboxMessage) -> None:
    """Hand the text message over.

    Raises:
        AddressRefused: the operator says that the number is wrong.
        SendingFailed: anything else went wrong.
    """
    if settings.SMS_URL:
        _post(message)
    else:
        _write(message)


def _post(message: OutboxMessage) -> None:
    given = {"to": message.to, "text": message.text, "sender": settings.SMS_SENDER, "reference": message.mark}
    bearer = {"Authorization": f"Bearer {settings.SMS_TOKEN}"}
    try:
        answer = requests.post(settings.SMS_URL, json=given, headers=bearer, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as fault:
        raise SendingFailed(type(fault).__name__) from fault
    if answer.status_code in NEVER:
        raise AddressRefused(f"{answer.status_code} {answer.text[:200]}")
    if not 200 <= answer.status_code < 300:
        raise SendingFailed(f"{answer.status_code} {answer.text[:200]}")


def forget(marks: Iterable[str]) -> None:
    """Delete the files of these messages, if there are: what is erased is erased there too (PRI-05)."""
    for mark in marks:
        (Path(settings.SMS_FOLDER) / f"{mark}.txt").unlink(missing_ok=True)


def _write(message: OutboxMessage) -> None:
    folder = Path(settings.SMS_FOLDER)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / f"{message.mark}.txt").write_text(f"{message.to}\n{message.text}\n", encoding="utf-8")
    except OSError as fault:
        raise SendingFailed(f"{type(fault).__name__}: {fault}") from fault
