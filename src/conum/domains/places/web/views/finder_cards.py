"""Cards of places in lists, written in one go: a template costs more than the query for twenty of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conum.domains.places.enums import AccessMode, Fee, Precision, Service
from conum.domains.places.queries.finder import Near
from conum.domains.places.queries.offers import Offer
from conum.domains.places.queries.walk_ins import WalkIn
from conum.domains.places.rules.places import freshness_of
from conum.domains.places.web.views import finder_words as say
from conum.domains.places.web.views.finder_easy import easy_label
from conum.domains.places.web.views.finder_walk_ins import walk_in_line
from conum.kernel.ui import words

MOST_SERVICES = 3
PLACES_KEPT = 32_768  # what never changes of a place's card, written once: about 300 bytes each
ANY_ID = UUID(int=0)
ICONS = {"open": "checkbox-circle-fill", "soon": "time-line", "closed": "time-line", "unknown": "question-line"}


@dataclass(frozen=True)
class Manner:
    """How cards are written.

    Attributes:
        now, today: instant and day of the page.
        months: limits of freshness (PLA-08).
        easy: easy-to-read French.
        outside: links open outside the frame of a widget.
        level: level of the heading that names a place.
    """

    now: datetime
    today: date
    months: tuple[int, int, int]
    easy: bool = False
    outside: bool = False
    level: int = 3


def place_path(place: UUID | str, name: str, commune: str) -> str:
    """Return the canonical path of a place's page, from its id, its name and its commune's."""
    return f"{_prefix()}{place}/{slug(name, commune)}/"


@lru_cache(maxsize=PLACES_KEPT)
def slug(name: str, commune: str) -> str:
    """Return the readable end of a place's address."""
    return slugify(f"{name} {commune}")[:80].strip("-") or "lieu"


@lru_cache(maxsize=1)
def _prefix() -> str:
    return reverse("places:place", args=[ANY_ID, "x"]).removesuffix(f"{ANY_ID}/x/")


def cards(
    places: Iterable[Near],
    offers: Mapping[UUID, Offer],
    manner: Manner,
    walk_ins: Mapping[UUID, Sequence[WalkIn]] | None = None,
) -> SafeString:
    """Return the items of the list, in order.

    Args:
        places: places of the page.
        offers: place id → what is booked there.
        manner: how cards are written.
        walk_ins: place id → presences without appointment, of which the card tells the first (BOO-50).
    """
    coming = walk_ins or {}
    return mark_safe("".join(_card(place, offers.get(place.id), manner, coming.get(place.id, ())) for place in places))


def _card(place: Near, offer: Offer | None, manner: Manner, walk_ins: Sequence[WalkIn] = ()) -> str:
    state, opening = say.opening(place.hours_known, place.opens_at, place.closes_at, place.timezone, manner.now)
    target = ' target="_blank" rel="noopener"' if manner.outside else ""
    path = place_path(place.id, place.name, place.commune_name)
    head = (
        f'<li class="pl-card" data-place="{place.id}"><h{manner.level} class="pl-card__name">'
        f'<a href="{path}"{target}>{escape(place.name)}</a></h{manner.level}>'
        f'<p class="pl-card__where">{_distance(place)}{escape(_address(place))}</p>'
        f'<p class="pl-open pl-open--{state}"><span class="fr-icon-{ICONS[state]} fr-icon--sm" aria-hidden="true">'
        f"</span> {escape(opening)}</p>"
    )
    tags = "" if manner.easy else _tags(place)
    acts = _acts(place.name, place.phones[0], get_language() or "fr") if place.phones else ""
    come = walk_in_line(place.id, walk_ins[0], manner.now) if walk_ins else ""
    rest = (_services(place, manner.easy), come, _offer(place, offer, manner), _notice(place, manner), acts)
    return f"{head}{tags}{''.join(rest)}</li>"


def _distance(place: Near) -> str:
    if place.latitude is None:
        nowhere = _("Adresse non localisée, à %(commune)s :") % {"commune": place.commune_name}
        return f'<span class="pl-mention">{escape(nowhere)}</span> '
    told = say.distance(place.distance_m, place.precision != Precision.COMMUNE)
    return f'<strong class="pl-card__far">{escape(told)}</strong> ' if told else ""


def _address(place: Near) -> str:
    return ", ".join(part for part in (place.address, f"{place.postal_code} {place.commune_name}") if part)


def _tags(place: Near) -> str:
    told = _tag_words(
        tuple(place.fees),
        tuple(place.access_modes),
        bool(place.booking_url),
        bool(place.accessibility_url) or "motor_disability" in place.special_support,
        "itinerant" in place.itinerance,
        get_language() or "fr",
    )
    return f'<ul class="pl-tags">{told}</ul>' if told else ""


@lru_cache(maxsize=2048)
def _tag_words(
    fees: tuple[str, ...], access: tuple[str, ...], online: bool, accessible: bool, moves: bool, language: str
) -> str:
    """Items that many places share, written once per combination and language."""
    told = [str(Fee(fee).label) for fee in fees]
    if AccessMode.WALK_IN in access:
        told.append(_("Sans rendez-vous"))
    if online or AccessMode.ONLINE_BOOKING in access:
        told.append(_("Rendez-vous en ligne"))
    if accessible:
        told.append(_("Accessibilité renseignée"))
    if moves:
        told.append(_("Itinérant"))
    return "".join(f"<li>{escape(word)}</li>" for word in told)


def _services(place: Near, easy: bool) -> str:
    told = _service_words(tuple(place.services), easy, get_language() or "fr")
    return f'<p class="pl-card__services">{told}</p>' if told else ""


@lru_cache(maxsize=2048)
def _service_words(services: tuple[str, ...], easy: bool, language: str) -> str:
    names = [(easy and easy_label("services", code)) or str(Service(code).label) for code in services]
    more = len(names) - MOST_SERVICES
    text = " · ".join(names[: MOST_SERVICES + (more == 1)])
    return escape(text + (_(" et %(number)s autres") % {"number": more} if more > 1 else ""))


def _offer(place: Near, offer: Offer | None, manner: Manner) -> str:
    if offer is None or not (offer.href or offer.workshops):
        return ""
    when = say.slot(offer.next_slot, place.timezone, manner.now) if offer.next_slot else ""
    told = _("Premier rendez-vous libre : %(when)s") % {"when": when} if when else _("Ateliers à venir")
    return (
        '<p class="pl-card__offer"><a class="fr-link fr-icon-calendar-line fr-link--icon-left" '
        f'href="{escape(offer.href or offer.workshops[0].href)}">{escape(told)}</a></p>'
    )


def _notice(place: Near, manner: Manner) -> str:
    fresh = say.freshness_notice(freshness_of(place.updated_on, manner.today, manner.months))
    private = say.private_notice(place.access_modes)
    return "".join(f'<p class="pl-card__notice">{escape(notice)}</p>' for notice in (private, fresh) if notice)


@lru_cache(maxsize=PLACES_KEPT)
def _acts(name: str, phone: str, language: str) -> str:
    to = f'<span class="fr-sr-only">{escape(_("Téléphoner à"))} {escape(name)} : </span>'
    return (
        '<p class="pl-card__acts"><a class="fr-link fr-icon-phone-line fr-link--icon-left" '
        f'href="tel:{escape(phone)}">{to}{escape(words.phone(phone))}</a></p>'
    )
