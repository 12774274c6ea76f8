"""Filing a request: from the answers of the form to a request that waits for its confirmation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import EmployerClass, Role
from conum.commons.accounts.models import Actor, Organisation
from conum.commons.accounts.operations.organisations import register
from conum.commons.programme import parameters as programme
from conum.commons.territories.models import Commune
from conum.commons.territories.queries import current_code, zones_of
from conum.domains.positions import parameters
from conum.domains.positions.enums import PostKind, RequestState
from conum.domains.positions.models import HostCommitment, HostRequest
from conum.domains.positions.operations import mails
from conum.domains.positions.operations.life import write_step
from conum.domains.positions.operations.requests import confirm_now
from conum.domains.positions.queries.asking import filing_fields
from conum.domains.positions.queries.requests import already_approved, already_open
from conum.domains.positions.rules import requests as rules
from conum.kernel.errors import ConumError
from conum.kernel.ids import new_id
from conum.kernel.permissions import in_person


@dataclass(frozen=True)
class Filing:
    """What an applicant asks, as the form cleaned it.

    Attributes:
        organisation: fields of `Organisation` (`siret` or `ridet`, `name`, `kind`, `legal_category`, `address`,
            `commune_id`, `branch_name`, `to_check`).
        request: fields of `HostRequest` typed by the applicant; `shared_with` is a list of keys of organisations.
        state_service, sole_profit, france_services: answers of the eligibility step.
        commitments_accepted: the box was ticked.
    """

    organisation: dict[str, Any]
    request: dict[str, Any]
    state_service: bool = False
    sole_profit: bool = False
    france_services: bool = False
    commitments_accepted: bool = False


def filing_of(answers: dict[str, Any]) -> Filing:
    """Return the filing that the answers of a complete draft make."""
    organisation, request = filing_fields(answers)
    return Filing(
        organisation=organisation,
        request=request,
        france_services=answers.get("france_services") == "yes",
        commitments_accepted=bool(answers.get("commitments_accepted")),
    )


def opening_day(employer_class: str, day: date) -> date:
    """Return the day from which requests of this class are accepted (POS-02), as set on `day`."""
    public = employer_class == EmployerClass.PUBLIC
    return (parameters.OPEN_FROM_PUBLIC if public else parameters.OPEN_FROM_PRIVATE).on(day)


def check_eligibility(filing: Filing, day: date) -> str:
    """Check POS-02, POS-03, POS-04 and return the employer class (POS-05).

    Raises:
        RuleBroken: the structure is not eligible, or not yet.
    """
    category = filing.organisation.get("legal_category", "")
    rules.not_a_state_service.check(filing.state_service, category)
    rules.not_solely_for_profit.check(filing.sole_profit)
    rules.in_addition_to_france_services.check(
        filing.france_services, bool(filing.request.get("additional_post", True))
    )
    employer_class = rules.employer_class(filing.organisation["kind"], category)
    rules.class_is_open.check(day, opening_day(employer_class, day))
    return employer_class


@transaction.atomic
def file_request(filing: Filing, *, actor: Actor | None, now: datetime) -> HostRequest | None:
    """Save the request, unconfirmed, and ask the contact to confirm by e-mail.

    A host manager who asks for the own organisation has a proven address: the request is confirmed at once.

    Returns:
        The request; None when the structure already has one and the caller is anonymous: the address owner is told
        by e-mail and the screen says the same in both cases (POS-08).

    Raises:
        RuleBroken: POS-01 (for its own manager), POS-02 to POS-06.
        ConumError: a field is out of its bounds, or somebody acts in the place of the manager: it accepts commitments.
    """
    in_person(actor)
    day = timezone.localdate(now)
    filing = _at_the_commune_of_the_day(filing, day)
    employer_class = check_eligibility(filing, day)
    _check_fields(filing, day)
    organisation, made = register(filing.organisation, now)
    if not made:
        _note_move(organisation, filing.organisation["commune_id"], day)
    own = actor is not None and actor.role == Role.HOST_MANAGER and actor.organisation_id == organisation.pk
    if _taken(organisation, filing.request["kind"]):
        if own or (actor is not None and actor.role == Role.NATIONAL_ADMIN):
            _refuse_taken(organisation, filing.request["kind"])
        mails.tell_already_open(filing.request["contact_email"], str(organisation), f"positions.taken/{new_id()}", now)
        return None
    request = _saved(filing, organisation, employer_class, day, now)
    write_step(request, "submit", actor=actor, now=now)
    if own:
        confirm_now(request, actor=actor, now=now)
    else:
        mails.ask_confirmation(request, parameters.EMAIL_CONFIRM_DAYS.on(day), now)
    return request


def _at_the_commune_of_the_day(filing: Filing, day: date) -> Filing:
    """A draft may have waited while its commune merged into another."""
    code = filing.organisation["commune_id"]
    return replace(filing, organisation={**filing.organisation, "commune_id": current_code(code, on=day) or code})


def _note_move(organisation: Organisation, commune_id: str, day: date) -> None:
    """A structure already known keeps its row; an administrator checks it when it moved, not when communes merged."""
    known = organisation.commune_id and current_code(organisation.commune_id, on=day)
    if organisation.commune_id == commune_id:
        return
    organisation.to_check = organisation.to_check or known != commune_id
    organisation.commune_id = known or organisation.commune_id or commune_id
    organisation.save(update_fields=["commune", "to_check"])


def _legal_id(organisation: Organisation) -> str:
    return organisation.siret or organisation.ridet


def _taken(organisation: Organisation, kind: str) -> bool:
    return already_open(_legal_id(organisation), kind) or already_approved(organisation.pk, kind)


def _refuse_taken(organisation: Organisation, kind: str) -> None:
    rules.one_open_request.check(already_open(_legal_id(organisation), kind))
    rules.no_approved_request.check(already_approved(organisation.pk, kind))


def _check_fields(filing: Filing, day: date) -> None:
    asked = filing.request
    most = 1 if asked["kind"] == PostKind.COORDINATOR else parameters.MAX_POSTS_PER_REQUEST.on(day)
    if not 1 <= asked["posts_wanted"] <= most:
        raise ConumError(_("Le nombre de postes va de 1 à {most}.").format(most=most), field="posts_wanted")
    if asked["start_wanted"] < day:
        raise ConumError(_("La date de début souhaitée est passée."), field="start_wanted")
    if not 1 <= len(asked["motivation"].strip()) <= parameters.MOTIVATION_MAX:
        raise ConumError(_("La motivation compte de 1 à 2 500 caractères."), field="motivation")
    if rules.on_programme_domain(asked["contact_email"]):
        raise ConumError(
            _("Donnez une adresse de votre structure, pas une adresse du dispositif."), field="contact_email"
        )
    if not filing.commitments_accepted:
        raise ConumError(_("Acceptez les engagements pour envoyer la demande."), field="commitments_accepted")


def _saved(filing: Filing, organisation: Organisation, employer_class: str, day: date, now: datetime) -> HostRequest:
    commune = Commune.objects.select_related("department").get(pk=filing.organisation["commune_id"])
    kind = filing.request["kind"]
    version = programme.COMMITMENTS_VERSION.on(day)
    typed = {name: value for name, value in filing.request.items() if name != "shared_with"}
    request = HostRequest.objects.create(
        **typed,
        organisation=organisation,
        legal_id=_legal_id(organisation),
        employer_class=organisation.employer_class or employer_class,
        commune=commune,
        department=commune.department,
        zones=sorted({zone.kind for zone in zones_of(commune.pk, on=day)}),
        commitments=HostCommitment.objects.get(version=version, kind=kind),
        state=RequestState.UNCONFIRMED,
        created_at=now,
        updated_at=now,
    )
    request.refresh_from_db(fields=["number"])
    others = Organisation.objects.filter(pk__in=filing.request.get("shared_with") or []).exclude(pk=organisation.pk)
    request.shared_with.set(others)
    return request
