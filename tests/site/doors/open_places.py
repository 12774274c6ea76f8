"""Rows of the open data and of the import of places, for the doors."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.domains.places.operations.importing import drafts, keep_draft
from conum.domains.places.operations.open_data import keep_dump
from conum.domains.places.queries.dumps import dumps
from conum.domains.places.queries.export import exported_places
from tests.domains.places.files import as_csv
from tests.factories_accounts import make_actor
from tests.factories_places import make_place


def a_shown_place() -> str:
    """The published identifier of a place that the public may see."""
    return (exported_places().first() or make_place()).schema_id


def a_draft() -> UUID:
    """A file of places that waits for a decision."""
    upload = SimpleUploadedFile("lieux.csv", as_csv([{}]).encode(), "text/csv")
    actor = make_actor(Role.NATIONAL_ADMIN)
    return (drafts().first() or keep_draft(upload, source="", actor=actor, now=timezone.now())).pk


def a_dump() -> UUID | None:
    """A dated copy of the open data."""
    kept = dumps().first() or keep_dump(now=timezone.now())
    return kept.pk if kept else None
