"""Applications on the issuer's side: typed, confirmed, submitted, changed, closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.accounts.operations.organisations import register
from conum.commons.journal import operations as journal
from conum.commons.territories.models import Commune
from conum.domains.mandates import parameters
from conum.domains.mandates.enums import AccreditationRequestState, RequestPart
from conum.domains.mandates.models import AccreditationMessage, AccreditationRequest, AccreditationRequestPerson
from conum.domains.mandates.operations import mails
from conum.domains.mandates.operations.team import Newcomer, check_newcomer
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.queries import asking
from conum.domains.mandates.queries.requests import is_accredited, is_open
from conum.domains.mandates.rules import requests as rules
from conum.domains.mandates.workflow import REQUESTS
from conum.kernel.errors import ConumError, OutOfSight


@transaction.atomic
def save_step(
    request_id: UUID | None, step: str, answers: dict[str, Any], *, actor: Actor | None, now: datetime
) -> AccreditationRequest:
    """Keep the answers of one step; a new draft is made when `request_id` is None.

    The first time an address is given, or when it changes, a link leaves to confirm it.

    Raises:
        OutOfSight: the draft is gone, was sent, or belongs to somebody else.
    """
    person = actor.person_id if actor else None
    if request_id is None:
        found = AccreditationRequest(person_id=person, created_at=now)
    else:
        found = locked(request_id)
        if found.state not in asking.EDITABLE or (found.person_id and found.person_id != person):
            raise OutOfSight(_("Ce brouillon n'existe plus."))
    before = found.answers.get("issuer_email")
    found.answers, found.step, found.updated_at = {**found.answers, **answers}, step, now
    email = found.answers.get("issuer_email")
    if email and email != before:
        found.confirmed_at = None
    found.save()
    if email and email != before:
        mails.ask_confirmation(found, email, parameters.EMAIL_CONFIRM_DAYS.on(localdate(now)), now)
    return found


@transaction.atomic
def confirm_address(request_id: UUID, *, now: datetime) -> AccreditationRequest:
    """The issuer owns the address; an application already sent is then submitted. Done twice, it changes nothing.

    Raises:
        OutOfSight: the draft was deleted.
        RuleBroken: as for `send`.
    """
    journal.lock("accounts", "mandates")
    found = locked(request_id)
    if found.confirmed_at is None:
        found.confirmed_at = now
        found.save(update_fields=["confirmed_at"])
        if found.sent_at:
            _submit(found, now)
    return found


@transaction.atomic
def send(request_id: UUID, *, actor: Actor | None, now: datetime) -> AccreditationRequest:
    """Send a complete application: submitted at once when the address is confirmed, else once it is.

    Raises:
        OutOfSight: gone, already sent, or somebody else's.
        RuleBroken: MAN-01, MAN-02, MAN-04, POS-06.
        ConumError: a field is out of its bounds.
    """
    journal.lock("accounts", "mandates")
    found = locked(request_id)
    if found.state not in asking.EDITABLE or (found.person_id and found.person_id != (actor and actor.person_id)):
        raise OutOfSight(_("Ce brouillon n'existe plus."))
    check(found.answers)
    found.sent_at = now
    if found.confirmed_at is None:
        found.save(update_fields=["sent_at"])
        return found
    return _submit(found, now)


def check(answers: dict[str, Any]) -> None:
    """Check what an application says, whoever sends it; raises RuleBroken or ConumError."""
    mission = (answers.get("mission") or "").strip()
    if not rules.MISSION_LEAST <= len(mission) <= rules.MISSION_MOST:
        raise ConumError(_("La mission de service public compte de 20 à 2 500 caractères."), field="mission")
    people = asking.people_of(answers)
    helpers = [person for person in people if person["part"] == RequestPart.HELPER]
    rules.somebody_helps.check(len(helpers))
    for person in people:
        check_newcomer(Newcomer(person["first_name"], person["last_name"], person["email"], person["profession"]))
    rules.each_has_an_address.check([person["email"].lower() for person in helpers])
    leads = [person["email"].lower() for person in people if person["part"] != RequestPart.HELPER]
    rules.each_has_an_address.check(leads)
    rules.confirmations_are_all_given.check(asking.confirmations_of(answers))


def _submit(found: AccreditationRequest, now: datetime) -> AccreditationRequest:
    organisation, _made = register(asking.organisation_fields(found.answers), now)
    rules.none_is_open.check(is_open(organisation.pk, found.pk))
    rules.none_is_accredited.check(is_accredited(organisation.pk))
    answers = found.answers
    for name in asking.ISSUER:
        setattr(found, name, answers.get(name, ""))
    for name, given in asking.confirmations_of(answers).items():
        setattr(found, name, given)
    found.organisation, found.kind = organisation, answers["kind"]
    found.department_id = Commune.objects.values_list("department", flat=True).get(pk=answers["commune"])
    found.mission, found.people_helped_a_year = answers["mission"].strip(), answers["people_helped_a_year"]
    found.submitted_at, found.proposal = now, {}
    move(found, "submit" if found.state == AccreditationRequestState.DRAFT else "answer", actor=None, now=now)
    _write_people(found)
    mails.tell_submitted(found, now)
    return found


def _write_people(found: AccreditationRequest) -> None:
    found.people.all().delete()
    AccreditationRequestPerson.objects.bulk_create(
        AccreditationRequestPerson(request=found, **{**person, "email": person["email"].lower()})
        for person in asking.people_of(found.answers)
    )


@transaction.atomic
def write_message(request_id: UUID, body: str, *, now: datetime) -> AccreditationMessage:
    """The issuer writes to the administration, from the follow-up link.

    Raises:
        ConumError: empty or too long.
        TransitionRefused: the application is decided.
    """
    found = locked(request_id)
    REQUESTS.target(found.state, "close")  # while it is open
    check_body(body)
    written = write_line(found, "message", body, actor=None, now=now)
    subject = _("Message sur la demande d'habilitation n° {number}").format(number=found.number)
    mails.tell_administrators(found, subject, "message", now)
    return written


@transaction.atomic
def agree(request_id: UUID, *, now: datetime) -> AccreditationRequest:
    """The issuer accepts the changes proposed: they are made, and the application goes back to be examined.

    Raises:
        TransitionRefused: nothing is proposed.
    """
    found = locked(request_id)
    REQUESTS.target(found.state, "agree")
    removed = set(found.proposal.get("removed", []))
    people = found.answers.get("people", [])
    found.answers["people"] = [person for person in people if person["email"].lower() not in removed]
    if found.answers.get("lead_email", "").lower() in removed:
        found.answers["lead_helps"] = "no"
    check(found.answers)
    found.proposal = {}
    move(found, "agree", actor=None, now=now, payload={"removed": len(removed)})
    _write_people(found)
    mails.tell_submitted(found, now)
    return found


@transaction.atomic
def close(request_id: UUID, reason: str, *, now: datetime) -> AccreditationRequest:
    """The issuer gives the application up.

    Raises:
        TransitionRefused: it is already decided.
    """
    found = locked(request_id)
    found.decided_at, found.decision_reason = now, reason.strip()[:2000]
    move(found, "close", actor=None, now=now, body=reason)
    forget_answers(found)
    return found


def forget_answers(found: AccreditationRequest) -> None:
    """A decided application keeps its columns only."""
    found.answers = {}
    found.save(update_fields=["answers"])


def locked(request_id: UUID) -> AccreditationRequest:
    """Return the application, locked until the end of the transaction.

    Raises:
        OutOfSight: no such application.
    """
    rows = AccreditationRequest.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("organisation").filter(pk=request_id).first()
    if found is None:
        raise OutOfSight(_("Cette demande n'existe pas."))
    return found


def move(
    found: AccreditationRequest,
    event: str,
    *,
    actor: Actor | None,
    now: datetime,
    body: str = "",
    payload: dict[str, Any] | None = None,
) -> None:
    """Take the transition, save the row, write the line of the exchange and the journal.

    Raises:
        TransitionRefused: no such transition starts from the state of the application.
    """
    before = found.state
    found.state, found.updated_at = REQUESTS.target(before, event), now
    found.save()
    write_line(found, event, body, actor=actor, now=now)
    held = {"from": before, "to": found.state, **(payload or {})}
    organisation = found.organisation_id
    trace(f"request.{event}", actor=actor, subject=found, now=now, payload=held, organisation_id=organisation)


def write_line(
    found: AccreditationRequest, event: str, body: str, *, actor: Actor | None, now: datetime
) -> AccreditationMessage:
    """Add a line to the exchange."""
    return AccreditationMessage.objects.create(
        request=found,
        event=event,
        state=found.state,
        by_administrator=actor is not None,
        author_id=actor.person_id if actor else None,
        body=body.strip()[:2000],
        at=now,
    )


def check_body(body: str) -> None:
    """Raise ConumError unless the message has 3 to 2 000 characters."""
    if not 3 <= len(body.strip()) <= 2000:
        raise ConumError(_("Le message compte de 3 à 2 000 caractères."), field="body")
