"""Every signed-in page opens for those it is for, and lists cost the same with one row or three."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.domains.positions.models import CommitteeSession
from conum.domains.positions.queries import links
from tests.factories_accounts import signed_in
from tests.factories_positions import (
    make_assignment,
    make_attachment,
    make_opinion,
    make_quota,
    make_request,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> dict[str, Any]:
    """A request with an opinion, an approved one with a filled post, an open session."""
    make_quota()
    request = make_request()
    make_opinion(request, superseded_at=request.created_at)
    make_opinion(request)
    assignment = make_assignment()
    return {
        "request": request.pk,
        "session": make_session().pk,
        "post": assignment.attachment.post_id,
        "code": "87",
        "follow": links.token(request.pk, links.FOLLOW),
        "confirm": links.token(make_request(state="unconfirmed").pk, links.CONFIRM),
    }


PAGES = [
    ("requests", None),
    ("request", "request"),
    ("decide", "request"),
    ("ask_override", "request"),
    ("mark_duplicate", "request"),
    ("cancel", "request"),
    ("withdraw", "request"),
    ("sessions", None),
    ("plan_session", None),
    ("session", "session"),
    ("compare", "session"),
    ("close_session", "session"),
    ("balances", None),
    ("quotas", None),
    ("quota", "code"),
    ("set_quota", "code"),
    ("posts", None),
    ("post", "post"),
    ("downloads", None),
]


@pytest.mark.parametrize(("name", "key"), PAGES, ids=[name for name, _key in PAGES])
def test_the_administrator_opens_every_page(name: str, key: str | None, world: dict[str, Any], client: Client) -> None:
    signed_in(client, "national_admin")

    answer = client.get(reverse(f"positions:{name}", args=[world[key]] if key else []))

    assert answer.status_code == 200, answer
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize(
    ("name", "key"),
    [("requests", None), ("request", "request"), ("opinion", "request"), ("quotas", None), ("quota", "code"),
     ("posts", None), ("post", "post"), ("downloads", None)],
)  # fmt: skip
def test_the_prefecture_opens_its_pages(name: str, key: str | None, world: dict[str, Any], client: Client) -> None:
    signed_in(client, "prefecture", department_id="87")

    answer = client.get(reverse(f"positions:{name}", args=[world[key]] if key else []))

    assert answer.status_code == 200


@pytest.mark.parametrize(("name", "key"), [("follow", "follow"), ("follow_withdraw", "follow"), ("confirm", "confirm")])
def test_a_link_opens_its_page(name: str, key: str, world: dict[str, Any], client: Client) -> None:
    assert client.get(reverse(f"positions:{name}", args=[world[key]])).status_code == 200
    assert client.get(reverse(f"positions:{name}", args=[world[key] + "x"])).status_code == 404


@pytest.mark.parametrize("file", ["historique-conventions", "demandes-coordinateurs", "gestionnaires"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_file_downloads(file: str, kind: str, world: dict[str, Any], client: Client) -> None:
    signed_in(client, "national_admin")

    answer = client.get(reverse("positions:download", args=[file]), {"export": kind})

    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["requests", "posts", "quotas", "sessions"])
def test_a_list_costs_the_same_with_one_row_and_three(name: str, client: Client, db: None) -> None:
    signed_in(client, "national_admin")
    path = reverse(f"positions:{name}")
    one_of_each()
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(path)
    for _more in range(2):
        one_of_each()
    with CaptureQueriesContext(connection) as third:
        client.get(path)

    assert len(third) == len(first), [query["sql"][:120] for query in third]


def test_the_working_screen_costs_the_same_with_one_row_and_three(client: Client, db: None) -> None:
    signed_in(client, "national_admin")
    path = reverse("positions:session", args=[make_session().pk])
    one_of_each()
    client.get(path)
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    for _more in range(2):
        one_of_each()
    with CaptureQueriesContext(connection) as third:
        client.get(path)

    assert len(third) == len(first)


def one_of_each() -> None:
    """A request with its opinion, a post, a session."""
    make_opinion(make_request())
    make_attachment()
    assert CommitteeSession.objects.exists()
