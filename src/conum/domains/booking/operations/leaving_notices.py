"""What colleagues and managers are told when a professional leaves (REC-54); people who booked: `telling`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Person
from conum.domains.booking.models import Workshop, WorkshopSeries
from conum.domains.booking.queries.notices import moment_words
from conum.domains.recruitment.operations.notices import notify, tell_host


def tell_taker(taker_id: UUID, left_id: UUID, organisation_id: UUID, *, now: datetime) -> None:
    """Tell a colleague, once for all, that appointments or workshops of who left are now theirs."""
    taker, left = Person.objects.get(pk=taker_id), Person.objects.get(pk=left_id)
    with translation.override(taker.language):
        notify(
            to=taker.email,
            key=f"booking/left/{organisation_id}/{left_id}/{taker_id}/{now.date().isoformat()}",
            subject=_("Des rendez-vous de {name} vous sont confiés").format(name=left),
            paragraphs=[
                _("Bonjour {name},").format(name=taker.first_name),
                _("{name} a quitté la structure.").format(name=left),
                _("Vous étiez libre aux mêmes heures : ses rendez-vous ou ateliers sont maintenant dans votre agenda."),
                _("Si vous ne pouvez pas les assurer, déplacez-les ou annulez-les : les usagers seront prévenus."),
            ],
            now=now,
            person_id=taker.pk,
            label=_("Voir mon agenda"),
            path=reverse("booking:week"),
        )


def tell_without_leader(workshop: Workshop, *, now: datetime) -> None:
    """Ask the managers who will lead a workshop, nobody of the place being free."""
    when = moment_words(workshop.starts_at, workshop.timezone)
    tell_host(
        workshop.organisation,
        f"workshop-without-leader/{workshop.pk}",
        _("L'atelier « {title} » n'a plus d'animateur").format(title=workshop.title),
        _("Il a lieu le {when}. La personne qui l'animait a quitté la structure.").format(when=when),
        _("Choisissez qui l'anime, ou annulez-le : les inscrits seront prévenus."),
        now=now,
        label=_("Voir l'atelier"),
        path=reverse("booking:workshop_staff", args=[workshop.pk]),
    )


def tell_series_stopped(series: WorkshopSeries, *, now: datetime) -> None:
    """Tell the managers that a series makes no new date, and that those left may be without leader."""
    tell_host(
        series.organisation,
        f"series-stopped/{series.pk}",
        _("La série d'ateliers « {title} » s'arrête").format(title=series.title),
        _("La personne qui l'animait a quitté la structure : il n'y aura pas de nouvelle date."),
        _("Les dates prévues sont confiées aux collègues libres. Vérifiez les autres, ou annulez-les."),
        now=now,
        label=_("Voir les ateliers"),
        path=reverse("booking:workshops_staff"),
    )
