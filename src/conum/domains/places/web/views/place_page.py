"""The page of a place: when it is open, how to come, what one does there and with whom."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.functional import cached_property
from django.utils.timezone import localdate

from conum.commons.messaging.queries import site_address
from conum.domains.places.enums import Precision
from conum.domains.places.models import LISTS, Place
from conum.domains.places.parameters import FRESHNESS_MONTHS, NEAREST_ON_CLOSED
from conum.domains.places.queries.finder import nearest_places
from conum.domains.places.queries.finder_wish import Here, Wish
from conum.domains.places.queries.offers import Offer, first_slots_at, offers_of
from conum.domains.places.queries.opening import standing
from conum.domains.places.queries.opening_words import coming_exceptions, standing_words, this_week, usual_hours
from conum.domains.places.queries.place_page import published_place, shown_people
from conum.domains.places.queries.walk_ins import walk_ins_of
from conum.domains.places.rules.places import counsellors_free_others_paid, freshness_of
from conum.domains.places.web.filters.finder import words
from conum.domains.places.web.views import finder_words as say
from conum.domains.places.web.views.finder_cards import Manner, cards, place_path
from conum.domains.places.web.views.finder_easy import EasyReading
from conum.domains.places.web.views.place_json import place_as_json
from conum.kernel.web.views import Page

FARTHEST_KM = 20_000
WALK_INS = 5  # presences without appointment that the page tells


def path_of(place: Place) -> str:
    """Return the canonical path of a place's page."""
    return place_path(place.pk, place.name, place.commune_name)


class PlacePage(EasyReading, Page):
    """`/lieux/<id>/<slug>/`: canonical for ever; a merged id and an old slug lead to it by 301."""

    public = True
    template_name = "places/finder/place.html"

    @cached_property
    def place(self) -> Place:
        """The place of the address; 404 when there is none."""
        place = published_place(self.kwargs["pk"])
        if place is None:
            raise Http404
        return place

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page, or lead to its address of today."""
        kept = self.place.merged_into or self.place  # one step: no chain (PLA-33)
        if request.path != path_of(kept):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(path_of(kept) + (f"?{query}" if query else ""))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is known of the place, in words."""
        place, today = self.place, localdate(self.now)
        offer = offers_of([place.pk], self.now).get(place.pk, Offer())
        found = standing(place, self.now)
        shown = {
            "place": place,
            "path": path_of(place),
            "canonical": f"{site_address()}{path_of(place)}",
            "standing": found,
            "standing_words": standing_words(found, self.now),
            "week": this_week(place, self.now) if found.known else [],
            "usual": usual_hours(place),
            "exceptions": coming_exceptions(place, self.now),
            "lists": self.lists(),
            "people": shown_people(place, today),
            "apart": counsellors_free_others_paid(place.national_schemes, place.fees),
            "freshness": say.freshness_notice(freshness_of(place.updated_on, today, FRESHNESS_MONTHS.on(today))),
            "private": say.private_notice(place.access_modes),
            "offer": offer,
            "walk_ins": [
                (say.slot(one.starts_at, found.zone.key, self.now), say.hour(one.ends_at.astimezone(found.zone)))
                for one in walk_ins_of([place.pk], self.now, most=WALK_INS).get(place.pk, ())
            ],
            "slots": [say.slot(moment, found.zone.key, self.now) for moment in offer.next_slots or first_of(offer)],
            "kinds": [
                (kind, [say.slot(moment, found.zone.key, self.now) for moment in kind.times])
                for kind in first_slots_at(place.pk, self.now)
            ],
            "workshops": [(one, say.slot(one.starts_at, found.zone.key, self.now)) for one in offer.workshops],
            "exact": place.precision != Precision.COMMUNE,
            "json_ld": place_as_json(place, f"{site_address()}{path_of(place)}"),
            "gone": place.closed_on is not None,
            "nearest": self.nearest() if place.closed_on else "",
            **itineraries(place),
        }
        return super().get_context_data(**shown, **kwargs)

    def lists(self) -> dict[str, list[str]]:
        """Return the enumerations of the place in words: field → labels."""
        return {name: [words(name, code, self.easy) for code in getattr(self.place, name)] for name in LISTS}

    def nearest(self) -> Any:
        """Return the cards of the nearest places, for a closed one (PLA-19)."""
        place, today = self.place, localdate(self.now)
        at = place if place.latitude is not None else place.commune  # where it was, else its town
        if at.latitude is None or at.longitude is None:
            return ""
        here = Here(at.latitude, at.longitude, FARTHEST_KM)
        found = nearest_places(here, Wish(), self.now, limit=NEAREST_ON_CLOSED.on(today))
        manner = Manner(self.now, today, FRESHNESS_MONTHS.on(today), self.easy)
        ids = [one.id for one in found]
        return cards(found, offers_of(ids, self.now), manner, walk_ins_of(ids, self.now))


def first_of(offer: Offer) -> tuple[Any, ...]:
    """Return the first slot alone when the module above gives no more."""
    return (offer.next_slot,) if offer.next_slot else ()


def itineraries(place: Place) -> dict[str, str]:
    """Return the links that lead to the place: the device's own map, and OpenStreetMap.

    The centre of a commune is nobody's door: the address is looked for instead (PLA-03).
    """
    if place.latitude is None or place.longitude is None or place.precision == Precision.COMMUNE:
        asked = quote(f"{place.address} {place.postal_code} {place.commune_name}")
        return {"osm": f"https://www.openstreetmap.org/search?query={asked}", "geo": ""}
    point = f"{place.latitude:.5f},{place.longitude:.5f}"
    return {
        "geo": f"geo:{point}?q={point}({quote(place.name)})",
        "osm": f"https://www.openstreetmap.org/directions?to={quote(point)}",
    }
