"""Drafts of the request form, and the form of somebody signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.domains.positions.models import HostRequest, HostRequestDraft
from conum.domains.positions.queries import links
from tests.domains.positions.web.asking import NEED, SIRET, establishment, fill, start_wanted
from tests.factories_accounts import signed_in
from tests.factories_positions import make_host, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def test_a_draft_is_kept_and_taken_up_elsewhere(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()
    fill(client, until="adresse")
    kept = client.post(
        reverse("positions:ask_step", args=["besoin"]), {**NEED, "start_wanted": start_wanted(), "draft": "1"}
    )
    link = client.get(kept.url).context["link"]

    other = Client()
    assert other.get(link).url == reverse("positions:ask_step", args=["contact"])
    assert "Ouvrir deux" in other.get(reverse("positions:ask_step", args=["besoin"])).content.decode()
    assert Client().get(f"{link[:-3]}x/").status_code == 404


def test_an_unfinished_step_is_kept_too(client: Client, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()
    fill(client, until="adresse")

    kept = client.post(reverse("positions:ask_step", args=["besoin"]), {**NEED, "posts_wanted": "deux", "draft": "1"})

    assert kept.url == reverse("positions:ask_kept")
    assert HostRequestDraft.objects.get().answers["motivation"] == NEED["motivation"]
    assert client.get(reverse("positions:ask_step", args=["contact"])).url.endswith("/besoin/")


def test_the_draft_of_an_account_is_not_opened_by_another(client: Client, directory: dict[str, Any]) -> None:
    signed_in(client, "host_manager")
    fill(client, until="eligibilite")
    draft = HostRequestDraft.objects.get()

    other = Client()

    assert other.get(reverse("positions:ask_resume", args=[links.token(draft.pk, links.DRAFT)])).status_code == 404


def test_a_host_manager_needs_no_mail_to_confirm(client: Client, directory: dict[str, Any]) -> None:
    host = make_host(siret=SIRET)
    signed_in(client, "host_manager", organisation=host)
    directory[SIRET] = establishment()
    fill(client)

    answer = client.post(reverse("positions:ask_send"))

    request = HostRequest.objects.get()
    assert request.state == "submitted" and answer.url == reverse("positions:request", args=[request.pk])


def test_POS_01_a_host_manager_is_told_of_the_open_request(client: Client, directory: dict[str, Any]) -> None:
    host = make_host(siret=SIRET)
    make_request(host)
    signed_in(client, "host_manager", organisation=host)
    directory[SIRET] = establishment()
    fill(client)

    answer = client.post(reverse("positions:ask_send"))

    assert answer.status_code == 422 and "déjà en cours" in answer.content.decode()
