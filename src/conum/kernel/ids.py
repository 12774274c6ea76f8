"""Identifiers: UUIDv7 (RFC 9562), so that primary keys sort by creation and say nothing in a URL."""

from __future__ import annotations

import uuid

from uuid_utils import compat


def new_id() -> uuid.UUID:
    """Return a new UUIDv7, greater than every one made before by this process."""
    return compat.uuid7()
