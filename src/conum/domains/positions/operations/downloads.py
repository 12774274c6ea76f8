"""What leaves by a download is written in the journal (PRI-11)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.positions.operations.life import FAMILY


@transaction.atomic
def note_download(name: str, kind: str, filters: list[str], *, actor: Actor, now: datetime) -> None:
    """Write who downloaded which list.

    Args:
        name: name of the file, without its ending.
        kind: `csv` or `xlsx`.
        filters: names of the filters in force, never their values (they may be names of people).
    """
    payload = {"kind": kind, "filters": filters}
    record(family=FAMILY, action="export", actor=actor, subject=("positions.export", name), payload=payload, now=now)
