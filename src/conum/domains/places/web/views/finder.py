"""The finder: one box, filters, and the places nearest first. Everything is in the address; scripts only hurry it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.territories.queries import department_names
from conum.domains.places.parameters import FRESHNESS_MONTHS, SEARCH_RADIUS
from conum.domains.places.queries.finder import PAGE, Near, nearest_places
from conum.domains.places.queries.finder_counts import Counts
from conum.domains.places.queries.finder_where import Where, named_like
from conum.domains.places.queries.finder_wish import Here, Wish
from conum.domains.places.queries.offers import offers_of
from conum.domains.places.queries.unlocated import unlocated_places
from conum.domains.places.queries.walk_ins import walk_ins_of
from conum.domains.places.web.filters import finder as filters
from conum.domains.places.web.views import finder_panel as panel
from conum.domains.places.web.views.finder_asked import Asked, counted, where_asked
from conum.domains.places.web.views.finder_cards import Manner, cards
from conum.domains.places.web.views.finder_easy import EasyReading
from conum.domains.places.web.views.finder_kept import kept, key_of, with_token_of
from conum.domains.places.web.views.finder_tiles import tiles
from conum.kernel.web.views import Page

FARTHEST_KM = 20_000  # the whole Earth: the nearest places, however far
NEAREST_ANYWAY = 3
ANSWER = "places/finder/answer.html"


class FinderPage(EasyReading, Page):
    """What the pages of the finder share: where one looks, what for, and the places found."""

    public = True

    @cached_property
    def asked(self) -> Asked:
        """What the address says."""
        return Asked.read(self.request.GET, default_radius=SEARCH_RADIUS.on(localdate(self.now)))

    @cached_property
    def where(self) -> Where:
        """Where one looks."""
        return where_asked(self.asked, self.request, self.now)

    @property
    def wish(self) -> Wish:
        """The filters, with the name when it is a place that was typed."""
        return Wish(self.asked.wish.chosen, self.where.text if self.where.by_name else "")

    @cached_property
    def counts(self) -> Counts:
        """How many places fit."""
        here = self.where.here
        return counted(here, self.wish, self.now, self.where.zone) if here else Counts()

    @cached_property
    def page(self) -> Any:
        """The page asked, the nearest one when there is no such page."""
        return Paginator(range(self.counts.total), PAGE).get_page(self.request.GET.get("page"))

    @cached_property
    def places(self) -> list[Near]:
        """The places of the page: read only when the counts say there are some."""
        if self.where.here is None or not self.counts.total:
            return []
        start = (self.page.number - 1) * PAGE
        return nearest_places(self.where.here, self.wish, self.now, offset=start, zone=self.where.zone)

    @cached_property
    def unlocated(self) -> list[Near]:
        """Places of the commune that no map can show, told after the last located one."""
        commune, last = self.where.commune, self.page.number >= self.page.paginator.num_pages
        if commune is None or self.where.here is None or not last:
            return []
        return unlocated_places(commune.pk, self.wish, self.now, zone=self.where.zone)

    @property
    def manner(self) -> Manner:
        """How cards are written on this page."""
        today = localdate(self.now)
        return Manner(self.now, today, FRESHNESS_MONTHS.on(today), self.easy)

    def drawn(self, places: list[Near]) -> Any:
        """Return the cards of places, with what can be booked there and when one comes without appointment."""
        ids = [place.id for place in places]
        return cards(places, offers_of(ids, self.now), self.manner, walk_ins_of(ids, self.now))


class Finder(FinderPage):
    """`/trouver/`: the box, then the list."""

    template_name = "places/finder/page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page, or its answer alone for the script (`partie=reponse`)."""
        alone = request.GET.get("partie") == "reponse"
        html = kept(key_of(request, self.easy), self.now, self.answer if alone else self.whole)
        return HttpResponse(with_token_of(request, html))

    def answer(self) -> str:
        """Write the answer."""
        return loader.render_to_string(ANSWER, self.shown() | {"request": self.request, "easy": self.easy})

    def whole(self) -> str:
        """Write the page."""
        context = self.get_context_data(**self.shown(), title=self.title())
        return loader.render_to_string(self.template_name, context, self.request)

    def shown(self) -> dict[str, Any]:
        """Return the places, the filters and their counts."""
        query, where = self.request.GET, self.where
        shown = {
            "asked": self.asked,
            "where": where,
            "count_words": self.count_words(),
            "page_obj": self.page,
            "cards": self.drawn(self.places),
            "unlocated": self.drawn(self.unlocated),
            "problem": self.asked.problem or filters.refusal(self.asked.unknown),
            "map_query": filters.changed(query, lecture=None),
            **tiles(),
        }
        shown |= self.choices() if where.here else {"departments": department_names()}
        if where.here and not self.places and not self.unlocated:
            shown |= self.wider(where.here)
        return shown

    def choices(self) -> dict[str, Any]:
        """Return the filters as they are shown."""
        query, wish, counts = self.request.GET, self.asked.wish, self.counts
        names = filters.EASY_PANEL if self.easy else filters.PANEL
        return {
            "chips": panel.chips(filters.groups(wish, counts, filters.CHIPS, self.easy)),
            "groups": panel.panel(filters.groups(wish, counts, names, self.easy)),
            "active": filters.active(query, wish, self.easy),
            "unfiltered": filters.unfiltered(query),
            "radii": filters.RADII,
        }

    def wider(self, here: Here) -> dict[str, Any]:
        """Return what to propose when nothing fits: the nearest places whatever the filters and the distance."""
        if here.latitude is None:
            return {"nearest": self.drawn(named_like(self.where.text, self.now, NEAREST_ANYWAY))}
        far = Here(here.latitude, here.longitude, FARTHEST_KM)
        return {"nearest": self.drawn(nearest_places(far, Wish(), self.now, limit=NEAREST_ANYWAY))}

    def title(self) -> str:
        """Return the title of the page."""
        where = self.where
        if where.here is None:
            return _("Trouver de l'aide près de chez moi")
        if where.by_name:
            return _("Lieux nommés « %(name)s »") % {"name": where.label}
        if where.here.latitude is None:
            return _("Aide au numérique : %(name)s") % {"name": where.label}
        return _("Aide au numérique près de %(name)s") % {"name": where.label}

    def count_words(self) -> str:
        """Return « 34 lieux à moins de 50 km, du plus proche au plus lointain »."""
        total, here = self.counts.total, self.where.here
        lieux = ngettext("%(number)s lieu", "%(number)s lieux", total) % {"number": total}
        if here is None or here.latitude is None:
            return lieux
        return _("%(places)s à moins de %(radius)s km") % {"places": lieux, "radius": here.radius_km}
