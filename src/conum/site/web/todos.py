"""What awaits each role on its dashboard: a number, a sentence, the list it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from conum.commons.accounts.models import Actor
from conum.domains.booking.queries import agenda
from conum.domains.positions.queries import requests
from conum.domains.recruitment.enums import ContractState, MatchState
from conum.domains.recruitment.models import Match
from conum.domains.recruitment.queries import contracts, pool


@dataclass(frozen=True)
class Todo:
    """One line of the dashboard.

    Attributes:
        roles: codes of the roles it is shown to.
        words: singular and plural after the number, lazily translated.
        count: called with the actor.
        url_name: page of the list.
        query: filters of that list, for the address.
    """

    roles: frozenset[str]
    words: Any
    count: Callable[[Actor], int]
    url_name: str
    query: str = ""


@dataclass(frozen=True)
class Waiting:
    """A line ready to be shown."""

    number: int
    words: str
    href: str


def without_opinion(actor: Actor) -> int:
    """Return how many requests of the territory wait for an opinion."""
    return requests.waiting(actor).filter(verdict="").count()


def to_decide(actor: Actor) -> int:
    """Return how many requests wait for a decision."""
    return requests.waiting(actor).count()


def contracts_in(state: ContractState) -> Callable[[Actor], int]:
    """Return what counts the contracts of this state that the actor sees."""
    return lambda actor: contracts.listed(actor).filter(state=state).count()


def vacant_posts(actor: Actor) -> int:
    """Return how many posts of the actor's host have nobody."""
    return pool.needs_of(actor).aggregate(sum=Sum("vacant_posts"))["sum"] or 0


def matches_in(state: MatchState) -> Callable[[Actor], int]:
    """Return what counts the matches of this state of the actor's host."""
    return lambda actor: Match.objects.filter(need__in=pool.needs_of(actor), state=state).count()


def _todo(roles: str, words: Any, count: Callable[[Actor], int], url_name: str, query: str = "") -> Todo:
    return Todo(frozenset(roles.split()), words, count, url_name, query)


TODOS = (
    _todo(
        "prefecture",
        ngettext_lazy("demande attend votre avis", "demandes attendent votre avis", "number"),
        without_opinion,
        "positions:requests",
        "avis=none&etat=submitted",
    ),
    _todo(
        "national_admin",
        ngettext_lazy("demande attend une décision", "demandes attendent une décision", "number"),
        to_decide,
        "positions:sessions",
    ),
    _todo(
        "national_admin paying_agent",
        ngettext_lazy("contrat est à valider", "contrats sont à valider", "number"),
        contracts_in(ContractState.SUBMITTED),
        "recruitment:contracts",
        "etat=submitted",
    ),
    _todo(
        "national_admin paying_agent",
        ngettext_lazy("rupture est à valider", "ruptures sont à valider", "number"),
        contracts_in(ContractState.TERMINATION_SUBMITTED),
        "recruitment:contracts",
        "etat=termination_submitted",
    ),
    _todo(
        "host_manager",
        ngettext_lazy("demande est en cours d'examen", "demandes sont en cours d'examen", "number"),
        to_decide,
        "positions:requests",
    ),
    _todo(
        "host_manager",
        ngettext_lazy("poste est à pourvoir", "postes sont à pourvoir", "number"),
        vacant_posts,
        "recruitment:pool",
    ),
    _todo(
        "host_manager",
        ngettext_lazy("candidat vous est proposé", "candidats vous sont proposés", "number"),
        matches_in(MatchState.PROPOSED),
        "recruitment:pool",
    ),
    _todo(
        "host_manager",
        ngettext_lazy("candidat est présélectionné", "candidats sont présélectionnés", "number"),
        matches_in(MatchState.SHORTLISTED),
        "recruitment:pool",
        "etat=shortlisted",
    ),
    _todo(
        "host_manager counsellor coordinator",
        ngettext_lazy("contrat est en cours", "contrats sont en cours", "number"),
        contracts_in(ContractState.ACTIVE),
        "recruitment:contracts",
        "etat=active",
    ),
    _todo(
        "counsellor mediator coordinator",
        ngettext_lazy(
            "rendez-vous passé : la personne est-elle venue ?",
            "rendez-vous passés : les personnes sont-elles venues ?",
            "number",
        ),
        agenda.to_confirm,
        "booking:appointments",
        "etat=to_confirm",
    ),
    _todo(
        "counsellor mediator coordinator",
        ngettext_lazy("atelier à clore : qui est venu ?", "ateliers à clore : qui est venu ?", "number"),
        agenda.workshops_to_close,
        "booking:workshops_staff",
        "passes=1",
    ),
)


def waiting(actor: Actor) -> Iterator[Waiting]:
    """Yield what awaits the actor, lines at zero included so that the place of things never moves."""
    for todo in TODOS:
        if actor.role in todo.roles:
            number = todo.count(actor)
            href = reverse(todo.url_name) + (f"?{todo.query}" if todo.query else "")
            yield Waiting(number, str(todo.words % {"number": number}), href)
