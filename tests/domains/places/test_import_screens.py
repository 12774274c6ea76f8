"""The screens of an import: check, then import the good lines or drop."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conum.commons.accounts.enums import Role
from conum.domains.places.models import Place
from conum.domains.places.operations.importing import drafts
from tests.domains.places.files import as_csv
from tests.factories_accounts import signed_in

pytestmark = pytest.mark.django_db
START = "/lieux/importer/"


def sent(client: Client, content: str, name: str = "lieux.csv", **data: Any) -> Any:
    """Send a file as the form does."""
    return client.post(START, {"file": SimpleUploadedFile(name, content.encode()), "source": "", **data})


def test_a_file_is_checked_then_its_good_lines_are_imported(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    answer = sent(client, as_csv([{}, {"id": "lieu-2", "frais_a_charge": "Gratuits"}]), source="Hub")
    page = client.get(answer["Location"]).content.decode()

    assert not Place.objects.exists()
    for said in ("1 lieu à créer", "1 ligne refusée", "« Gratuits » n’est pas une valeur de la liste", "Source : Hub"):
        assert said in page
    assert "Importer la seule bonne ligne" in page or "Importer les 1" in page
    client.post(answer["Location"], {"apply": "1"})
    assert Place.objects.get().sources.get().source == "Hub"
    assert not drafts().exists()
    assert client.get(answer["Location"]).status_code == 404


def test_the_same_file_again_has_nothing_to_import(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    client.post(sent(client, as_csv([{}]))["Location"], {"apply": "1"})

    page = client.get(sent(client, as_csv([{}]))["Location"]).content.decode()

    assert "il n’y a rien à importer" in page
    assert "1 lieu sans changement" in page


def test_the_report_is_downloaded_and_the_file_dropped(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    address = sent(client, as_csv([{"itinerance": "|Fixe"}]))["Location"]

    assert ";refus;itinerance;|Fixe;" in client.get(f"{address}rapport.csv").content.decode()
    client.post(address, {"drop": "1"})
    assert not drafts().exists()
    assert not Place.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_on_its_field(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    answer = sent(client, "nom,adresse\nA,B\n", source="Hub")

    page = answer.content.decode()
    assert "Il manque les colonnes obligatoires" in page
    assert 'value="Hub"' in page
    assert not drafts().exists()


@pytest.mark.parametrize("role", [Role.HUB, Role.HOST_MANAGER])
def test_others_do_not_see_these_pages(client: Client, role: str) -> None:
    signed_in(client, role)
    assert client.get(START).status_code == 404
