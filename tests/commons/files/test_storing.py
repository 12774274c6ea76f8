"""Files kept, read, erased; what is refused and in which words."""

import os

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from conum.commons.files.models import StoredFile
from conum.commons.files.operations import check, erase, store
from conum.commons.files.queries import content, of
from conum.commons.files.rules import FileRefused
from tests.commons.files.conftest import ACTOR, CV, HTML, JPEG, OWNER, PDF, PHOTO, PNG, pdf_of, upload


def keep(now, given=None, purpose=CV, **changes):
    return store(
        **{"upload": given or upload(), "purpose": purpose, "owner": OWNER, "actor": ACTOR, "now": now, **changes}
    )


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
class TestKeeping:
    def test_it_comes_back_as_it_was(self, now):
        file = keep(now, upload(pdf_of(300_000)))
        assert b"".join(content(file)) == pdf_of(300_000) and file.size == 300_000
        assert list(of(OWNER, purpose="tests.cv")) == [file] and not of(("Candidate", "43"))

    def test_PRI_18_it_is_encrypted_at_rest(self, now, folder):
        keep(now, upload(pdf_of(200_000)))
        (stored,) = on_disk(folder)
        assert b"PDF" not in stored.read_bytes() and b"xxxx" not in stored.read_bytes()

    def test_a_purpose_may_keep_it_clear(self, now, folder):
        file = keep(now, upload(PNG, "a.png"), PHOTO)
        assert on_disk(folder)[0].read_bytes() == PNG and file.key_id == ""

    def test_its_place_says_nothing_of_it(self, now, folder):
        keep(now, upload(name="Dupont-Marie.pdf"))
        assert "Dupont" not in str(on_disk(folder)[0]) and "42" not in on_disk(folder)[0].name[:2]

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd", "passwd.pdf"),
            ("cv.PDF", "cv.pdf"),
            ("mon cv.docx", "mon_cv.pdf"),
            ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
            ("été.pdf", "été.pdf"),
            ('x".pdf\r\nX: y', "x_.pdf"),
            ("..", "fichier.pdf"),
            ("C:\\\\Bureau\\\\cv.pdf", "cv.pdf"),
        ],
    )
    def test_its_name_is_made_safe(self, now, name, kept):
        given = upload()
        given._name = name
        assert keep(now, given).name == kept

    def test_erasing_removes_row_and_bytes(self, now, folder, django_capture_on_commit_callbacks):
        file = keep(now)
        with django_capture_on_commit_callbacks(execute=True):
            erase(file, now=now)
            erase(file, now=now)
        assert not StoredFile.objects.exists() and not on_disk(folder)

    def test_bytes_stay_when_the_erasure_is_rolled_back(self, now, folder):
        file = keep(now)
        with pytest.raises(InterruptedError), transaction.atomic():
            erase(file, now=now)
            raise InterruptedError
        assert b"".join(content(file)) == PDF


class TestRefusals:
    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            (upload(b""), "Le fichier est vide"),
            (upload(HTML), "Le contenu de « cv.pdf » n'est pas celui d'un fichier accepté (PDF)"),
            (upload(b"  \n" + HTML), "n'est pas celui"),
            (upload(b"%PDF-1.4\nnothing more"), "n'est pas celui"),
            (upload(PDF[:-8]), "n'est pas celui"),
            (upload(PNG), "n'est pas celui"),
            (upload(b"MZ" + bytes(100)), "n'est pas celui"),
            (upload(b"PK\x03\x04" + bytes(100)), "n'est pas celui"),
            (upload(b"hello"), "n'est pas celui"),
            (upload(pdf_of(2 * 1024 * 1024 + 1)), "Le fichier pèse 2,1 Mo : la limite est de 2 Mo"),
        ],
    )
    def test_the_sentence_says_what_is_wrong(self, given, sentence):
        with pytest.raises(FileRefused) as refusal:
            check(given, CV, field="cv")
        assert sentence in refusal.value.message and refusal.value.field == "cv"

    def test_the_limit_itself_is_accepted(self):
        assert check(upload(pdf_of(2 * 1024 * 1024)), CV) == "application/pdf"

    @pytest.mark.parametrize("image", [PNG, JPEG, b"RIFF" + (40).to_bytes(4, "little") + b"WEBPVP8 " + bytes(32)])
    def test_images_are_known_by_their_content(self, image):
        assert check(upload(image, "x.bin"), PHOTO).startswith("image/")

    @pytest.mark.parametrize("image", [PNG[:-12], JPEG[:-2], b"GIF89a" + bytes(50)])
    def test_images_cut_short_or_of_another_kind_are_refused(self, image):
        with pytest.raises(FileRefused, match="PNG, JPEG, WebP"):
            check(upload(image, "x.png"), PHOTO)

    def test_a_40_MB_file_is_refused_without_being_read(self, monkeypatch):
        given = TemporaryUploadedFile("cv.pdf", "application/pdf", 40 * 1024 * 1024, None)
        os.truncate(given.file.name, 40 * 1024 * 1024)
        monkeypatch.setattr(TemporaryUploadedFile, "read", property(lambda self: pytest.fail("it was read")))
        with pytest.raises(FileRefused, match="Le fichier pèse 40.* Mo : la limite est de 2 Mo"):
            check(given, CV)
