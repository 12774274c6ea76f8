"""Deciding of two records: merge them, say they are two places, or take a decision back (PLA-33, PLA-34, PLA-35)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.places.enums import EditSource, PairState
from conum.domains.places.events import PlacesChanged
from conum.domains.places.models import DuplicatePair, Place
from conum.domains.places.operations import merged_rows
from conum.domains.places.parameters import MERGE_RADIUS, MERGE_REVIEW
from conum.domains.places.permissions import MERGE_PLACES
from conum.domains.places.queries.duplicates import likeness_of, merged_values
from conum.domains.places.queries.offers import has_offer
from conum.domains.places.rules import duplicates as rules
from conum.domains.places.rules.merging import TOGETHER
from conum.domains.places.rules.places import PUBLIC_ONLY
from conum.kernel.errors import Conflict, OutOfSight
from conum.kernel.events import publish

FAMILY = "places"
# Values that only make sense together: brought back together or not at all.
GROUPS = (*TOGETHER, ("services", "access_modes", *PUBLIC_ONLY))


@transaction.atomic
def merge_pair(pair_id: UUID, kept_id: UUID, *, actor: Actor | None, now: datetime) -> DuplicatePair:
    """Merge two records into one of them; the other's address leads there for ever.

    The most recent version wins field by field (PLA-16). People, exceptional days to come, reports of errors,
    permanences, workshops and bookings to come go to the kept record; so do the records merged earlier into the other
    one, if each resembles the kept one (PLA-33).

    Args:
        kept_id: the record that stays, with its identifier.
        actor: who decides; None for the nightly search.

    Raises:
        OutOfSight, PermissionRefused: not a pair of the actor's territory.
        RuleBroken: somebody decided meanwhile, or a rule forbids it.
    """
    pair = _open_pair(pair_id, actor)
    rules.kept_is_one_of_the_two.check(kept_id, (pair.first_id, pair.second_id))
    kept, merged = _locked(pair, kept_id)
    rules.nothing_is_booked_at_what_merges_by_itself.check(actor is None and has_offer(merged.pk, now))
    members = _members(merged, kept, now)
    undo: dict[str, Any] = {"fields": _write(kept, merged_values(kept, merged, now), now), "members": members}
    Place.objects.filter(pk__in=members).update(merged_into=kept, updated_at=now)
    merged.merged_into, merged.last_edit_source, merged.updated_at = kept, EditSource.MERGE, now
    merged.save(update_fields=["merged_into", "last_edit_source", "updated_at"])
    undo |= merged_rows.move(merged, kept, now)
    _decide(pair, PairState.MERGED, actor, now, kept=kept, undo=json.loads(json.dumps(undo, cls=DjangoJSONEncoder)))
    _forget_others(merged, pair)
    _told(pair, "place.merge", [kept, merged], undo["fields"], actor, now)
    return pair


@transaction.atomic
def declare_different(pair_id: UUID, *, actor: Actor, now: datetime) -> DuplicatePair:
    """Say that two records are two places: the pair is never proposed again (PLA-35)."""
    pair = _open_pair(pair_id, actor)
    _decide(pair, PairState.DIFFERENT, actor, now)
    record(family=FAMILY, action="place.differ", actor=actor, subject=pair, payload=_payload(pair), now=now)
    return pair


@transaction.atomic
def take_back(pair_id: UUID, *, actor: Actor, now: datetime) -> DuplicatePair:
    """Undo a merge, or « two places »: the pair is to be decided again, by a person only.

    Fields edited since the merge keep their new value; the rest is as before.

    Raises:
        Conflict: there is nothing to take back any more.
    """
    pair = _seen(pair_id, actor)
    if pair.state == PairState.PROPOSED:
        raise Conflict(_("Cette décision a déjà été défaite."))
    merged = pair.merged
    if merged is not None:
        _separate(pair, merged, actor, now)
    else:
        record(family=FAMILY, action="place.reopen_pair", actor=actor, subject=pair, payload=_payload(pair), now=now)
    _decide(pair, PairState.PROPOSED, None, None, undone_at=now)
    return pair


def _separate(pair: DuplicatePair, other: Place, actor: Actor, now: datetime) -> None:
    kept, merged = _locked(pair, pair.kept_id)  # type: ignore[arg-type]
    if merged.merged_into_id != kept.pk:
        raise Conflict(_("Cette fiche ne mène plus à celle qui avait été conservée."))
    merged.merged_into, merged.last_edit_source, merged.updated_at = None, EditSource.MERGE, now
    merged.save(update_fields=["merged_into", "last_edit_source", "updated_at"])
    Place.objects.filter(pk__in=pair.undo["members"], merged_into=kept).update(merged_into=merged, updated_at=now)
    before = _before(kept, pair.undo["fields"])
    _write(kept, before, now)
    merged_rows.move_back(pair.undo, kept, merged, now)
    _told(pair, "place.unmerge", [kept, merged], before, actor, now)


def _seen(pair_id: UUID, actor: Actor | None) -> DuplicatePair:
    rows = DuplicatePair.objects.select_for_update(of=("self",)).select_related("first", "second")
    pair = rows.filter(pk=pair_id).first()
    if pair is None:
        raise OutOfSight(_("Cette paire n’existe pas."))
    if actor is not None:
        MERGE_PLACES.require(actor, pair)
    return pair


def _open_pair(pair_id: UUID, actor: Actor | None) -> DuplicatePair:
    pair = _seen(pair_id, actor)
    rules.pair_is_not_decided.check(pair.state != PairState.PROPOSED)
    return pair


def _locked(pair: DuplicatePair, kept_id: UUID) -> tuple[Place, Place]:
    """Return the kept record and the other, locked in the order of their keys so that nobody waits for ever."""
    keys = (pair.first_id, pair.second_id)
    rows = {row.pk: row for row in Place.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")}
    kept, other = rows.pop(kept_id), *rows.values()
    return kept, other


def _members(merged: Place, kept: Place, now: datetime) -> list[UUID]:
    """Return the records merged earlier into the one that is merged now; each has to resemble the kept one."""
    rules.pair_is_not_decided.check(bool(kept.merged_into_id or merged.merged_into_id))
    rows = list(Place.objects.select_for_update(no_key=True).filter(merged_into=merged).order_by("pk"))
    day = localdate(now)
    scores = [likeness_of(row, kept, MERGE_RADIUS.on(day)) for row in rows]
    rules.each_matches_the_kept_record.check(min(scores, default=1.0), float(MERGE_REVIEW.on(day)))
    return [row.pk for row in rows]


def _write(place: Place, values: dict[str, Any], now: datetime) -> dict[str, list[Any]]:
    """Write fields and return name → [before, after]."""
    changed = {name: [getattr(place, name), value] for name, value in values.items()}
    for name, value in values.items():
        setattr(place, name, value)
    place.last_edit_source, place.updated_at = EditSource.MERGE, now
    place.save(update_fields=[*values, "last_edit_source", "updated_at"])
    return changed


def _before(place: Place, fields: dict[str, list[Any]]) -> dict[str, Any]:
    """Return what fields were before the merge, those edited since left out, whole groups at a time."""

    def read(name: str, value: Any) -> Any:
        return value if isinstance(value, list) else Place._meta.get_field(name).to_python(value)

    same = {name for name, (_old, new) in fields.items() if getattr(place, name) == read(name, new)}
    for group in GROUPS:
        if not same >= set(group) & fields.keys():
            same -= set(group)
    return {name: read(name, fields[name][0]) for name in fields if name in same}


def _decide(pair: DuplicatePair, state: PairState, actor: Actor | None, now: datetime | None, **fields: Any) -> None:
    values = {
        "state": state, "decided_at": now, "decided_by_id": actor.person_id if actor else None, "kept": None,
        "undo": {}, **fields,
    }  # fmt: skip
    for name, value in values.items():
        setattr(pair, name, value)
    pair.updated_at = now or fields["undone_at"]
    pair.save()


def _forget_others(merged: Place, pair: DuplicatePair) -> None:
    """The merged record is no longer compared: its other proposals lapse."""
    of_it = DuplicatePair.objects.filter(Q(first=merged) | Q(second=merged), state=PairState.PROPOSED)
    of_it.exclude(pk=pair.pk).delete()


def _payload(pair: DuplicatePair) -> dict[str, Any]:
    return {"first": str(pair.first_id), "second": str(pair.second_id), "score": str(pair.score)}


def _told(
    pair: DuplicatePair, action: str, places: list[Place], fields: Iterable[str], actor: Actor | None, now: datetime
) -> None:
    payload = _payload(pair) | {"kept": str(places[0].pk), "merged": str(places[1].pk), "fields": sorted(fields)}
    record(family=FAMILY, action=action, actor=actor, subject=places[0], payload=payload, now=now)
    changed = frozenset({*fields, "merged_into"})
    publish(PlacesChanged(tuple(str(place.pk) for place in places), frozenset(), changed, now))
