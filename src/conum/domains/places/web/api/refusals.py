"""Why the API does not answer, in sentences that name the parameter, what was received and what is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 60  # characters of a value shown back
FORMS = {
    "departement": gettext_lazy("un code comme 87, 2A ou 974"),
    "region": gettext_lazy("un code comme 75 ou 04"),
    "commune": gettext_lazy("un code INSEE à cinq signes, comme 87085"),
    "epci": gettext_lazy("un numéro SIREN à neuf chiffres"),
    "source": gettext_lazy("un texte sans caractère nul"),
    "ouvert_a": gettext_lazy("une date, une heure et son décalage, comme 2026-03-02T14:00:00Z"),
    "curseur": gettext_lazy("le « suivant » rendu par la page d'avant"),
}
"""Parameter → what it is, for those whose form is a pattern."""
KINDS = {
    "int": gettext_lazy("un nombre entier"),
    "float": gettext_lazy("un nombre, avec un point pour les décimales"),
    "finite": gettext_lazy("un nombre, avec un point pour les décimales"),
    "bool": gettext_lazy("true ou false"),
    "uuid": gettext_lazy("un identifiant comme ceux que l'API rend"),
}
"""Beginning of the kind of an error → what was expected."""


def refused(errors: Iterable[Mapping[str, Any]], query: QueryDict) -> JsonResponse:
    """Return the answer 422: `detail` in one text, `erreurs` by parameter.

    Args:
        errors: as the library tells them.
        query: the address, where what was received is read.
    """
    told = [{"parametre": parameter_of(error), "message": sentence(error, query)} for error in errors]
    return JsonResponse({"detail": " ".join(one["message"] for one in told), "erreurs": told}, status=422)


def parameter_of(error: Mapping[str, Any]) -> str:
    """Return the name that the address uses: groups of the code and ranks of a list are taken off."""
    names = [str(part) for part in error.get("loc", ()) if isinstance(part, str)]
    return names[-1] if names else ""


def sentence(error: Mapping[str, Any], query: QueryDict) -> str:
    """Return what is wrong with one parameter and what it accepts."""
    name, kind, limits = parameter_of(error), str(error.get("type", "")), error.get("ctx") or {}
    if kind == "missing":
        return _("Le paramètre « %(name)s » est obligatoire.") % {"name": name}
    told = _("Le paramètre « %(name)s » vaut « %(received)s »") % {"name": name, "received": _received(error, query)}
    return f"{told} : {_wanted(name, kind, limits)}."


def _received(error: Mapping[str, Any], query: QueryDict) -> str:
    """Return what the address gives: of a filter given several times, the value that is wrong."""
    given, rank = query.getlist(parameter_of(error)), error["loc"][-1]
    one = given[rank : rank + 1] if isinstance(rank, int) else given[-1:]
    return "".join(one)[:LONGEST]


def _wanted(name: str, kind: str, limits: Mapping[str, Any]) -> str:
    if kind == "enum":
        return _("valeurs acceptées : %(values)s") % {"values": _values(str(limits.get("expected", "")))}
    if kind == "greater_than_equal":
        return _("il doit être d'au moins %(least)s") % {"least": _number(limits["ge"])}
    if kind == "less_than_equal":
        return _("il doit être d'au plus %(most)s") % {"most": _number(limits["le"])}
    if name in FORMS:
        if kind == "string_too_long":
            return _("%(form)s, %(most)s caractères au plus") % {"form": FORMS[name], "most": limits["max_length"]}
        return _("il faut %(form)s") % {"form": FORMS[name]}
    expected = KINDS.get(kind.split("_")[0])
    return _("il faut %(form)s") % {"form": expected} if expected else _("il n'est pas comme le document le dit")


def _values(expected: str) -> str:
    """Turn « 'a', 'b' or 'c' » into « a, b, c »."""
    return expected.replace("'", "").replace(" or ", ", ")


def _number(limit: float) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit)
