"""Errors reported by visitors: told to the editors of the place by mail, kept for them until handled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Membership
from conum.commons.journal.operations import record
from conum.commons.messaging.operations import send
from conum.commons.messaging.queries import site_address
from conum.domains.places.models import Place, PlacePerson, PlaceReport
from conum.domains.places.permissions import HANDLE_REPORTS, reports_visible_to
from conum.kernel.errors import OutOfSight


@transaction.atomic
def report_error(*, place: Place, subject: str, message: str, email: str, now: datetime) -> PlaceReport:
    """Keep what a visitor says is wrong and tell the editors of the place."""
    report = PlaceReport.objects.create(
        place=place, subject=subject, message=message, email=email, created_at=now, updated_at=now
    )
    for person, address in editors_of(place, now):
        send(
            template="places/report",
            to=address,
            key=f"places.report/{report.pk}/{person}",
            now=now,
            person_id=person,
            context={
                "subject": _("Une erreur est signalée sur la page « {name} »").format(name=place.name),
                "lines": [str(report.get_subject_display()), message],
                "url": f"{site_address()}{reverse('places:reports')}",
                "label": _("Voir les erreurs signalées"),
            },
        )
    return report


@transaction.atomic
def handle_report(*, report: UUID, actor: Actor, now: datetime) -> None:
    """Mark a report as handled; a second time changes nothing.

    Raises:
        OutOfSight: the actor does not see it.
    """
    row = reports_visible_to(actor).select_for_update(of=("self",)).filter(pk=report).first()
    if row is None:
        raise OutOfSight(_("Cette erreur signalée n'existe pas ou n'est pas sur vos lieux."))
    HANDLE_REPORTS.require(actor, row)
    if row.handled_at is None:
        row.handled_at, row.handled_by_id, row.updated_at = now, actor.person_id, now
        row.save(update_fields=["handled_at", "handled_by", "updated_at"])
        payload = {"place": str(row.place_id)}
        record(family="places", action="report.handle", actor=actor, subject=row, payload=payload, now=now)


def editors_of(place: Place, now: datetime) -> list[tuple[UUID, str]]:
    """Return who is told: managers of the organisation and people at the place, each once, with their address."""
    today = localdate(now)
    present = Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    found = dict(
        PlacePerson.objects.filter(present, place=place, person__is_active=True).values_list(
            "person_id", "person__email"
        )
    )
    if place.organisation_id:
        managers = Membership.objects.filter(
            organisation=place.organisation_id, role=Role.HOST_MANAGER, person__is_active=True
        )
        found |= dict(managers.filter(present).values_list("person_id", "person__email"))
    return sorted(found.items(), key=lambda pair: str(pair[0]))


def forget_reports(rows: list[PlaceReport], *, now: datetime) -> None:
    """Erase the words and the address of reports."""
    PlaceReport.objects.filter(pk__in=[row.pk for row in rows]).update(message="", email="", updated_at=now)
