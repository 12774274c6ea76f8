"""Amendments, transfers and vacancies through their pages: the whole way, wrong input, query counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conum.commons.accounts.models import Actor, Organisation
from conum.commons.programme.models import ParameterValue
from conum.domains.positions.models import PostAmendment, PostAttachment, PostTransfer
from tests.factories_accounts import LONG_AGO, make_membership, make_person, sign_in, signed_in
from tests.factories_amendments import ask, host_with, propose
from tests.factories_positions import SPRING_DAY, make_host

TOMORROW = SPRING_DAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def allocation_open(db: None) -> None:
    """Posts are given out today too, as in the demonstration."""
    ParameterValue.objects.create(
        key="positions.allocation_open",
        first_day=date(2025, 5, 1),
        value="true",
        reason="Essais",
        author_id=make_person().pk,
        made_at=LONG_AGO,
    )


def client_of(actor: Actor) -> Client:
    """Return a browser signed in as this actor."""
    client = Client()
    membership = make_membership(actor.role, organisation=Organisation.objects.get(pk=actor.organisation_id))
    sign_in(client, membership.person, membership)
    return client


def page(name: str, row: Any = None) -> str:
    """Return the address of a page of positions."""
    return reverse(f"positions:{name}", args=[row.pk] if row else [])


ASK = reverse("positions:amendment_ask", args=["ajout"])
RETURN = reverse("positions:amendment_ask", args=["rendu"])
WANTED = {"kind": "counsellor", "posts": "1", "reason": "strong_demand", "reason_text": ""}
GIVEN = {"kind": "counsellor", "posts": "1", "reason": "need_gone", "reason_text": ""}


def test_an_addition_goes_from_the_host_to_the_administrator(client: Client) -> None:
    manager, _rows = host_with(1)
    host = client_of(manager)
    assert "Demander des postes de plus" in host.get(page("amendments")).content.decode()
    assert host.get(ASK).status_code == 200
    shown = host.post(ASK, WANTED, follow=True).content.decode()
    assert "demande d'ajout est enregistrée" in shown.replace("&#x27;", "'")
    amendment = PostAmendment.objects.get()
    assert "Un avenant est déjà en cours" in host.get(ASK).content.decode()

    prefect = Client()
    signed_in(prefect, "prefecture", department_id="87")
    opinion = {"verdict": "favourable", "proposed_posts": "1", "comment": "Un besoin réel sur ce territoire."}
    assert prefect.get(page("amendment_opinion", amendment)).status_code == 200
    assert prefect.post(page("amendment_opinion", amendment), opinion).status_code == 302

    signed_in(client, "national_admin")
    assert "Un besoin réel" in client.get(page("amendment", amendment)).content.decode()
    accepted = client.post(page("amendment_accept", amendment), {"posts_granted": "1", "decision_note": ""})
    assert accepted.status_code == 302
    assert PostAttachment.objects.count() == 2


def test_a_return_goes_from_the_host_to_the_administrator(client: Client) -> None:
    manager, (row,) = host_with(1)
    host = client_of(manager)
    assert host.post(RETURN, GIVEN).status_code == 302
    amendment = PostAmendment.objects.get()
    signed_in(client, "national_admin")
    today = timezone.localdate()
    sent = {"effective_on": today.isoformat(), "letter_reference": "AR 12"}

    assert "Lettre au payeur" in client.get(page("amendment_accept", amendment)).content.decode()
    assert client.post(page("amendment_accept", amendment), sent).status_code == 302

    row.refresh_from_db()
    row.request.refresh_from_db()
    assert (row.ends_on, row.request.state) == (today, "withdrawn")


def test_a_host_cancels_and_an_administrator_refuses(client: Client) -> None:
    manager, _rows = host_with(1)
    host, first = client_of(manager), ask(manager)
    assert "Annuler cet avenant" in host.get(page("amendment_cancel", first)).content.decode()
    host.post(page("amendment_cancel", first))
    second = ask(manager)
    signed_in(client, "national_admin")
    client.post(page("amendment_refuse", second), {"decision_note": "La dotation est atteinte."})

    assert list(PostAmendment.objects.order_by("created_at", "pk").values_list("state", flat=True)) == [
        "cancelled",
        "refused",
    ]
    assert "La dotation est atteinte." in host.get(page("amendment", second)).content.decode()


@pytest.mark.parametrize(
    ("path", "start", "field", "value", "sentence"),
    [
        (ASK, WANTED, "posts", "0", "nombre entier de postes, 1 ou plus"),
        (ASK, WANTED, "posts", "1,5", "nombre entier de postes, 1 ou plus"),
        (ASK, WANTED, "posts", "deux", "nombre entier de postes, 1 ou plus"),
        (ASK, WANTED, "posts", "31", "Demandez 30 postes au plus"),
        (ASK, WANTED, "reason", "", "Choisissez une réponse pour « Motif »"),
        (ASK, WANTED, "reason", "need_gone", "n’en fait pas partie"),
        (ASK, WANTED, "reason", "other", "Précisez l'autre raison"),
        (ASK, WANTED, "reason_text", "x" * 1001, "1000"),
        (ASK, WANTED, "kind", "coordinator", "n’en fait pas partie"),
        (RETURN, GIVEN, "posts", "2", "rendre 1 au plus"),
        (RETURN, GIVEN, "reason", "strong_demand", "n’en fait pas partie"),
        (RETURN, GIVEN, "effective_on", "31/02/2026", "Cette date n'existe pas"),
    ],
)
def test_wrong_input_of_a_host(path: str, start: dict[str, str], field: str, value: str, sentence: str) -> None:
    manager, _rows = host_with(1)

    answer = client_of(manager).post(path, {**start, field: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("&#x27;", "'"), answer.context["form"].errors
    assert not PostAmendment.objects.exists()


def test_wrong_input_of_an_administrator(client: Client) -> None:
    signed_in(client, "national_admin")
    addition, given = ask(host_with(1)[0]), ask(host_with(1)[0], "return")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    too_far = (timezone.localdate() + timedelta(days=366)).isoformat()
    for path, data, sentence in (
        (
            page("amendment_accept", addition),
            {"posts_granted": "2", "no_opinion_reason": "x"},
            "demande 1 poste : ",
        ),
        (page("amendment_accept", addition), {"posts_granted": "1"}, "dites pourquoi vous décidez sans lui"),
        (page("amendment_accept", addition), {"posts_granted": ""}, "Remplissez le champ"),
        (page("amendment_accept", given), {"effective_on": too_far, "letter_reference": "AR"}, "date d'effet"),
        (page("amendment_accept", given), {"effective_on": tomorrow, "letter_reference": ""}, "Remplissez le champ"),
        (page("amendment_refuse", given), {"decision_note": ""}, "Remplissez le champ"),
    ):
        answer = client.post(path, data)
        assert (answer.status_code, sentence in answer.content.decode().replace("&#x27;", "'")) == (422, True), data


def test_a_transfer_goes_through_its_three_agreements(client: Client) -> None:
    manager, (leaving, _kept) = host_with(2)
    arrival, (other,) = host_with(1)
    signed_in(client, "national_admin")
    today = timezone.localdate().isoformat()
    form = page("transfer_propose", leaving.post)
    assert "Proposer un transfert" in client.get(page("post", leaving.post)).content.decode()
    assert client.post(form, {"siret": other.host.siret, "effective_on": today}).status_code == 302
    transfer = PostTransfer.objects.get()
    prefect = Client()
    signed_in(prefect, "prefecture", department_id="87")

    for browser in (client_of(manager), client_of(arrival), prefect):
        assert "Donner mon accord" in browser.get(page("transfer", transfer)).content.decode()
        browser.post(page("transfer_agree", transfer))

    transfer.refresh_from_db()
    assert transfer.state == "done"
    assert "accord donné" in client.get(page("transfer", transfer)).content.decode()


def test_wrong_input_of_a_transfer(client: Client) -> None:
    _manager, (leaving,) = host_with(1)
    host = make_host(branch_name="Nord")
    make_host(siret=host.siret, branch_name="Sud")
    far = make_host("19031")
    signed_in(client, "national_admin")
    today = timezone.localdate()
    start = {"siret": make_host().siret, "effective_on": today.isoformat()}
    for changed, sentence in (
        ({"siret": "123"}, "14 chiffres du SIRET"),
        ({"siret": "11111111111111"}, "Aucune structure connue"),
        ({"siret": host.siret}, "choisissez parmi « Nord », « Sud »"),
        ({"siret": leaving.host.siret}, "déjà rattaché"),
        ({"siret": far.siret}, "même département"),
        ({"effective_on": (today - timedelta(days=1)).isoformat()}, "date à venir"),
        ({"effective_on": ""}, "Remplissez le champ"),
    ):
        answer = client.post(page("transfer_propose", leaving.post), {**start, **changed})
        assert (answer.status_code, sentence in answer.content.decode().replace("&#x27;", "'")) == (422, True), changed
    branch = {"siret": host.siret, "branch_name": "Sud"}
    assert client.post(page("transfer_propose", leaving.post), {**start, **branch}).status_code == 302


def test_a_refused_transfer_says_why() -> None:
    manager, (leaving,) = host_with(1)
    _arrival, (other,) = host_with(1)
    transfer = propose(leaving, other.host, manager, TOMORROW)
    browser = client_of(manager)
    assert browser.post(page("transfer_refuse", transfer), {"refused_reason": ""}).status_code == 422
    browser.post(page("transfer_refuse", transfer), {"refused_reason": "Nous gardons le poste."})
    assert "Nous gardons le poste." in browser.get(page("transfer", transfer)).content.decode()


def test_vacant_posts_are_listed_with_those_past_the_delay(client: Client) -> None:
    host_with(2)
    signed_in(client, "prefecture", department_id="87")
    shown = client.get(page("vacancies")).content.decode()
    assert "2 postes dépassent le délai" in shown
    assert client.get(page("vacancies"), {"etape": "half_time"}).context["page_obj"].paginator.count == 0


def _one_amendment() -> None:
    ask(host_with(1)[0])


def _one_transfer() -> None:
    manager, (leaving,) = host_with(1)
    propose(leaving, make_host(), manager, TOMORROW)


def _one_vacancy() -> None:
    host_with(1)


LISTS = {"amendments": _one_amendment, "transfers": _one_transfer, "vacancies": _one_vacancy}


@pytest.mark.parametrize(("name", "make"), LISTS.items(), ids=list(LISTS))
@pytest.mark.parametrize("kind", ["", "csv", "xlsx"])
def test_a_list_costs_the_same_with_one_row_and_three(
    client: Client, name: str, make: Callable[[], None], kind: str
) -> None:
    signed_in(client, "national_admin")
    asked = {"export": kind} if kind else {}

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page(name), asked)
            list(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        return len(queries)

    make()
    cost()
    one = cost()
    make()
    make()
    assert cost() == one


@pytest.mark.parametrize("name", list(LISTS))
@pytest.mark.parametrize("role", ["hub", "network", "paying_agent", "host_manager", "prefecture"])
def test_readers_open_the_lists(client: Client, name: str, role: str) -> None:
    reach = {"region_id": "75"} if role == "hub" else {}
    signed_in(client, role, **reach)
    answer = client.get(page(name))
    assert answer.status_code == 200
    assert "Aucun" in answer.content.decode()
