"""The page of the demonstration: who one may sign in as; only among invented people."""

import re

import pytest
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.commons.accounts.operations.demonstration import enrol_invented
from conum.site.demo.story import ACCOUNTS
from tests.factories_accounts import make_membership, make_person

PAGE = "/demonstration/"


@pytest.mark.django_db
def test_it_shows_accounts_of_the_story_with_their_codes(client, settings):
    settings.CONUM_SYNTHETIC = True
    known = next(account for account in ACCOUNTS if account.role == Role.NATIONAL_ADMIN)
    invented, real = make_person(email=known.email), make_person(email="real@mairie.fr")
    for person in (invented, real):
        make_membership(Role.NATIONAL_ADMIN, person)
    enrol_invented([invented, real])
    page = client.get(PAGE).content.decode()
    assert known.story in page and "real@mairie.fr" not in page
    assert re.search(r"<td[^>]*>\d{6}</td>", page)
    address = re.search(r'href="([^"]*courriel=[^"]*)"', page)
    assert address and f'value="{known.email}"' in client.get(address.group(1)).content.decode()


@pytest.mark.django_db
def test_it_exists_only_among_invented_people(client, settings):
    settings.CONUM_SYNTHETIC = False
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get(reverse("home")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "accounts:sign_in"])
def test_pages_lead_to_it(client, settings, name):
    settings.CONUM_SYNTHETIC = True
    assert f'href="{PAGE}"' in client.get(reverse(name)).content.decode()
