"""The process: HTTP around the protocol."""

from __future__ import annotations

import argparse
import json
import os
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from conum.site.stand_in import pages
from conum.site.stand_in.citizens import CITIZENS, named
from conum.site.stand_in.provider import Provider, Refused

COOKIE = "stand_in_session"
RETURN, GOODBYE = "/mandats/franceconnect/retour/", "/mandats/franceconnect/au-revoir/"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    provider: Provider
    rehearsal = False  # tests may ask for a new key

    def do_GET(self) -> None:
        """Discovery, keys, the page, userinfo, the end of session."""
        path, given = self._asked()
        try:
            if path == "/.well-known/openid-configuration":
                self._json(self.provider.discovery())
            elif path == "/jwks":
                self._json(self.provider.jwks())
            elif path == "/style.css":
                self._send(200, pages.STYLE, "text/css; charset=utf-8")
            elif path == "/authorization":
                self._authorization(given)
            elif path == "/userinfo":
                token = self.headers.get("Authorization", "").removeprefix("Bearer ")
                self._send(200, self.provider.userinfo(token), "application/jwt")
            elif path == "/end_session":
                self._redirect(self.provider.ended(given, self._session()), session="")
            else:
                self._send(404, pages.refusal("Cette page n’existe pas."))
        except Refused as refusal:
            self._refuse(refusal, as_json=path == "/userinfo")

    def do_POST(self) -> None:
        """The choice of the citizen, the exchange of the code."""
        path, given = self._asked()
        length = min(int(self.headers.get("Content-Length") or 0), 100_000)
        body = dict(parse_qsl(self.rfile.read(length).decode(errors="replace")))
        try:
            if path == "/authorization":
                self._chosen(given, body)
            elif path == "/token":
                self._json(self.provider.exchanged(body))
            elif path == "/rotation" and self.rehearsal:
                self.provider.rotate()
                self._json({})
            else:
                self._send(404, pages.refusal("Cette page n’existe pas."))
        except Refused as refusal:
            self._refuse(refusal, as_json=path == "/token")

    def _authorization(self, given: dict[str, str]) -> None:
        asked = self.provider.asked(given)
        subject = self.provider.of_session(self._session())
        if subject and not asked.login:
            self._redirect(self.provider.granted(asked, subject))
        else:
            self._send(200, pages.choice(CITIZENS, given))

    def _chosen(self, given: dict[str, str], body: dict[str, str]) -> None:
        asked = self.provider.asked(given)
        if "cancel" in body:
            self._redirect(self.provider.denied(asked))
        elif named(body.get("sub", "")) is None:
            self._send(422, pages.choice(CITIZENS, given))
        else:
            session = self.provider.open_session(body["sub"])
            self._redirect(self.provider.granted(asked, body["sub"]), session=session)

    def _asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        return parts.path, dict(parse_qsl(parts.query))

    def _session(self) -> str:
        kept = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        return kept.value if kept else ""

    def _refuse(self, refusal: Refused, *, as_json: bool) -> None:
        if as_json:
            self._json({"error": refusal.code, "error_description": refusal.description}, status=400)
        else:
            self._send(400, pages.refusal(str(refusal)))

    def _json(self, content: Any, status: int = 200) -> None:
        self._send(status, json.dumps(content), "application/json")

    def _redirect(self, url: str, *, session: str | None = None) -> None:
        cookie = [] if session is None else [("Set-Cookie", f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax")]
        self._send(303, "", headers=[("Location", url), *cookie])

    def _send(
        self,
        status: int,
        text: str,
        kind: str = "text/html; charset=utf-8",
        headers: list[tuple[str, str]] | None = None,
    ) -> None:
        data = text.encode()
        self.send_response(status)
        ours = [("Content-Type", kind), ("Content-Length", str(len(data))), ("Cache-Control", "no-store")]
        policy = "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'"
        for name, value in [*ours, ("Content-Security-Policy", policy), *(headers or [])]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: addresses carry codes."""


def main() -> None:
    """Serve until the end of the process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--client-id", default="conum")
    parser.add_argument("--client-address", action="append", required=True)
    parser.add_argument("--rehearsal", action="store_true")
    options = parser.parse_args()
    Handler.rehearsal = options.rehearsal
    Handler.provider = Provider(
        f"http://localhost:{options.port}",
        options.client_id,
        os.environ["STAND_IN_SECRET"],
        tuple(address + RETURN for address in options.client_address),
        tuple(address + GOODBYE for address in options.client_address),
    )
    ThreadingHTTPServer((options.host, options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
