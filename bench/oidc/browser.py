"""A browser and its relying party, one connection each, going round and round."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import re
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

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


class Browser:
    """Goes through authorize, choice or consent, then plays the relying party: token, identity."""

    def __init__(self, service: Service, session: str) -> None:
        self.service = service
        self.cookies = {service.cookie_name: session}
        self.front = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
        self.back = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)

    def round(self) -> None:
        """One full round trip; raises when a step does not answer as it should."""
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "client_id": self.service.client_id, "redirect_uri": BACK, "response_type": "code", "scope": "openid",
            "state": secrets.token_urlsafe(16), "nonce": secrets.token_urlsafe(16), "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        }  # fmt: skip
        location = self.choose(f"/oidc/authorize/?{urlencode(asked)}", asked)
        answer = parse_qs(urlsplit(location).query)
        assert answer["state"] == [asked["state"]], location
        self.read(self.exchange(answer["code"][0], verifier))

    def choose(self, path: str, asked: dict[str, str]) -> str:
        """What the person does; returns where the browser is sent with the code."""
        status, headers, body = self.visit("GET", path)
        if status == 200:  # the library's own consent page
            given = {**asked, "allow": "Authorize", "claims": "{}"}
            return self.visit("POST", "/oidc/authorize/", {**given, "csrfmiddlewaretoken": csrf(body)})[1]["Location"]
        _status, _headers, citizens = self.visit("GET", headers["Location"])
        page = found(CITIZEN, citizens)
        _status, _headers, groups = self.visit("GET", page)
        given = {"authorisation": found(GROUP, groups), "csrfmiddlewaretoken": csrf(groups)}
        return str(self.visit("POST", page, given)[1]["Location"])

    def visit(self, method: str, path: str, form: dict[str, str] | None = None) -> Any:
        """One request of the browser, cookies kept."""
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        body = urlencode(form) if form else None
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.front.request(method, path, body, headers)
        response = self.front.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _equals, text = line.split(";")[0].partition("=")
            self.cookies[name] = text
        assert response.status in (200, 302), (response.status, path, content[:300])
        return response.status, response.headers, content

    def exchange(self, code: str, verifier: str) -> str:
        """Code against token."""
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": verifier}
        pair = base64.b64encode(f"{self.service.client_id}:{self.service.secret}".encode()).decode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {pair}"}
        return str(self.call("POST", "/oidc/token/", urlencode(given), headers)["access_token"])

    def read(self, token: str) -> None:
        """Token against identity."""
        assert "sub" in self.call("GET", "/oidc/userinfo/", None, {"Authorization": f"Bearer {token}"})

    def call(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Any:
        """One request of the relying party."""
        self.back.request(method, path, body, headers)
        response = self.back.getresponse()
        content = response.read()
        assert response.status == 200, (response.status, path, content[:300])
        return json.loads(content)


def found(pattern: re.Pattern[bytes], page: bytes) -> str:
    """The first thing of this shape in the page."""
    match = pattern.search(page)
    assert match, page[:2000]
    return next(group for group in match.groups() if group).decode()


def csrf(page: bytes) -> str:
    """The token of the page's form."""
    return found(CSRF, page)


def rate(service: Service, sessions: list[str], seconds: float) -> float:
    """Round trips a second of one browser per session, all at once, for so many seconds after a warm-up."""
    counts = [0] * len(sessions)
    faults: list[BaseException] = []
    begin = threading.Barrier(len(sessions) + 1)
    end = threading.Event()

    def go(number: int) -> None:
        browser = service.browser(sessions[number])
        try:
            for _ in range(3):
                browser.round()
        except BaseException as fault:
            faults.append(fault)
        begin.wait()
        while not end.is_set() and not faults:
            try:
                browser.round()
            except BaseException as fault:
                faults.append(fault)
                return
            counts[number] += 1

    threads = [threading.Thread(target=go, args=[number]) for number in range(len(sessions))]
    for thread in threads:
        thread.start()
    begin.wait()
    start = time.perf_counter()
    end.wait(seconds)
    end.set()
    spent, made = time.perf_counter() - start, sum(counts)
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return made / spent
