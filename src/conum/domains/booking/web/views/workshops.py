"""Workshops for the public: list, page, registration with relatives."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import CreatorKind, Level, Theme, WorkshopState
from conum.domains.booking.models import Workshop
from conum.domains.booking.operations.asking import register_and_tell
from conum.domains.booking.queries import links, offering
from conum.domains.booking.queries.notices import address_words, hour_words, moment_words, phone_of
from conum.domains.booking.web.forms.people import FOR_WHOM, REFERRER, SELF, PartyForm
from conum.domains.booking.web.views.asking import HOUR, PER_HOUR, referrer_in, who_in
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage

PUBLIC = (WorkshopState.OPEN, WorkshopState.FULL, WorkshopState.CLOSED, WorkshopState.HELD, WorkshopState.CANCELLED)


class WorkshopFilters(FilterSet):
    """Where, for whom; those with free seats first in mind."""

    commune = filters.CharFilter("place__commune_name", label=_("Commune"), lookup_expr="icontains")
    departement = filters.CharFilter("place__commune__department_id", label=_("Département (numéro)"))
    niveau = filters.ChoiceFilter("level", label=_("Niveau"), choices=Level.choices)
    places = filters.ChoiceFilter(
        label=_("Places"),
        choices=[("libres", _("Avec des places libres")), ("toutes", _("Complets aussi"))],
        method="by_seats",
        empty_label=None,
        initial="libres",
    )

    def by_seats(self, rows: Any, name: str, value: str) -> Any:
        """Keep those with free seats unless all are asked for."""
        return rows if value == "toutes" else rows.filter(state=WorkshopState.OPEN)


class Workshops(ListPage):
    """The workshops to come; full ones are hidden until asked for (sheet 06 section 9)."""

    public = True
    template_name = "booking/workshops.html"
    filterset_class = WorkshopFilters
    page_size = 20

    def rows(self) -> Any:
        """Those announced; `places=toutes` shows the full ones."""
        rows = offering.workshops_to_come(self.now)
        return rows if self.request.GET.get("places") else rows.filter(state=WorkshopState.OPEN)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the lines."""
        context = super().get_context_data(**kwargs)
        return context | {"lines": offering.lines_of(context["rows"])}


class PublicWorkshop(DetailPage):
    """One workshop: what, when, where, places left."""

    public = True
    template_name = "booking/workshop.html"

    def rows(self) -> Any:
        """Those that were announced; a cancelled one says so."""
        return Workshop.objects.filter(state__in=PUBLIC, type__bookable_by="everyone").select_related(
            "place__commune__department", "type", "organisation", "series"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words."""
        row, labels = self.object, dict(Theme.choices)
        siblings = ()
        if row.series_id:
            siblings = offering.lines_of(
                offering.workshops_to_come(self.now).filter(series=row.series_id).exclude(pk=row.pk)[:6]
            )
        return super().get_context_data(
            when=moment_words(row.starts_at, row.timezone),
            until=hour_words(row.ends_at, row.timezone),
            address=address_words(row.place),
            phone=phone_of(row.place, row.organisation),
            seats=offering.seats_words(row),
            themes=[labels.get(theme, theme) for theme in row.themes],
            open=self.is_open,
            full=row.free is not None and row.free <= 0,
            siblings=siblings,
            **kwargs,
        )

    @property
    def is_open(self) -> bool:
        """Whether one may register or wait now."""
        row = self.object
        begun = row.registration_opens_at is None or row.registration_opens_at <= self.now
        return row.state in offering.ANNOUNCED and begun and self.now < (row.registration_closes_at or row.starts_at)


class Register(ObjectFormPage):
    """The form; too few seats are told with the waiting list beside."""

    public = True
    template_name = "booking/register.html"
    form_class = PartyForm
    extra_context: ClassVar = {"choices": FOR_WHOM}

    def rows(self) -> Any:
        """Those announced, to come."""
        return offering.workshops_to_come(self.now)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the attempts of a network."""
        if not allow(f"booking:{network(request)}", PER_HOUR, HOUR, self.now):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    @property
    def whom(self) -> str:
        """For whom one registers."""
        asked = self.request.GET.get("pour", SELF)
        return asked if asked in dict(FOR_WHOM) else SELF

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the type, for whom, and the instant."""
        return {**super().get_form_kwargs(), "kind": self.object.type, "whom": self.whom, "now": self.now}

    def perform(self, form: Any) -> Any:
        """Register and confirm."""
        return register_and_tell(
            workshop_id=self.object.pk,
            who=who_in(form),
            by=CreatorKind.REFERRER if form.whom == REFERRER else CreatorKind.CITIZEN,
            referrer=referrer_in(form),
            party_size=form.cleaned_data["party_size"],
            idempotency_key=form.cleaned_data["key"],
            now=self.now,
        )

    def get_success_url(self) -> str:
        """Go to the page of the registration, with its code shown once."""
        row = self.result.registration
        if self.result.code:
            self.request.session["booking_code"] = {str(row.pk): self.result.code}
        return reverse("booking:link", args=[links.token(links.Target.REGISTRATION, row.pk)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is being registered to."""
        row = self.object
        return super().get_context_data(
            when=moment_words(row.starts_at, row.timezone),
            address=address_words(row.place),
            seats=offering.seats_words(row),
            whom=self.whom,
            **kwargs,
        )
