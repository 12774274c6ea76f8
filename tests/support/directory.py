"""A directory of companies on a loopback port, that gives answers of the documented shape."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Desk(BaseHTTPRequestHandler):
    """Answers `GET /search?q=SIRET`."""

    server: "Directory"

    def do_GET(self) -> None:
        """Give the company of this SIRET, or an empty list."""
        address = urlsplit(self.path)
        siret = parse_qs(address.query).get("q", [""])[0]
        found = [self.server.known[siret]] if siret in self.server.known else []
        body = json.dumps({"results": found, "total_results": len(found), "page": 1, "per_page": 1}).encode()
        self.send_response(200 if address.path == "/search" else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


class Directory(ThreadingHTTPServer):
    """The server, and what it knows: SIRET → company."""

    daemon_threads = True
    known: dict[str, dict[str, Any]]


@contextmanager
def knowing(*companies: dict[str, Any]) -> Iterator[str]:
    """Inside the block a directory knows these companies by their head office. Gives the address to ask."""
    with Directory(("127.0.0.1", 0), Desk) as server:
        server.known = {company["siege"]["siret"]: company for company in companies}
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/search"
        server.shutdown()
