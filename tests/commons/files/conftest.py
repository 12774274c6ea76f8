"""Storage of its own for each test, and samples of real files."""

import zlib
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from conum.commons.files.enums import FileKind, Purpose

CV = Purpose("tests.cv", (FileKind.PDF,), 2, True, "privacy.candidate_inactive")
PHOTO = Purpose("tests.photo", (FileKind.PNG, FileKind.JPEG, FileKind.WEBP), 1, False, "privacy.account_inactive")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    + bytes(17)
    + b"\x00\x00\x00\x00IEND"
    + zlib.crc32(b"IEND").to_bytes(4, "big")
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
ACTOR = SimpleNamespace(person_id=uuid4(), role="candidate")
OWNER = ("Candidate", "42")


def upload(content=PDF, name="cv.pdf", content_type="application/pdf"):
    return SimpleUploadedFile(name, content, content_type)


def pdf_of(size):
    return PDF[:40] + b"x" * (size - len(PDF)) + PDF[40:]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    storages._storages.pop("default", None)
    return tmp_path
