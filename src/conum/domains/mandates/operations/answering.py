"""What a citizen answers by text message: OUI, NON, or too late (MAN-20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from conum.commons.beneficiaries import parameters as identification
from conum.commons.messaging.queries import latest_key
from conum.domains.mandates.enums import Answer, ExchangeState, StopReason
from conum.domains.mandates.models import ConsentAnswer, ConsentExchange, Mandate
from conum.domains.mandates.operations import consents
from conum.domains.mandates.queries import consents as words
from conum.domains.mandates.rules import mandates as rules
from conum.domains.mandates.rules.answers import meaning
from conum.kernel.ids import new_id


def receive(sender: str, text: str, reference: str, *, now: datetime) -> bool:
    """Take a message of a citizen; False when nobody asked this number anything or the message was taken before.

    OUI in time lets the helper sign and sends the receipt; NON ends it, even after OUI until the signature; a late
    answer ends it too. Anything else leaves the question open. Once it is over, an answer is written in the journal
    and answered by a sentence that says what there is now; it changes nothing.

    Args:
        sender: number, E.164.
        reference: the operator's own name of the message.
    """
    number = words.mobile(sender)
    if not number:
        return False
    awaited = ConsentExchange.objects.filter(phone_hash=words.hash_of("phone", number)).first()
    if awaited is not None:
        return _receive(awaited.preparation_id, number, meaning(text), reference, now)
    over = _latest(number)
    return over is not None and _too_late(over.preparation_id, number, meaning(text), reference, now)


@transaction.atomic
def _receive(preparation_id: UUID, number: str, answer: Answer, reference: str, now: datetime) -> bool:
    exchange = consents.locked(preparation_id)
    if exchange is None or exchange.phone_hash != words.hash_of("phone", number):
        return False
    if not _kept(exchange, answer, reference, now):
        return False
    consents.note("consent.receive", exchange, {"answer": str(answer)}, None, now)
    _settle(exchange, answer, number, now)
    return True


def _settle(exchange: ConsentExchange, answer: Answer, number: str, now: datetime) -> None:
    waiting = exchange.state == ExchangeState.WAITING
    if waiting and not rules.answered_in_time(exchange.answer_by, now):
        consents.end(exchange, ExchangeState.EXPIRED, StopReason.NO_ANSWER, now)
        _say_over(exchange, number, now)
    elif answer == Answer.NO:
        consents.end(exchange, ExchangeState.DENIED, StopReason.REFUSED, now)
    elif waiting and answer == Answer.YES:
        _agree(exchange, number, now)


def _agree(exchange: ConsentExchange, number: str, now: datetime) -> None:
    exchange.state, exchange.settled_at = ExchangeState.AGREED, now
    exchange.save(update_fields=["state", "settled_at"])
    minutes = identification.IDENTIFICATION_MINUTES.on(localdate(now))
    consents.prolong(exchange.preparation, now + timedelta(minutes=minutes))
    text, link = words.receipt(exchange.preparation), words.own_page()
    consents.send(exchange, "receipt", text, number, actor=None, now=now, link=link)


@transaction.atomic
def _too_late(preparation_id: UUID, number: str, answer: Answer, reference: str, now: datetime) -> bool:
    exchange = consents.locked(preparation_id)
    if exchange is None or not _kept(exchange, answer, reference, now):
        return False
    consents.note("consent.receive", exchange, {"answer": str(answer), "late": "yes"}, None, now)
    _say_over(exchange, number, now)
    return True


def _say_over(exchange: ConsentExchange, number: str, now: datetime) -> None:
    """Say it once: whoever answers again reads the same sentence already."""
    signed = Mandate.objects.filter(preparation_id=exchange.preparation_id).exists()
    text = (words.already_signed if signed else words.too_late)(exchange.preparation)
    link = words.own_page() if signed else ""
    consents.send(exchange, "over", text, number, actor=None, now=now, link=link)


def _kept(exchange: ConsentExchange, answer: Answer, reference: str, now: datetime) -> bool:
    """Keep the meaning of a message; False when the operator hands it over again."""
    hashed = words.hash_of("reference", reference)
    row = ConsentAnswer(id=new_id(), exchange=exchange, reference=hashed, answer=answer, received_at=now)
    ConsentAnswer.objects.bulk_create([row], ignore_conflicts=True)
    return ConsentAnswer.objects.filter(pk=row.pk).exists()


def _latest(number: str) -> ConsentExchange | None:
    """Return the last exchange with a number: the exchange has forgotten it, the messages sent to it have not."""
    key = latest_key(consents.TEMPLATE, number)
    return ConsentExchange.objects.filter(pk=key.split(":")[2]).first() if key else None
