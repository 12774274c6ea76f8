"""Filling the application for an accreditation in tests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from conum.domains.mandates.models import AccreditationRequest
from conum.domains.mandates.queries import links
from tests.factories_accounts import siret

SIRET = siret(4321)
STEPS = {
    "demandeur": {
        "issuer_first_name": "Nadia",
        "issuer_last_name": "Petit",
        "issuer_profession": "Directrice",
        "issuer_email": "nadia.petit@bourg.example.org",
        "issuer_phone": "",
    },
    "structure": {"siret": SIRET, "ridet": ""},
    "adresse": {"name": "CCAS de Bourg", "kind": "commune", "address": "1 place de la Mairie", "commune": "Limoges"},
    "mission": {"mission": "Accueillir les habitants et les aider.", "people_helped_a_year": "250"},
    "referent": {
        "lead_first_name": "Lou",
        "lead_last_name": "Bernard",
        "lead_profession": "Responsable",
        "lead_email": "lou.bernard@bourg.example.org",
        "lead_helps": "no",
    },
    "aidants": {
        "part": "helper",
        "first_name": "Awa",
        "last_name": "Diallo",
        "profession": "Agent d'accueil",
        "email": "awa.diallo@bourg.example.org",
        "status": "employee",
    },
}
CONFIRMED = dict.fromkeys(
    ("terms_accepted", "data_officer_informed", "professionals_only", "no_elected_official", "no_volunteer"), "on"
)


def step(client: Any, name: str, **changes: Any) -> Any:
    """Post one step."""
    return client.post(reverse("mandates:ask_step", args=[name]), {**STEPS.get(name, {}), **changes})


def filled(client: Any) -> AccreditationRequest:
    """Every step filled, nothing sent."""
    for name in STEPS:
        assert step(client, name).status_code == 302, name
    step(client, "aidants", first_name="", last_name="", email="")
    assert client.post(reverse("mandates:ask_step", args=["engagements"]), CONFIRMED).status_code == 302
    return AccreditationRequest.objects.get()


def confirmed(client: Any) -> AccreditationRequest:
    """The address confirmed too."""
    draft = filled(client)
    address = reverse("mandates:confirm", args=[links.token(draft.pk, links.CONFIRM)])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    draft.refresh_from_db()
    return draft


def submitted(client: Any) -> AccreditationRequest:
    """Sent."""
    draft = confirmed(client)
    answer = client.post(reverse("mandates:ask_send"))
    assert answer.status_code == 302 and "/suivre/" in answer["Location"]
    draft.refresh_from_db()
    return draft
