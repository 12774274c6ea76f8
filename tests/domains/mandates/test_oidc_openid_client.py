"""Another client library, `openid-client` for Node.js, goes the whole way with every check it knows."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from joserfc.jwk import RSAKey

from conum.domains.mandates.models import Authorisation
from tests.domains.mandates.oidc import EVERY_SCOPE
from tests.domains.mandates.served import BACK, OUT, Desk, gone_to, make_service, open_desk

ROOT = Path(__file__).parents[3]
TRIP = Path(__file__).parent / "openid_client" / "trip.mjs"
INSTALLED = ROOT / ".data" / "openid-client"  # by `.ci/prepare test`, when npm is there
KEY = RSAKey.generate_key(2048, {"kid": "rsa", "alg": "RS256", "use": "sig"})

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("node"), reason="Node.js n'est pas installé"),
    pytest.mark.skipif(
        not (INSTALLED / "node_modules" / "openid-client").exists(),
        reason="openid-client n'est pas installé : installez npm, puis `.ci/prepare test`",
    ),
]


@pytest.fixture
def desk(settings: Any, live_server: Any) -> Desk:
    """The provider answers at its own address, as everywhere."""
    settings.SITE_ADDRESS = live_server.url
    return open_desk()


class Node:
    """The library's process: a line of JSON in, a line of JSON out."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self.running = running

    def says(self, text: str) -> None:
        """Write a line to it."""
        assert self.running.stdin
        self.running.stdin.write(f"{text}\n")
        self.running.stdin.flush()

    def told(self) -> dict[str, Any]:
        """The next thing it writes."""
        assert self.running.stdout and self.running.stderr
        line = self.running.stdout.readline()
        assert line, self.running.stderr.read()
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def node(issuer: str, method: str, metadata: dict[str, str] | None = None, **said: Any) -> Iterator[Node]:
    """A service registered with us, run by the library."""
    public = [KEY.as_dict(private=False)] if method == "private_key_jwt" else []
    row, secret = make_service(auth_methods=[method], keys=public, **said)
    asked = {
        "issuer": issuer, "client_id": row.client_id, "secret": secret, "method": method, "back": BACK, "out": OUT,
        "key": KEY.as_dict(private=True), "scope": " ".join(EVERY_SCOPE), "metadata": metadata or {},
    }  # fmt: skip
    command = ["node", "--no-warnings", "--input-type=module", "--eval", TRIP.read_text()]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=INSTALLED, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:
        speaking = Node(running)
        try:
            speaking.says(json.dumps(asked))
            yield speaking
        finally:
            running.kill()


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "private_key_jwt"])
def test_the_whole_way_by_each_method_of_authentication(desk: Desk, live_server: Any, method: str) -> None:
    with node(live_server.url, method) as service:
        service.says(desk.chooses(service.told()["address"]))
        told = service.told()
        assert told["claims"]["acr"] == "eidas1" and told["claims"]["amr"] == ["mfa", "otp"]
        assert told["identity"]["family_name"] == "DUBOIS" and told["identity"]["rep_scope"] == ["money"]
        assert 0 < told["expires_in"] <= 300
        assert gone_to(told["goodbye"]) == f"{OUT}?state=bye"
        service.says("again")
        assert service.told() == {"error": "invalid_token", "status": 401}


def test_a_signed_identity_is_verified(desk: Desk, live_server: Any) -> None:
    wanted = {"id_token_signed_response_alg": "ES256", "userinfo_signed_response_alg": "ES256"}
    said = {"userinfo_signed": True, "algorithm": "ES256"}
    with node(live_server.url, "client_secret_basic", wanted, **said) as service:
        service.says(desk.chooses(service.told()["address"]))
        assert service.told()["identity"]["family_name"] == "DUBOIS"


def revoke(desk: Desk) -> None:
    Authorisation.objects.filter(mandate=desk.mandate).update(revoked_at=timezone.now(), revoked_by="citizen")


def test_MAN_15_a_mandate_revoked_meanwhile_is_refused_at_the_token_then_at_the_identity(
    desk: Desk, live_server: Any
) -> None:
    with node(live_server.url, "client_secret_basic") as service:
        service.says(desk.chooses(service.told()["address"]))
        assert service.told()["identity"]
        back = ""
        with node(live_server.url, "client_secret_basic") as other:
            back = desk.chooses(other.told()["address"])
            revoke(desk)
            other.says(back)
            assert other.told()["error"] == "invalid_grant"
        service.says("again")
        assert service.told() == {"error": "invalid_token", "status": 401}


def test_a_refusal_by_the_helper_is_told_as_such(desk: Desk, live_server: Any) -> None:
    with node(live_server.url, "client_secret_basic") as service:
        page = desk.asked(service.told()["address"])
        token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        given = {"csrfmiddlewaretoken": token}
        answer = desk.browser.post(f"{page.url}renoncer/", given, allow_redirects=False, timeout=30)
        service.says(answer.headers["Location"])
        assert service.told()["error"] == "access_denied"
