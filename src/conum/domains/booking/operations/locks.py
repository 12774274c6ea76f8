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

from conum.commons.accounts.models import Person
from conum.domains.booking.models import EngagedTime
from conum.kernel.errors import OutOfSight

M = TypeVar("M", bound=Model)


def lock_people(people: Iterable[UUID], now: datetime) -> None:
    """Take the calendars of these professionals until the transaction ends; holds that have expired go."""
    keys = sorted(set(people))
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    EngagedTime.objects.filter(person__in=keys, expires_at__lte=now).delete()


def locked(rows: QuerySet[M], key: UUID) -> M:
    """Return the row, taken until the transaction ends.

    Raises:
        OutOfSight: there is no such row.
    """
    found = rows.select_for_update(no_key=True, of=("self",)).filter(pk=key).first()
    if found is None:
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    return found


def seen(rows: QuerySet[M], key: UUID) -> M:
    """Return the row without taking it, or raise `OutOfSight`."""
    found = rows.filter(pk=key).first()
    if found is None:
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    return found
