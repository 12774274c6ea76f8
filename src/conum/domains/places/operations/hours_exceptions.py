"""Exceptional closings and openings of a place."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.places.events import PlacesChanged
from conum.domains.places.models import OpeningException, Place
from conum.domains.places.operations.editing import FAMILY, locked
from conum.domains.places.permissions import EDIT_PLACE
from conum.domains.places.rules import editing as rules
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish

LONGEST = 400  # days: beyond, the usual hours are to be changed, or the place is closed


@transaction.atomic
def add_exception(
    place_id: UUID, *, starts_on: date, ends_on: date, kind: str, hours: str, reason: str, actor: Actor, now: datetime
) -> OpeningException:
    """Say that a place is closed, or open at other hours, from a day to a day, both included.

    Args:
        kind: `ExceptionKind`.
        hours: « 09:00-12:00,14:00-17:00 » when it opens, empty when it is closed.

    Raises:
        ConumError: more than 400 days, which is no exception any more; or days already past, or already said so.
    """
    place = locked(place_id)
    EDIT_PLACE.require(actor, place)
    rules.place_is_open.check(place.closed_on)
    if ends_on < localdate(now):
        raise ConumError(_("Ces jours sont passés : donnez un jour d’aujourd’hui ou à venir."), field="starts_on")
    if (ends_on - starts_on).days >= LONGEST:
        raise ConumError(_("Une exception dure %(most)s jours au plus.") % {"most": LONGEST}, field="ends_on")
    same = {"starts_on": starts_on, "ends_on": ends_on, "kind": kind, "hours": hours, "reason": reason}
    if OpeningException.objects.filter(place=place, **same).exists():
        raise ConumError(_("Ces jours sont déjà notés ainsi."), field="starts_on")
    made = OpeningException.objects.create(
        place=place, starts_on=starts_on, ends_on=ends_on, kind=kind, hours=hours, reason=reason,
        created_by_id=actor.person_id, created_at=now, updated_at=now,
    )  # fmt: skip
    _told(place, "place.exception_add", {"starts_on": starts_on, "ends_on": ends_on, "kind": kind}, actor, now)
    return made


@transaction.atomic
def remove_exception(exception_id: UUID, *, actor: Actor, now: datetime) -> Place:
    """Take an exception back: the usual hours hold again.

    Raises:
        OutOfSight: unknown, or of a place the actor does not edit.
    """
    found = OpeningException.objects.filter(pk=exception_id).first()
    if found is None:
        raise OutOfSight(_("Cette exception n’existe pas."))
    place = locked(found.place_id)
    EDIT_PLACE.require(actor, place)
    days = {"starts_on": found.starts_on, "ends_on": found.ends_on}
    found.delete()
    _told(place, "place.exception_remove", days, actor, now)
    return place


def _told(place: Place, action: str, payload: dict[str, Any], actor: Actor, now: datetime) -> None:
    record(family=FAMILY, action=action, actor=actor, subject=place, payload=payload, now=now)
    publish(PlacesChanged((str(place.pk),), frozenset(), frozenset({"opening_hours"}), now))
