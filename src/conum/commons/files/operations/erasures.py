"""The ledger of erasures (PRI-07): keys of what people had erased, kept in the storage, outside the database.

A restored backup brings erased people back; the ledger says whom to erase again. It holds no name, and nothing of it is
needed once the backups of that time are gone.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import models, transaction

from conum.commons.files.gateways import storage
from conum.commons.files.queries import LEDGER
from conum.kernel.ids import new_id


def note_erasure(subject: models.Model, now: datetime) -> None:
    """Write, once the transaction commits, that this row was erased at the request of somebody."""
    line = {"model": subject._meta.label, "key": str(subject.pk), "at": now.isoformat()}
    path = f"{LEDGER}/{now:%Y-%m-%d}/{new_id()}.json"
    transaction.on_commit(lambda: _write(path, line), robust=True)


def forget_erasures(before: date) -> None:
    """Remove the lines written before this day."""
    for path, _at in list(storage.listed(LEDGER)):
        if path.split("/")[1] < before.isoformat():
            storage.remove(path)


def _write(path: str, line: dict[str, str]) -> None:
    storage.write(path, [json.dumps(line).encode()])
