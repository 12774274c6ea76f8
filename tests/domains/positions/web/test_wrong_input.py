"""What each bad input of the forms of an administrator gets: 422, a sentence on the field, what was typed kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.domains.positions.models import CommitteeSession, OpeningInterest, QuotaOverride
from conum.kernel.web.challenge import answer_to
from tests.factories_accounts import signed_in
from tests.factories_positions import make_opinion, make_quota, make_request

pytestmark = pytest.mark.django_db
TOO_LONG = "x" * 1001


def check(answer: Any, field: str, words: str, typed: str = "") -> None:
    """The page comes back with the sentence on the field, and with what was typed."""
    assert answer.status_code == 422
    found = " ".join(answer.context["form"].errors[field]).replace("\u202f", " ").replace("\xa0", " ")
    assert words in found, found
    assert typed in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "state", "data", "field", "words"),
    [
        ("cancel", "submitted", {"reason": ""}, "reason", "« Motif »"),
        ("cancel", "submitted", {"reason": TOO_LONG}, "reason", "1000 caractères au plus, vous en avez écrit 1001"),
        ("reinstate", "refused", {"reason": ""}, "reason", "« Motif »"),
        ("reinstate", "refused", {"reason": TOO_LONG}, "reason", "1000 caractères au plus"),
        ("withdraw", "submitted", {"reason": TOO_LONG}, "reason", "1000 caractères au plus"),
        ("mark_duplicate", "submitted", {"kept_number": ""}, "kept_number", "Numéro de la demande conservée"),
        ("mark_duplicate", "submitted", {"kept_number": "la première"}, "kept_number", "par exemple 128"),
        ("mark_duplicate", "submitted", {"kept_number": "0"}, "kept_number", "1 au moins"),
        ("ask_override", "submitted", {"posts": "0", "reason": "Itinérance"}, "posts", "1 au moins"),
        ("ask_override", "submitted", {"posts": "301", "reason": "Itinérance"}, "posts", "300 au plus"),
        ("ask_override", "submitted", {"posts": "deux", "reason": "Itinérance"}, "posts", "nombre"),
        ("ask_override", "submitted", {"posts": "1", "reason": ""}, "reason", "« Motif »"),
    ],
)
def test_a_wrong_step_of_a_request_is_refused_on_its_field(
    page: str, state: str, data: dict[str, str], field: str, words: str, client: Client
) -> None:
    make_quota(posts=3)
    request = make_request(state=state)
    signed_in(client, "national_admin")

    answer = client.post(reverse(f"positions:{page}", args=[request.pk]), data)

    check(answer, field, words, data[field])
    request.refresh_from_db()
    assert request.state == state and not QuotaOverride.objects.exists()


def test_a_request_that_does_not_exist_is_not_the_one_to_keep(client: Client) -> None:
    request = make_request()
    signed_in(client, "national_admin")

    answer = client.post(reverse("positions:mark_duplicate", args=[request.pk]), {"kept_number": "999999"})

    check(answer, "kept_number", "999999", "999999")


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"comment": ""}, "comment", "« Commentaire »"),
        ({"comment": "trop peu"}, "comment", "10"),
        ({"comment": TOO_LONG}, "comment", "1000 caractères au plus"),
        ({"proposed_posts": "-1"}, "proposed_posts", "0"),
        ({"proposed_posts": "un"}, "proposed_posts", "nombre"),
    ],
)
def test_POS_11_a_wrong_opinion_gets_the_bounds(data: dict[str, str], field: str, words: str, client: Client) -> None:
    request = make_request()
    signed_in(client, "prefecture", department_id="87")
    right = {"verdict": "favourable", "comment": "Le territoire est peu couvert.", "proposed_posts": "1"}

    answer = client.post(reverse("positions:opinion", args=[request.pk]), right | data)

    check(answer, field, words, data[field])
    assert not request.opinions.exists()


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"verdict": "approved", "posts_granted": "0"}, "posts_granted", "au moins un poste"),
        ({"verdict": "approved", "posts_granted": "4"}, "posts_granted", "3"),
        ({"verdict": "refused"}, "refusal_reason", "motif"),
        ({"verdict": "further_review", "observation": "x" * 2001}, "observation", "2000 caractères au plus"),
    ],
)
def test_a_wrong_decision_gets_its_limit(data: dict[str, str], field: str, words: str, client: Client) -> None:
    make_quota(posts=3)
    request = make_request(posts_wanted=5)
    make_opinion(request)
    signed_in(client, "national_admin")

    answer = client.post(reverse("positions:decide", args=[request.pk]), data)

    check(answer, field, words, data.get(field, ""))
    assert not request.decisions.exists()


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"label": "", "date": "2026-12-01"}, "label", "Remplissez"),
        ({"label": "x" * 41, "date": "2026-12-01"}, "label", "caractères au plus"),
        ({"label": "COSELEC 1", "date": "2026-02-30"}, "date", "n'existe pas"),
    ],
)
def test_a_wrong_session_gets_its_sentence(data: dict[str, str], field: str, words: str, client: Client) -> None:
    signed_in(client, "national_admin")

    check(client.post(reverse("positions:plan_session"), data), field, words, data[field])

    assert not CommitteeSession.objects.exists()


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"email": "asso"}, "email", "adresse"),
        ({"email": ""}, "email", "Remplissez"),
        ({"organisation_name": ""}, "organisation_name", "Remplissez"),
    ],
)
def test_POS_02_a_wrong_address_is_not_kept_for_the_opening(
    data: dict[str, str], field: str, words: str, client: Client, settings: Any
) -> None:
    settings.CHALLENGE_MIN_SECONDS = 0
    page = reverse("positions:interest", args=["private"])
    token = client.get(page).context["form"].fields["challenge"].initial.token
    right = {"email": "asso@example.org", "organisation_name": "Asso", "challenge_token": token}

    check(client.post(page, right | {"challenge": answer_to(token)} | data), field, words, data[field])

    assert not OpeningInterest.objects.exists()
