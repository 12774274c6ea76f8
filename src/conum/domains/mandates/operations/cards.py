"""Cards: imported, given to a helper, validated by a code, proved at sign-in, removed when lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.mandates import parameters
from conum.domains.mandates.enums import FactorKind
from conum.domains.mandates.gateways import secrets
from conum.domains.mandates.models import Helper, TotpCard
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.accreditation import CARD_IMPORT, HELPER_MANAGE
from conum.domains.mandates.rules.cards import Read, read
from conum.domains.mandates.rules.codes import matching_drift
from conum.kernel.errors import Conflict, ConumError, OutOfSight
from conum.kernel.web.limits import allow, forget

ATTEMPTS, WINDOW = 5, timedelta(minutes=5)


def check_file(text: str, actor: Actor | None) -> Read:
    """Return what a file of serial numbers and seeds says, against the cards already known; nothing is kept."""
    if actor is not None:
        CARD_IMPORT.require(actor)
    return read(text, frozenset(TotpCard.objects.values_list("serial", flat=True)))


@transaction.atomic
def import_cards(rows: list[tuple[str, str]], *, actor: Actor | None, now: datetime) -> int:
    """Keep the good lines of a file, seeds sealed; returns how many. A card imported meanwhile is left alone.

    Args:
        rows: (serial, seed in hexadecimal), from `check_file`.
        actor: None for the command of the console.
    """
    if actor is not None:
        CARD_IMPORT.require(actor)
    step, key_id = parameters.TOTP_CARD_STEP_SECONDS.on(localdate(now)), secrets.current_key()
    before = TotpCard.objects.count()
    TotpCard.objects.bulk_create(
        [
            TotpCard(
                serial=serial,
                sealed_seed=secrets.seal(bytes.fromhex(seed), serial),
                key_id=key_id,
                step_seconds=step,
                created_at=now,
                updated_at=now,
            )
            for serial, seed in rows
        ],
        ignore_conflicts=True,
    )
    count = TotpCard.objects.count() - before
    trace("card.import", actor=actor, subject=("mandates.TotpCard", "batch"), now=now, payload={"cards": count})
    return count


@transaction.atomic
def assign(helper_id: UUID, serial: str, *, actor: Actor, now: datetime) -> TotpCard:
    """Give a card of the stock to a helper, by the number printed on its back.

    Raises:
        OutOfSight: no such helper for this actor.
        Conflict: the helper already has a card.
        ConumError: no such card in stock (field `serial`).
    """
    helper = _helper(helper_id, actor)
    number = "".join(serial.split()).upper()
    card = TotpCard.objects.select_for_update(no_key=True).filter(serial=number).first()
    if card is None or card.helper_id or card.removed_at:
        raise ConumError(
            _("Aucune carte disponible ne porte ce numéro : recopiez celui qui est imprimé au dos."), field="serial"
        )
    if TotpCard.objects.filter(helper=helper, removed_at=None).exists():
        raise Conflict(_("Cet aidant a déjà une carte : retirez-la d'abord."), field="serial")
    card.helper, card.assigned_at, card.updated_at = helper, now, now
    card.save(update_fields=["helper", "assigned_at", "updated_at"])
    trace("card.assign", actor=actor, subject=card, now=now, payload={"helper": str(helper.pk)})
    return card


def validate(helper_id: UUID, code: str, *, actor: Actor, now: datetime, address: str | None = None) -> TotpCard:
    """Put a helper's card in service by a code it shows, whatever its clock within the bound; again to set it right.

    Raises:
        OutOfSight: no such helper, or no card.
        ConumError: wrong code, one that served, or too many attempts (field `code`).
    """
    helper = _helper(helper_id, actor)
    held = TotpCard.objects.filter(helper=helper, removed_at=None).values_list("pk", flat=True).first()
    if held is None:
        raise OutOfSight(_("Cet aidant n'a pas de carte."))
    if not allow(f"card:{held}", ATTEMPTS, WINDOW, now):  # outside the transaction: a refusal must still count
        raise ConumError(_("Trop d'essais. Attendez 5 minutes avant de recommencer."), field="code")
    card = _put_in_service(held, helper, code, actor=actor, now=now, address=address)
    forget(f"card:{held}")
    return card


@transaction.atomic
def _put_in_service(
    card_id: UUID, helper: Helper, code: str, *, actor: Actor, now: datetime, address: str | None
) -> TotpCard:
    card = TotpCard.objects.select_for_update(no_key=True).get(pk=card_id)
    bound = parameters.TOTP_CARD_DRIFT_STEPS.on(localdate(now))
    if not _accept(card, code, now, drift=0, window=bound, bound=bound):
        raise ConumError(_("Ce code n'est pas celui de la carte. Attendez le suivant et recopiez-le."), field="code")
    kind = "factor.checked" if card.validated_at else "factor.added"
    card.validated_at, card.updated_at = card.validated_at or now, now
    card.save(update_fields=["validated_at", "updated_at"])
    payload = {"kind": FactorKind.TOTP_CARD.value, "card": str(card.pk)}
    trace(kind, actor=actor, subject=helper, now=now, payload=payload, address=address)
    return card


@transaction.atomic
def remove(helper_id: UUID, *, actor: Actor | None, now: datetime, address: str | None = None) -> None:
    """Withdraw a helper's card, lost or given back: its seed is erased at once and it proves nothing any more.

    Raises:
        OutOfSight: no such helper for this actor, or no card.
    """
    helper = _helper(helper_id, actor)
    card = TotpCard.objects.select_for_update(no_key=True).filter(helper=helper, removed_at=None).first()
    if card is None:
        raise OutOfSight(_("Cet aidant n'a pas de carte."))
    card.removed_at, card.updated_at, card.sealed_seed, card.key_id = now, now, None, ""
    card.save(update_fields=["removed_at", "updated_at", "sealed_seed", "key_id"])
    payload = {"kind": FactorKind.TOTP_CARD.value, "card": str(card.pk)}
    trace("factor.removed", actor=actor, subject=helper, now=now, payload=payload, address=address)


def _helper(helper_id: UUID, actor: Actor | None) -> Helper:
    found = Helper.objects.filter(pk=helper_id).first()
    if found is None or (actor is not None and not HELPER_MANAGE.allows(actor, found)):
        raise OutOfSight(_("Cet aidant n'existe pas."))
    return found


def _accept(card: TotpCard, code: str, now: datetime, *, drift: int, window: int, bound: int) -> bool:
    """Check a code and use it up: what the card's clock is ahead is learned, within the bound."""
    if not (code.isdigit() and code.isascii() and len(code) == 6) or card.sealed_seed is None:
        return False
    found = matching_drift(
        secrets.unseal(card.sealed_seed, card.key_id, card.serial), code, now, step_seconds=card.step_seconds,
        drift=drift, window=window, bound=bound, after=card.last_step,
    )  # fmt: skip
    if found is None:
        return False
    card.drift, card.last_step = found, int(now.timestamp()) // card.step_seconds + found
    card.save(update_fields=["drift", "last_step"])
    return True


class CardFactor:
    """What the sign-in asks of cards: plugged in when the application starts."""

    kind = FactorKind.TOTP_CARD.value
    label = FactorKind.TOTP_CARD.label

    def held_by(self, person_id: UUID) -> bool:
        """Tell whether the person has a card in service."""
        return _in_service(person_id).exists()

    @transaction.atomic
    def prove(self, person_id: UUID, code: str, now: datetime) -> bool:
        """Check and use up a code of one of the person's cards: one per organisation, mostly one."""
        day = localdate(now)
        window, bound = parameters.TOTP_CARD_WINDOW_STEPS.on(day), parameters.TOTP_CARD_DRIFT_STEPS.on(day)
        cards = _in_service(person_id).select_for_update(no_key=True, of=("self",)).order_by("pk")
        return any(_accept(card, code, now, drift=card.drift, window=window, bound=bound) for card in cards)


def _in_service(person_id: UUID):  # type: ignore[no-untyped-def]
    return TotpCard.objects.filter(helper__person=person_id, validated_at__isnull=False, removed_at=None)
