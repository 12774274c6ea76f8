"""The provider that stands in for FranceConnect, helpers and their browsers, and the mode by SMS."""

import time
from datetime import date

import pytest
from django.utils import timezone

from conum.domains.mandates import parameters
from tests.factories_accounts import sign_in
from tests.factories_mandate_life import make_helper
from tests.support import franceconnect as fc

SMS_SECRET = "s" * 43
"""Which the operator shows when it brings an answer."""


@pytest.fixture(scope="session")
def stand_in():
    """One process for all the tests of a worker."""
    with fc.stand_in() as issuer:
        yield issuer


@pytest.fixture
def provider(settings, stand_in):
    """FranceConnect is configured."""
    fc.configure(settings, stand_in)
    return stand_in


@pytest.fixture
def sms_mode(monkeypatch, settings):
    """Agreements may be asked by SMS, and answers can arrive (MAN-20)."""
    monkeypatch.setitem(parameters.REMOTE_SMS.values, date(2018, 1, 1), True)
    settings.SMS_CALLBACK_TOKEN = SMS_SECRET


@pytest.fixture
def helper(now):
    """A helper of an accredited organisation."""
    return make_helper(now=now)


def proves(client, at=None) -> None:
    """The person signed in shows a second factor."""
    session = client.session
    person = session["second_factor"]
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": at or time.time()}]
    session["account_authentication_methods_user"] = person
    session.save()


@pytest.fixture
def desk(client):
    """A helper at work: `(client, helper)`, second factor just proved."""
    helper = make_helper(now=timezone.now())
    signs_in(client, helper)
    return client, helper


def signs_in(client, helper) -> None:
    """Open the session of a helper."""
    sign_in(client, helper.person, helper.person.memberships.get(organisation=helper.organisation))
    proves(client)
