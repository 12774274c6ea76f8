"""The same operations on an S3 server instead of the file system."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import pytest
from django.core.files.storage import storages

from conum.commons.files.operations import erase
from conum.commons.files.queries import content
from tests.commons.files.conftest import pdf_of, upload
from tests.commons.files.test_storing import keep


class Bucket(BaseHTTPRequestHandler):
    """Objects in memory: the few verbs of S3 that one object needs."""

    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = unchunked(body)
        self.server.objects[self.key()] = body
        self.answer(200)

    def do_GET(self):
        found = self.server.objects.get(self.key())
        self.answer(404 if found is None else 200, found or b"")

    do_HEAD = do_GET

    def do_DELETE(self):
        self.server.objects.pop(self.key(), None)
        self.answer(204)

    def key(self):
        return unquote(urlsplit(self.path).path)

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Tue, 13 Jan 2026 09:30:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


def unchunked(body):
    out = b""
    while body:
        head, _, rest = body.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if size == 0:
            break
        out, body = out + rest[:size], rest[size + 2 :]
    return out


@pytest.fixture
def bucket(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.objects = {}
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    options = {
        "bucket_name": "conum",
        "endpoint_url": f"http://127.0.0.1:{server.server_address[1]}",
        "access_key": "test",
        "secret_key": "test",
        "region_name": "eu-west-3",
        "file_overwrite": False,
    }
    kept = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    storages._storages.pop("default", None)
    yield server.objects
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [500, 300_000])
def test_a_file_is_kept_encrypted_read_and_erased(now, bucket, size, django_capture_on_commit_callbacks):
    file = keep(now, upload(pdf_of(size)))
    (stored,) = bucket.values()
    assert stored.startswith(b"CNM1") and b"%PDF" not in stored
    assert b"".join(content(file)) == pdf_of(size)
    with django_capture_on_commit_callbacks(execute=True):
        erase(file, now=now)
    assert not bucket
