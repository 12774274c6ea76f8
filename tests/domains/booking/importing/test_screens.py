"""The screens and the command of an import of appointments, and who opens them."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.commons.files.models import StoredFile
from conum.domains.booking import jobs
from conum.domains.booking.models import Appointment
from conum.domains.booking.operations.importing import import_appointments
from conum.kernel.errors import OutOfSight
from tests.domains.booking.importing.files import as_csv, line
from tests.factories_accounts import make_actor, make_organisation, signed_in
from tests.factories_booking import NOW, Desk, make_desk

pytestmark = pytest.mark.django_db
PAST = {"date rdv": "08/01/2026", "statut": "seen"}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def sent(client: Client, content: str) -> Any:
    """Send a file as the form does."""
    upload = SimpleUploadedFile("rdv.csv", content.encode())
    return client.post(reverse("booking:import"), {"file": upload})


def text(answer: Any) -> str:
    """The page, apostrophes as people read them."""
    return answer.content.decode().replace("&#x27;", "'")


def test_a_file_is_checked_then_its_good_lines_are_imported(client: Client, desk: Desk) -> None:
    signed_in(client, Role.HOST_MANAGER, organisation=desk.organisation)
    content = as_csv([line(desk, 1, **PAST), line(desk, 2, motif="Passeport", **{"statut": "seen"})])
    address = sent(client, content)["Location"]
    page = text(client.get(address))
    assert not Appointment.objects.exists()
    for said in ("1 rendez-vous à ajouter", "1 ligne refusée", "« Passeport » n'est pas un motif", "bonne"):
        assert said in page
    report = client.get(f"{address}?export=csv")
    assert '"3";"motif";' in b"".join(report.streaming_content).decode()  # type: ignore[attr-defined]
    client.post(address, {"apply": "1"})
    assert Appointment.objects.get().external_id == "1001"
    assert not StoredFile.objects.exists() and client.get(address).status_code == 404
    again = text(client.get(sent(client, as_csv([line(desk, 1, **PAST)]))["Location"]))
    assert "il n’y a rien à importer" in again and "1 rendez-vous déjà importé" in again


def test_a_file_dropped_or_that_cannot_be_read_leaves_nothing(client: Client, desk: Desk) -> None:
    signed_in(client, Role.HOST_MANAGER, organisation=desk.organisation)
    refused = sent(client, "id,nom\n1,B\n")
    assert refused.status_code == 422 and "Il manque les colonnes « date rdv »" in text(refused)
    address = sent(client, as_csv([line(desk, **PAST)]))["Location"]
    client.post(address, {"drop": "1"})
    assert not StoredFile.objects.exists() and not Appointment.objects.exists()


def test_another_organisation_sees_no_draft_and_imports_nothing(client: Client, desk: Desk) -> None:
    signed_in(client, Role.HOST_MANAGER, organisation=desk.organisation)
    address = sent(client, as_csv([line(desk, **PAST)]))["Location"]
    signed_in(client, Role.HOST_MANAGER, organisation=make_organisation())
    assert client.get(address).status_code == 404 and client.post(address, {"apply": "1"}).status_code == 404
    with pytest.raises(OutOfSight):
        import_appointments(
            as_csv([line(desk, **PAST)]).encode(), organisation_id=desk.organisation.pk,
            actor=make_actor(Role.HOST_MANAGER), now=NOW, apply=True,
        )  # fmt: skip
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.COORDINATOR, Role.MEDIATOR, Role.NATIONAL_ADMIN])
def test_others_than_the_manager_see_no_import(client: Client, desk: Desk, role: str) -> None:
    signed_in(client, role, **({} if role == Role.NATIONAL_ADMIN else {"organisation": desk.organisation}))
    assert client.get(reverse("booking:import")).status_code == 404


def run(path: Path, *options: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines of the output."""
    out, code = io.StringIO(), 0
    try:
        call_command("import_appointments", str(path), *options, stdout=out)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return code, out.getvalue().splitlines()


def test_the_command_tells_lines_and_columns_then_counts(tmp_path: Path, desk: Desk) -> None:
    path = tmp_path / "rdv.csv"
    path.write_text(as_csv([line(desk, 1, **PAST), line(desk, 2, statut="maybe")]))
    where = ("--organisation", desk.organisation.siret)
    code, lines = run(path, *where)
    assert code == 2 and lines[0].startswith("ligne 3, colonne statut : ")
    assert lines[-1] == "read=2 created=1 updated=0 unchanged=0 refused=1"
    assert run(path, *where, "--apply", "--all-or-nothing")[0] == 2 and not Appointment.objects.exists()
    assert run(path, *where, "--apply")[1][-1] == "read=2 created=1 updated=0 unchanged=0 refused=1"
    assert run(path, *where, "--apply")[1][-1] == "read=2 created=0 updated=0 unchanged=1 refused=1"
    with pytest.raises(CommandError, match="illisible"):
        run(tmp_path / "absent.csv", *where)
    with pytest.raises(CommandError, match="Aucune structure"):
        run(path, "--organisation", "1")


def test_a_file_that_nobody_finished_is_dropped_after_a_day(client: Client, desk: Desk) -> None:
    signed_in(client, Role.HOST_MANAGER, organisation=desk.organisation)
    sent(client, as_csv([line(desk, **PAST)]))
    [kept] = StoredFile.objects.all()
    assert kept.key_id and list(jobs.old_drafts(kept.created_at)) == []
    later = kept.created_at + timedelta(days=1)
    jobs.drop_drafts(list(jobs.old_drafts(later)), later)
    assert not StoredFile.objects.exists()
