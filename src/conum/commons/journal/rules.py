"""How an entry is hashed: pure, so that anybody can verify the chain with another program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

HASHED = (
    "id",
    "family",
    "position",
    "action",
    "actor",
    "role",
    "subject_type",
    "subject_id",
    "payload",
    "happened_at",
    "previous_hash",
)


def canonical(fields: Mapping[str, Any]) -> bytes:
    """Return the hashed fields as canonical JSON: sorted keys, no spaces, UTF-8, instants in UTC to the microsecond."""
    return json.dumps(
        {name: _plain(fields[name]) for name in HASHED}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def digest(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the entry, in hexadecimal (design 05, promise 4)."""
    return hashlib.sha256(canonical(fields)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if value is None or isinstance(value, str | int | dict | list):
        return value
    return str(value)
