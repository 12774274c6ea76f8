"""Permanences: list, make, change, stop; close or change one day, its bookings first (BOO-07, BOO-09)."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.booking.enums import Frequency, Weekday
from conum.domains.booking.models import AvailabilityRule
from conum.domains.booking.operations import presences
from conum.domains.booking.permissions import (
    EDIT_RULES,
    edits_team,
    of_team,
    places_of,
    rules_visible_to,
    types_visible_to,
)
from conum.domains.booking.queries.agenda import colleagues
from conum.domains.booking.queries.notices import hour_words
from conum.domains.booking.queries.overlaps import overlapping
from conum.domains.booking.rules.recurrence import recurrence_of
from conum.domains.booking.web.forms.presences import NTH, HoursForm, RuleForm
from conum.domains.booking.web.views.reading import YEARS
from conum.domains.places.models import Place
from conum.kernel.errors import ConumError
from conum.kernel.web.views import ActionPage, FormPage, ObjectFormPage, Page


def recurrence_words(rule: Any) -> str:
    """Return `chaque semaine, mardi et jeudi, de 9:00 à 12:00`."""
    hours = _("de %(start)s à %(end)s") % {"start": f"{rule.start_time:%H:%M}", "end": f"{rule.end_time:%H:%M}"}
    days = ", ".join(str(Weekday(day).label) for day in sorted(rule.weekdays))
    if rule.frequency == Frequency.NONE:
        return f"{date_format(rule.first_day, 'l j F Y')}, {hours}"
    if rule.frequency == Frequency.MONTHLY:
        return _("le %(nth)s %(day)s du mois, %(hours)s") % {"nth": dict(NTH)[rule.nth], "day": days, "hours": hours}
    pace = _("chaque semaine") if rule.interval == 1 else _("toutes les %s semaines") % rule.interval
    return f"{pace}, {days}, {hours}"


class Rules(Page):
    """The permanences the actor sees."""

    permission = EDIT_RULES
    template_name = "booking/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each in words, with whether the actor may change it."""
        rows = (
            rules_visible_to(self.actor).filter(active=True).select_related("place").prefetch_related("people", "types")
        )
        lines = [
            {
                "row": row,
                "words": recurrence_words(row),
                "people": ", ".join(str(person) for person in row.people.all()),
                "types": ", ".join(kind.name for kind in row.types.all()),
                "may": EDIT_RULES.allows(self.actor, row),
            }
            for row in of_team(rows.distinct(), self.actor)
        ]
        return super().get_context_data(lines=lines, **kwargs)


class WithRuleForm:
    """What the form offers: the team, the places, the types of the organisation."""

    form_class = RuleForm
    template_name = "booking/rule_form.html"
    success_url = reverse_lazy("booking:rules")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the choices."""
        actor = self.actor  # type: ignore[attr-defined]
        near = list(places_of(actor))
        places = Place.objects.filter(organisation=actor.organisation_id) | Place.objects.filter(pk__in=near)
        wide = edits_team(actor)
        team = [person for person in colleagues(actor) if wide or person.pk == actor.person_id]
        return {
            **super().get_form_kwargs(),  # type: ignore[misc]
            "team": team,
            "places": places.filter(closed_on=None, merged_into=None).distinct().order_by("name"),
            "types": types_visible_to(actor).filter(active=True, kind="individual"),
        }

    def warn(self, rule: AvailabilityRule) -> None:
        """Overlapping permanences are allowed, with a warning (BOO-07)."""
        if others := overlapping(rule, self.now):  # type: ignore[attr-defined]
            told = _("Attention : elle recouvre une autre permanence (%s). Le temps n'est compté qu'une fois.")
            messages.warning(self.request, told % recurrence_words(others[0]))  # type: ignore[attr-defined]


class NewRule(WithRuleForm, FormPage):
    """Make one."""

    permission = EDIT_RULES
    success_message = gettext_lazy("La permanence est enregistrée.")
    extra_context: ClassVar = {"heading": gettext_lazy("Nouvelle permanence")}

    def get_initial(self) -> dict[str, Any]:
        """Oneself, from today."""
        return {"people": [str(self.actor.person_id)], "first_day": self.now.date()}

    def perform(self, form: Any) -> None:
        """Make it; warn of an overlap."""
        made = presences.create_rule(presence=form.presence, recurrence=form.recurrence, actor=self.actor, now=self.now)
        self.warn(made)


class ChangeRule(WithRuleForm, ObjectFormPage):
    """Change the whole permanence from today on; bookings stay."""

    permission = EDIT_RULES
    success_message = gettext_lazy("La permanence est modifiée. Les rendez-vous déjà pris restent.")
    extra_context: ClassVar = {"heading": gettext_lazy("Modifier la permanence")}

    def rows(self) -> Any:
        """Those the actor sees."""
        return rules_visible_to(self.actor).filter(active=True).distinct()

    def get_initial(self) -> dict[str, Any]:
        """What it says today."""
        rule = self.object
        kept = (
            "first_day",
            "start_time",
            "end_time",
            "ends_next_day",
            "frequency",
            "interval",
            "nth",
            "until",
            "access",
            "title",
        )
        return {
            **{name: getattr(rule, name) for name in kept},
            "weekdays": [str(day) for day in rule.weekdays],
            "walk_in_capacity": rule.walk_in_capacity,
            "place": rule.place_id,
            "people": [str(key) for key in rule.people.values_list("pk", flat=True)],
            "types": [str(key) for key in rule.types.values_list("pk", flat=True)],
        }

    def perform(self, form: Any) -> None:
        """Change it; warn of an overlap."""
        changed = presences.change_rule(
            rule_id=self.object.pk, presence=form.presence, recurrence=form.recurrence, actor=self.actor, now=self.now
        )
        self.warn(changed)


class StopRule(ActionPage):
    """End it."""

    permission = EDIT_RULES
    question = gettext_lazy("Arrêter cette permanence ? Les rendez-vous déjà pris restent.")
    done = gettext_lazy("La permanence est arrêtée : plus aucun créneau n'est proposé.")

    def rows(self) -> Any:
        """Those the actor sees."""
        return rules_visible_to(self.actor).filter(active=True).distinct()

    def perform(self) -> None:
        """Stop."""
        presences.stop_rule(rule_id=self.object.pk, actor=self.actor, now=self.now)

    def back(self) -> str:
        """The list."""
        return reverse("booking:rules")


class OneDay(ObjectFormPage):
    """One day of a permanence: close it, hold it at other hours, or as usual again; its bookings are listed first."""

    permission = EDIT_RULES
    template_name = "booking/occurrence.html"
    form_class = HoursForm

    def rows(self) -> Any:
        """Those the actor sees."""
        return rules_visible_to(self.actor).filter(active=True).select_related("place").distinct()

    @cached_property
    def day(self) -> date:
        """The day of the address; 404 when the permanence is not held that day."""
        try:
            day = date.fromisoformat(self.kwargs["day"])
        except ValueError:
            raise Http404 from None
        if day.year not in YEARS or day not in set(recurrence_of(self.object).days(day, day)):
            raise Http404
        return day

    def get_initial(self) -> dict[str, Any]:
        """The hours of that day."""
        other = self.object.exceptions.filter(day=self.day, cancelled=False).first()
        held = other or self.object
        return {name: getattr(held, name) for name in ("start_time", "end_time", "ends_next_day")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the bookings inside, and whether the day is changed already."""
        inside = presences.touched_by_occurrence(rule_id=self.object.pk, day=self.day, actor=self.actor)
        return super().get_context_data(
            day_words=date_format(self.day, "l j F Y"),
            day_name=date_format(self.day, "l"),
            words=recurrence_words(self.object),
            inside=inside,
            appointments=[(hour_words(row.starts_at, self.object.timezone), row) for row in inside.appointments],
            workshops=[(hour_words(row.starts_at, self.object.timezone), row) for row in inside.workshops],
            exception=self.object.exceptions.filter(day=self.day).first(),
            past=self.day < self.now.date(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Close, restore, or change the hours."""
        asked = request.POST.get("faire")
        if asked not in ("fermer", "retablir"):
            return super().post(request, *args, **kwargs)
        operation = presences.cancel_occurrence if asked == "fermer" else presences.restore_occurrence
        try:
            operation(rule_id=self.object.pk, day=self.day, actor=self.actor, now=self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
        else:
            told = _("La permanence est fermée ce jour-là.") if asked == "fermer" else _("La permanence est rétablie.")
            messages.success(request, told)
        return HttpResponseRedirect(request.path)

    def perform(self, form: Any) -> None:
        """Hold it at other hours."""
        given = form.cleaned_data
        presences.change_occurrence(
            rule_id=self.object.pk, day=self.day, start_time=given["start_time"], end_time=given["end_time"],
            ends_next_day=given["ends_next_day"], actor=self.actor, now=self.now,
        )  # fmt: skip
        messages.success(self.request, _("Les horaires de ce jour sont changés."))

    def get_success_url(self) -> str:
        """Stay."""
        return self.request.path
