"""What the application form shows and sends, from the answers kept in the draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from conum.commons.accounts.enums import OrganisationKind
from conum.commons.territories.models import Commune
from conum.domains.mandates.enums import RequestPart
from conum.domains.mandates.models import CONFIRMATIONS, AccreditationRequest

EDITABLE = ("draft", "changes_required", "changes_proposed")
ISSUER = ("issuer_first_name", "issuer_last_name", "issuer_profession", "issuer_email", "issuer_phone")
OF_ORGANISATION = ("siret", "ridet", "name", "address", "legal_category", "rna")
PERSON = ("first_name", "last_name", "profession", "email")


def editable(request_id: UUID, person_id: UUID | None) -> AccreditationRequest | None:
    """Return the application while its issuer may change it: it belongs to nobody or to this person."""
    found = AccreditationRequest.objects.filter(pk=request_id, state__in=EDITABLE).first()
    return None if found is None or (found.person_id and found.person_id != person_id) else found


def organisation_fields(answers: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the organisation."""
    fields = {name: answers.get(name) or "" for name in OF_ORGANISATION}
    return fields | {
        "kind": answers["kind"],
        "commune_id": answers["commune"],
        "to_check": bool(answers.get("to_check")),
        "latitude": answers.get("latitude"),
        "longitude": answers.get("longitude"),
    }


def people_of(answers: dict[str, Any]) -> list[dict[str, str]]:
    """Return everybody named, lead first: fields of `AccreditationRequestPerson`."""
    lead = {name: answers.get(f"lead_{name}", "") for name in PERSON}
    parts = [RequestPart.LEAD, *([RequestPart.HELPER] if answers.get("lead_helps") == "yes" else [])]
    named = [{"part": str(part), **lead} for part in parts]
    return named + [
        {"part": person["part"], **{name: person[name] for name in PERSON}} for person in answers.get("people", [])
    ]


def summary(answers: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, Any]]]]:
    """Return (title, step, pairs) of each part, as the last page shows them."""
    commune = Commune.objects.filter(pk=answers.get("commune")).first()
    name = f"{answers.get('issuer_first_name', '')} {answers.get('issuer_last_name', '')}"
    people = [
        (RequestPart(person["part"]).label, f"{person['first_name']} {person['last_name']}, {person['email']}")
        for person in people_of(answers)
    ]
    return [
        (
            _("Vous"),
            "demandeur",
            [
                (_("Nom"), name),
                (_("Profession"), answers.get("issuer_profession")),
                (_("Adresse électronique"), answers.get("issuer_email")),
            ],
        ),
        (
            _("Votre organisation"),
            "adresse",
            [
                (_("SIRET ou RIDET"), answers.get("siret") or answers.get("ridet")),
                (_("Nom"), answers.get("name")),
                (_("Type"), OrganisationKind(answers["kind"]).label),
                (_("Adresse"), f"{answers.get('address', '')}, {commune or ''}"),
            ],
        ),
        (
            _("Sa mission"),
            "mission",
            [
                (_("Mission de service public"), answers.get("mission")),
                (_("Personnes aidées par an"), answers.get("people_helped_a_year")),
            ],
        ),
        (_("Référents et aidants"), "aidants", people),  # type: ignore[list-item]
    ]


def confirmations_of(answers: dict[str, Any]) -> dict[str, bool]:
    """Return the five confirmations."""
    return {name: bool(answers.get(name)) for name in CONFIRMATIONS}
