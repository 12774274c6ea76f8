"""Mails about amendments, transfers and vacancies, to the managers of a host and to prefectures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership, Organisation
from conum.commons.messaging.operations import send
from conum.commons.messaging.queries import site_address
from conum.commons.territories.models import Department
from conum.domains.positions.models import PostAmendment, PostTransfer
from conum.domains.positions.queries.quotas import open_on


def notify(
    members: Iterable[Membership], key: str, subject: str, lines: Iterable[str], path: str, label: str, now: datetime
) -> None:
    """Send one mail to each of these people; a key is sent once to a person."""
    context = {
        "subject": subject,
        "lines": [line for line in lines if line],
        "url": f"{site_address()}{path}",
        "label": label,
    }
    for member in members:
        send(
            template="positions/notice",
            to=member.person.email,
            key=f"{key}/{member.person_id}",
            now=now,
            person_id=member.person_id,
            context=context,
        )


def _members(role: str, now: datetime) -> QuerySet[Membership]:
    found = Membership.objects.filter(open_on(timezone.localdate(now)), role=role, person__is_active=True)
    return found.select_related("person")


def managers_of(host: UUID, now: datetime) -> QuerySet[Membership]:
    """Return the people who manage a host today."""
    return _members(Role.HOST_MANAGER, now).filter(organisation=host)


def prefecture_of(department: Department, now: datetime) -> list[Membership]:
    """Return the people of the prefecture of a département, or of its région when it has none."""
    members = _members(Role.PREFECTURE, now)
    local = list(members.filter(department=department))
    return local or list(members.filter(region=department.region_id))


def tell_asked(amendment: PostAmendment, now: datetime) -> None:
    """Tell the prefecture that an addition waits for its opinion, or that posts will be returned."""
    words = {"name": amendment.host, "posts": amendment.posts, "reason": amendment.get_reason_display()}
    if amendment.direction == "addition":
        subject = _("Ajout de postes demandé : {name}").format(**words)
        line = ngettext(
            "« {name} » demande {posts} poste de plus ({reason}). Votre avis est attendu.",
            "« {name} » demande {posts} postes de plus ({reason}). Votre avis est attendu.",
            amendment.posts,
        ).format(**words)
    else:
        subject = _("Rendu de postes annoncé : {name}").format(**words)
        line = ngettext(
            "« {name} » souhaite rendre {posts} poste ({reason}).",
            "« {name} » souhaite rendre {posts} postes ({reason}).",
            amendment.posts,
        ).format(**words)
    path, members = _path(amendment), prefecture_of(amendment.department, now)
    notify(members, f"positions.amendment/{amendment.pk}", subject, [line], path, _("Voir l'avenant"), now)


def tell_decided(amendment: PostAmendment, now: datetime) -> None:
    """Tell the host and the prefecture what was decided."""
    subject = _("Avenant de postes : {state}").format(state=amendment.get_state_display().lower())
    posts = amendment.posts_decided or amendment.posts
    lines = [
        ngettext(
            "{direction} de {posts} poste pour « {name} » : {state}.",
            "{direction} de {posts} postes pour « {name} » : {state}.",
            posts,
        ).format(
            direction=amendment.get_direction_display(),
            posts=posts,
            name=amendment.host,
            state=amendment.get_state_display().lower(),
        ),
        amendment.decision_note,
    ]
    members = [*managers_of(amendment.host_id, now), *prefecture_of(amendment.department, now)]
    key = f"positions.amendment/{amendment.pk}/{amendment.state}"
    notify(members, key, subject, lines, _path(amendment), _("Voir l'avenant"), now)


def _path(amendment: PostAmendment) -> str:
    return reverse("positions:amendment", args=[amendment.pk])


def tell_transfer(transfer: PostTransfer, step: str, now: datetime) -> None:
    """Tell both hosts and the prefectures that a transfer is proposed, accepted, refused or done.

    Args:
        step: state reached, part of the key so that each step is told once.
    """
    subject = _("Transfert du poste n° {number} : {state}").format(
        number=transfer.post.number, state=transfer.get_state_display().lower()
    )
    lines = [
        _("De « {origin} » vers « {arrival} », à partir du {day}.").format(
            origin=transfer.from_host, arrival=transfer.to_host, day=date_format(transfer.effective_on, "j F Y")
        ),
        _asked_of(transfer) if step == "proposed" else "",
        transfer.refused_reason,
    ]
    territories = [transfer.department]
    if transfer.changes_department:
        territories.append(transfer.arrival_department)
    members = [
        *managers_of(transfer.from_host_id, now),
        *managers_of(transfer.to_host_id, now),
        *(member for territory in territories for member in prefecture_of(territory, now)),
    ]
    path = reverse("positions:transfer", args=[transfer.pk])
    notify(members, f"positions.transfer/{transfer.pk}/{step}", subject, lines, path, _("Voir le transfert"), now)


def _asked_of(transfer: PostTransfer) -> str:
    if transfer.changes_department:
        return _("Votre accord est attendu : les deux structures et les deux préfectures le donnent.")
    return _("Votre accord est attendu : les deux structures et la préfecture le donnent.")


def tell_vacancy(host: Organisation, key: str, subject: str, lines: list[str], path: str, now: datetime) -> None:
    """Warn the managers of a host about posts that stay vacant (POS-47)."""
    notify(managers_of(host.pk, now), key, subject, lines, path, _("Voir mes postes vacants"), now)
