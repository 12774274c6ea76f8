"""The place of a visitor in the queue of the day, told by text message to who leaves a number (BOO-52)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.messaging.models import OutboxMessage
from conum.commons.messaging.operations import Window, erase_content, send_sms
from conum.domains.booking.models import Arrival
from conum.domains.booking.operations.telling import TEMPLATE
from conum.domains.booking.parameters import MAX_MESSAGES_DAY
from conum.domains.booking.queries.listings import queue
from conum.domains.booking.queries.notices import receives_sms

USEFUL = timedelta(hours=1)  # the place told has changed since


def tell_place(arrival: Arrival, *, now: datetime) -> int:
    """Tell a visitor who leaves a number how many wait before them; returns how many messages."""
    before = queue(rule_id=arrival.rule_id, now=now).filter(day=arrival.day, ticket__lt=arrival.ticket).count()
    if not before:
        return _tell(arrival, "next", _("Ticket %s : vous êtes le prochain.") % arrival.ticket, now)
    told = ngettext(
        "Ticket %(ticket)s : %(n)s personne avant vous.", "Ticket %(ticket)s : %(n)s personnes avant vous.", before
    )
    return _tell(arrival, "place", told % {"ticket": arrival.ticket, "n": before}, now)


def tell_next(rule_id: UUID, *, now: datetime) -> int:
    """Tell who is now the first of a queue; nobody is told twice."""
    first = queue(rule_id=rule_id, now=now).first()
    return _tell(first, "next", _("Ticket %s : vous êtes le prochain.") % first.ticket, now) if first else 0


def forget_tickets(keys: Collection[UUID], *, now: datetime) -> None:
    """Erase the messages of visitors with their number: both are kept for the day only."""
    known = [_key(key, what) for key in keys for what in ("place", "next")]
    erase_content(list(OutboxMessage.objects.filter(key__in=known, erased_at=None)), now=now)


def _tell(arrival: Arrival, what: str, text: str, now: datetime) -> int:
    if not receives_sms(arrival.phone):
        return 0
    return int(
        send_sms(
            template=TEMPLATE, to=arrival.phone, context={"text": text}, key=_key(arrival.pk, what), now=now,
            ceiling=MAX_MESSAGES_DAY.on(localdate(now)), zone=arrival.rule.timezone, window=Window(now, now + USEFUL),
        )
    )  # fmt: skip


def _key(arrival_id: UUID, what: str) -> str:
    return f"ticket:{arrival_id}:{what}"
