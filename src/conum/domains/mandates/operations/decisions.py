"""Applications on the administrator's side: answered, accredited, refused."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal import operations as journal
from conum.domains.mandates.enums import RequestPart
from conum.domains.mandates.models import Accreditation, AccreditationRequest, AccreditationRequestPerson
from conum.domains.mandates.operations import accreditations, mails
from conum.domains.mandates.operations.leads import add_lead
from conum.domains.mandates.operations.requests import check_body, forget_answers, locked, move, write_line
from conum.domains.mandates.operations.team import Newcomer, add_helper
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.accreditation import REQUEST_DECIDE, REQUEST_EXPORT
from conum.domains.mandates.queries.requests import is_accredited
from conum.domains.mandates.rules import requests as rules
from conum.kernel.errors import ConumError

KINDS = ("message", "require_changes", "propose_changes")


@transaction.atomic
def answer(
    request_id: UUID, kind: str, body: str, *, removed: frozenset[str] = frozenset(), actor: Actor, now: datetime
) -> AccreditationRequest:
    """Write to the issuer: a message, changes asked for, or changes proposed.

    Args:
        kind: one of `KINDS`.
        removed: addresses of the helpers and co-leads proposed to be taken out, for `propose_changes`.

    Raises:
        TransitionRefused: the state does not allow it.
        ConumError: no text; nothing proposed.
    """
    found = locked(request_id)
    REQUEST_DECIDE.require(actor, found)
    check_body(body)
    if kind == "message":
        write_line(found, kind, body, actor=actor, now=now)
    else:
        _propose(found, kind, removed)
        move(found, kind, actor=actor, now=now, body=body)
    subject = {
        "message": _("Message sur votre demande d'habilitation n° {number}"),
        "require_changes": _("Demande d'habilitation n° {number} : modifications demandées"),
        "propose_changes": _("Demande d'habilitation n° {number} : modifications proposées"),
    }[kind]
    mails.tell_issuer(found, subject, [body], kind, now)
    return found


def _propose(found: AccreditationRequest, kind: str, removed: frozenset[str]) -> None:
    if kind != "propose_changes":
        return
    known = set(found.people.exclude(part=RequestPart.LEAD).values_list("email", flat=True))
    if not removed or not removed <= known:
        raise ConumError(_("Cochez les personnes que vous proposez de retirer."), field="removed")
    found.proposal = {"removed": sorted(removed)}


@transaction.atomic
def accredit(request_id: UUID, groups: frozenset[str], *, actor: Actor, now: datetime) -> Accreditation:
    """Accredit the organisation: leads and helpers are invited, the label is set.

    Args:
        groups: codes of the groups of procedures permitted.

    Raises:
        TransitionRefused: the application is not waiting for a decision.
        RuleBroken: MAN-04, already accredited, or a group that is not offered.
    """
    journal.lock("accounts", "mandates")
    found = locked(request_id)
    REQUEST_DECIDE.require(actor, found)
    assert found.organisation is not None
    rules.none_is_accredited.check(is_accredited(found.organisation.pk))
    made = accreditations.make(found.organisation, groups, actor=actor, now=now)
    found.accreditation, found.decided_at = made, now
    move(found, "accredit", actor=actor, now=now, payload={"groups": sorted(groups)})
    for person in found.people.all():
        _invite(made, person, actor, now)
    forget_answers(found)
    lines = [_("Votre organisation est habilitée Aidants Connect."),
             _("Référents et aidants reçoivent chacun une invitation par courriel.")]  # fmt: skip
    mails.tell_issuer(found, _("Demande d'habilitation n° {number} : acceptée"), lines, "accredited", now)
    return made


def _invite(made: Accreditation, person: AccreditationRequestPerson, actor: Actor, now: datetime) -> None:
    newcomer = Newcomer(person.first_name, person.last_name, person.email, person.profession)
    add = add_helper if person.part == RequestPart.HELPER else add_lead
    add(made, newcomer, person.email, actor=actor, now=now)


@transaction.atomic
def refuse(request_id: UUID, reason: str, *, actor: Actor, now: datetime) -> AccreditationRequest:
    """Refuse the application, with its reason.

    Raises:
        ConumError: no reason.
        TransitionRefused: already decided.
    """
    found = locked(request_id)
    REQUEST_DECIDE.require(actor, found)
    if not 10 <= len(reason.strip()) <= 2000:
        raise ConumError(_("Le motif compte de 10 à 2 000 caractères."), field="reason")
    found.decided_at, found.decision_reason = now, reason.strip()
    move(found, "refuse", actor=actor, now=now, body=reason)
    forget_answers(found)
    mails.tell_issuer(found, _("Demande d'habilitation n° {number} : refusée"), [reason], "refused", now)
    return found


@transaction.atomic
def note_export(kind: str, filters: list[str], *, actor: Actor, now: datetime) -> None:
    """Write who took the list of applications away."""
    REQUEST_EXPORT.require(actor)
    payload = {"kind": kind, "filters": filters}
    trace("export", actor=actor, subject=("mandates.AccreditationRequest", "list"), now=now, payload=payload)
