"""A visitor's way to an OpenID Connect provider and back, without a browser."""

import base64
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.test import Client


def depart(client: Client, next_url: str = "") -> str:
    """The provider's address the browser is sent to."""
    return str(client.post("/connexion/identite/", {"next": next_url}).context["address"])


def consent(address: str, subject: str) -> str:
    """Sign in on the provider's page; returns the address it sends the browser back to."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    return answer.headers["Location"]


def back(client: Client, address: str) -> Any:
    """Follow the provider's redirection to us."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def answer(forge: str, client: Client, *, claims: dict[str, Any] | None = None, **change: Any) -> str:
    """The address the forging provider would send back, with these claims changed (None removes one)."""
    asked = parse_qs(urlsplit(depart(client)).query)
    now = int(time.time())
    token = {
        "iss": forge,
        "aud": "conum",
        "sub": "u-1",
        "iat": now,
        "exp": now + 60,
        "nonce": asked["nonce"][0],
        **(claims or {}),
    }
    info = {"sub": "u-1", "email": "ada@example.org", "email_verified": True, "iss": forge, "aud": "conum"}
    info = {name: value for name, value in {**info, **change.pop("info", {})}.items() if value is not None}
    content = {"id": {name: value for name, value in token.items() if value is not None}, "info": info, **change}
    code = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
    return f"/connexion/identite/retour/?code={code}&state={asked['state'][0]}"
