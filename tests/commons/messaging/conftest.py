"""A mail server that obeys, and sample messages."""

import copy
import socketserver
import threading
from email import message_from_string
from pathlib import Path

import pytest
from django.conf import settings as configured


class Session(socketserver.StreamRequestHandler):
    """One SMTP conversation (RFC 5321), enough for a client of the standard library."""

    def handle(self):
        self.say("220 sink ESMTP")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.server.sink.received.append(self.data())
                self.say(self.server.sink.answers.get("END", "250 kept"))
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say(self.server.sink.answers.get(verb, "250 fine"))
        return None

    def data(self):
        lines = []
        while (line := self.rfile.readline().decode()).rstrip("\r\n") != ".":
            lines.append(line[1:] if line.startswith("..") else line)
        return "".join(lines)

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class Sink:
    """What was received, and what the server answers to each verb."""

    def __init__(self):
        self.received, self.answers = [], {}
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self.server.daemon_threads, self.server.sink = True, self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def mails(self):
        return [message_from_string(raw) for raw in self.received]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def sink(settings):
    server = Sink()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "Conum <ne-pas-repondre@conum.example>"
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _sample_messages(settings):
    engines = copy.deepcopy(configured.TEMPLATES)
    engines[0]["DIRS"] = [Path(__file__).parent / "templates", *engines[0]["DIRS"]]
    settings.TEMPLATES = engines
