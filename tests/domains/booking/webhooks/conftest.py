"""A desk whose manager tells a piece of software, and that software: a real site over TLS on a loopback port."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from conum.domains.booking.enums import WebhookEvent
from conum.domains.booking.gateways import public_sites
from conum.domains.booking.operations.webhooks import Told, register
from tests.factories_accounts import make_actor
from tests.factories_booking import NOW, make_desk

HOST = "logiciel.example.org"


class Software(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers what the test said, 204 otherwise."""

    server: Site

    def do_POST(self) -> None:
        """Take a message."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append(SimpleNamespace(path=self.path, headers=self.headers, body=body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.send_header("Location", f"https://{HOST}/ailleurs")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


class Site(ThreadingHTTPServer):
    """The site: its calls in order, and the codes of its next answers."""

    daemon_threads = True

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), Software)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.calls: list[Any] = []
        self.answers: list[int] = []
        self.address = f"https://{HOST}:{self.server_port}/conum"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who does not trust us hangs up: nothing to say."""


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of the software's host, that nobody but the tests trusts, with its key."""
    key, day = ec.generate_private_key(ec.SECP256R1()), timedelta(days=1)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime.now(UTC) - day).not_valid_after(datetime.now(UTC) + day)
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    written = signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    path = tmp_path_factory.mktemp("tls") / "software.pem"
    private = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*private) + written)
    return path


@pytest.fixture
def software(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site, its name leading to the loopback and its certificate trusted."""
    monkeypatch.setattr(public_sites, "public_address", lambda host, port: "127.0.0.1")
    monkeypatch.setattr(public_sites, "AUTHORITIES", str(certificate))
    with Site(certificate) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def told(db: None) -> Any:
    """A desk, its manager, and a piece of software told of everything, with its secret."""
    desk = make_desk()
    manager = make_actor("host_manager", organisation=desk.organisation)
    said = Told("Tableau de bord", f"https://{HOST}/conum", WebhookEvent.values)
    hook, secret = register(said, actor=manager, now=NOW)
    return SimpleNamespace(desk=desk, manager=manager, hook=hook, secret=secret)
