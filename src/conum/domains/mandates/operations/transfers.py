"""Moving a mandate to another organisation: proposed, accepted, then signed with the citizen (MAN-16)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.mandates.enums import TransferState
from conum.domains.mandates.models import Accreditation, Mandate, MandateTransfer
from conum.domains.mandates.operations.ending import tell_helpers
from conum.domains.mandates.operations.preparing import required_helper
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.mandates import MANDATE_READ, MANDATE_TRANSFER
from conum.domains.mandates.queries.mandates import live
from conum.domains.mandates.rules import mandates as rules
from conum.domains.mandates.workflow import TRANSFERS
from conum.kernel.errors import Conflict, ConumError, OutOfSight


@transaction.atomic
def propose(mandate_id: UUID, siret: str, *, actor: Actor, now: datetime) -> MandateTransfer:
    """Propose to another accredited organisation, named by its SIRET, to take a running mandate over.

    Raises:
        OutOfSight, PermissionRefused; RuleBroken MAN-16; Conflict: already proposed.
    """
    helper = required_helper(actor, now)
    mandate = Mandate.objects.select_for_update(of=("self",), no_key=True).filter(pk=mandate_id).first()
    if mandate is None or not MANDATE_READ.allows(actor, mandate):
        raise OutOfSight(_("Ce mandat n'existe pas."))
    accredited = Accreditation.objects.filter(state="active", organisation__siret="".join(siret.split()))
    target = accredited.select_related("organisation").first()
    if target is None:
        raise ConumError(_("Aucune structure habilitée n'a ce numéro SIRET."), field="organisation")
    rules.another_organisation.check(mandate.organisation_id, target.organisation_id)
    rules.both_agreed.check(True, live(now).filter(mandate=mandate).exists())
    if MandateTransfer.objects.filter(mandate=mandate, state__in=["proposed", "accepted"]).exists():
        raise Conflict(_("Un transfert de ce mandat est déjà proposé."))
    transfer = MandateTransfer.objects.create(
        mandate=mandate, to_organisation=target.organisation, proposed_by=helper, proposed_at=now
    )
    _trace("transfer.propose", transfer, actor, now)
    subject = _("Un transfert de mandat vous est proposé")
    line = _("{name} vous propose de reprendre un mandat. L'usager devra donner son accord devant vous.")
    tell_helpers(
        target.organisation_id, f"transfer/{transfer.pk}", subject, line.format(name=mandate.organisation), now
    )
    return transfer


@transaction.atomic
def answer(transfer_id: UUID, accept: bool, *, actor: Actor, now: datetime) -> MandateTransfer:
    """Accept or refuse as a helper of the other organisation; raises OutOfSight, TransitionRefused."""
    helper = required_helper(actor, now)
    transfer = _locked(transfer_id, actor)
    if transfer.to_organisation_id != actor.organisation_id:
        raise OutOfSight(_("Ce transfert n'existe pas."))
    transfer.state = TRANSFERS.target(transfer.state, "accept" if accept else "refuse")
    transfer.answered_by, transfer.answered_at = helper, now
    transfer.save(update_fields=["state", "answered_by", "answered_at"])
    _trace("transfer.accept" if accept else "transfer.refuse", transfer, actor, now)
    words = _("{name} accepte le transfert.") if accept else _("{name} refuse le transfert.")
    subject, line = _("Réponse à votre proposition de transfert"), words.format(name=transfer.to_organisation)
    tell_helpers(transfer.mandate.organisation_id, f"transfer-answer/{transfer.pk}", subject, line, now)
    return transfer


@transaction.atomic
def withdraw(transfer_id: UUID, *, actor: Actor, now: datetime) -> MandateTransfer:
    """Take a proposal back as a helper of the organisation that holds the mandate."""
    required_helper(actor, now)
    transfer = _locked(transfer_id, actor)
    if transfer.mandate.organisation_id != actor.organisation_id:
        raise OutOfSight(_("Ce transfert n'existe pas."))
    transfer.state = TRANSFERS.target(transfer.state, "withdraw")
    transfer.save(update_fields=["state"])
    _trace("transfer.withdraw", transfer, actor, now)
    return transfer


def _locked(transfer_id: UUID, actor: Actor) -> MandateTransfer:
    rows = MandateTransfer.objects.select_for_update(of=("self",), no_key=True).select_related("mandate__organisation")
    found = rows.filter(pk=transfer_id).first()
    if found is None or not MANDATE_TRANSFER.allows(actor, found):
        raise OutOfSight(_("Ce transfert n'existe pas."))
    return found


def is_waiting(transfer: MandateTransfer) -> bool:
    """Tell whether the citizen may sign it now."""
    return transfer.state == TransferState.ACCEPTED


def _trace(action: str, transfer: MandateTransfer, actor: Actor, now: datetime) -> None:
    payload = {"mandate": transfer.mandate_id, "to": transfer.to_organisation_id}
    trace(action, actor=actor, subject=transfer, payload=payload, now=now)
