"""What each role finds by the search of the header, besides the public pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.models import Actor
from conum.domains.places.queries.finder_where import named_like
from conum.domains.positions.queries import requests
from conum.domains.recruitment.queries import contracts

Line = tuple[str, str, str]
"""Words, address, detail."""
AT_MOST = 8
LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Finder:
    """A group of answers.

    Attributes:
        title: French title of the group.
        permission: name of the right that opens the list these rows come from.
        find: called with the actor and the text; yields the lines.
    """

    title: Any
    permission: str
    find: Callable[[Actor, str], Iterator[Line]]


def requests_like(actor: Actor, asked: str) -> Iterator[Line]:
    """Yield the requests the actor sees whose host, commune, SIRET or number the text names."""
    meant = Q(organisation__name__icontains=asked) | Q(commune__name__icontains=asked) | Q(legal_id=asked)
    if asked.isdecimal() and int(asked) <= LARGEST_NUMBER:
        meant |= Q(number=int(asked))
    for request in requests.listed(actor).filter(meant).order_by("-confirmed_at", "pk")[:AT_MOST]:
        detail = f"{request}, {request.commune.label}, {request.get_state_display()}"
        yield str(request.organisation), reverse("positions:request", args=[request.pk]), detail


def contracts_like(actor: Actor, asked: str) -> Iterator[Line]:
    """Yield the contracts the actor sees whose person or host the text names."""
    meant = Q(host__name__icontains=asked)
    for word in asked.split():
        meant |= Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
    for contract in contracts.listed(actor).filter(meant).order_by("-starts_on", "pk")[:AT_MOST]:
        detail = f"{contract.host}, {contract.get_state_display()}"
        yield str(contract.person), reverse("recruitment:contract", args=[contract.pk]), detail


def places_like(asked: str, now: datetime) -> Iterator[Line]:
    """Yield the places whose name the text resembles, for everybody."""
    for place in named_like(asked, now):
        address = reverse("places:place", args=[place.id, slugify(f"{place.name} {place.commune_name}")[:80] or "lieu"])
        yield place.name, address, f"{place.address}, {place.postal_code} {place.commune_name}"


FINDERS = (
    Finder(_("Demandes de postes"), "positions.request_read", requests_like),
    Finder(_("Contrats"), "recruitment.read_contracts", contracts_like),
)
