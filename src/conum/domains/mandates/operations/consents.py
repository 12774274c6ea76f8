"""The citizen's agreement asked by text messages: recap, question, and the end of what nobody answered (MAN-20).

Every change of an exchange is made under the lock of its preparation. The journal has a line for each message, without
number nor words.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.beneficiaries import operations as beneficiaries
from conum.commons.messaging.operations import Window, send_sms
from conum.domains.mandates import parameters
from conum.domains.mandates.enums import ExchangeState, MandateMode, StopReason
from conum.domains.mandates.models import ConsentExchange, MandatePreparation
from conum.domains.mandates.operations import preparing
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.queries import consents as words
from conum.domains.mandates.rules import mandates as rules
from conum.kernel.errors import Conflict, ConumError
from conum.kernel.ids import new_id

TEMPLATE = "mandates/consent"


def agreed(preparation_id: UUID) -> bool:
    """Tell whether the citizen answered OUI, and has not taken it back."""
    return ConsentExchange.objects.filter(preparation=preparation_id, state=ExchangeState.AGREED).exists()


def forget_phone(preparation_id: UUID) -> None:
    """Once signed, the number is of no use: a late NON is a revocation, which has its own ways (MAN-15)."""
    ConsentExchange.objects.filter(preparation=preparation_id).update(phone_hash="")


def ask(preparation_id: UUID, phone: str, *, actor: Actor, now: datetime) -> ConsentExchange:
    """Send recap and question; asking twice sends once. The citizen then has `mandates.sms_answer_minutes`.

    The preparation, and the identity held for it, last until then: MAN-13 counts anew from each side's last act.

    Args:
        phone: the citizen's mobile, E.164.

    Raises:
        OutOfSight, RuleBroken: MAN-06, MAN-13, MAN-14, MAN-20 (not a mobile).
        Conflict: the number already has a question to answer, or received too many messages today.
        ConumError: the preparation is not signed by SMS.
    """
    sweep(now=now)  # what is overdue for this number no longer keeps it
    return _ask(preparation_id, phone, actor, now)


@transaction.atomic
def _ask(preparation_id: UUID, phone: str, actor: Actor, now: datetime) -> ConsentExchange:
    preparing.required_helper(actor, now)
    preparation = preparing.locked(preparation_id, actor)
    if done := ConsentExchange.objects.filter(preparation=preparation).first():
        return done
    preparing.check_open(preparation, now)
    if preparation.mode != MandateMode.REMOTE_SMS or preparation.mode not in preparing.modes(now):
        raise ConumError(_("Cette façon de signer n'est pas proposée."))
    rules.consent_is_fresh.check(preparation.identified_at, preparation.begun_at)
    number = words.mobile(phone)
    rules.receives_question.check(bool(number))
    exchange = _open(preparation, number, now)
    _send_all(exchange, number, actor, now)
    return exchange


def _open(preparation: MandatePreparation, number: str, now: datetime) -> ConsentExchange:
    answer_by = now + timedelta(minutes=parameters.SMS_ANSWER_MINUTES.on(localdate(now)))
    phone_hash = words.hash_of("phone", number)
    made = ConsentExchange(
        id=new_id(), preparation=preparation, phone_hash=phone_hash, asked_at=now, answer_by=answer_by
    )
    ConsentExchange.objects.bulk_create([made], ignore_conflicts=True)  # two helpers at once: the database says who
    if not ConsentExchange.objects.filter(pk=made.pk).exists():
        raise Conflict(_("Une question attend déjà la réponse de ce numéro : réessayez plus tard."), field="phone")
    prolong(preparation, answer_by)
    return made


def prolong(preparation: MandatePreparation, until: datetime) -> None:
    """Let the preparation, and the identity held for it, last until then at least."""
    preparation.expires_at = max(preparation.expires_at, until)
    preparation.save(update_fields=["expires_at"])
    beneficiaries.prolong(preparation.identification_id, until=preparation.expires_at)


def _send_all(exchange: ConsentExchange, number: str, actor: Actor, now: datetime) -> None:
    preparation = exchange.preparation
    minutes = parameters.SMS_ANSWER_MINUTES.on(localdate(now))
    texts = [("recap", text) for text in words.recap(preparation)]
    for kind, text in [*texts, ("question", words.question(preparation, minutes))]:
        if not send(exchange, kind, text, number, actor=actor, now=now, closes=exchange.answer_by):
            raise Conflict(_("Ce numéro a reçu trop de messages aujourd'hui : réessayez demain."), field="phone")


def send(
    exchange: ConsentExchange,
    kind: str,
    text: str,
    number: str,
    *,
    actor: Actor | None,
    now: datetime,
    closes: datetime | None = None,
    link: str = "",
) -> bool:
    """Queue one message of the exchange, each text once; False when it was said, or after too many in a day."""
    sent = send_sms(
        template=TEMPLATE,
        to=number,
        context={"text": text},
        key=f"mandates:consent:{exchange.pk}:{words.hash_of('text', text)[:12]}",
        now=now,
        ceiling=parameters.SMS_A_DAY.on(localdate(now)),
        link=link,
        window=Window(now, closes),
    )
    if sent:
        note("consent.send", exchange, {"message": kind}, actor, now)
    return sent


def end(exchange: ConsentExchange, state: ExchangeState, reason: StopReason, now: datetime) -> None:
    """End the exchange and its preparation; the number is forgotten."""
    exchange.state, exchange.settled_at, exchange.phone_hash = state, now, ""
    exchange.save(update_fields=["state", "settled_at", "phone_hash"])
    note("consent.deny" if state == ExchangeState.DENIED else "consent.expire", exchange, {}, None, now)
    preparing.stop_locked(exchange.preparation, reason, actor=None, now=now)


def locked(preparation_id: UUID) -> ConsentExchange | None:
    """Lock the preparation, then read its exchange."""
    rows = MandatePreparation.objects.select_for_update(of=("self",)).select_related("organisation")
    preparation = rows.filter(pk=preparation_id).first()
    exchange = ConsentExchange.objects.filter(preparation=preparation).first() if preparation else None
    if exchange and preparation:
        exchange.preparation = preparation
    return exchange


def sweep(*, now: datetime) -> int:
    """End the exchanges whose time to answer is over, and forget the numbers of those never signed; returns how many.

    Each in its own transaction: one signature under way keeps none of the others waiting.
    """
    over = Q(preparation__expires_at__lte=now) | Q(state=ExchangeState.WAITING, answer_by__lte=now)
    overdue = ConsentExchange.objects.filter(over).exclude(phone_hash="")
    return sum(_sweep_one(pk, now) for pk in list(overdue.values_list("preparation_id", flat=True)))


@transaction.atomic
def _sweep_one(preparation_id: UUID, now: datetime) -> bool:
    exchange = locked(preparation_id)
    if exchange is None or not exchange.phone_hash:
        return False
    waiting = exchange.state == ExchangeState.WAITING
    if now < (exchange.answer_by if waiting else exchange.preparation.expires_at):
        return False
    if waiting:
        end(exchange, ExchangeState.EXPIRED, StopReason.NO_ANSWER, now)
    else:
        forget_phone(preparation_id)
    return True


def note(action: str, exchange: ConsentExchange, payload: dict[str, str], actor: Actor | None, now: datetime) -> None:
    """Write a line of the journal about the exchange."""
    organisation = exchange.preparation.organisation_id
    trace(action, actor=actor, subject=exchange.preparation, payload=payload, organisation_id=organisation, now=now)
