"""Mails of accreditations and helpers: who is told what at each step; one frame serves all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.commons.accounts.queries.people import in_force
from conum.commons.messaging.operations import send
from conum.commons.messaging.queries import site_address
from conum.domains.mandates.models import AccreditationRequest, Helper, HelperLead
from conum.domains.mandates.queries import links


def notice(
    to: str,
    key: str,
    subject: str,
    lines: Iterable[str],
    path: str,
    label: str,
    now: datetime,
    person: UUID | None = None,
) -> None:
    """Queue one mail in the frame of the module.

    Args:
        key: what makes it unique: the same key is sent once.
        lines: paragraphs; empty ones are left out.
        path, label: address (without domain) and words of the button.
    """
    send(
        template="mandates/notice",
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


def _follow(request: AccreditationRequest) -> str:
    return reverse("mandates:follow", args=[links.token(request.pk, links.FOLLOW)])


def ask_confirmation(request: AccreditationRequest, email: str, days: int, now: datetime) -> None:
    """Ask the issuer to confirm the address, which also opens the draft again from any device."""
    notice(
        email,
        f"mandates.confirm/{request.pk}/{email}",
        _("Confirmez votre adresse : demande d'habilitation Aidants Connect"),
        [
            _("Une demande d'habilitation Aidants Connect a été commencée avec votre adresse."),
            _("Ouvrez la page ci-dessous et confirmez : vous pourrez continuer la demande depuis n'importe où."),
            _("Ce lien est valable {days} jours ; sans confirmation, le brouillon est effacé.").format(days=days),
            _("Si cette demande n'est pas la vôtre, ne faites rien."),
        ],
        reverse("mandates:confirm", args=[links.token(request.pk, links.CONFIRM)]),
        _("Confirmer mon adresse"),
        now,
    )


def tell_submitted(request: AccreditationRequest, now: datetime) -> None:
    """Give the issuer the follow-up page, and tell the administrators."""
    notice(
        request.issuer_email,
        f"mandates.submitted/{request.pk}/{now.isoformat()}",
        _("Votre demande d'habilitation n° {number} est déposée").format(number=request.number),
        [_("Elle est examinée par l'administration. Vous serez prévenu à chaque étape.")],
        _follow(request),
        _("Suivre ma demande"),
        now,
    )
    subject = _("Demande d'habilitation n° {number} à examiner").format(number=request.number)
    tell_administrators(request, subject, "submitted", now)


def tell_administrators(request: AccreditationRequest, subject: str, key: str, now: datetime) -> None:
    """Tell the national administrators that an application waits for them."""
    members = Membership.objects.filter(in_force(now.date()), role=Role.NATIONAL_ADMIN, person__is_active=True)
    for member in members.select_related("person"):
        notice(
            member.person.email,
            f"mandates.{key}/{request.pk}/{now.isoformat()}/{member.person_id}",
            subject,
            [str(request.organisation)],
            reverse("mandates:request", args=[request.pk]),
            _("Voir la demande"),
            now,
            member.person_id,
        )


def tell_issuer(request: AccreditationRequest, subject: str, lines: list[str], key: str, now: datetime) -> None:
    """Tell the issuer of an answer, a message or the decision."""
    notice(
        request.issuer_email,
        f"mandates.{key}/{request.pk}/{now.isoformat()}",
        subject.format(number=request.number),
        lines,
        _follow(request),
        _("Voir ma demande"),
        now,
    )


def warn_inactive(helper: Helper, months: int, now: datetime) -> None:
    """Tell a helper that the access is about to be suspended (MAN-05)."""
    notice(
        helper.email,
        f"mandates.inactive/{helper.pk}/{now.date()}",
        _("Votre accès Aidants Connect va être suspendu"),
        [
            _("Vous ne vous êtes pas connecté pour « {name} » depuis cinq mois environ.").format(
                name=helper.organisation
            ),
            _("Sans connexion, votre accès sera suspendu après {months} mois d'inactivité.").format(months=months),
        ],
        reverse("mandates:space"),
        _("Me connecter"),
        now,
        helper.person_id,
    )


def tell_helper(helper: Helper, subject: str, line: str, key: str, now: datetime) -> None:
    """Tell a helper that the state changed."""
    notice(
        helper.email,
        f"mandates.{key}/{helper.pk}/{now.isoformat()}",
        subject,
        [line, str(helper.organisation)],
        reverse("mandates:space"),
        _("Ouvrir mon espace d'aidant"),
        now,
        helper.person_id,
    )


def tell_leads(helper: Helper, subject: str, line: str, key: str, now: datetime) -> None:
    """Tell the leads of the organisation what became of a helper."""
    for lead in HelperLead.objects.filter(accreditation=helper.accreditation_id, left_at=None, person__isnull=False):
        notice(
            lead.email,
            f"mandates.{key}/{helper.pk}/{lead.pk}/{now.isoformat()}",
            subject,
            [line],
            reverse("mandates:helper", args=[helper.pk]),
            _("Voir l'aidant"),
            now,
            lead.person_id,
        )
