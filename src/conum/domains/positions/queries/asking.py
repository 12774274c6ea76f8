"""What the request form shows and sends, from the answers kept in the draft."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import OrganisationKind
from conum.commons.accounts.models import Organisation
from conum.commons.programme import parameters as programme
from conum.commons.territories.models import Commune
from conum.domains.positions.enums import CoordinatorTime, PostKind
from conum.domains.positions.models import HostCommitment, HostRequestDraft
from conum.domains.positions.queries import sharing
from conum.kernel.ui.words import phone

TYPED = (
    "kind", "motivation", "territory_note", "candidate_email", "contact_first_name", "contact_last_name",
    "contact_function", "contact_email", "contact_phone",
)  # fmt: skip
OF_ORGANISATION = ("siret", "ridet", "branch_name", "name", "address", "legal_category", "rna")


def draft(draft_id: UUID, person_id: UUID | None) -> HostRequestDraft | None:
    """Return a draft that belongs to nobody or to this person."""
    found = HostRequestDraft.objects.filter(pk=draft_id).first()
    return None if found is None or (found.person_id and found.person_id != person_id) else found


def known_host(organisation_id: UUID | None) -> dict[str, Any]:
    """Return what is already known of the own structure, as initial values of the form."""
    host = Organisation.objects.select_related("commune").filter(pk=organisation_id).first()
    if host is None:
        return {}
    fields = {name: getattr(host, name) for name in (*OF_ORGANISATION, "contact_first_name", "contact_last_name",
              "contact_function", "contact_email", "contact_phone")}  # fmt: skip
    return {**fields, "organisation_kind": host.kind, "commune": host.commune_id}


def commitments(answers: dict[str, Any], day: date) -> HostCommitment:
    """Return the commitments in force for the kind of post asked."""
    version = programme.COMMITMENTS_VERSION.on(day)
    return HostCommitment.objects.get(version=version, kind=answers["kind"])


def filing_fields(answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (fields of the organisation, fields of the request) from the answers of a complete draft."""
    organisation = {name: answers.get(name) or "" for name in OF_ORGANISATION}
    organisation |= {
        "kind": answers["organisation_kind"],
        "commune_id": answers["commune"],
        "to_check": bool(answers.get("to_check")),
        **_point(answers),
    }
    coordinator = answers["kind"] == PostKind.COORDINATOR
    request = {name: answers.get(name) or "" for name in TYPED}
    request |= {
        "posts_wanted": 1 if coordinator else answers["posts_wanted"],
        "coordinator_time": answers["coordinator_time"] if coordinator else "",
        "start_wanted": date.fromisoformat(answers["start_wanted"]),
        "candidate_identified": answers.get("candidate_identified") == "yes",
        "additional_post": answers.get("additional_post") != "no",
        "shared_with": answers.get("shared_with") or [],
    }
    return organisation, request


def _point(answers: dict[str, Any]) -> dict[str, Any]:
    """The directory's point while the commune is the one it gave; otherwise the centre of the commune (POS-05)."""
    same = answers.get("commune_found") == answers["commune"]
    if same and answers.get("latitude") is not None and answers.get("longitude") is not None:
        return {"latitude": answers["latitude"], "longitude": answers["longitude"]}
    commune = Commune.objects.get(pk=answers["commune"])
    return {"latitude": commune.latitude, "longitude": commune.longitude}


def summary(answers: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, Any]]]]:
    """Return (title, step, lines) of each part of the summary before sending."""
    commune = Commune.objects.filter(pk=answers["commune"]).first()
    return [
        (_("Votre structure"), "structure", [
            (_("SIRET ou RIDET"), answers.get("siret") or answers.get("ridet")),
            (_("Antenne"), answers.get("branch_name")),
            (_("Nature"), OrganisationKind(answers["organisation_kind"]).label),
        ]),
        (_("Nom et adresse"), "adresse", [
            (_("Nom"), answers.get("name")),
            (_("Adresse"), answers.get("address")),
            (_("Commune"), commune.label if commune else ""),
        ]),
        (_("Votre besoin"), "besoin", _need(answers)),
        (_("Votre contact"), "contact", [
            (_("Nom"), f"{answers['contact_first_name']} {answers['contact_last_name']}"),
            (_("Fonction"), answers["contact_function"]),
            (_("Adresse électronique"), answers["contact_email"]),
            (_("Téléphone"), phone(answers["contact_phone"])),
        ]),
    ]  # fmt: skip


def _need(answers: dict[str, Any]) -> list[tuple[str, Any]]:
    coordinator = answers["kind"] == PostKind.COORDINATOR
    posts = (
        (_("Temps de coordination"), CoordinatorTime(answers["coordinator_time"]).label)
        if coordinator
        else (_("Postes demandés"), answers["posts_wanted"])
    )
    return [
        (_("Type de poste"), PostKind(answers["kind"]).label),
        posts,
        (_("Début souhaité"), date_format(date.fromisoformat(answers["start_wanted"]), "j F Y")),
        (_("Motivation"), answers["motivation"]),
        (_("Poste partagé avec"), ", ".join(sharing.names(answers.get("shared_with") or [])) or _("Personne")),
        (_("Candidat identifié"), answers.get("candidate_email") or _("Non")),
    ]
