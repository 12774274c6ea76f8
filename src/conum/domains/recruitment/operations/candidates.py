"""Applications: made, confirmed, changed, paused, deleted (sheet 02 section 6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.commons.accounts.operations.memberships import give_role
from conum.commons.accounts.operations.people import register_person
from conum.commons.files.operations import erase, store
from conum.commons.journal.operations import record
from conum.commons.territories.models import Commune
from conum.domains.recruitment.enums import CV, CandidateState, ConsentKind, Gender
from conum.domains.recruitment.events import CandidateChanged
from conum.domains.recruitment.models import Candidate, CandidateConsent
from conum.domains.recruitment.operations.identified import link_applicant
from conum.domains.recruitment.operations.notices import tell_candidate
from conum.domains.recruitment.parameters import CONFIRM_DAYS, OWN_MAIL_DOMAINS, OWN_ZONES
from conum.domains.recruitment.permissions import OWN_APPLICATION
from conum.domains.recruitment.rules.candidates import (
    degree_is_named,
    degree_kept,
    of_eligible_age,
    private_mail_domain,
    says_a_situation,
)
from conum.domains.recruitment.rules.matching import zone_of
from conum.domains.recruitment.workflow import CANDIDATE
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish

CONFIRM = "recruitment.confirm"
CONSENT_VERSION = "2020-11"


@dataclass(frozen=True)
class Application:
    """What an application says; the e-mail, identity and consent are given once, the rest may be changed."""

    commune_code: str
    situations: list[str]
    available_from: date
    mobility_km: int
    motivation: str
    degree_name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    gender: str = Gender.UNDISCLOSED
    pix_shared: bool = False
    pix_level: int | None = None
    pix_skills: list[int] = field(default_factory=list)
    visible: bool = True


def apply(application: Application, *, now: datetime, cv: UploadedFile | None = None) -> None:
    """Keep an application until its e-mail is confirmed; the answer never says whether the address is known.

    A confirmed application under the same address is left as it is, and its owner is told by mail; an unconfirmed
    one is replaced.

    Raises:
        RuleBroken: REC-01, REC-02, REC-04, or the CV (kind, size).
    """
    check(application, now=now)
    email = application.email.strip().lower()
    with transaction.atomic():
        known = Candidate.objects.select_for_update(no_key=True).filter(email=email).first()
        if known and known.state != CandidateState.UNCONFIRMED:
            _tell_known(known, now)
            return
        candidate = known or Candidate(email=email, created_at=now, state=CandidateState.UNCONFIRMED)
        candidate.first_name, candidate.last_name = application.first_name.strip(), application.last_name.strip()
        candidate.phone, candidate.birth_date, candidate.gender = (
            application.phone,
            application.birth_date,
            application.gender,
        )
        candidate.visible = application.visible
        _fill(candidate, application, now)
        candidate.save()
        if cv:
            _attach_cv(candidate, cv, None, now)
        record(family="recruitment", action="candidate.apply", actor=None, subject=candidate, payload={}, now=now)
        _ask_to_confirm(candidate, now)


def check(application: Application, *, now: datetime) -> None:
    """Raise the first rule of section 6 that the application breaks."""
    today = localdate(now)
    if application.birth_date:
        of_eligible_age.check(application.birth_date, today)
    if application.email:
        private_mail_domain.check(application.email.strip(), OWN_MAIL_DOMAINS.on(today).split())
    says_a_situation.check(application.situations)
    degree_is_named.check(application.situations, application.degree_name)


def confirm_token(candidate: Candidate) -> str:
    """Return the signed text of the confirmation link; it serves once, as the state changes."""
    return signing.dumps(str(candidate.pk), salt=CONFIRM)


def to_confirm(token: str, *, now: datetime) -> Candidate:
    """Return the unconfirmed application of a link.

    Raises:
        ConumError: the link is unknown, too old, or has already served.
    """
    dead = ConumError(_("Ce lien n'est plus valable. Déposez une nouvelle candidature : cela prend cinq minutes."))
    try:
        max_age = timedelta(days=CONFIRM_DAYS.on(localdate(now)))
        pk = signing.loads(token, salt=CONFIRM, max_age=max_age)
    except signing.BadSignature as wrong:
        raise dead from wrong
    found = Candidate.objects.filter(pk=pk, state=CandidateState.UNCONFIRMED).first()
    if found is None:
        raise dead
    return found


@transaction.atomic
def confirm(token: str, *, now: datetime) -> Candidate:
    """Confirm the e-mail: the account exists with the role of candidate, the application is available (REC-20)."""
    pk = to_confirm(token, now=now).pk
    candidate = lock_candidate(pk)
    candidate.state = CANDIDATE.target(candidate.state, "confirm")
    person = register_person(candidate.email, candidate.first_name, candidate.last_name, now, phone=candidate.phone)
    give_role(person, Role.CANDIDATE, None, now)
    candidate.person, candidate.confirmed_at, candidate.waiting_since = person, now, localdate(now)
    save_sign(candidate, now)
    for kind, given in ((ConsentKind.VISIBILITY, candidate.visible), (ConsentKind.PIX, candidate.pix_shared)):
        _consent(candidate, kind, given, now)
    link_applicant(candidate, now=now)
    record(family="recruitment", action="candidate.confirm", actor=None, subject=candidate, payload={}, now=now)
    publish(CandidateChanged(candidate.pk))
    return candidate


@transaction.atomic
def update(candidate_id: UUID, application: Application, actor: Actor, *, now: datetime) -> Candidate:
    """Change place, radius, date, situations, text and Pix of the own application; matches follow (REC-36)."""
    candidate = _own(candidate_id, actor)
    check(application, now=now)
    candidate.phone = application.phone
    _fill(candidate, application, now)
    save_sign(candidate, now)
    _consent(candidate, ConsentKind.PIX, candidate.pix_shared, now)
    journal_candidate("update", candidate, actor, now)
    publish(CandidateChanged(candidate.pk))
    return candidate


@transaction.atomic
def set_available(candidate_id: UUID, available: bool, actor: Actor, *, now: datetime) -> None:
    """Pause or resume the own application."""
    candidate = _own(candidate_id, actor)
    candidate.state = CANDIDATE.target(candidate.state, "resume" if available else "pause")
    save_sign(candidate, now)
    journal_candidate("resume" if available else "pause", candidate, actor, now)
    publish(CandidateChanged(candidate.pk))


@transaction.atomic
def set_consent(candidate_id: UUID, kind: str, given: bool, actor: Actor, *, now: datetime) -> None:
    """Give or withdraw visibility to hosts (REC-32) or the sharing of Pix; withdrawing Pix erases its level."""
    candidate = _own(candidate_id, actor)
    if kind == ConsentKind.VISIBILITY:
        candidate.visible = given
    elif not given:
        candidate.pix_shared, candidate.pix_level, candidate.pix_skills = False, None, []
    save_sign(candidate, now)
    _consent(candidate, kind, given, now)
    journal_candidate(f"consent_{kind}", candidate, actor, now, given=given)
    publish(CandidateChanged(candidate.pk))


@transaction.atomic
def attach_cv(candidate_id: UUID, cv: UploadedFile, actor: Actor, *, now: datetime) -> None:
    """Put or replace the own CV (PDF by content, encrypted at rest)."""
    candidate = _own(candidate_id, actor)
    _attach_cv(candidate, cv, actor, now)
    journal_candidate("attach_cv", candidate, actor, now)


def _fill(candidate: Candidate, application: Application, now: datetime) -> None:
    """Place the candidate on the server from the commune, and take the fields that may change."""
    place = Commune.objects.select_related("department").get(pk=application.commune_code)
    candidate.commune, candidate.department = place, place.department
    candidate.latitude, candidate.longitude = place.latitude, place.longitude
    candidate.zone = zone_of(place.department_id, OWN_ZONES.on(localdate(now)))
    candidate.situations = list(application.situations)
    candidate.degree_name = degree_kept(application.situations, application.degree_name.strip())
    candidate.available_from, candidate.mobility_km = application.available_from, application.mobility_km
    candidate.motivation = application.motivation.strip()
    candidate.pix_shared = application.pix_shared
    candidate.pix_level = application.pix_level if application.pix_shared else None
    candidate.pix_skills = sorted(application.pix_skills) if application.pix_shared else []
    candidate.last_active_at = candidate.updated_at = now


def _attach_cv(candidate: Candidate, cv: UploadedFile, actor: Actor | None, now: datetime) -> None:
    old = candidate.cv
    candidate.cv = store(upload=cv, purpose=CV, owner=candidate, actor=actor, now=now)
    candidate.cv_at = now
    save_sign(candidate, now)
    if old:
        erase(old, now=now)


def lock_candidate(pk: UUID | str) -> Candidate:
    """Return the application, locked.

    Raises:
        OutOfSight: deleted, or never was.
    """
    found = Candidate.objects.select_for_update(no_key=True).exclude(state=CandidateState.REMOVED).filter(pk=pk).first()
    if found is None:
        raise OutOfSight(_("Cette candidature n'existe plus."))
    return found


def _own(pk: UUID, actor: Actor) -> Candidate:
    candidate = lock_candidate(pk)
    OWN_APPLICATION.require(actor, candidate)
    return candidate


def save_sign(candidate: Candidate, now: datetime) -> None:
    """Save, and remember this sign of the person."""
    candidate.last_active_at = candidate.updated_at = now
    candidate.save()


def _consent(candidate: Candidate, kind: str, given: bool, now: datetime) -> None:
    """Keep the dated record of a consent (PRI-13)."""
    running = CandidateConsent.objects.filter(candidate=candidate, kind=kind, withdrawn_at=None)
    if given and not running.exists():
        CandidateConsent.objects.create(candidate=candidate, kind=kind, text_version=CONSENT_VERSION, given_at=now)
    if not given:
        running.update(withdrawn_at=now)


def journal_candidate(action: str, candidate: Candidate, actor: Actor | None, now: datetime, **payload: Any) -> None:
    """Journal what happened to an application."""
    record(family="recruitment", action=f"candidate.{action}", actor=actor, subject=candidate, payload=payload, now=now)


def _ask_to_confirm(candidate: Candidate, now: datetime) -> None:
    tell_candidate(
        candidate,
        "confirm",
        _("Confirmez votre candidature"),
        _("Vous avez déposé une candidature pour devenir conseiller numérique."),
        _("Pour qu'elle soit proposée aux structures, confirmez votre adresse électronique."),
        _("Si ce n'est pas vous, ignorez ce message : la candidature sera supprimée."),
        now=now,
        label=_("Confirmer ma candidature"),
        path=reverse("recruitment:confirm", args=[confirm_token(candidate)]),
    )


def _tell_known(candidate: Candidate, now: datetime) -> None:
    tell_candidate(
        candidate,
        "known",
        _("Vous avez déjà une candidature"),
        _("Quelqu'un, sans doute vous, vient de déposer une candidature avec votre adresse électronique."),
        _("Votre candidature existe déjà : rien n'a été changé. Connectez-vous pour la consulter ou la modifier."),
        now=now,
    )
