"""Taking rows in one order, so that two operations wait for each other instead of blocking each other for good.

The order: people by key, then the workshop, then the appointment or registration, then the waiting entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from conum.kernel.errors import OutOfSight
from conum.kernel.statements import planned

M = TypeVar("M", bound=Model)
T = TypeVar("T")

TAKE = """
WITH asked AS MATERIALIZED ({who}),
taken AS MATERIALIZED (
    SELECT id FROM accounts_person WHERE id IN (TABLE asked) ORDER BY id FOR NO KEY UPDATE
),
gone AS (
    DELETE FROM booking_engagedtime WHERE person_id IN (TABLE asked) AND expires_at <= %(now)s
)
SELECT count(*) FROM taken
"""
TAKE_THESE = TAKE.format(who="SELECT unnest(%(people)s::uuid[])")
TAKE_THOSE_ASKED = TAKE.format(
    who="""
    SELECT member.person_id FROM booking_availabilityrule AS rule
      JOIN booking_availabilityrule_types AS kind ON kind.availabilityrule_id = rule.id
      JOIN booking_availabilityrule_people AS member ON member.availabilityrule_id = rule.id
     WHERE kind.appointmenttype_id = %(type)s AND rule.active
       AND (%(place)s::uuid IS NULL OR rule.place_id = %(place)s::uuid)"""
)


def lock_people(people: Iterable[UUID], now: datetime) -> None:
    """Take the calendars of these professionals until the transaction ends; holds that have expired go."""
    planned(TAKE_THESE, {"people": list(people), "now": now})


def lock_calendars(type_id: UUID, place_id: UUID | None, now: datetime) -> None:
    """The same for whoever may be asked for a type, at a place when one is given."""
    planned(TAKE_THOSE_ASKED, {"type": type_id, "place": place_id, "now": now})


def locked(rows: QuerySet[M], key: UUID) -> M:
    """Return the row, taken until the transaction ends.

    Raises:
        OutOfSight: there is no such row.
    """
    return in_sight(rows.select_for_update(no_key=True, of=("self",)).filter(pk=key).first())


def seen(rows: QuerySet[M], key: UUID) -> M:
    """Return the row without taking it, or raise `OutOfSight`."""
    return in_sight(rows.filter(pk=key).first())


def in_sight(found: T | None) -> T:
    """Return what was found, or raise `OutOfSight`."""
    if found is None:
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    return found
