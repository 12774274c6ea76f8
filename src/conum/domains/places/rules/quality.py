"""The quality score shown to editors (sheet 05 section 4, [I]): 100 points, and what to do to gain those missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from conum.domains.places.enums import Precision

SHORTEST_SUMMARY, LONGEST_SUMMARY = 80, 280
NOTHING_LEFT = 24  # months after which freshness gives no point
FULL = 6  # months during which it gives all


@dataclass(frozen=True)
class Described:
    """What the score reads of a place."""

    phones: list[str]
    emails: list[str]
    access_modes: list[str]
    opening_hours: str
    services: list[str]
    fees: list[str]
    accessibility_url: str
    summary: str
    precision: str
    updated_on: date | None


@dataclass(frozen=True)
class Part:
    """One line of the score.

    Attributes:
        name: code of the line; `section`: the section of the form that gains its points.
        points, most: given, and at most.
        advice: French sentence that says what to do, shown while points are missing.
    """

    name: str
    section: str
    label: str
    points: int
    most: int
    advice: str


LINES = (
    ("contact", "contact", _("Contact"), 20, _("Ajoutez un téléphone ou un courriel auquel on répond.")),
    ("access", "access", _("Modalités d’accès"), 10, _("Dites comment venir : se présenter, téléphoner, réserver…")),
    ("hours", "hours", _("Horaires"), 15, _("Remplissez les horaires de la semaine.")),
    ("services", "access", _("Services"), 15, _("Cochez ce que l’on vient faire ici.")),
    ("fees", "access", _("Frais"), 5, _("Dites si c’est gratuit.")),
    (
        "accessibility",
        "access",
        _("Accessibilité"),
        10,
        _("Donnez l’adresse de la fiche acceslibre.beta.gouv.fr du lieu."),
    ),
    ("summary", "access", _("Présentation courte"), 10, _("Écrivez une présentation de 80 à 280 caractères.")),
    ("point", "identity", _("Position exacte"), 5, _("Précisez l’adresse jusqu’au numéro dans la rue.")),
    (
        "freshness",
        "confirm",
        _("Fraîcheur"),
        10,
        _("Confirmez que rien n’a changé : tous les points pendant six mois."),
    ),
)


def parts(place: Described, today: date) -> list[Part]:
    """Return the lines of the score; their points add up to the score, from 0 to 100."""
    earned = {
        "contact": bool(place.phones or place.emails),
        "access": bool(place.access_modes),
        "hours": bool(place.opening_hours),
        "services": bool(place.services),
        "fees": bool(place.fees),
        "accessibility": bool(place.accessibility_url),
        "summary": SHORTEST_SUMMARY <= len(place.summary) <= LONGEST_SUMMARY,
        "point": place.precision == Precision.HOUSE,
    }
    return [
        Part(
            name,
            section,
            str(label),
            fresh_points(place.updated_on, today, most) if name == "freshness" else most * earned[name],
            most,
            str(advice),
        )
        for name, section, label, most, advice in LINES
    ]


def fresh_points(updated_on: date | None, today: date, most: int = 10) -> int:
    """Return the points of freshness: all under six months, then linear to none at twenty-four."""
    if updated_on is None:
        return 0
    age = (today - updated_on).days / 30.4375  # months, on average
    return round(most * min(1.0, max(0.0, (NOTHING_LEFT - age) / (NOTHING_LEFT - FULL))))
