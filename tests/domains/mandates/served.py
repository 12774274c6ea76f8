"""The provider on a real port, a helper's browser that chooses there, and the services that know it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from django.test import Client
from django.utils import timezone

from conum.domains.mandates.models import Authorisation, Helper, Mandate, RelyingParty
from tests.domains.mandates.oidc import EVERY_SCOPE, make_relying_party, prove
from tests.factories_mandate_life import make_helper, make_mandate

BACK = "http://127.0.0.1/retour"
OUT = "http://127.0.0.1/adieu"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Desk:
    """A helper who proved a second factor, in a browser of their own, and a mandate for money and social."""

    browser: requests.Session
    helper: Helper
    mandate: Mandate

    @property
    def authorisation(self) -> Authorisation:
        """The one for money."""
        return self.mandate.authorisations.get(group_id="money")

    def asked(self, address: str) -> requests.Response:
        """Follow a service's request to the choice of a citizen."""
        answer = self.browser.get(address, timeout=30)
        assert answer.status_code == 200, answer.text[:500]
        return answer

    def chooses(self, address: str) -> str:
        """From a service's request to the address the browser is sent back to."""
        page = self.asked(address)
        choice = f"{page.url}{self.mandate.beneficiary_id}/"
        assert choice.removeprefix(settings.SITE_ADDRESS) in page.text
        token = CSRF.search(self.browser.get(choice, timeout=30).text)
        assert token
        given = {"authorisation": str(self.authorisation.pk), "csrfmiddlewaretoken": html.unescape(token[1])}
        answer = self.browser.post(choice, given, allow_redirects=False, timeout=30)
        assert answer.status_code == 302, answer.text[:500]
        return answer.headers["Location"]


def open_desk() -> Desk:
    """A helper signed in at the provider of `settings.SITE_ADDRESS`, with a mandate just signed."""
    now, client = timezone.now(), Client()
    helper = make_helper(now=now)
    prove(client, helper)
    browser = requests.Session()
    browser.cookies.set(settings.SESSION_COOKIE_NAME, client.session.session_key)
    return Desk(browser, helper, make_mandate(helper, now=now))


def make_service(**said: Any) -> tuple[RelyingParty, str]:
    """A service registered with addresses of this machine, every claim and every method but its own key."""
    known = {"redirect_uris": [BACK], "post_logout_redirect_uris": [OUT], "scopes": EVERY_SCOPE}
    return make_relying_party(now=timezone.now(), **{**known, **said})


def gone_to(address: str) -> str:
    """Where a server sends whoever asks for this address."""
    answer = requests.get(address, allow_redirects=False, timeout=30)
    assert answer.status_code == 302, answer.text[:500]
    return answer.headers["Location"]
