"""Forms of the split of posts: what is set, the name of a scenario, its adoption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, ChoiceField, DecimalField, IntegerField, TextInput
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from conum.commons.territories.queries import department_names
from conum.domains.positions.enums import ASKED_KINDS, ApportionmentMethod
from conum.domains.positions.rules.allocation import AllocationInputs
from conum.domains.positions.rules.apportionment_errors import (
    ApportionmentImpossible,
    NoWeight,
    PostsLeftOver,
    TooFewPosts,
    UnknownDepartment,
)
from conum.domains.positions.rules.need import NeedWeights
from conum.kernel.ui import forms

MOST_POSTS = 100_000
FIXED = re.compile(r"^(\d{2,3}|2[ABab])\s*[:=]\s*(\d{1,5})$")
FAULTY_FIELD: dict[type[ApportionmentImpossible], str] = {
    TooFewPosts: "postes",
    PostsLeftOver: "postes",
    NoWeight: "population",
    UnknownDepartment: "fixes",
}


def _decimal(label: str, most: int, hint: str) -> DecimalField:
    wrong = format_lazy(__("Écrivez un nombre entre 0 et {most}, par exemple 0,8."), most=most)
    words = ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits", "max_whole_digits")
    return DecimalField(
        label=label,
        min_value=Decimal(0),
        max_value=Decimal(most),
        max_digits=5,
        decimal_places=3,
        localize=True,
        help_text=hint,
        widget=TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(words, wrong),
    )


def _whole(label: str, most: int, hint: str = "") -> IntegerField:
    wrong = format_lazy(__("Écrivez un nombre entier entre 0 et {most}."), most=most)
    return IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        help_text=hint,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class AllocationForm(forms.Form):
    """What an administrator sets; its names are those of the page's address, so that a split can be sent by link."""

    fieldsets = (
        (__("Postes à répartir"), ("postes", "poste", "methode")),
        (__("Poids d'un département"), ("population", "fragilite", "ruralite")),
        (__("Bornes"), ("plancher", "fixes", "collectivites")),
    )
    postes = _whole(__("Nombre de postes"), MOST_POSTS)
    poste = ChoiceField(label=__("Type de poste"), choices=ASKED_KINDS)
    methode = ChoiceField(label=__("Méthode"), choices=ApportionmentMethod.choices)
    population = _decimal(
        __("Exposant de la population"), 2, __("1 : proportionnel aux habitants ; moins de 1 : favorise les petits.")
    )
    fragilite = _decimal(
        __("Exposant de la fragilité numérique"), 5, __("0 : sans effet. L'indice vaut 100 en moyenne.")
    )
    ruralite = _decimal(
        __("Coefficient de ruralité"), 5, __("0 : sans effet ; 1 : un département tout rural compte double.")
    )
    plancher = _whole(__("Plancher par département"), 1000, __("Postes au moins, hors départements fixés."))
    fixes = CharField(
        label=__("Départements fixés"),
        required=False,
        max_length=2000,
        help_text=__("Code et postes, séparés par des virgules. Exemple : 87: 36, 19: 22, 23: 14."),
    )
    collectivites = BooleanField(label=__("Servir aussi les collectivités d'outre-mer"), required=False)

    def clean_fixes(self) -> dict[str, int]:
        """Return code → posts.

        Raises:
            ValidationError: a part is not « code: posts », or a département is unknown or given twice.
        """
        fixed: dict[str, int] = {}
        for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", self.cleaned_data["fixes"]))):
            found = FIXED.match(part)
            if found is None:
                raise ValidationError(_("« %(part)s » ne se lit pas : écrivez 87: 36.") % {"part": part})
            code = found[1].upper()
            if code not in department_names():
                raise ValidationError(_("Le département « %(code)s » n'existe pas.") % {"code": code})
            if code in fixed:
                raise ValidationError(_("Le département « %(code)s » est fixé deux fois.") % {"code": code})
            fixed[code] = int(found[2])
        return fixed

    def inputs(self) -> AllocationInputs:
        """Return what the valid form says."""
        data = self.cleaned_data
        return AllocationInputs(
            posts=data["postes"],
            kind=data["poste"],
            method=ApportionmentMethod(data["methode"]),
            weights=NeedWeights(data["population"], data["fragilite"], data["ruralite"]),
            floor=data["plancher"],
            fixed=data["fixes"],
            collectivities=data["collectivites"],
        )

    def refuse(self, refusal: ApportionmentImpossible) -> None:
        """Put the sentence of an impossible split on the field that makes it so."""
        self.add_error(FAULTY_FIELD.get(type(refusal), "postes"), refusal.message)


def address_of(inputs: AllocationInputs) -> dict[str, Any]:
    """Return the parameters of the address that gives these inputs again."""
    return dict(_parameters(inputs))


def _parameters(inputs: AllocationInputs) -> Iterator[tuple[str, Any]]:
    yield "postes", inputs.posts
    yield "poste", inputs.kind
    yield "methode", inputs.method
    yield "population", _french(inputs.weights.population_exponent)
    yield "fragilite", _french(inputs.weights.fragility_exponent)
    yield "ruralite", _french(inputs.weights.rurality_coefficient)
    yield "plancher", inputs.floor
    yield "fixes", ", ".join(f"{code}: {posts}" for code, posts in inputs.fixed.items())
    if inputs.collectivities:
        yield "collectivites", "on"


def _french(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


class ScenarioForm(forms.Form):
    """The name of a scenario."""

    name = CharField(
        label=__("Nom du scénario"), max_length=120, help_text=__("Par exemple « 4 000 postes, fragilité renforcée ».")
    )


class AdoptForm(forms.Form):
    """From which day a scenario makes the quotas."""

    valid_from = forms.DateField(label=__("Dotations à partir du"), help_text=__("Aujourd'hui ou une date à venir."))
    below_granted = BooleanField(
        label=__("Certaines dotations passent sous les postes déjà accordés : c'est voulu"), required=False
    )

    def __init__(self, *args: Any, some_below: bool, **kwargs: Any) -> None:
        """Ask about quotas under what is granted only when there are some."""
        super().__init__(*args, **kwargs)
        if not some_below and not self.is_bound:
            del self.fields["below_granted"]
