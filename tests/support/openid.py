"""A tiny OpenID Connect provider in a process of its own, which signs exactly what the test writes in the code.

    python tests/support/openid.py PORT

The authorization code is a base64 JSON object: `id` (claims of the ID token), `info` (claims of userinfo), `signed`
(userinfo as a JWT), `forged` (`id` or `info`: signed by a key that is not published), `alg`. It also remembers the
code verifier it was given (`/seen`), so that a test can check PKCE.
"""

import base64
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "published", "use": "sig"})
FORGER = RSAKey.generate_key(2048, {"kid": "published", "use": "sig"})
HELD: dict[str, dict[str, Any]] = {}
SEEN: list[dict[str, str]] = []


def signed(claims: dict[str, Any], forged: bool, alg: str) -> str:
    """The claims as a JWT, by the published key or by another under the same name."""
    key: Any = OctKey.import_key(b"published" * 8) if alg.startswith("HS") else FORGER if forged else KEY
    return jwt.encode({"alg": alg, "kid": "published"}, claims, key, algorithms=[alg])


class Provider(BaseHTTPRequestHandler):
    """Discovery, keys, token and userinfo."""

    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]

    def do_GET(self) -> None:
        """Answer what a relying party reads."""
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.path == "/.well-known/openid-configuration":
            names = {name: f"{self.issuer()}/{name}" for name in ("authorization", "token", "userinfo")}
            endpoints = {f"{name}_endpoint": url for name, url in names.items()}
            self.answer({"issuer": self.issuer(), "jwks_uri": f"{self.issuer()}/jwks", **endpoints})
        elif self.path == "/other/.well-known/openid-configuration":
            self.answer({"issuer": self.issuer()})
        elif self.path == "/jwks":
            self.answer(KeySet([KEY]).as_dict(private=False))
        elif self.path == "/seen":
            self.answer({"seen": SEEN})
        elif self.path == "/userinfo" and token in HELD:
            asked = HELD[token]
            if asked.get("signed"):
                self.answer(signed(asked["info"], asked.get("forged") == "info", "RS256"), "application/jwt")
            else:
                self.answer(asked["info"])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Exchange the code, which says itself what to sign."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        SEEN.append(given)
        asked = json.loads(base64.urlsafe_b64decode(given["code"]))
        token = f"token-{len(HELD)}"
        HELD[token] = asked
        id_token = signed(asked["id"], asked.get("forged") == "id", asked.get("alg", "RS256"))
        self.answer({"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": id_token})

    def answer(self, content: Any, kind: str = "application/json") -> None:
        """Send JSON, or the text as it is."""
        data = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider)
    print("ready", flush=True)  # noqa: T201 – told to the test that started the process
    server.serve_forever()
