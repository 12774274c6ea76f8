"""Filling the request form in tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.domains.positions.gateways import companies
from conum.kernel.web.challenge import answer_to
from tests.factories_accounts import siret

SIRET = siret(99001)
ELIGIBLE = {"kind": "counsellor", "organisation_kind": "commune", "france_services": "no"}
NEED = {
    "posts_wanted": "2",
    "motivation": "Ouvrir deux permanences par semaine.",
    "candidate_identified": "no",
}
CONTACT = {
    "contact_first_name": "Dominique",
    "contact_last_name": "Petit",
    "contact_function": "Maire",
    "contact_email": "Mairie@example.org",
    "contact_phone": "05 55 45 60 00",
}
ADDRESS = {"name": "Mairie de Bourg", "address": "1 place de la Mairie", "commune": "Limoges (87000)"}


def establishment(**fields: Any) -> companies.Establishment:
    defaults: dict[str, Any] = {
        "siret": SIRET,
        "name": "COMMUNE DE BOURG",
        "legal_category": "7210",
        "address": "1 PLACE DE LA MAIRIE",
        "commune": "87085",
        "closed": False,
        "closed_on": None,
        "latitude": 45.83,
        "longitude": 1.26,
    }
    return companies.Establishment(**{**defaults, **fields})


def start_wanted() -> str:
    return (timezone.localdate() + timedelta(days=60)).isoformat()


def fill(client: Client, *, until: str = "engagements", **changes: dict[str, Any]) -> Any:
    """Fill the steps in order, up to `until`; `changes` are given by step. Returns the last answer."""
    steps: dict[str, dict[str, Any]] = {
        "eligibilite": ELIGIBLE,
        "structure": {"siret": SIRET},
        "adresse": ADDRESS,
        "besoin": {**NEED, "start_wanted": start_wanted()},
        "contact": CONTACT,
        "engagements": {"commitments_accepted": "on"},
    }
    for step, data in steps.items():
        answer = client.post(reverse("positions:ask_step", args=[step]), {**data, **changes.get(step, {})})
        if step == until:
            return answer
        assert answer.status_code == 302, errors(answer)
    return answer


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors) if answer.context else {}


def send(client: Client) -> Any:
    path = reverse("positions:ask_send")
    token = client.get(path).context["form"].fields["challenge"].initial.token
    return client.post(path, {"challenge": answer_to(token), "challenge_token": token})
