"""Encryption at rest: what is altered does not decrypt; keys change."""

import secrets
from base64 import urlsafe_b64encode

import pytest

from conum.commons.files.gateways.encryption import PIECE, TAG, Unreadable, current_key, decrypt, encrypt
from conum.commons.files.models import StoredFile
from conum.commons.files.operations import rekey_all
from conum.commons.files.queries import content
from tests.commons.files.conftest import pdf_of, upload
from tests.commons.files.test_storing import keep, on_disk

HEAD = 11


def sealed(clear):
    return b"".join(encrypt([clear[i : i + 10_007] for i in range(0, len(clear), 10_007)]))


def opened(closed, chunk=9_999):
    return b"".join(decrypt((closed[i : i + chunk] for i in range(0, len(closed), chunk)), current_key()))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
def test_it_opens_whatever_the_size(size):
    clear = secrets.token_bytes(size)
    assert opened(sealed(clear)) == clear


def test_the_same_file_never_looks_the_same():
    assert sealed(b"abc") != sealed(b"abc")


def pieces(closed):
    body = closed[HEAD:]
    return closed[:HEAD], [body[i : i + PIECE + TAG] for i in range(0, len(body), PIECE + TAG)]


@pytest.mark.parametrize(
    "attack",
    [
        lambda head, parts: head + parts[1] + parts[0] + parts[2],
        lambda head, parts: head + parts[0] + parts[1],
        lambda head, parts: head + parts[0] + parts[0] + parts[1] + parts[2],
        lambda head, parts: head + parts[1] + parts[2],
        lambda head, parts: head + b"".join(parts) + parts[2],
        lambda head, parts: head + b"".join(parts)[:-1],
        lambda head, parts: head[:-1] + bytes([head[-1] ^ 1]) + b"".join(parts),
        lambda head, parts: head + bytes([parts[0][0] ^ 1]) + parts[0][1:] + parts[1] + parts[2],
        lambda head, parts: head,
        lambda head, parts: head[:5],
        lambda head, parts: b"",
        lambda head, parts: b"XXXX" + head[4:] + b"".join(parts),
    ],
)
def test_what_is_altered_does_not_open(attack):
    head, parts = pieces(sealed(secrets.token_bytes(2 * PIECE + 100)))
    with pytest.raises(Unreadable):
        opened(attack(head, parts))


def new_key():
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


@pytest.mark.django_db
class TestRotation:
    def test_files_of_an_older_key_are_read_then_encrypted_again(
        self, now, settings, folder, django_capture_on_commit_callbacks
    ):
        file, old = keep(now, upload(pdf_of(150_000))), settings.FILE_KEY
        settings.FILE_KEY, settings.FILE_KEYS_OLDER = new_key(), old
        assert b"".join(content(file)) == pdf_of(150_000)
        with django_capture_on_commit_callbacks(execute=True):
            assert rekey_all(now=now) == 1
        assert rekey_all(now=now) == 0 and len(on_disk(folder)) == 1
        settings.FILE_KEYS_OLDER = ""
        assert b"".join(content(StoredFile.objects.get())) == pdf_of(150_000)

    def test_without_its_key_a_file_is_not_read(self, now, settings):
        file = keep(now)
        settings.FILE_KEY = new_key()
        with pytest.raises(Unreadable, match="not configured"):
            list(content(file))

    def test_another_file_put_in_its_place_is_not_taken_for_it(self, now, settings, folder):
        first, second = keep(now, upload(pdf_of(500))), keep(now, upload(pdf_of(600)))
        (folder / first.path).write_bytes((folder / second.path).read_bytes())
        settings.FILE_KEYS_OLDER, settings.FILE_KEY = settings.FILE_KEY, new_key()
        with pytest.raises(Unreadable, match="not what was kept"):
            rekey_all(now=now)
