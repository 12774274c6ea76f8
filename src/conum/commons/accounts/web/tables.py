"""Columns of the lists of accounts."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.models import Membership, Organisation, Person
from conum.kernel.ui.tables import Column, page_of, state
from conum.kernel.ui.tones import name_tones

name_tones(success="succeeded active", error="refused closed")

SIGN_INS = (
    Column(gettext_lazy("Date"), "at", sort="date", heading=True),
    Column(gettext_lazy("Moyen"), "get_method_display"),
    state(gettext_lazy("Résultat"), "outcome"),
    Column(gettext_lazy("Adresse réseau"), "address"),
    Column(gettext_lazy("Appareil"), "device"),
)


def _author(line: Any) -> str:
    return str(_("Le système")) if line.role == "system" else line.author or "–"


HISTORY = (
    Column(gettext_lazy("Date"), "happened_at"),
    Column(gettext_lazy("Action"), "action", heading=True),
    Column(gettext_lazy("Auteur"), _author),
)


def scope(membership: Any) -> str:
    """Return where a role (or an invitation) is held: organisation or territory, "" when neither."""
    return str(membership.organisation or membership.department or membership.region or "")


def role_and_scope(membership: Membership) -> str:
    """Return « Préfecture, Haute-Vienne (87) »."""
    return ", ".join(filter(None, (str(membership.get_role_display()), scope(membership))))


def _roles(person: Person) -> str:
    rows = ((role_and_scope(membership),) for membership in person.roles)  # type: ignore[attr-defined]
    return format_html_join(", ", "{}", rows)


PEOPLE = (
    Column(
        gettext_lazy("Personne"),
        lambda person: str(person),
        sort="nom",
        heading=True,
        link=page_of("accounts:person"),
    ),
    Column(gettext_lazy("Adresse électronique"), "email", sort="adresse"),
    Column(gettext_lazy("Rôles"), _roles),
    Column(gettext_lazy("Dernière connexion"), "last_login", sort="connexion"),
    Column(gettext_lazy("État"), lambda person: _("actif") if person.is_active else _("désactivé")),
)

ORGANISATIONS = (
    Column(
        gettext_lazy("Structure"),
        lambda row: str(row),
        sort="nom",
        heading=True,
        link=page_of("accounts:organisation"),
    ),
    Column(gettext_lazy("SIRET ou RIDET"), lambda row: row.siret or row.ridet),
    Column(gettext_lazy("Commune"), "commune.label", sort="commune"),
    Column(gettext_lazy("Type"), "get_kind_display"),
    Column(gettext_lazy("Statut"), "get_employer_class_display", sort="statut"),
)


def organisation_summary(organisation: Organisation) -> list[tuple[str, Any]]:
    """Return the lines of the sheet of an organisation."""
    return [
        (_("SIRET ou RIDET"), organisation.siret or organisation.ridet),
        (_("RNA"), organisation.rna or "–"),
        (_("Type"), organisation.get_kind_display() or "–"),
        (_("Statut"), organisation.get_employer_class_display() or "–"),
        (_("Catégorie juridique"), organisation.legal_category or "–"),
        (_("Adresse"), organisation.address or "–"),
        (_("Commune"), organisation.commune or "–"),
        (_("Grand réseau"), organisation.get_network_display() or "–"),
        (_("Hub"), organisation.get_hub_display() or "–"),
    ]
