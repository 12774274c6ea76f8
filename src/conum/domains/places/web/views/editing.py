"""Screens of an editor: my places, one place, its sections, its history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from conum.domains.places.models import Place
from conum.domains.places.operations import editing as operations
from conum.domains.places.parameters import SUMMARY_MAX
from conum.domains.places.permissions import CREATE_PLACE, EDIT_PLACE, MERGE_PLACES, reports_visible_to
from conum.domains.places.queries import editing as queries
from conum.domains.places.queries.opening_words import coming_exceptions, now_words, this_week, usual_hours
from conum.domains.places.queries.place_page import people_and_roles
from conum.domains.places.web.filters.editing import MyPlacesFilters
from conum.domains.places.web.forms import editing as forms
from conum.domains.places.web.tables.editing import MY_PLACES
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage

SECTIONS = {
    "identity": "places:edit-identity",
    "access": "places:edit-access",
    "contact": "places:edit-contact",
    "hours": "places:edit-hours",
    "confirm": "places:edit-confirm",
}


class MyPlaces(ListPage):
    """The places the actor may edit, the ones to look at first on top."""

    permission = EDIT_PLACE
    template_name = "places/editing/list.html"
    filterset_class = MyPlacesFilters
    default_sort = "maj"
    read = ("name", "commune_name", "updated_on", "closed_on", "visible")
    sorts: ClassVar = {"nom": ("name",), "commune": ("commune_name", "name"), "maj": ("updated_on", "name")}

    def rows(self) -> QuerySet[Place]:
        """What the actor may edit."""
        return queries.my_places(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns and what may be made."""
        return super().get_context_data(
            columns=MY_PLACES,
            may_create=CREATE_PLACE.allows(self.actor),
            may_merge=MERGE_PLACES.allows(self.actor),
            reports=reports_visible_to(self.actor).filter(handled_at=None).count(),  # type: ignore[arg-type]
            **kwargs,
        )


class OnPlace:
    """The place of the address, among those the actor may edit."""

    permission = EDIT_PLACE

    def rows(self) -> QuerySet[Place]:
        """What the actor may edit."""
        return queries.my_places(self.actor)  # type: ignore[attr-defined]

    @cached_property
    def home(self) -> str:
        """The page of the place for its editors."""
        return reverse("places:edit", args=[self.object.pk])  # type: ignore[attr-defined]


class PlacePage(OnPlace, DetailPage):
    """One place for its editors: score, freshness, sections, what may be done."""

    template_name = "places/editing/place.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is known of the place."""
        place, today = self.object, timezone.localdate(self.now)
        score, lines = queries.quality(place, today)
        todo = [(line, reverse(SECTIONS[line.section], args=[place.pk])) for line in lines if line.points < line.most]
        return super().get_context_data(
            score=score,
            todo=todo,
            freshness=queries.freshness(place, today),
            usual=usual_hours(place),
            week=this_week(place, self.now),
            standing=now_words(place, self.now),
            exceptions=coming_exceptions(place, self.now),
            people=people_and_roles(place, today),
            me=queries.my_presence(place, self.actor.person_id, today),  # type: ignore[union-attr]
            identity=queries.identity_pairs(place),
            access=queries.access_pairs(place),
            contact=queries.contact_pairs(place),
            **kwargs,
        )


class Section(OnPlace, ObjectFormPage):
    """A section of a place: its fields, one operation."""

    template_name = "places/editing/section.html"
    title: ClassVar[Any] = ""
    success_message = gettext_lazy("Modifications enregistrées.")

    def get_initial(self) -> dict[str, Any]:
        """Fill the form with the place."""
        return {name: getattr(self.object, name, None) for name in self.form_class.base_fields}

    def perform(self, form: Any) -> Place:
        """Edit."""
        return operations.edit_place(self.object.pk, form.cleaned_data, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Back to the place."""
        return self.home

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the title and the way back."""
        return super().get_context_data(title=self.title, back=self.home, **kwargs)


class AccessSection(Section):
    """Access and services."""

    form_class = forms.AccessForm
    title = gettext_lazy("Accès et services")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the limit of the short presentation that day."""
        limit = SUMMARY_MAX.on(timezone.localdate(self.now))
        return super().get_form_kwargs() | {"summary_max": limit}


class ContactSection(Section):
    """Phones, addresses, sites."""

    form_class = forms.ContactForm
    title = gettext_lazy("Contact")
