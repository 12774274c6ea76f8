"""Mails of positions: who is told what at each step.

Texts are here; one frame serves all: `positions/messages/notice.{txt,html}`, with the subject in
`positions/messages/notice.subject.txt`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.commons.messaging.operations import send
from conum.commons.messaging.queries import site_address
from conum.domains.positions.models import CommitteeDecision, HostRequest, OpeningInterest
from conum.domains.positions.queries import links


def _notice(
    to: str,
    key: str,
    subject: str,
    lines: Iterable[str],
    path: str,
    label: str,
    now: datetime,
    person: UUID | None = None,
) -> None:
    send(
        template="positions/notice",
        to=to,
        key=key,
        now=now,
        person_id=person,
        context={
            "subject": subject,
            "lines": [line for line in lines if line],
            "url": f"{site_address()}{path}" if path else "",
            "label": label,
        },
    )


def _posts(number: int) -> str:
    return ngettext("{posts} poste", "{posts} postes", number).format(posts=number)


def _follow_path(request: HostRequest) -> str:
    return reverse("positions:follow", args=[links.token(request.pk, links.FOLLOW)])


def ask_confirmation(request: HostRequest, days: int, now: datetime) -> None:
    """Ask the contact to confirm the address from a page."""
    _notice(
        request.contact_email,
        f"positions.confirm/{request.pk}",
        _("Confirmez votre demande de conseiller numérique"),
        [
            _("Une demande de {posts} a été préparée au nom de « {name} ».").format(
                posts=_posts(request.posts_wanted), name=request.organisation
            ),
            _("Ouvrez la page ci-dessous et confirmez : la demande est alors transmise à votre préfecture."),
            _("Ce lien est valable {days} jours. Si cette demande n'est pas la vôtre, ne faites rien.").format(
                days=days
            ),
        ],
        reverse("positions:confirm", args=[links.token(request.pk, links.CONFIRM)]),
        _("Confirmer ma demande"),
        now,
    )


def tell_already_open(email: str, name: str, key: str, now: datetime) -> None:
    """Tell the address owner, and nobody else, that the structure already has a request (POS-08)."""
    _notice(
        email,
        key,
        _("Votre structure a déjà une demande en cours"),
        [
            _("Vous avez préparé une demande au nom de « {name} ».").format(name=name),
            _("Cette structure a déjà une demande en cours, ou des postes : la nouvelle n'est pas enregistrée."),
            _("Rapprochez-vous de la personne qui a fait la première demande, ou connectez-vous pour la suivre."),
        ],
        "/",
        _("Aller sur le site"),
        now,
    )


def tell_opening(interest: OpeningInterest, opened_on: date, now: datetime) -> None:
    """Tell who registered an interest that requests of their class are open (POS-02)."""
    _notice(
        interest.email,
        f"positions.opening/{interest.pk}",
        _("Les demandes de conseillers numériques sont ouvertes"),
        [
            _("Vous aviez demandé à être prévenu pour « {name} ».").format(name=interest.organisation_name),
            _("Les demandes des structures de votre catégorie sont ouvertes depuis le {day}.").format(
                day=date_format(opened_on, "j F Y")
            ),
        ],
        reverse("positions:ask_start"),
        _("Faire ma demande"),
        now,
    )


def tell_confirmed(request: HostRequest, now: datetime) -> None:
    """Give the contact the follow-up link."""
    _notice(
        request.contact_email,
        f"positions.confirmed/{request.pk}",
        _("Votre demande n° {number} est enregistrée").format(number=request.number),
        [
            _("Votre demande de poste est transmise à la préfecture de votre département, qui donne un avis."),
            _("Le comité national de sélection décide ensuite. Vous serez prévenu à chaque étape."),
        ],
        _follow_path(request),
        _("Suivre ma demande"),
        now,
    )


def tell_prefecture(request: HostRequest, subject: str, lines: list[str], key: str, now: datetime) -> None:
    """Tell the prefecture's people of the département, or of its région when it has none."""
    today = now.date()
    members = (
        Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
        .filter(role=Role.PREFECTURE, person__is_active=True)
        .select_related("person")
    )
    local = list(members.filter(department=request.department_id))
    for member in local or members.filter(region=request.department.region_id):
        path = reverse("positions:request", args=[request.pk])
        _notice(
            member.person.email, f"{key}/{member.person_id}", subject, lines, path, _("Voir la demande"), now,
            member.person_id,
        )  # fmt: skip


def tell_new_request(request: HostRequest, now: datetime) -> None:
    """Tell the prefecture that a request waits for its opinion."""
    tell_prefecture(
        request,
        _("Nouvelle demande de poste : {name}").format(name=request.organisation),
        [
            _("« {name} » ({commune}) demande {posts}.").format(
                name=request.organisation, commune=request.commune, posts=_posts(request.posts_wanted)
            ),
            _("Votre avis est attendu avant la décision du comité national."),
        ],
        f"positions.new/{request.pk}",
        now,
    )


def tell_decision(request: HostRequest, decision: CommitteeDecision, now: datetime) -> None:
    """Tell the contact and the prefecture what the committee decided."""
    day = date_format(decision.decided_at, "j F Y")
    subject, lines = {
        "approved": _approval,
        "refused": _refusal,
        "further_review": _review,
    }[decision.verdict](request, decision, day)
    _notice(
        request.contact_email,
        f"positions.decision/{decision.pk}",
        subject,
        lines,
        _follow_path(request),
        _("Suivre ma demande"),
        now,
    )
    tell_prefecture(request, subject, [f"{request.organisation} – {request.commune}", *lines],
                    f"positions.decision/{decision.pk}", now)  # fmt: skip


def _approval(request: HostRequest, decision: CommitteeDecision, day: str) -> tuple[str, list[str]]:
    posts = decision.posts_granted
    subject = ngettext(
        "Demande n° {number} : {posts} poste accordé", "Demande n° {number} : {posts} postes accordés", posts
    )
    return subject.format(number=request.number, posts=posts), [
        _("Le comité a accordé {posts} le {day}.").format(posts=_posts(posts), day=day),
        _("Vous pouvez chercher vos candidats dès maintenant : vous recevez une invitation pour ouvrir votre espace."),
        _("Choisissez un candidat dans le mois, puis signez le contrat dans les quinze jours."),
    ]


def _refusal(request: HostRequest, decision: CommitteeDecision, day: str) -> tuple[str, list[str]]:
    return _("Demande n° {number} : décision du comité").format(number=request.number), [
        _("Le comité n'a pas retenu votre demande le {day}.").format(day=day),
        _("Motif : {reason}.").format(reason=decision.get_refusal_reason_display()),
        decision.observation,
    ]


def _review(request: HostRequest, decision: CommitteeDecision, day: str) -> tuple[str, list[str]]:
    return _("Demande n° {number} : examen complémentaire").format(number=request.number), [
        _("Le comité a demandé un examen complémentaire le {day} ; la préfecture va compléter son avis.").format(
            day=day
        ),
        decision.observation,
    ]


def tell_closed(request: HostRequest, now: datetime, key: str) -> None:
    """Tell the contact that the request is withdrawn, cancelled, a duplicate, or back in instruction."""
    _notice(
        request.contact_email,
        f"positions.state/{request.pk}/{key}",
        _("Demande n° {number} : {state}").format(number=request.number, state=request.get_state_display().lower()),
        [
            _("Votre demande est désormais à l'état « {state} ».").format(state=request.get_state_display()),
            _("Motif : {reason}").format(reason=request.state_reason) if request.state_reason else "",
        ],
        _follow_path(request),
        _("Voir ma demande"),
        now,
    )
