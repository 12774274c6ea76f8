"""Who may help, under which address, and when (MAN-01 to MAN-06)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from conum.kernel.rules import rule

WORDS = (
    "accueil administration agence asso association bonjour bureau ccas cias cms communication compta comptabilite "
    "contact contacts courrier direction dsi epn equipe etatcivil formation france-services franceservices fs gestion "
    "hello info information informations infos mairie maire mail mds mediatheque msap numerique permanence rh "
    "secretariat service services siege social standard support team ville webmaster"
)
SHARED = frozenset(WORDS.split())


@rule("MAN-01", field="status")
def is_professional(status: str) -> bool:
    """Un aidant est un salarié ou un agent public de l'organisation : ni proche, ni bénévole, ni volontaire, ni élu."""
    return status == "employee"


@rule("MAN-02", field="email")
def address_is_nominative(email: str) -> bool:
    """Cette adresse est partagée : donnez l'adresse professionnelle nominative, par exemple prenom.nom@…"""
    local = email.strip().lower().partition("@")[0]
    words = [word for word in re.split(r"[._+\d]+", local) if word]
    return bool(words) and local not in SHARED and not all(part in SHARED for word in words for part in _parts(word))


def _parts(word: str) -> list[str]:
    return [word] if word in SHARED else word.split("-")


@rule("MAN-02", field="email")
def address_is_free(taken: bool) -> bool:
    """Cette adresse est déjà celle d'un aidant de l'organisation : chacun a la sienne."""
    return not taken


@rule("MAN-03", field="trained_on")
def training_is_past(on: date, today: date) -> bool:
    """La date de fin de formation ne peut pas être à venir."""
    return on <= today


@rule("MAN-03", field="test_on")
def test_follows_training(trained_on: date | None, test_on: date, today: date) -> bool:
    """Le test Pix se passe après la formation, et sa date ne peut pas être à venir."""
    return trained_on is not None and trained_on <= test_on <= today


@rule("MAN-04", field="procedures")
def groups_are_offered(asked: frozenset[str], offered: frozenset[str]) -> bool:
    """Choisissez au moins un groupe de démarches, parmi ceux qui sont proposés aujourd'hui."""
    return bool(asked) and asked <= offered


@rule("MAN-05")
def is_due_for_suspension(last_activity: datetime, now: datetime, months: int) -> bool:
    """Après {months} mois sans activité, l'aidant est suspendu."""
    return last_activity < months_before(now, months)


@rule("MAN-06")
def acts_for_one(organisation: object, begun_in: object) -> bool:
    """Ce mandat a été commencé pour une autre organisation : il se signe dans celle où il a été commencé."""
    return organisation is not None and organisation == begun_in


def months_before(now: datetime, months: int) -> datetime:
    """Return the same instant some calendar months earlier; the last day of a shorter month."""
    total = now.year * 12 + now.month - 1 - months
    year, month = divmod(total, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return now.replace(year=year, month=month + 1, day=min(now.day, last))
