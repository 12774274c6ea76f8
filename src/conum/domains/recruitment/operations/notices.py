"""What people are told by mail: each outcome, with its reason, to the candidate and to the host (REC-35)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership, Organisation
from conum.commons.messaging.enums import Topic
from conum.commons.messaging.operations import send
from conum.commons.messaging.queries import site_address
from conum.domains.recruitment.enums import NotRetainedReason
from conum.domains.recruitment.models import Candidate, EmploymentContract, Match

OWN_PAGE = "recruitment:own"


def day(moment: datetime | Any) -> str:
    """Return the French day of an instant or a date: 3 mars 2021."""
    return date_format(localtime(moment) if isinstance(moment, datetime) else moment, "j F Y")


def notify(
    *,
    to: str,
    key: str,
    subject: str,
    paragraphs: list[str],
    now: datetime,
    label: str = "",
    path: str = "",
    topic: Topic | None = None,
    person_id: Any = None,
) -> None:
    """Send one mail made of a subject, paragraphs and one link."""
    context = {"subject": subject, "paragraphs": paragraphs, "label": label, "url": f"{site_address()}{path}"}
    send(
        template="recruitment/notice",  # recruitment/messages/{notice.subject.txt,notice.txt,notice.html}
        to=to,
        context=context | {"topic": topic},
        key=key,
        now=now,
        person_id=person_id,
        topic=topic,
        language=translation.get_language() or "fr",
    )


def tell_candidate(
    candidate: Candidate, what: str, subject: str, *paragraphs: str, now: datetime, **options: Any
) -> None:
    """Write to a candidate, with a link to the own page; nothing when the application was deleted."""
    if not candidate.email:
        return
    options.setdefault("label", _("Voir ma candidature"))
    options.setdefault("path", reverse(OWN_PAGE))
    notify(
        to=candidate.email,
        key=f"recruitment/{what}/{candidate.pk}/{now.isoformat()}",
        subject=subject,
        paragraphs=[_("Bonjour {name},").format(name=candidate.first_name), *paragraphs],
        now=now,
        person_id=candidate.person_id,
        **options,
    )


def tell_host(
    host: Organisation, what: str, subject: str, *paragraphs: str, now: datetime, label: str, path: str
) -> None:
    """Write to every manager of the host, or to its contact when none has an account yet."""
    managers = Membership.objects.filter(organisation=host, role=Role.HOST_MANAGER, ends_on=None)
    addresses = set(managers.values_list("person__email", flat=True)) or {host.contact_email} - {""}
    for address in sorted(addresses):
        notify(
            to=address,
            key=f"recruitment/{what}/{host.pk}/{address}/{now.isoformat()}",
            subject=subject,
            paragraphs=[_("Bonjour,"), *paragraphs],
            now=now,
            label=label,
            path=path,
        )


def tell_shortlisted(match: Match, *, now: datetime) -> None:
    """The host is interested: it now sees how to reach the candidate, until the clock ends."""
    host, due = match.need.host, day(match.due_at)
    tell_candidate(
        match.candidate,
        f"shortlisted/{match.pk}",
        _("{host} s'intéresse à votre candidature").format(host=host),
        _("{host} vous a présélectionné et voit maintenant vos coordonnées pour vous contacter.").format(host=host),
        _("Vous pouvez accepter ou refuser. Sans suite, cette présélection prend fin le {due}.").format(due=due),
        now=now,
        label=_("Répondre"),
    )


def tell_not_retained(match: Match, *, now: datetime) -> None:
    """The host does not retain the candidate; the standard reason is said."""
    tell_candidate(
        match.candidate,
        f"not-retained/{match.pk}",
        _("Votre candidature n'a pas été retenue par {host}").format(host=match.need.host),
        _("Motif : {reason}.").format(reason=NotRetainedReason(match.reason).label),
        _("Votre candidature reste visible des autres structures."),
        now=now,
    )


def tell_expired(match: Match, *, now: datetime) -> None:
    """Silence beyond the delay ends the shortlist; both sides are told."""
    host = match.need.host
    tell_candidate(
        match.candidate,
        f"expired/{match.pk}",
        _("La présélection de {host} a pris fin").format(host=host),
        _("{host} n'a pas donné suite dans le délai prévu.").format(host=host),
        _("Votre candidature reste visible des autres structures."),
        now=now,
    )
    tell_host(
        host,
        f"expired/{match.pk}",
        _("Une présélection a pris fin"),
        _("La présélection de {name} a dépassé le délai.").format(name=match.candidate.name),
        now=now,
        label=_("Voir les candidats"),
        path=reverse("recruitment:pool"),
    )


def tell_withdrawn(match: Match, *, now: datetime) -> None:
    """A shortlist ended by itself: hired elsewhere, no longer available, or no post left."""
    host, reason = match.need.host, match.get_reason_display()
    tell_candidate(
        match.candidate,
        f"withdrawn/{match.pk}",
        _("La présélection de {host} a pris fin").format(host=host),
        _("Motif : {reason}.").format(reason=reason),
        now=now,
    )
    tell_host(
        host,
        f"withdrawn/{match.pk}",
        _("Un candidat présélectionné n'est plus disponible"),
        _("Motif : {reason}.").format(reason=reason),
        now=now,
        label=_("Voir les candidats"),
        path=reverse("recruitment:pool"),
    )


def tell_answer(match: Match, *, agreed: bool, now: datetime) -> None:
    """The candidate answered the host."""
    subject = _("{name} accepte d'être contacté") if agreed else _("{name} a refusé votre proposition")
    body = [] if agreed else [_("Motif : {reason}.").format(reason=match.get_reason_display())]
    tell_host(
        match.need.host,
        f"answer/{match.pk}",
        subject.format(name=match.candidate.name),
        *body,
        now=now,
        label=_("Voir les candidats"),
        path=reverse("recruitment:pool"),
    )


def tell_contract(contract: EmploymentContract, what: str, subject: str, *paragraphs: str, now: datetime) -> None:
    """Write to the host about one contract."""
    tell_host(
        contract.host,
        f"{what}/{contract.pk}",
        subject,
        *paragraphs,
        now=now,
        label=_("Voir le contrat"),
        path=reverse("recruitment:contract", args=[contract.pk]),
    )


def tell_counsellor(contract: EmploymentContract, what: str, subject: str, *paragraphs: str, now: datetime) -> None:
    """Write to the person of a contract."""
    notify(
        to=contract.person.email,
        key=f"recruitment/{what}/person/{contract.pk}/{now.isoformat()}",
        subject=subject,
        paragraphs=[_("Bonjour {name},").format(name=contract.person.first_name), *paragraphs],
        now=now,
        person_id=contract.person_id,
        label=_("Voir mon contrat"),
        path=reverse("recruitment:contract", args=[contract.pk]),
    )
