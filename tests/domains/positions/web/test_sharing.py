"""A post carried with other organisations: named by SIRET or name, among those one may know of (sheet 02 section 3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.domains.positions.models import HostRequest, HostRequestDraft
from conum.domains.positions.queries.sharing import matching, sharable, written
from tests.domains.positions.web.asking import SIRET, errors, establishment, fill, send
from tests.factories_accounts import make_actor, siret
from tests.factories_positions import make_attachment, make_host, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def share(client: Client, text: str) -> Any:
    return fill(client, until="besoin", besoin={"shared_with": text})


def test_others_are_named_by_number_or_name_and_kept(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()
    town, body = (make_attachment(make_host(name=name)).host for name in ("Mairie de Bourg", "CCAS de Bourg"))
    spaced = f"{town.siret[:3]} {town.siret[3:6]} {town.siret[6:9]} {town.siret[9:]}"
    fill(client, besoin={"shared_with": f"{spaced}\n\nccas de  bourg\n{town.siret}"})
    assert "Mairie de Bourg" in client.get(reverse("positions:ask_send")).content.decode()
    step = client.get(reverse("positions:ask_step", args=["besoin"])).content.decode()
    assert f"{town.siret} – Mairie de Bourg" in step
    send(client)
    assert set(HostRequest.objects.get(state="unconfirmed").shared_with.all()) == {town, body}


def test_what_was_shown_is_found_again(client: Client) -> None:
    town = make_attachment().host
    branch = make_attachment(make_host(siret=town.siret, branch_name="Nord")).host
    rows = sharable(None)
    assert [matching(rows, written(one)) for one in (town, branch)] == [[town], [branch]]
    assert set(matching(rows, town.siret)) == {town, branch}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mairie inconnue", "Aucune structure connue"),
        (siret(4242), "Aucune structure connue"),
        ("12", "Aucune structure connue"),
        (SIRET, "Aucune structure connue"),
        ("\n".join(str(number) for number in range(11)), "au plus 10"),
        ("x" * 2501, "2500"),
    ],
)
def test_bad_lines_are_told_and_kept(client: Client, text: str, words: str) -> None:
    answer = share(client, text)
    assert answer.status_code == 422 and words in " ".join(errors(answer)["shared_with"])
    assert text.splitlines()[0] in answer.content.decode()
    assert "shared_with" not in HostRequestDraft.objects.get().answers


def test_two_of_the_same_name_are_offered_with_their_numbers(client: Client) -> None:
    first, second = (make_attachment(make_host(name="Mairie de Saint-Denis")).host for _ in range(2))
    answer = share(client, "mairie de saint-denis")
    told = " ".join(errors(answer)["shared_with"])
    assert first.siret in told and second.siret in told
    assert share(client, written(first)).status_code == 302


def test_the_structure_itself_is_not_another_one(client: Client) -> None:
    make_attachment(make_host(siret=SIRET))
    assert "autres structures" in " ".join(errors(share(client, SIRET))["shared_with"])


def test_POS_08_a_visitor_finds_only_structures_that_hold_posts() -> None:
    host, asking = make_attachment().host, make_request().organisation
    assert matching(sharable(None), asking.siret) == [] and matching(sharable(None), host.siret) == [host]
    assert matching(sharable(make_actor("national_admin")), asking.siret) == [asking]
