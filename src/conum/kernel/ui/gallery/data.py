"""Invented data of the gallery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms as django_forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter

from conum.kernel.ui import forms
from conum.kernel.ui.filters import FilterSet
from conum.kernel.ui.tables import Column, state

TOTAL = 8000
PLACES = (("23", "Creuse"), ("19", "Corrèze"))
STATES = (("draft", "Brouillon"), ("submitted", "Déposée"), ("granted", "Accordée"), ("refused", "Refusée"))


@dataclass(frozen=True)
class Request:
    """A request for posts."""

    pk: int
    name: str
    department: str
    seats: int
    on: date
    status: str

    def get_status_display(self) -> str:
        """Return the words of the state."""
        return dict(STATES)[self.status]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Cell:
    """A square that stands for a département."""

    code: str
    name: str
    path: str
    zoom: str = ""


ROWS = (
    Request(1, "Commune de Guéret", "Creuse", 2, date(2026, 10, 2), "submitted"),
    Request(2, "Communauté de communes du Pays de Saint-Yrieix", "Haute-Vienne", 3, date(2026, 9, 14), "granted"),
    Request(3, "Association Les Ateliers du Plateau", "Corrèze", 1, date(2026, 11, 1), "refused"),
    Request(4, "Commune de Tulle", "Corrèze", 1, date(2026, 11, 12), "draft"),
)
COLUMNS = (
    Column("Structure", "name", sort="structure", heading=True, link=lambda row: f"#{row.pk}"),
    Column("Département", "department", sort="departement"),
    Column("Postes", "seats", sort="postes", numeric=True),
    Column("Déposée le", "on"),
    state("État"),
)
CELLS = (
    Cell("87", "Haute-Vienne", "M0 0h90v90h-90z"),
    Cell("23", "Creuse", "M95 0h90v90h-90z"),
    Cell("63", "Puy-de-Dôme", "M190 0h90v90h-90z"),
    Cell("24", "Dordogne", "M0 95h90v90h-90z"),
    Cell("19", "Corrèze", "M95 95h90v90h-90z"),
    Cell("15", "Cantal", "M190 95h90v90h-90z"),
    Cell("974", "La Réunion", "M320 40h70v70h-70z"),
)


@dataclass(frozen=True)
class Drawing:
    """The cells, as the outlines of the territories are given."""

    view_box: str = "0 0 400 190"
    shapes: Mapping[str, Cell] = field(default_factory=lambda: {cell.code: cell for cell in CELLS})


VALUES = {"87": 36, "23": 14, "63": 41, "24": 29, "19": 22, "974": 58}
POINTS = (
    {"lat": 46.1713, "lon": 1.8718, "title": "Mairie de Guéret", "text": "Ouvert jusqu'à 17 h", "href": "#gueret"},
    {"lat": 45.9551, "lon": 2.1680, "title": "Médiathèque d'Aubusson", "text": "Sur rendez-vous"},
)


class Filters(FilterSet):
    """Filters of the sample list."""

    department = ChoiceFilter(label="Département", choices=PLACES, empty_label="Tous")
    status = ChoiceFilter(label="État", choices=STATES, empty_label="Tous")
    name = CharFilter(label="Nom contient")


class HostForm(forms.Form):
    """A sample of each kind of field."""

    fieldsets = (
        ("Votre structure", ("name", "kind", "department")),
        ("Vous joindre", ("email", "phone")),
    )
    name = django_forms.CharField(label="Nom de la structure", max_length=80)
    kind = django_forms.ChoiceField(
        label="Type de structure",
        choices=(("public", "Publique"), ("private", "Privée")),
        widget=forms.RichRadio(hints={"public": "Commune, intercommunalité, département", "private": "Association"}),
    )
    department = django_forms.ChoiceField(
        label="Département", choices=(("", "Choisir"), ("23", "Creuse"), ("19", "Corrèze"))
    )
    email = django_forms.EmailField(
        label="Adresse électronique", widget=django_forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.PhoneField(label="Téléphone", required=False)
    start = forms.DateField(label="Date de début souhaitée", help_text="Au plus tôt dans un mois.")
    seats = django_forms.IntegerField(label="Nombre de postes", min_value=1, max_value=20)
    missions = django_forms.MultipleChoiceField(
        label="Missions prévues",
        required=False,
        choices=(("workshop", "Ateliers"), ("walk_in", "Permanences"), ("home", "Visites à domicile")),
        widget=forms.CheckboxChoices(hints={"home": "Avec l'accord de la personne."}),
    )
    why = forms.LongTextField(label="Votre projet", max_length=500, help_text="En quelques phrases simples.")
    letter = forms.UploadField(label="Délibération", required=False, max_bytes=5_000_000, kinds=("pdf", "jpg"))
    agreed = django_forms.BooleanField(label="Je certifie que ces renseignements sont exacts")


def progress(done: int) -> dict[str, Any]:
    """Return the state of an invented import of `TOTAL` places."""
    return {"done": done, "total": TOTAL, "next": reverse("ui:progress", args=[min(TOTAL, done + TOTAL // 4)])}


def context(request: HttpRequest, bound: QueryDict | None = None) -> dict[str, Any]:
    """Return what the samples show."""
    return {
        **progress(0),
        "day": date(2026, 11, 20),
        "rows": ROWS,
        "columns": COLUMNS,
        "words": ["Département", "Quota", "Reste"],
        "page_obj": Paginator(range(430), 50).get_page(request.GET.get("page", 3)),
        "filterset": Filters(request.GET or None, queryset=_NoRows()),
        "pairs": [("Nom", "Commune de Guéret"), ("SIRET", "212 309 609 00012"), ("Téléphone", None)],
        "tabs": [("Dossier", request.path), ("Pièces", "#pieces"), ("Historique", "#historique")],
        "bars": [("Haute-Vienne", 36, "#87"), ("Corrèze", 22, "#19"), ("Creuse", 14, "#23")],
        "months": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août"],
        "series": [
            ("Demandés", [12, 30, 44, 52, 61, 70, 72, 72]),
            ("Accordés", [0, 8, 22, 31, 48, 60, 66, 71]),
            ("Pourvus", [0, 0, 6, 14, 20, 35, None, 58]),
        ],
        "shapes": Drawing(),
        "values": VALUES,
        "links": {shape.code: f"#departement-{shape.code}" for shape in CELLS},
        "points": POINTS,
        "form": HostForm(bound),
    }


class _NoRows:
    """Stands for a queryset: the sample filters are shown, not applied."""

    model = None

    def all(self) -> _NoRows:
        return self
