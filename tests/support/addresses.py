"""A search of addresses on a loopback port, that gives answers of the documented shape."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


def feature(label: str, latitude: float, longitude: float, *, score: float, kind: str, code: str) -> dict[str, Any]:
    """One answer, as the service writes it: longitude first."""
    said = {"label": label, "score": score, "type": kind, "citycode": code, "postcode": code, "name": label}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": said,
    }


class Desk(BaseHTTPRequestHandler):
    """Answers `GET /search?q=…`."""

    server: "Search"

    def do_GET(self) -> None:
        """Give the answers kept for the question, or the status asked for."""
        question = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append(question)
        found = self.server.known.get(question.get("q", ""), [])
        body = self.server.body or json.dumps({"type": "FeatureCollection", "features": found}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


class Search(ThreadingHTTPServer):
    """The server, what it knows (question → answers), what it was asked, and how it fails."""

    daemon_threads = True
    known: dict[str, list[dict[str, Any]]]
    asked: list[dict[str, str]]
    status = 200
    body = b""

    @property
    def address(self) -> str:
        """Where to ask."""
        return f"http://127.0.0.1:{self.server_address[1]}/search"


@contextmanager
def searching(known: dict[str, list[dict[str, Any]]] | None = None) -> Iterator[Search]:
    """Inside the block a search of addresses answers on `server.address`."""
    with Search(("127.0.0.1", 0), Desk) as server:
        server.known, server.asked = known or {}, []
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()
