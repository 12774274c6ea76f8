"""What may be asked of the API and of the files of places: the finder's filters, under the names of the columns."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, get_origin
from zoneinfo import ZoneInfo

from django.http import QueryDict
from ninja import Query, Schema
from pydantic import AwareDatetime, BeforeValidator, Field

from conum.commons.territories.enums import ZoneKind
from conum.commons.territories.queries.reference import department_clocks
from conum.domains.places.enums import (
    AccessMode,
    Audience,
    Fee,
    Itinerance,
    NationalScheme,
    Service,
    SpecialSupport,
    SupportMode,
    TrainingLabel,
    Typology,
)
from conum.domains.places.queries.api import Wanted
from conum.domains.places.queries.finder_wish import EVENING, NOW, PARIS, WEEKEND

Code = Annotated[str, Query(pattern=r"^(?:\d[0-9AB]\d?)?$", max_length=3)]
Siren = Annotated[str, Query(pattern=r"^(?:[0-9]{9})?$", max_length=9)]
Insee = Annotated[str, Query(pattern=r"^(?:\d[0-9AB]\d{3})?$", max_length=5)]
TIMED = frozenset({"ouvert", "ouvert_a", "rdv", "coordinateur"})
"""Filters whose answer changes with the clock, though no place was written."""
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d")  # RFC 3339
LISTS = {
    "services": "service",
    "target_audiences": "public",
    "special_support": "prise_en_charge",
    "fees": "frais",
    "national_schemes": "dispositif",
    "access_modes": "acces",
    "support_modes": "accompagnement",
    "itinerance": "itinerance",
    "typologies": "typologie",
    "labels": "label",
}
"""Field of a place → name of its filter."""


class Opening(StrEnum):
    """When a place is open, as the finder's address writes it."""

    NOW = "maintenant"
    WEEKEND = "week-end"
    EVENING = "soir"


OPENINGS = {Opening.NOW: NOW, Opening.WEEKEND: WEEKEND, Opening.EVENING: EVENING}


def as_instant(text: Any) -> Any:
    """Refuse numbers, which the library would read as seconds since 1970: an instant is written in full."""
    if isinstance(text, str) and not INSTANT.match(text):
        raise ValueError(text)
    return text


def one_of(words: str) -> Any:
    """Return a filter that may be given several times."""
    return Field(default_factory=list, description=f"{words} Répété : l'une de ces valeurs suffit.")


class Asked(Schema):
    """Filters, all optional; codes of lists are those of the documentation page."""

    departement: Code = ""
    region: Code = ""
    commune: Insee = ""
    service: list[Service] = one_of("Service rendu.")
    public: list[Audience] = one_of("Public spécifiquement adressé.")
    prise_en_charge: list[SpecialSupport] = one_of("Prise en charge spécifique.")
    frais: list[Fee] = one_of("Frais à la charge des personnes.")
    dispositif: list[NationalScheme] = one_of("Programme national.")
    acces: list[AccessMode] = one_of("Modalité d'accès.")
    accompagnement: list[SupportMode] = one_of("Modalité d'accompagnement.")
    itinerance: list[Itinerance] = one_of("Lieu fixe ou itinérant.")
    typologie: list[Typology] = one_of("Type de lieu.")
    label: list[TrainingLabel] = one_of("Formation ou label.")
    epci: Siren = ""
    zone: ZoneKind | None = Field(None, description="Commune avec un quartier prioritaire, ou classée.")
    pass_numerique: bool | None = Field(None, description="Le lieu dit accepter le Pass numérique.")
    source: Annotated[str, Query(max_length=255, pattern=r"^[^\x00]*$")] = ""
    ouvert: list[Opening] = one_of(
        "Ouvert maintenant, un jour du week-end ou un soir (après 18 h) des sept jours à venir."
    )
    ouvert_a: Annotated[AwareDatetime, BeforeValidator(as_instant)] | None = Field(
        None, description="Ouvert à cet instant, dans les semaines à venir (ISO 8601 avec décalage)."
    )
    rdv: bool | None = Field(None, description="Un rendez-vous ou un atelier s'y réserve en ligne.")
    coordinateur: bool | None = Field(None, description="Un coordinateur y reçoit et accepte d'être montré.")

    @property
    def is_selection(self) -> bool:
        """Tell whether a filter other than the département is given."""
        return any(value not in ("", None, []) for name, value in self if name != "departement")

    def wanted(self, now: datetime) -> Wanted:
        """Return the filters as the query takes them, at an instant."""
        codes = {field: [str(code.value) for code in getattr(self, name)] for field, name in LISTS.items()}
        more = {"accepts_vouchers": self.pass_numerique, "source": self.source or None}
        return Wanted(
            self.departement,
            self.region,
            self.commune,
            {field: values for field, values in codes.items() if values},
            intercommunality=self.epci,
            zone=self.zone.value if self.zone else "",
            now=now,
            clock=ZoneInfo(department_clocks()[self.departement]) if self.departement in department_clocks() else PARIS,
            equal={name: value for name, value in more.items() if value is not None},
            openings=tuple(OPENINGS[one] for one in self.ouvert),
            open_at=self.ouvert_a,
            bookable=self.rdv,
            coordinator=self.coordinateur,
        )


SEVERAL = frozenset(name for name, field in Asked.model_fields.items() if get_origin(field.annotation) is list)


def read_asked(query: QueryDict) -> Asked:
    """Return the filters of an address, as the API reads them.

    Raises: pydantic.ValidationError.
    """
    given = {
        name: query.getlist(name) if name in SEVERAL else query[name] for name in Asked.model_fields if name in query
    }
    return Asked.model_validate(given)
