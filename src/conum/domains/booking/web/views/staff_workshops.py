"""Workshops as professionals hold them: list, make, change, open, cancel, check in, close (BOO-40 to BOO-45)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy

from conum.domains.booking.enums import Frequency, Scope, WorkshopState
from conum.domains.booking.models import Registration
from conum.domains.booking.operations import series, workshops
from conum.domains.booking.permissions import (
    MANAGE_WORKSHOPS,
    SEE_CALENDAR,
    places_of,
    types_visible_to,
    workshops_visible_to,
)
from conum.domains.booking.queries.agenda import colleagues
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.queries.notices import moment_words
from conum.domains.booking.queries.offering import lines_of, registered_words, seats_words
from conum.domains.booking.queries.wordings import Occasion
from conum.domains.booking.rules.recurrence import recurrence_of
from conum.domains.booking.web.forms.staff import HeldForm, PlanForm, ReasonForm, ScopedReasonForm
from conum.domains.booking.web.tables import REGISTRATIONS
from conum.domains.booking.web.views.unsent import warn_staff
from conum.domains.places.models import Place
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, FormPage, ObjectFormPage

FOLLOWED = ("place__commune__department", "type", "organisation", "series")


class StaffWorkshops(ListPage):
    """Those the actor sees: to come first, past ones behind `?passes=1`."""

    permission = SEE_CALENDAR
    template_name = "booking/workshops_staff.html"
    page_size = 30
    columns: ClassVar = REGISTRATIONS
    export_name = "inscriptions-ateliers"

    def filtered(self) -> Any:
        """The workshops on the page; in the file, one row per registration (sheet 06 section 9)."""
        rows = super().filtered()
        if "export" not in self.request.GET:
            return rows
        inside = Registration.objects.filter(workshop__in=rows.order_by().values("pk"))
        related = ("contact", "workshop__type", "workshop__place")
        found = inside.select_related(*related).prefetch_related("workshop__people")
        return found.order_by("workshop__starts_at", "workshop", "created_at", "pk")

    def rows(self) -> Any:
        """Visible ones."""
        rows = workshops_visible_to(self.actor).select_related(*FOLLOWED).distinct()
        if self.request.GET.get("passes"):
            return rows.filter(ends_at__lt=self.now).order_by("-starts_at", "pk")
        return rows.filter(ends_at__gte=self.now).order_by("starts_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the lines."""
        context = super().get_context_data(past=bool(self.request.GET.get("passes")), **kwargs)
        return context | {"lines": lines_of(context["rows"])}


class OnWorkshop:
    """One workshop the actor sees."""

    permission = MANAGE_WORKSHOPS

    def rows(self) -> Any:
        """Visible ones."""
        return workshops_visible_to(self.actor).select_related(*FOLLOWED).distinct()  # type: ignore[attr-defined]

    def there(self) -> str:
        """Return its page."""
        return reverse("booking:workshop_staff", args=[self.object.pk])  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        """Back to its page."""
        return self.there()

    def warn(self, *occasions: Occasion) -> None:
        """Say which of those registered, changed by this very act, could not be told."""
        row, now = self.object, self.now  # type: ignore[attr-defined]
        touched = Registration.objects.filter(organisation=row.organisation_id, updated_at=now)
        related = ("contact", "workshop__type")
        warn_staff(self.request, touched.select_related(*related).order_by("pk"), *occasions, now=now)  # type: ignore[attr-defined]

    def back(self) -> str:
        """Back to its page."""
        return self.there()


class StaffWorkshop(OnWorkshop, DetailPage):
    """The check-in list, on screen and on paper: boxes to tick by hand when the network is down (BOO-43)."""

    permission = SEE_CALENDAR
    template_name = "booking/workshop_staff.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give who is registered and what may be done."""
        row = self.object
        held = row.registrations.select_related("contact").exclude(state__in=["excused", "revoked"])
        return super().get_context_data(
            when=moment_words(row.starts_at, row.timezone),
            seats=seats_words(row),
            registered=registered_words(row),
            registrations=held.order_by("contact__last_name", "contact__first_name", "pk"),
            queue=row.waiting.filter(state__in=["waiting", "offered"]).select_related("contact").order_by("asked_at"),
            may=MANAGE_WORKSHOPS.allows(self.actor, row),
            begun=row.starts_at <= self.now,
            held_form=HeldForm(initial={"unregistered_arrivals": row.unregistered_arrivals}),
            closable=row.state in (WorkshopState.OPEN, WorkshopState.FULL, WorkshopState.CLOSED)
            and row.starts_at <= self.now,
            alive=row.state in (WorkshopState.DRAFT, WorkshopState.OPEN, WorkshopState.FULL),
            blank=range(5),
            **kwargs,
        )


class WithPlanForm:
    """What the form of a workshop offers."""

    form_class = PlanForm
    template_name = "booking/workshop_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the choices."""
        actor = self.actor  # type: ignore[attr-defined]
        wide = actor.role in ("coordinator", "host_manager")
        near = list(places_of(actor))
        places = Place.objects.filter(organisation=actor.organisation_id) | Place.objects.filter(pk__in=near)
        return {
            **super().get_form_kwargs(),  # type: ignore[misc]
            "team": [person for person in colleagues(actor) if wide or person.pk == actor.person_id],
            "places": places.filter(closed_on=None, merged_into=None).distinct().order_by("name"),
            "types": types_visible_to(actor).filter(active=True, kind="workshop"),
        }


class NewWorkshop(WithPlanForm, FormPage):
    """One date, or a series."""

    permission = MANAGE_WORKSHOPS
    success_message = gettext_lazy("L'atelier est enregistré.")
    extra_context: ClassVar = {"heading": gettext_lazy("Nouvel atelier")}

    def get_initial(self) -> dict[str, Any]:
        """Led by oneself."""
        return {"people": [str(self.actor.person_id)]}

    def perform(self, form: Any) -> Any:
        """Make it, open to registrations."""
        given = form.recurrence
        if given.frequency != Frequency.NONE:
            series.create_series(plan=form.plan, recurrence=given, actor=self.actor, now=self.now)
            return None
        start, end = span(form, self.zone(form))
        made = workshops.create(plan=form.plan, starts_at=start, ends_at=end, actor=self.actor, now=self.now)
        return workshops.open_workshop(workshop_id=made.pk, actor=self.actor, now=self.now)

    def zone(self, form: Any) -> str:
        """Zone of the place chosen."""
        return zone_of(form.plan.place_id, self.actor.organisation_id)

    def get_success_url(self) -> str:
        """Its page, or the list for a series."""
        if self.result is None:
            return reverse("booking:workshops_staff")
        return reverse("booking:workshop_staff", args=[self.result.pk])


def span(form: Any, zone: str) -> tuple[datetime, datetime]:
    """Return the instants of a single date."""
    given, clock = form.cleaned_data, ZoneInfo(zone)
    day = given["first_day"]
    return datetime.combine(day, given["start_time"], clock), datetime.combine(day, given["end_time"], clock)


class ChangeWorkshop(WithPlanForm, OnWorkshop, ObjectFormPage):
    """This one, the following, or all (BOO-40); raising the seats leaves a trace (BOO-11)."""

    permission = MANAGE_WORKSHOPS
    success_message = gettext_lazy("L'atelier est modifié.")
    extra_context: ClassVar = {"heading": gettext_lazy("Modifier l'atelier")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """A series asks how far."""
        return {**super().get_form_kwargs(), "scoped": self.object.series_id is not None}

    def get_initial(self) -> dict[str, Any]:
        """What it says today."""
        row, clock = self.object, ZoneInfo(self.object.timezone)
        names = ("title", "seats", "level", "themes", "description", "public_audience", "equipment_provided")
        start, end = row.starts_at.astimezone(clock), row.ends_at.astimezone(clock)
        initial = {name: getattr(row, name) for name in names}
        initial |= {"type": row.type_id, "place": row.place_id, "first_day": start.date()}
        initial |= {"start_time": start.time(), "end_time": end.time(), "frequency": "none"}
        initial["people"] = [str(key) for key in row.people.values_list("pk", flat=True)]
        if row.series:
            kept = recurrence_of(row.series)
            initial |= {"frequency": kept.frequency, "interval": kept.interval, "nth": kept.nth, "until": kept.until}
            initial |= {"weekdays": [str(day) for day in kept.weekdays]}
        return initial

    def perform(self, form: Any) -> None:
        """Change it, as far as asked."""
        scope = form.cleaned_data.get("scope", Scope.THIS)
        if scope == Scope.THIS:
            start, end = span(form, self.object.timezone)
            workshops.change(
                workshop_id=self.object.pk, plan=form.plan, starts_at=start, ends_at=end, actor=self.actor, now=self.now
            )
        else:
            series.change_series(
                workshop_id=self.object.pk, scope=scope, plan=form.plan, recurrence=form.recurrence, actor=self.actor,
                now=self.now,
            )  # fmt: skip
        self.warn(Occasion.MOVED, Occasion.HANDED_OVER)


class OpenWorkshop(OnWorkshop, ActionPage):
    """Open a draft."""

    permission = MANAGE_WORKSHOPS
    question = gettext_lazy("Ouvrir les inscriptions à cet atelier ?")
    done = gettext_lazy("Les inscriptions sont ouvertes.")

    def perform(self) -> None:
        """Open."""
        workshops.open_workshop(workshop_id=self.object.pk, actor=self.actor, now=self.now)


class CancelWorkshop(OnWorkshop, ObjectFormPage):
    """Cancel with a reason; those registered are told."""

    permission = MANAGE_WORKSHOPS
    template_name = "booking/revoke.html"
    success_message = gettext_lazy("L'atelier est annulé.")

    def get_form_class(self) -> Any:
        """A series asks how far."""
        return ScopedReasonForm if self.object.series_id else ReasonForm

    def perform(self, form: Any) -> None:
        """Cancel."""
        given = {"workshop_id": self.object.pk, "reason": form.cleaned_data["reason"], "actor": self.actor}
        if self.object.series_id:
            series.cancel_series(scope=form.cleaned_data["scope"], now=self.now, **given)
        else:
            workshops.cancel(now=self.now, **given)
        self.warn(Occasion.REVOKED)
