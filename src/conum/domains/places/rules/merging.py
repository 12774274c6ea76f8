"""What a source's version changes in a place that others have written too (PLA-16)."""

from __future__ import annotations

from datetime import date
from typing import Any

from conum.domains.places.rules.places import PRIVATE, PUBLIC_ONLY

ADDED_BY_STALE = ("national_schemes", "labels")
# Two halves of one value: never one from a source and the other from another.
TOGETHER = (
    ("latitude", "longitude"),
    ("opening_hours", "opening_hours_source"),
    ("commune_id", "commune_name", "postal_code", "insee_code", "address", "address_complement", "address_key"),
)
NEVER = frozenset({"schema_id", "updated_on"})


def changes(
    kept: dict[str, Any],
    incoming: dict[str, Any],
    *,
    alone: bool,
    stale_before: date,
) -> dict[str, Any]:
    """Return the fields of a place to change, and their new values.

    The most recent `updated_on` wins field by field: a version at least as recent replaces what it gives; an
    older one only fills what is empty; one from before `stale_before` adds schemes and labels, nothing else.

    Args:
        kept, incoming: fields of the place, `updated_on` included.
        alone: no other source nor person wrote the place: the version replaces all, what it empties included.
        stale_before: `places.source_stale` before the place's own date.
    """
    recent = incoming["updated_on"] >= kept["updated_on"]
    if not recent and incoming["updated_on"] < stale_before:
        return _added(kept, incoming)
    taken = {
        name: value
        for name, value in incoming.items()
        if name not in NEVER and _taken(name, kept, incoming, alone=alone, recent=recent)
    }
    if recent:
        taken["updated_on"] = incoming["updated_on"]
    return _differing(kept, _agreed({**kept, **taken}))


def _taken(name: str, kept: dict[str, Any], incoming: dict[str, Any], *, alone: bool, recent: bool) -> bool:
    group = next((names for names in TOGETHER if name in names), (name,))
    given = any(_given(incoming[part]) for part in group)
    if recent:
        return alone or given
    return given and not any(_given(kept[part]) for part in group)


def _given(value: Any) -> bool:
    return value not in (None, "", [], False)


def _added(kept: dict[str, Any], incoming: dict[str, Any]) -> dict[str, Any]:
    added = {
        name: [*kept[name], *(code for code in incoming[name] if code not in kept[name])] for name in ADDED_BY_STALE
    }
    return _differing(kept, added)


def _agreed(values: dict[str, Any]) -> dict[str, Any]:
    """Keep PLA-02 true of a place made of several versions."""
    if values["services"]:
        return {**values, "access_modes": [mode for mode in values["access_modes"] if mode != PRIVATE]}
    return {**values, **{name: [] for name in PUBLIC_ONLY}, "access_modes": [PRIVATE]}


def _differing(kept: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if kept[name] != value}
