"""The dated dump of the open data, kept in the files' storage."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

from conum.commons.files import operations as files
from conum.commons.files.models import StoredFile
from conum.domains.places.enums import OPEN_DATA
from conum.domains.places.parameters import DUMPS_KEPT, PRODUCER_ID
from conum.domains.places.queries.dumps import OWNER, dumps
from conum.domains.places.queries.export import exported_places, file_name, written


@transaction.atomic
def keep_dump(*, now: datetime) -> StoredFile | None:
    """Keep today's CSV of all places, drop those beyond `places.dumps_kept`; None when today's is kept already.

    Args:
        now: instant of the dump; its day is the day of the file's name.
    """
    day = localdate(now)
    name = file_name("csv", day, PRODUCER_ID.on(day))
    for old in dumps().filter(created_at__lt=now - timedelta(days=DUMPS_KEPT.on(day))):
        files.erase(old, now=now)
    if dumps().filter(name=name).exists():
        return None
    with tempfile.TemporaryFile() as kept:
        for piece in written(exported_places(), "csv", now):
            kept.write(piece.encode())
        size = kept.tell()
        kept.seek(0)
        upload = UploadedFile(file=kept, name=name, content_type="text/csv", size=size)
        return files.store(upload=upload, purpose=OPEN_DATA, owner=OWNER, actor=None, now=now)
