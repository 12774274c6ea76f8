"""What each bad input of the forms of contracts and reasons gets: 422, a sentence on the field, what was typed kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conum.domains.recruitment.models import EmploymentContract
from tests.factories_accounts import sign_in, signed_in
from tests.factories_positions import make_attachment
from tests.factories_recruitment import A_PDF, make_contract, make_match, make_need

pytestmark = pytest.mark.django_db
HTML = b"<html><script>alert(1)</script></html>"
ENTRY = {
    "kind": "fixed_term",
    "starts_on": "2021-09-01",
    "ends_on": "2022-08-31",
    "gross_monthly_salary": "1 800,00",
    "working_time": "100",
    "manager_first_name": "Dominique",
    "manager_last_name": "Morel",
    "manager_function": "Directrice",
    "manager_email": "dominique@example.org",
}
RIGHT = {
    "extend": {"new_end": "2030-08-31", "new_salary": "2000"},
    "renew": {"new_kind": "fixed_term", "new_start": "2030-01-01", "new_end": "2030-12-31", "new_salary": "2000"},
    "terminate": {"ends_on": "2021-12-01", "reason": "resignation"},
    "record_leave": {"starts_on": "2021-12-01", "ends_on": "2021-12-10"},
}


def a_file(content: bytes) -> SimpleUploadedFile:
    """A file whose name says PDF, whatever it holds."""
    return SimpleUploadedFile("piece.pdf", content)


def check(answer: Any, change: dict[str, Any], field: str, words: str) -> None:
    """The page comes back with the sentence on the field, and with what was typed."""
    assert answer.status_code == 422
    found = " ".join(answer.context["form"].errors[field]).replace("\u202f", " ").replace("\xa0", " ")
    assert words in found, found
    kept = [str(value) for value in change.values() if isinstance(value, str) and value]
    bound = answer.context["form"].data
    assert all(value in bound.values() for value in kept)
    typed = [value for value in kept if answer.context["form"].fields[field].__class__.__name__ in ("CharField",)]
    assert all(value in answer.content.decode() for value in typed)


def test_the_limit_said_before_is_the_limit_of_the_refusal(client: Client) -> None:
    assert "Taille maximale : 5 Mo." in client.get(reverse("recruitment:apply")).content.decode()
    contract = make_contract(state="active")
    signed_in(client, "host_manager", organisation=contract.host)
    page = client.get(reverse("recruitment:extend", args=[contract.pk])).content.decode()
    assert "Taille maximale : 10 Mo." in page


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"kind": "training"}, "kind", "choix valide"),
        ({"starts_on": ""}, "starts_on", "Premier jour du contrat"),
        ({"starts_on": "2021-02-30"}, "starts_on", "n'existe pas"),
        ({"ends_on": "2021-08-31"}, "ends_on", "avant la date de début (01/09/2021)"),
        ({"ends_on": ""}, "ends_on", "Indiquez la date de fin"),
        ({"kind": "permanent"}, "ends_on", "pas de date de fin"),
        ({"gross_monthly_salary": "mille"}, "gross_monthly_salary", "par exemple 1 801,80"),
        ({"gross_monthly_salary": "0"}, "gross_monthly_salary", "0,01 au moins"),
        ({"gross_monthly_salary": "1554,57"}, "gross_monthly_salary", "1 554,58 €"),
        ({"gross_monthly_salary": "1800,001"}, "gross_monthly_salary", "2 chiffres après la virgule"),
        ({"working_time": "49"}, "working_time", "« Temps de travail (%) » : 50 au moins"),
        ({"working_time": "101"}, "working_time", "« Temps de travail (%) » : 100 au plus"),
        ({"working_time": "plein"}, "working_time", "nombre entier"),
        ({"working_time": "80"}, "working_time", "demande son motif et son justificatif"),
        ({"part_time_reason": "holidays"}, "part_time_reason", "choix valide"),
        ({"manager_first_name": "D"}, "manager_first_name", "« Prénom » : 2 caractères au moins"),
        ({"manager_last_name": "x" * 51}, "manager_last_name", "50 caractères au plus, vous en avez écrit 51"),
        ({"manager_function": ""}, "manager_function", "« Fonction »"),
        ({"manager_function": "x" * 101}, "manager_function", "100 caractères au plus"),
        ({"manager_email": "dominique"}, "manager_email", "adresse"),
        ({"manager_phone": "12"}, "manager_phone", "06 12 34 56 78"),
        ({"evidence": a_file(HTML)}, "evidence", "quel que soit son nom"),
        ({"evidence": a_file(A_PDF + b"x" * 11_000_000)}, "evidence", "la limite est de 10 Mo"),
    ],
)
def test_a_wrong_contract_is_refused_on_its_field(
    change: dict[str, Any], field: str, words: str, client: Client
) -> None:
    attachment = make_attachment()
    match = make_match(need=make_need(attachment), state="shortlisted")
    signed_in(client, "host_manager", organisation=attachment.host)

    answer = client.post(reverse("recruitment:contract_entry", args=[match.pk]), ENTRY | change)

    check(answer, change, field, words)
    assert not EmploymentContract.objects.exists()


@pytest.mark.parametrize(
    ("page", "change", "field", "words"),
    [
        ("extend", {"new_end": ""}, "new_end", "Nouvelle date de fin"),
        ("extend", {"new_end": "2021-01-01"}, "new_end", "après la fin actuelle (30/06/2023)"),
        ("extend", {"new_salary": "1"}, "new_salary", "SMIC"),
        ("extend", {"new_salary": "assez"}, "new_salary", "par exemple 1 801,80"),
        ("extend", {"evidence": a_file(HTML)}, "evidence", "quel que soit son nom"),
        ("renew", {"new_kind": "training"}, "new_kind", "choix valide"),
        ("renew", {"new_start": "2021-01-01"}, "new_start", "après la fin du contrat actuel (30/06/2023)"),
        ("renew", {"new_end": "2029-01-01"}, "new_end", "avant la date de début (01/01/2030)"),
        ("renew", {"new_end": ""}, "new_end", "Indiquez la date de fin"),
        ("renew", {"new_salary": "1"}, "new_salary", "SMIC"),
        ("terminate", {"ends_on": ""}, "ends_on", "Dernier jour travaillé"),
        ("terminate", {"ends_on": "2019-01-01"}, "ends_on", "commence le 01/07/2021"),
        ("terminate", {"ends_on": "2090-01-01"}, "ends_on", "dans le contrat"),
        ("terminate", {"reason": "bored"}, "reason", "choix valide"),
        ("terminate", {"reason": ""}, "reason", "« Motif »"),
        (
            "terminate",
            {"evidence": a_file(HTML), "evidence_kind": "last_pay_slip"},
            "evidence",
            "quel que soit son nom",
        ),
        ("terminate", {"evidence": a_file(A_PDF)}, "evidence_kind", "nature du document"),
        ("record_leave", {"starts_on": ""}, "starts_on", "Premier jour"),
        ("record_leave", {"ends_on": "2021-11-30"}, "ends_on", "avant le premier jour"),
        ("record_leave", {"starts_on": "2019-01-01"}, "starts_on", "pendant le contrat"),
    ],
)
def test_a_wrong_change_of_a_contract_is_refused_on_its_field(
    page: str, change: dict[str, Any], field: str, words: str, client: Client
) -> None:
    contract = make_contract(state="active")
    signed_in(client, "host_manager", organisation=contract.host)

    answer = client.post(reverse(f"recruitment:{page}", args=[contract.pk]), RIGHT[page] | change)

    check(answer, change, field, words)
    contract.refresh_from_db()
    assert contract.state == "active" and not contract.leaves.exists() and not contract.changes.exists()


@pytest.mark.parametrize(
    ("page", "change", "field", "words"),
    [
        ("cancel_contract", {"reason": ""}, "reason", "500 caractères au plus"),
        ("cancel_contract", {"reason": "x" * 501}, "reason", "500 caractères au plus, vous en avez écrit 501"),
        ("validate_contract", {}, "evidence_seen", "Cochez la case"),
    ],
)
def test_an_administrator_says_why_and_what_was_seen(
    page: str, change: dict[str, Any], field: str, words: str, client: Client
) -> None:
    contract = make_contract()
    signed_in(client, "national_admin")

    check(client.post(reverse(f"recruitment:{page}", args=[contract.pk]), change), change, field, words)

    contract.refresh_from_db()
    assert contract.state == "submitted"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"reason": ""}, "reason", "Motif"),
        ({"reason": "found_job"}, "reason", "choix valide"),
        ({"email": "sacha"}, "email", "adresse"),
        ({"email": "autre@example.org"}, "email", "recopiez-la exactement"),
    ],
)
def test_REC_06_a_wrong_removal_is_refused_on_its_field(
    change: dict[str, str], field: str, words: str, client: Client
) -> None:
    candidate = make_match().candidate
    signed_in(client, "national_admin")
    right = {"reason": "gdpr_request", "email": candidate.email}

    check(
        client.post(reverse("recruitment:candidate_remove", args=[candidate.pk]), right | change), change, field, words
    )

    candidate.refresh_from_db()
    assert candidate.state == "available"


@pytest.mark.parametrize(("page", "side"), [("not_retain", "host"), ("decline", "candidate")])
@pytest.mark.parametrize(("reason", "words"), [("", "Choisissez une réponse"), ("ugly", "choix valide")])
def test_REC_35_a_refusal_gives_one_of_the_reasons(
    page: str, side: str, reason: str, words: str, client: Client
) -> None:
    match = make_match(state="shortlisted")
    if side == "host":
        signed_in(client, "host_manager", organisation=match.need.host)
    else:
        sign_in(client, match.candidate.person)

    answer = client.post(reverse(f"recruitment:{page}", args=[match.pk]), {"reason": reason})

    check(answer, {"reason": reason}, "reason", words)
    match.refresh_from_db()
    assert match.state == "shortlisted"
