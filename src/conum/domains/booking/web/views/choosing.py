"""Choosing a type and a time, without account."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from conum.commons.territories.web.fields import CommuneField
from conum.domains.booking.enums import Audience
from conum.domains.booking.models import AppointmentType
from conum.domains.booking.parameters import SEARCH_BUDGET
from conum.domains.booking.queries import offering
from conum.domains.booking.queries.days import SlotPage, page_of_days
from conum.domains.booking.queries.listings import walk_in_times
from conum.domains.booking.queries.notices import address_words, hour_words, moment_words, phone_of, zone_of
from conum.domains.booking.queries.slots import next_slots, next_slots_of_types
from conum.domains.booking.web.views.reading import read_day, read_uuid
from conum.domains.places.models import Place
from conum.kernel.statements import TooSlow, within
from conum.kernel.ui import forms
from conum.kernel.web.views import DetailPage, Page

SEARCHED = 20


class NearForm(forms.Form):
    """Where somebody lives."""

    commune = CommuneField(located=True, label=_("Votre commune"))


class Search(Page):
    """The first free slots near a commune, over many places at once (BOO-08)."""

    public = True
    template_name = "booking/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form and, once a commune is known, the places by first free slot.

        The search is given `booking.search_budget`: beyond, the places are shown without their dates.
        """
        form = NearForm(self.request.GET) if self.request.GET.get("commune") else NearForm()
        found = self._found(form.cleaned_data["commune"]) if form.is_bound and form.is_valid() else None
        return super().get_context_data(form=form, found=found, undated=self.undated, **kwargs)

    undated = False

    def _found(self, commune: Any) -> list[dict[str, Any]]:
        near = {place.pk: place for place in offering.places_near(commune)}
        try:
            with within(SEARCH_BUDGET.on(localdate(self.now))):
                slots = next_slots(place_ids=list(near), now=self.now) if near else {}
        except TooSlow:
            self.undated = True
            return [self._row(place, None) for place in near.values()][:SEARCHED]
        rows = [self._row(place, slots[key]) for key, place in near.items() if key in slots]
        return rows[:SEARCHED]

    def _row(self, place: Place, slot: Any) -> dict[str, Any]:
        return {
            "place": place,
            "address": address_words(place),
            "when": moment_words(slot.starts_at, zone_of(place)) if slot else "",
            "km": max(1, round(place.distance / 1000)),  # type: ignore[attr-defined]
            "href": reverse("booking:at_place", args=[place.pk]),
        }


class AtPlace(DetailPage):
    """What can be booked at a place: types of appointment, workshops."""

    public = True
    template_name = "booking/at_place.html"

    def rows(self) -> Any:
        """Places shown to the public."""
        return Place.objects.filter(offering.SHOWN).select_related("commune__department", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each type with its first free slot, and the next workshops."""
        place = self.object
        workshops = offering.workshops_to_come(self.now).filter(place=place)[:10]
        return super().get_context_data(
            types=self._types(),
            workshops=offering.lines_of(workshops),
            walk_ins=[
                (moment_words(one.starts_at, zone_of(place)), hour_words(one.ends_at, zone_of(place)))
                for one in walk_in_times([place.pk], self.now).get(place.pk, ())
            ],
            address=address_words(place),
            phone=place.phones[0] if place.phones else "",
            **kwargs,
        )

    def _types(self) -> list[dict[str, Any]]:
        place, kinds = self.object, list(offering.types_at(self.object.pk))
        found = next_slots_of_types(type_ids=[kind.pk for kind in kinds], place_id=place.pk, now=self.now)
        return [
            {
                "kind": kind,
                "when": moment_words(found[kind.pk].starts_at, zone_of(place)) if kind.pk in found else "",
                "href": f"{reverse('booking:slots', args=[kind.pk])}?lieu={place.pk}",
            }
            for kind in kinds
        ]


class ForType(DetailPage):
    """Base of the pages about one type, at one place when the address says `?lieu=`."""

    public = True

    def rows(self) -> Any:
        """Types everybody may book; those for referrers too, whose form asks who they are."""
        return AppointmentType.objects.filter(
            active=True, kind="individual", bookable_by__in=["everyone", "staff_and_referrers"]
        ).select_related("organisation__commune__department")

    @cached_property
    def place(self) -> Place | None:
        """The place chosen; 404 when it is not one."""
        key = read_uuid(self.request.GET, "lieu")
        if key is None:
            return None
        shown = Place.objects.filter(offering.SHOWN).select_related("commune__department", "organisation")
        found = shown.filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def zone(self) -> str:
        """Time zone of the place, else of the organisation."""
        return zone_of(self.place, self.object.organisation)

    @property
    def audience(self) -> str:
        """Referrers see the types kept for them."""
        return Audience.PUBLIC if self.object.bookable_by == "everyone" else Audience.REFERRER

    @property
    def end(self) -> datetime:
        """Last instant the public may book."""
        return self.now + timedelta(seconds=self.object.max_delay)

    def asked(self) -> dict[str, Any]:
        """Return what bounds the slots."""
        return {"audience": self.audience, "place_ids": [self.place.pk] if self.place else None}


class Slots(ForType):
    """Free slots by day, the next ones first."""

    template_name = "booking/slots.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give a page of days; a day asked beyond the horizon is told when it opens (sheet 06 section 13)."""
        asked = read_day(self.request.GET)
        beyond = asked is not None and asked > self.end.astimezone(ZoneInfo(self.zone)).date()
        return super().get_context_data(
            page=self.page_of(asked),
            asked=asked,
            opens_on=asked - timedelta(seconds=self.object.max_delay) if beyond and asked else None,
            place=self.place,
            address=address_words(self.place),
            phone=phone_of(self.place, self.object.organisation),
            last=self.end,
            **kwargs,
        )

    def page_of(self, first: date | None) -> SlotPage:
        """Return the page of days that begins on a day, or at the first free slot."""
        return page_of_days(self.object, first, self.zone, self.now, end=self.end, **self.asked())
