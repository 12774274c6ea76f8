"""Which attached posts are engaged: somebody is on them, or a module above says that a contract holds them.

Contracts live in recruitment, a row above that positions cannot import: it plugs in a function that tells which
attachments a live contract holds (POS-42, POS-43, POS-46). Without it, open assignments alone count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from django.db.models import Max, Q

from conum.domains.positions.models import PostAssignment

Teller = Callable[[Collection[UUID], date], set[UUID]]
_tellers: list[Teller] = []


def plug_engaged(teller: Teller) -> Teller:
    """Add a function that gives, among attachments, those a contract holds on a day; called once per check."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def engaged(attachments: Collection[UUID], day: date) -> set[UUID]:
    """Return the attachments that cannot be closed on `day`: occupied after it, or held by a contract.

    The caller has locked the attachments, so that nobody is put on them meanwhile.
    """
    after = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    rows = PostAssignment.objects.filter(after, attachment__in=attachments)
    found = set(rows.values_list("attachment", flat=True))
    return found.union(*(teller(attachments, day) for teller in _tellers))


def last_occupied(attachment: UUID) -> date | None:
    """Return the last day somebody was on the post there; None when nobody was."""
    last: date | None = PostAssignment.objects.filter(attachment=attachment).aggregate(last=Max("ends_on"))["last"]
    return last
