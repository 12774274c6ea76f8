"""The dated dumps of the open data."""

from __future__ import annotations

from django.db.models import QuerySet

from conum.commons.files import queries as files
from conum.commons.files.models import StoredFile
from conum.domains.places.enums import OPEN_DATA

OWNER = ("places.OpenData", "france")


def dumps() -> QuerySet[StoredFile]:
    """Return the dumps still kept, the latest first."""
    return files.of(OWNER, purpose=OPEN_DATA.name)
