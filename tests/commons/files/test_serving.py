"""A file leaves only through the view of its module, as an attachment."""

import pytest
from django.urls import reverse

from tests.commons.files.conftest import PDF, upload
from tests.commons.files.test_storing import keep, on_disk
from tests.factories_accounts import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.commons.files.urls")]


def get(client, file):
    return client.get(reverse("cv", args=[file.pk]))


def test_it_is_an_attachment_that_nothing_guesses_nor_caches(client, now):
    signed_in(client, "national_admin")
    answer = get(client, keep(now, upload(name="Zoé.pdf")))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Zo%C3%A9.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == str(len(PDF))
    assert "sandbox" in answer["Content-Security-Policy"]


def test_out_of_sight_is_404(client, now):
    file = keep(now)
    signed_in(client, "candidate")
    assert get(client, file).status_code == 404
    signed_in(client, "counsellor")
    assert get(client, file).status_code == 404


def test_a_visitor_signs_in_first(client, now):
    assert get(client, keep(now)).status_code == 302


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"CNM1" + bytes(99))])
def test_lost_or_altered_bytes_are_404_not_half_a_file(client, now, folder, harm):
    signed_in(client, "national_admin")
    file = keep(now)
    harm(on_disk(folder)[0])
    assert get(client, file).status_code == 404


def test_storage_is_not_reachable_by_address(client, now):
    signed_in(client, "national_admin")
    assert client.get(f"/media/{keep(now).path}").status_code == 404
