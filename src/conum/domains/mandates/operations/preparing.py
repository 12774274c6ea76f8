"""Preparing a mandate with the citizen: what is asked, who signed in, or why it stopped (MAN-06, MAN-11 to MAN-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.beneficiaries import operations as beneficiaries
from conum.commons.beneficiaries import parameters as identification
from conum.commons.beneficiaries.models import Identity
from conum.domains.mandates import parameters
from conum.domains.mandates.enums import ExchangeState, MandateMode, StopReason, TransferState
from conum.domains.mandates.models import ConsentExchange, Helper, Mandate, MandatePreparation, MandateTransfer
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.mandates import MANDATE_CREATE
from conum.domains.mandates.queries.team import active_helper, allowed_groups
from conum.domains.mandates.rules import mandates as rules
from conum.kernel.errors import Conflict, ConumError, OutOfSight


@dataclass(frozen=True)
class Choices:
    """What the helper chose with the citizen.

    Attributes:
        groups: codes of procedure groups.
        days: one of `mandates.durations_days`.
        mode: `MandateMode`.
    """

    groups: tuple[str, ...]
    days: int
    mode: str = MandateMode.IN_PERSON


@transaction.atomic
def begin(
    choices: Choices,
    *,
    actor: Actor,
    now: datetime,
    renews: Mandate | None = None,
    transfer: MandateTransfer | None = None,
) -> MandatePreparation:
    """Begin a preparation in the organisation acted for: it stays there (MAN-06) and lives twenty minutes (MAN-13).

    Raises:
        PermissionRefused, OutOfSight: not an active helper of an accredited organisation.
        RuleBroken: MAN-11, MAN-16.
        ConumError: an unknown duration or a mode that is off.
    """
    helper = required_helper(actor, now)
    _check(choices, helper, now)
    if transfer is not None:
        rules.both_agreed.check(transfer.state == TransferState.ACCEPTED, True)
    preparation = MandatePreparation.objects.create(
        organisation=helper.organisation,
        helper=helper,
        mode=choices.mode,
        duration_days=choices.days,
        groups=list(choices.groups),
        renews=renews,
        transfer=transfer,
        begun_at=now,
        expires_at=now + timedelta(minutes=identification.IDENTIFICATION_MINUTES.on(localdate(now))),
    )
    payload = {"groups": sorted(choices.groups), "days": choices.days, "mode": choices.mode}
    trace("mandate.prepare", actor=actor, subject=preparation, payload=payload, now=now)
    return preparation


def required_helper(actor: Actor, now: datetime) -> Helper:
    """Return the active helper the actor is; raises OutOfSight for anybody else (suspended, not accredited)."""
    MANDATE_CREATE.require(actor)
    helper = active_helper(actor, now)
    if helper is None:
        raise OutOfSight(_("Votre accès d'aidant n'est pas actif, ou l'habilitation de votre structure a pris fin."))
    return helper


def _check(choices: Choices, helper: Helper, now: datetime) -> None:
    allowed = allowed_groups(helper.accreditation, now).values_list("code", flat=True)
    rules.groups_allowed.check(choices.groups, list(allowed))
    if choices.days not in parameters.DURATIONS_DAYS.on(localdate(now)):
        raise ConumError(_("Choisissez l'une des durées proposées."), field="days")
    if choices.mode not in modes(now):
        raise ConumError(_("Cette façon de signer n'est pas proposée."), field="mode")


def modes(now: datetime) -> tuple[str, ...]:
    """Return the ways of signing that are on: by SMS where the parameter says so and answers can arrive (MAN-20)."""
    by_sms = settings.SMS_CALLBACK_TOKEN and parameters.REMOTE_SMS.on(localdate(now))
    sms = (MandateMode.REMOTE_SMS,) if by_sms else ()
    return (MandateMode.IN_PERSON, MandateMode.REMOTE_PAPER, *sms)


def locked(preparation_id: UUID, actor: Actor) -> MandatePreparation:
    """Return the preparation of this person, locked; raises OutOfSight, RuleBroken MAN-06."""
    rows = MandatePreparation.objects.select_for_update(of=("self",)).select_related("helper", "renews", "transfer")
    found = rows.filter(pk=preparation_id, helper__person=actor.person_id).first()
    if found is None:
        raise OutOfSight(_("Cette préparation n'existe pas."))
    rules.same_organisation.check(found.organisation_id, actor.organisation_id)
    return found


def check_open(preparation: MandatePreparation, now: datetime) -> None:
    """Refuse a preparation that was stopped or has expired (MAN-13)."""
    if preparation.stopped_at is not None:
        raise Conflict(_("Cette préparation a été arrêtée : recommencez-la avec l'usager."))
    rules.still_open.check(preparation.expires_at, now)


@transaction.atomic
def identify(
    preparation_id: UUID, identity: Identity, *, actor: Actor, now: datetime, address: str | None = None
) -> MandatePreparation:
    """Attach who signed in with FranceConnect; a second sign-in takes the place of the first.

    Raises:
        OutOfSight, Conflict, RuleBroken: MAN-06, MAN-13, MAN-14 (another citizen than the one to renew).
    """
    required_helper(actor, now)
    preparation = locked(preparation_id, actor)
    check_open(preparation, now)
    check_same_citizen(preparation, identity)
    if ConsentExchange.objects.filter(preparation=preparation).exists():  # the answer is of the citizen who was asked
        raise Conflict(_("La question est déjà partie par SMS : pour un autre usager, commencez un autre mandat."))
    beneficiaries.drop(preparation.identification_id)
    held = beneficiaries.hold(identity, expires_at=preparation.expires_at, now=now)
    preparation.identification_id, preparation.identified_at = held.pk, now
    preparation.save(update_fields=["identification_id", "identified_at"])
    trace("citizen.identify", actor=actor, subject=preparation, now=now, address=address)
    return preparation


def check_same_citizen(preparation: MandatePreparation, identity: Identity) -> None:
    """A renewal or a transfer is signed by the citizen of the mandate, nobody else."""
    earlier = preparation.renews or (preparation.transfer and preparation.transfer.mandate)
    if earlier:
        rules.same_citizen.check(earlier.beneficiary.subject_hash, identity.subject_hash)


@transaction.atomic
def stop(preparation_id: UUID, reason: StopReason, *, actor: Actor, now: datetime) -> None:
    """Stop before the signature, and forget who signed in; stopping twice is no fault (MAN-12).

    Why it stopped is journalled without the citizen: that somebody is protected is nobody's to keep.
    """
    stop_locked(locked(preparation_id, actor), reason, actor=actor, now=now)


def stop_locked(preparation: MandatePreparation, reason: StopReason, *, actor: Actor | None, now: datetime) -> None:
    """Stop a preparation already locked; without actor, the citizen's message or their silence stopped it."""
    if preparation.stopped_at is not None or Mandate.objects.filter(preparation_id=preparation.pk).exists():
        return
    beneficiaries.drop(preparation.identification_id)
    preparation.identification_id = None
    preparation.stopped_at, preparation.stop_reason = now, reason
    preparation.save(update_fields=["identification_id", "stopped_at", "stop_reason"])
    open_ones = ConsentExchange.objects.filter(preparation=preparation).exclude(phone_hash="")
    open_ones.update(state=ExchangeState.STOPPED, settled_at=now, phone_hash="")
    payload, organisation = {"reason": str(reason)}, preparation.organisation_id
    trace("mandate.stop", actor=actor, subject=preparation, payload=payload, organisation_id=organisation, now=now)


def sweep(*, now: datetime) -> int:
    """Delete the preparations over for a day: signed, stopped or forgotten; returns how many."""
    return MandatePreparation.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()[0]
