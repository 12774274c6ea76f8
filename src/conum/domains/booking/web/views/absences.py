"""Absences: list, declare, remove; the bookings they fall upon are listed to be handled."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conum.commons.accounts.models import Organisation
from conum.domains.booking.operations.absences import add_absence, remove_absence
from conum.domains.booking.permissions import (
    EDIT_ABSENCES,
    SEE_ABSENCE_REASON,
    absences_visible_to,
    appointments_visible_to,
    edits_team,
    of_team,
)
from conum.domains.booking.queries.agenda import colleagues
from conum.domains.booking.queries.notices import moment_words, zone_of
from conum.domains.booking.web.forms.presences import AbsenceForm
from conum.kernel.web.views import ActionPage, FormPage


class Absences(FormPage):
    """What is to come, and the form."""

    permission = EDIT_ABSENCES
    template_name = "booking/absences.html"
    form_class = AbsenceForm
    success_url = reverse_lazy("booking:absences")
    success_message = _("L'absence est enregistrée : aucun créneau n'est proposé à ces heures.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer oneself, or the team to those who act for it."""
        wide = edits_team(self.actor)  # type: ignore[arg-type]
        team = [person for person in colleagues(self.actor) if wide or person.pk == self.actor.person_id]
        return {**super().get_form_kwargs(), "team": team}

    def get_initial(self) -> dict[str, Any]:
        """Oneself."""
        return {"person": str(self.actor.person_id)}

    @property
    def zone(self) -> str:
        """Zone of the organisation."""
        rows = Organisation.objects.select_related("commune__department")
        return zone_of(None, rows.filter(pk=self.actor.organisation_id).first())

    def perform(self, form: Any) -> None:
        """Declare it; say how many bookings are to be handled."""
        given, zone = form.cleaned_data, self.zone
        clock = ZoneInfo(zone)
        last = datetime.combine(given["last_day"], given["end_time"] or time(), clock)
        added = add_absence(
            person_id=UUID(given["person"]),
            starts_at=datetime.combine(given["first_day"], given["start_time"] or time(), clock),
            ends_at=last if given["end_time"] else last + timedelta(days=1),
            kind=given["kind"],
            note=given["note"],
            every_weeks=int(given["every_weeks"] or 0),
            until=given["until"] if int(given["every_weeks"] or 0) else None,
            timezone=zone,
            actor=self.actor,
            now=self.now,
        )
        self.request.session["absence_touched"] = [str(row.pk) for row in added.touched.appointments]
        if count := added.touched.count:
            told = ngettext(
                "%(n)s rendez-vous tombe pendant cette absence : déplacez-le ou annulez-le.",
                "%(n)s rendez-vous tombent pendant cette absence : déplacez-les ou annulez-les.",
                count,
            )
            messages.warning(self.request, told % {"n": count})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give those to come, their reason only to whom it is open, and the bookings to handle."""
        rows = absences_visible_to(self.actor).filter(times__during__endswith__gt=self.now).distinct()
        lines = [
            {
                "row": row,
                "start": moment_words(row.starts_at, row.timezone),
                "end": moment_words(row.ends_at, row.timezone),
                "reason": SEE_ABSENCE_REASON.allows(self.actor, row),
                "may": EDIT_ABSENCES.allows(self.actor, row),
            }
            for row in of_team(rows.select_related("person").order_by("starts_at", "pk")[:200], self.actor)
        ]
        return super().get_context_data(lines=lines, touched=self._touched(), **kwargs)

    def _touched(self) -> Any:
        keys = self.request.session.pop("absence_touched", [])
        if not keys:
            return ()
        related = ("contact", "type", "place__commune__department", "organisation__commune__department")
        rows = appointments_visible_to(self.actor).filter(pk__in=keys, state="planned").select_related(*related)
        held = rows.distinct().order_by("starts_at", "pk")
        return [(moment_words(row.starts_at, zone_of(row.place, row.organisation)), row) for row in held]


class RemoveAbsence(ActionPage):
    """Delete one."""

    permission = EDIT_ABSENCES
    question = _("Supprimer cette absence ? Ces heures seront de nouveau proposées.")
    done = _("L'absence est supprimée.")

    def rows(self) -> Any:
        """Those the actor keeps."""
        return absences_visible_to(self.actor)

    def perform(self) -> None:
        """Remove."""
        remove_absence(absence_id=self.object.pk, actor=self.actor, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which, without its reason."""
        return super().get_context_data(**kwargs) | {
            "object": moment_words(self.object.starts_at, self.object.timezone)
        }

    def back(self) -> str:
        """The list."""
        return reverse("booking:absences")
