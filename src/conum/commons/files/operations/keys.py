"""Changing the key that files are encrypted with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from conum.commons.files.gateways import encryption, storage
from conum.commons.files.models import StoredFile
from conum.commons.files.operations.storing import Tally, path_for


@transaction.atomic
def rekey(file_id: UUID, *, now: datetime) -> bool:
    """Encrypt one file again under the current key; False when it already is, or is no more.

    The old bytes are removed once the transaction commits, so that one of the two always reads.

    Raises:
        Unreadable: the old key is not configured, or the bytes are not those that were kept.
    """
    file = StoredFile.objects.select_for_update().filter(pk=file_id).exclude(key_id="").first()
    if file is None or file.key_id == encryption.current_key():
        return False
    old, tally = file.path, Tally()
    clear = tally.over(encryption.decrypt(storage.read(old), file.key_id))
    file.path = storage.write(path_for(file.purpose, now), encryption.encrypt(clear))
    if tally.digest.hexdigest() != file.sha256:
        storage.remove(file.path)
        raise encryption.Unreadable(f"file {file.pk} is not what was kept")
    file.key_id = encryption.current_key()
    file.save(update_fields=["path", "key_id"])
    transaction.on_commit(lambda: storage.remove(old))
    return True


def rekey_all(*, now: datetime) -> int:
    """Encrypt again every file of an older key, one transaction each; returns how many. May be cut short and rerun."""
    older = StoredFile.objects.exclude(key_id__in=["", encryption.current_key()]).order_by("pk")
    return sum(rekey(pk, now=now) for pk in list(older.values_list("pk", flat=True)))
