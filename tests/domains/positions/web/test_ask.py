"""The request form in steps: the whole way, and what bad input gets (sheet 02 section 3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.commons.accounts.models import Organisation
from conum.commons.messaging.models import OutboxMessage
from conum.domains.positions.gateways import companies
from conum.domains.positions.models import HostRequest, HostRequestDraft, OpeningInterest
from conum.domains.positions.queries import links
from conum.kernel.web.challenge import answer_to
from tests.domains.positions.web.asking import SIRET, errors, establishment, fill, send
from tests.factories_positions import make_host, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def test_the_whole_way(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()
    fill(client)

    summary = client.get(reverse("positions:ask_send"))
    assert "Ouvrir deux permanences" in summary.content.decode()
    assert send(client).url == reverse("positions:ask_sent")

    request = HostRequest.objects.get()
    assert (request.state, request.posts_wanted, request.department_id) == ("unconfirmed", 2, "87")
    assert (request.contact_email, request.contact_phone) == ("mairie@example.org", "+33555456000")
    assert request.commitments.version == "2020-11"
    assert (request.organisation.latitude, request.organisation.to_check) == (45.83, False)
    assert not HostRequestDraft.objects.exists()

    mail = OutboxMessage.objects.get()
    path = reverse("positions:confirm", args=[links.token(request.pk, links.CONFIRM)])
    assert mail.to == "mairie@example.org" and "/confirmer/" in mail.text
    assert client.get(path).status_code == 200
    request.refresh_from_db()
    assert request.state == "unconfirmed"  # a link that is only opened confirms nothing

    follow = client.post(path, follow=True)
    request.refresh_from_db()
    assert request.state == "submitted" and "transmise à la préfecture" in follow.content.decode()


def test_steps_come_in_order(client: Client) -> None:
    answer = client.get(reverse("positions:ask_step", args=["contact"]))

    assert answer.url == reverse("positions:ask_step", args=["eligibilite"])
    assert client.get(reverse("positions:ask_step", args=["inconnue"])).status_code == 404


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"organisation_kind": "state_service"}, "organisation_kind", "service déconcentré"),
        ({"organisation_kind": "sole_profit"}, "organisation_kind", "exclusivement lucratif"),
        ({"france_services": "yes", "additional_post": "no"}, "additional_post", "en plus des deux agents"),
        ({"france_services": "yes"}, "additional_post", "en plus des deux agents"),
        ({"kind": ""}, "kind", "Choisissez ce que vous demandez"),
        ({"kind": "mayor"}, "kind", "mayor"),
    ],
)
def test_eligibility_is_told_at_once(change: dict[str, str], field: str, words: str, client: Client) -> None:
    answer = fill(client, until="eligibilite", eligibilite=change)

    assert answer.status_code == 422
    assert words in " ".join(errors(answer)[field])
    assert not HostRequestDraft.objects.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"siret": ""}, "siret"),
        ({"siret": "123"}, "siret"),
        ({"siret": SIRET[:-1] + ("0" if SIRET[-1] != "0" else "1")}, "siret"),
        ({"siret": "abcdefghijklmn"}, "siret"),
        ({"siret": "", "ridet": "12"}, "ridet"),
        ({"siret": SIRET, "ridet": "1234567"}, "ridet"),
    ],
)
def test_POS_06_a_wrong_number_is_refused(data: dict[str, str], field: str, client: Client) -> None:
    answer = fill(client, until="structure", structure=data)

    assert answer.status_code == 422 and field in errors(answer)


def test_a_siret_typed_with_spaces_is_read(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()

    fill(client, until="structure", structure={"siret": f"{SIRET[:3]} {SIRET[3:6]} {SIRET[6:9]} {SIRET[9:]}"})

    assert HostRequestDraft.objects.get().answers["siret"] == SIRET


def test_a_closed_establishment_is_refused_with_its_date(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment(closed=True, closed_on=date(2019, 12, 31))

    answer = fill(client, until="structure")

    assert "31/12/2019" in errors(answer)["siret"][0]


def test_POS_03_the_directory_tells_a_state_service(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment(legal_category="7172")

    assert "service déconcentré" in errors(fill(client, until="structure"))["siret"][0]


@pytest.mark.parametrize("silence", [None, companies.DirectoryUnavailable("timeout")])
def test_by_hand_when_the_directory_does_not_answer(
    silence: Exception | None, client: Client, directory: dict[str, Any]
) -> None:
    directory[SIRET] = silence
    fill(client)
    page = client.get(reverse("positions:ask_step", args=["adresse"])).content.decode()
    assert "vérifiée par un administrateur" in page

    send(client)

    assert Organisation.objects.get(siret=SIRET).to_check


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"posts_wanted": "0"}, "posts_wanted", "de 1 à 30"),
        ({"posts_wanted": "31"}, "posts_wanted", "de 1 à 30"),
        ({"posts_wanted": "1.5"}, "posts_wanted", "de 1 à 30"),
        ({"posts_wanted": "deux"}, "posts_wanted", "de 1 à 30"),
        ({"posts_wanted": "-1"}, "posts_wanted", "de 1 à 30"),
        ({"start_wanted": "2020-01-01"}, "start_wanted", "passée"),
        ({"start_wanted": "32/13/2030"}, "start_wanted", "date"),
        ({"motivation": ""}, "motivation", "Motivation"),
        ({"motivation": "x" * 2501}, "motivation", "2"),
        ({"candidate_identified": "yes"}, "candidate_email", "adresse électronique du candidat"),
        ({"candidate_identified": "yes", "candidate_email": "pas une adresse"}, "candidate_email", "adresse"),
    ],
)
def test_bad_needs_get_the_bounds(
    change: dict[str, str], field: str, words: str, client: Client, directory: dict[str, Any]
) -> None:
    directory[SIRET] = establishment()

    answer = fill(client, until="besoin", besoin=change)

    assert answer.status_code == 422
    assert words.lower() in " ".join(errors(answer)[field]).lower()
    if change.get(field):
        assert change[field][:50] in answer.content.decode()  # what was typed is kept


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact_first_name": "D"}, "contact_first_name"),
        ({"contact_last_name": "x" * 51}, "contact_last_name"),
        ({"contact_function": "x" * 101}, "contact_function"),
        ({"contact_email": "mairie"}, "contact_email"),
        ({"contact_email": "a@conseiller-numerique.fr"}, "contact_email"),
        ({"contact_phone": "12"}, "contact_phone"),
    ],
)
def test_bad_contacts_are_refused(
    change: dict[str, str], field: str, client: Client, directory: dict[str, Any]
) -> None:
    directory[SIRET] = establishment()

    answer = fill(client, until="contact", contact=change)

    assert answer.status_code == 422 and field in errors(answer)


def test_unticked_commitments_are_refused(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()

    answer = fill(client, engagements={"commitments_accepted": ""})

    assert "Acceptez les engagements" in errors(answer)["commitments_accepted"][0]


def test_a_wrong_answer_to_the_challenge_sends_nothing(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()
    fill(client)
    path = reverse("positions:ask_send")
    token = client.get(path).context["form"].fields["challenge"].initial.token

    answer = client.post(path, {"challenge": "999", "challenge_token": token})

    assert answer.status_code == 422 and not HostRequest.objects.exists()


def test_a_coordinator_request_is_for_one_post(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()
    fill(client, eligibilite={"kind": "coordinator"}, besoin={"coordinator_time": "full_time", "posts_wanted": "9"})

    send(client)

    request = HostRequest.objects.get()
    assert (request.kind, request.posts_wanted, request.coordinator_time) == ("coordinator", 1, "full_time")


def test_POS_02_before_the_opening_one_may_ask_to_be_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    opens = timezone.localdate() + timedelta(days=30)
    monkeypatch.setattr("conum.domains.positions.web.views.ask.opening_day", lambda *args: opens)
    answer = fill(client, until="eligibilite", eligibilite={"organisation_kind": "private"})
    assert answer.url == reverse("positions:interest", args=["private"])

    page = client.get(answer.url)
    assert opens.strftime("%d/%m/%Y") in page.content.decode()
    token = page.context["form"].fields["challenge"].initial.token
    data = {"email": "Asso@example.org", "organisation_name": "Asso", "challenge_token": token}
    client.post(answer.url, {**data, "challenge": answer_to(token)})

    assert OpeningInterest.objects.get().email == "asso@example.org"


def test_POS_08_the_screen_says_the_same_for_a_known_structure(client: Client, directory: dict[str, Any]) -> None:
    make_request(make_host(siret=SIRET))
    directory[SIRET] = establishment()
    fill(client)

    answer = send(client)

    assert answer.url == reverse("positions:ask_sent")
    assert HostRequest.objects.count() == 1
    assert "déjà une demande" in OutboxMessage.objects.get(to="mairie@example.org").subject
