"""An agreement asked by text message, and what is left of it."""

from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.mandates.operations import consents
from tests.factories_mandate_life import actor_for, prepared

PHONE, OTHER = "+33612345678", "+33698765432"


def asked(helper, now, phone=PHONE, subject="sub-angela", **changes):
    """A preparation by SMS whose question has left."""
    preparation = prepared(helper, subject, mode="remote_sms", now=now, **changes)
    return preparation, consents.ask(preparation.pk, phone, actor=actor_for(helper), now=now)


def last_text():
    """What the last message says."""
    return OutboxMessage.objects.latest("queued_at", "pk").text


def lines():
    """What the journal says of the exchange."""
    rows = JournalEntry.objects.filter(family="mandates", action__startswith="consent.").order_by("position")
    return [(row.action, row.payload.get("message") or row.payload.get("answer", "")) for row in rows]
