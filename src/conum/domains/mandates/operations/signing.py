"""Signing a mandate: everything in one transaction, or nothing (sheet 13 section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.beneficiaries import operations as beneficiaries
from conum.commons.beneficiaries.enums import Change
from conum.commons.beneficiaries.models import Beneficiary
from conum.domains.mandates import parameters
from conum.domains.mandates.enums import MandateMode, RevokedBy, StopReason, TransferState
from conum.domains.mandates.events import MandateSigned
from conum.domains.mandates.models import Authorisation, Helper, Mandate, MandatePreparation, MandateTransfer
from conum.domains.mandates.operations import consents, papers, preparing
from conum.domains.mandates.operations.revoking import revoke_rows
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.queries.mandates import end_of_last_day
from conum.domains.mandates.queries.team import allowed_groups
from conum.domains.mandates.rules import mandates as rules
from conum.kernel.errors import Conflict, ConumError
from conum.kernel.events import publish
from conum.kernel.rules import RuleBroken


class FactorTooOld(ConumError):
    """The second factor must be proved again just before the signature."""


@dataclass(frozen=True)
class Declared:
    """The boxes of the summary, ticked once it was read aloud.

    Attributes:
        consent: the citizen was informed and agrees.
        not_protected: neither tutelle, curatelle nor sauvegarde de justice.
        paper: for a distant citizen, the signed paper is in the organisation's hands.
    """

    consent: bool
    not_protected: bool
    paper: bool = False


def sign(
    preparation_id: UUID,
    declared: Declared,
    *,
    factor_at: datetime | None,
    actor: Actor,
    now: datetime,
    address: str | None = None,
) -> Mandate:
    """Sign: mandate, authorisations, end of the older ones (MAN-10), journal and paper, once (MAN-13).

    A declared protective measure stops the preparation for good, then is told (MAN-12).

    Args:
        factor_at: when the helper proved a second factor in this session.

    Raises:
        FactorTooOld: proved more than `mandates.factor_at_signature_minutes` ago.
        OutOfSight, Conflict, RuleBroken: MAN-06, MAN-11, MAN-12, MAN-13, MAN-14, MAN-16.
    """
    try:
        return _sign(preparation_id, declared, factor_at, actor, now, address)
    except RuleBroken as broken:
        if broken.rule_id == "MAN-12":  # outside the transaction that the refusal has undone
            preparing.stop(preparation_id, StopReason.PROTECTED, actor=actor, now=now)
        raise


@transaction.atomic
def _sign(
    preparation_id: UUID,
    declared: Declared,
    factor_at: datetime | None,
    actor: Actor,
    now: datetime,
    address: str | None,
) -> Mandate:
    preparation, helper = _locked(preparation_id, actor, now)
    done = Mandate.objects.filter(preparation_id=preparation.pk).first()
    if done is not None:  # the second click of a double submit
        return done
    preparing.check_open(preparation, now)
    _check(preparation, declared, helper, now)
    proved = check_factor(factor_at, now)
    assert preparation.identification_id is not None
    met = beneficiaries.meet(preparation.identification_id, actor=actor, now=now)
    mandate = _save(preparation, helper, met.beneficiary, proved, actor, now)
    if Change.CONTACT in met.changes:
        trace("citizen.contact_change", actor=actor, subject=met.beneficiary, now=now)
    beneficiaries.follow(met.beneficiary, until=mandate.expires_at, bound=True, now=now)
    MandatePreparation.objects.filter(pk=preparation.pk).update(identification_id=None)
    consents.forget_phone(preparation.pk)
    papers.render(mandate, met.beneficiary, helper, actor=actor, now=now)
    _journal(mandate, actor, now, address)
    publish(MandateSigned(mandate.pk, mandate.organisation_id, mandate.beneficiary_id))
    return mandate


def _locked(preparation_id: UUID, actor: Actor, now: datetime) -> tuple[MandatePreparation, Helper]:
    """Lock, in one order: the helper (whose suspension then waits), the preparation, its transfer.

    The citizen, the older authorisations and the journal follow, rows always before the journal.
    """
    helper = preparing.required_helper(actor, now)
    Helper.objects.select_for_update(of=("self",), no_key=True).get(pk=helper.pk)
    helper = preparing.required_helper(actor, now)
    preparation = preparing.locked(preparation_id, actor)
    if preparation.transfer_id:
        transfers = MandateTransfer.objects.select_for_update(of=("self",), no_key=True)
        preparation.transfer = transfers.select_related("mandate").get(pk=preparation.transfer_id)
    return preparation, helper


def _check(preparation: MandatePreparation, declared: Declared, helper: Helper, now: datetime) -> None:
    rules.consent_is_fresh.check(preparation.identified_at, preparation.begun_at)
    rules.groups_allowed.check(
        preparation.groups, list(allowed_groups(helper.accreditation, now).values_list("code", flat=True))
    )
    rules.no_protective_measure.check(declared.not_protected)
    if not declared.consent:
        raise ConumError(_("L'usager doit avoir entendu le résumé et donner son accord."), field="consent")
    if preparation.mode == MandateMode.REMOTE_PAPER and not declared.paper:
        raise ConumError(_("Confirmez que le mandat signé sur papier est entre vos mains."), field="paper")
    rules.answered_by_sms.check(preparation.mode == MandateMode.REMOTE_SMS, consents.agreed(preparation.pk))
    if preparation.transfer:
        rules.both_agreed.check(preparation.transfer.state == TransferState.ACCEPTED, True)


def check_factor(factor_at: datetime | None, now: datetime) -> datetime:
    """Return when the second factor was proved; raises FactorTooOld."""
    minutes = parameters.FACTOR_AT_SIGNATURE_MINUTES.on(localdate(now))
    if factor_at is None or now - factor_at > timedelta(minutes=minutes):
        raise FactorTooOld(
            _("Prouvez votre second facteur : il doit dater de moins de {minutes} minutes.").format(minutes=minutes)
        )
    return min(factor_at, now)


def _save(
    preparation: MandatePreparation,
    helper: Helper,
    beneficiary: Beneficiary,
    proved: datetime,
    actor: Actor,
    now: datetime,
) -> Mandate:
    """Save the mandate and its authorisations; `beneficiary` is locked, so two signatures wait for each other."""
    _end_older(preparation, beneficiary, actor, now)
    mandate = Mandate.objects.create(
        organisation_id=preparation.organisation_id,
        beneficiary=beneficiary,
        mode=preparation.mode,
        duration_days=preparation.duration_days,
        groups=preparation.groups,
        starts_at=now,
        expires_at=end_of_last_day(now, preparation.duration_days),
        signed_by=helper,
        factor_at=proved,
        preparation_id=preparation.pk,
        renews=preparation.renews,
        transferred_from=preparation.transfer and preparation.transfer.mandate,
    )
    Authorisation.objects.bulk_create(
        [
            Authorisation(
                mandate=mandate,
                group_id=code,
                organisation_id=mandate.organisation_id,
                beneficiary=beneficiary,
                starts_at=now,
                expires_at=mandate.expires_at,
            )
            for code in mandate.groups
        ]
    )
    return mandate


def _end_older(preparation: MandatePreparation, beneficiary: Beneficiary, actor: Actor, now: datetime) -> None:
    """End what the new mandate takes the place of: same groups here (MAN-10), the whole mandate of a transfer."""
    alive = Authorisation.objects.filter(beneficiary=beneficiary, revoked_at=None, expires_at__gt=now)
    list(alive.select_for_update(of=("self",), no_key=True).order_by("pk"))  # all before the journal
    older = alive.filter(organisation=preparation.organisation_id, group__in=preparation.groups)
    if older.filter(starts_at__gt=now).exists():
        raise Conflict(_("Un autre mandat vient d'être signé avec cet usager : recommencez."))
    revoke_rows(older, RevokedBy.NEW_MANDATE, actor=actor, now=now)
    if transfer := preparation.transfer:
        left = alive.filter(mandate=transfer.mandate_id)
        rules.both_agreed.check(True, left.exists())
        revoke_rows(left, RevokedBy.TRANSFER, actor=actor, now=now)
        transfer.state, transfer.done_at = TransferState.DONE, now
        transfer.save(update_fields=["state", "done_at"])


def _journal(mandate: Mandate, actor: Actor, now: datetime, address: str | None) -> None:
    payload = {"days": mandate.duration_days, "mode": mandate.mode, "expires_at": mandate.expires_at}
    action = "mandate.renew" if mandate.renews_id else "mandate.transfer" if mandate.transferred_from_id else ""
    trace(
        action or "mandate.create",
        actor=actor,
        subject=mandate,
        payload={**payload, "beneficiary": mandate.beneficiary_id, "groups": sorted(mandate.groups)},
        now=now,
        address=address,
    )
    for one in mandate.authorisations.order_by("group"):
        held = {"group": one.group_id, "mandate": mandate.pk}
        trace("authorisation.create", actor=actor, subject=one, payload=held, now=now)
