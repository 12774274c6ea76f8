"""HTTP on one connection kept open, bare: what drives the measure shares the processors with what is measured."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """What the server said; `location` is "" when it sends nowhere."""

    status: int
    location: str
    cookies: list[str]
    body: bytes


class Wire:
    """A connection to a server of this machine."""

    def __init__(self, port: int) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None) -> Answer:
        """Send a request, in one piece, and read its answer.

        Raises:
            ConnectionError: the server closed.
        """
        body = urlencode(form).encode() if form else b""
        told = {"Host": "localhost", **headers}
        if form:
            told |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {text}\r\n" for name, text in told.items())
        self.line.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        return self._answer()

    def _answer(self) -> Answer:
        head, _blank, rest = self._until(b"", b"\r\n\r\n").partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        said = [(name.lower(), text.strip()) for name, _colon, text in (line.partition(":") for line in lines)]
        known = dict(said)
        if known.get("transfer-encoding") == "chunked":
            body = self._chunks(rest)
        else:
            body = self._at_least(rest, int(known.get("content-length", 0)))
        cookies = [text for name, text in said if name == "set-cookie"]
        return Answer(int(first.split(" ")[1]), known.get("location", ""), cookies, body)

    def _chunks(self, held: bytes) -> bytes:
        parts: list[bytes] = []
        while True:
            held = self._until(held, b"\r\n")
            size, _end, held = held.partition(b"\r\n")
            length = int(size, 16)
            held = self._at_least(held, length + 2)
            if not length:
                return b"".join(parts)
            parts.append(held[:length])
            held = held[length + 2 :]

    def _until(self, held: bytes, mark: bytes) -> bytes:
        while mark not in held:
            held += self._more()
        return held

    def _at_least(self, held: bytes, length: int) -> bytes:
        while len(held) < length:
            held += self._more()
        return held

    def _more(self) -> bytes:
        received = self.line.recv(65536)
        if not received:
            raise ConnectionError("the server closed")
        return received
