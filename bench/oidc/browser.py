"""A browser and its relying party, one connection each, going round and round."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bench.oidc.wire import Answer, Wire

AHEAD = 4  # trips a browser prepares: a session keeps five
BACK = "https://service.example.org/retour"
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
CITIZEN = re.compile(rb'href="(/agir/[^"]+/[0-9a-f-]{36}/)"')
GROUP = re.compile(rb'name="authorisation"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="authorisation"')


@dataclass
class Service:
    """A relying party and the provider it trusts."""

    port: int
    client_id: str
    secret: str
    cookie_name: str
    csrf_name: str = "csrftoken"

    def browser(self, session: str) -> Browser:
        """A browser signed in there."""
        return Browser(self, session)


@dataclass(frozen=True)
class Prepared:
    """What is left to send once the person has chosen."""

    page: str
    form: dict[str, str]
    verifier: str
    state: str


class Browser:
    """Goes through authorize, choice or consent, then plays the relying party: token, identity."""

    def __init__(self, service: Service, session: str) -> None:
        self.service = service
        self.cookies = {service.cookie_name: session}
        self.front, self.back = Wire(service.port), Wire(service.port)

    def round(self) -> None:
        """One full round trip, pages included; raises when a step does not answer as it should."""
        self.finish(self.prepare())

    def prepare(self) -> Prepared:
        """Ask, and go through the pages until one press of a button is left."""
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "client_id": self.service.client_id, "redirect_uri": BACK, "response_type": "code", "scope": "openid",
            "state": state, "nonce": secrets.token_urlsafe(16), "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        }  # fmt: skip
        answer = self.visit("GET", f"/oidc/authorize/?{urlencode(asked)}")
        if answer.status == 200:  # the library's own consent page
            form = {**asked, "allow": "Authorize", "claims": "{}", "csrfmiddlewaretoken": csrf(answer.body)}
            return Prepared("/oidc/authorize/", form, verifier, state)
        page = found(CITIZEN, self.visit("GET", answer.location).body)
        groups = self.visit("GET", page).body
        form = {"authorisation": found(GROUP, groups), "csrfmiddlewaretoken": csrf(groups)}
        return Prepared(page, form, verifier, state)

    def finish(self, ready: Prepared) -> None:
        """Press the button, receive the code, exchange it, read the identity."""
        location = self.visit("POST", ready.page, ready.form).location
        answer = parse_qs(urlsplit(location).query)
        assert answer["state"] == [ready.state], location
        self.read(self.exchange(answer["code"][0], ready.verifier))

    def visit(self, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        """One request of the browser, cookies kept."""
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        answer = self.front.ask(method, path, headers, form)
        for line in answer.cookies:
            name, _equals, text = line.split(";")[0].partition("=")
            self.cookies[name] = text
        assert answer.status in (200, 302), (answer.status, path, answer.body[:300])
        return answer

    def exchange(self, code: str, verifier: str) -> str:
        """Code against token."""
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": verifier}
        pair = base64.b64encode(f"{self.service.client_id}:{self.service.secret}".encode()).decode()
        proof = {"Authorization": f"Basic {pair}"}
        return str(self.call("POST", "/oidc/token/", proof, given)["access_token"])

    def read(self, token: str) -> None:
        """Token against identity."""
        assert "sub" in self.call("GET", "/oidc/userinfo/", {"Authorization": f"Bearer {token}"})

    def call(self, method: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None) -> Any:
        """One request of the relying party."""
        answer = self.back.ask(method, path, headers, form)
        assert answer.status == 200, (answer.status, path, answer.body[:300])
        return json.loads(answer.body)


def found(pattern: re.Pattern[bytes], page: bytes) -> str:
    """The first thing of this shape in the page."""
    match = pattern.search(page)
    assert match, page[:2000]
    return next(group for group in match.groups() if group).decode()


def csrf(page: bytes) -> str:
    """The token of the page's form."""
    return found(CSRF, page)


def rates(service: Service, sessions: list[str], seconds: float) -> tuple[float, float]:
    """Trips a second of one browser per session, all at once: from the code to the identity, and pages included.

    In turns, every browser prepares a few trips, then all finish theirs together; either half has its own clock. Stops
    once the second halves have lasted `seconds`.
    """
    browsers = [service.browser(session) for session in sessions]
    for browser in browsers:
        browser.round()
    prepared_in = finished_in = 0.0
    trips = 0
    with ThreadPoolExecutor(len(browsers)) as pool:
        while finished_in < seconds:
            start = time.perf_counter()
            ready = list(pool.map(lambda browser: [browser.prepare() for _ in range(AHEAD)], browsers))
            middle = time.perf_counter()
            list(pool.map(lambda browser, mine: [browser.finish(each) for each in mine], browsers, ready))
            finished_in += time.perf_counter() - middle
            prepared_in += middle - start
            trips += AHEAD * len(browsers)
    return trips / finished_in, trips / (prepared_in + finished_in)
