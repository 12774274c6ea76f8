"""What an import makes, changes, leaves and refuses (sheet 06 section 11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conum.commons.accounts.enums import Role
from conum.commons.messaging.models import OutboxMessage
from conum.commons.territories.operations import FileRefused
from conum.domains.booking.models import Appointment, EngagedTime, Reminder
from conum.domains.booking.operations.absences import add_absence
from conum.domains.booking.operations.changes import confirm, move
from conum.domains.booking.operations.importing import import_appointments
from tests.domains.booking.importing.files import as_csv, imported, line
from tests.factories_accounts import make_actor, make_person
from tests.factories_booking import NOW, THURSDAY, make_desk, paris

pytestmark = pytest.mark.django_db
DAY = "date rdv"


def counts(report: Any) -> tuple[int, int, int, int]:
    """Created, changed, unchanged, refused."""
    return report.created, report.changed, report.unchanged, len(report.refused)


def test_an_appointment_to_come_takes_its_time_and_has_reminders_and_nobody_is_written_to() -> None:
    desk = make_desk()
    assert counts(imported(desk, line(desk))) == (1, 0, 0, 0)
    made = Appointment.objects.get()
    assert (made.starts_at, made.ends_at) == (paris(THURSDAY, 9), paris(THURSDAY, 9, 30))
    assert (made.state, made.created_by_kind, made.place) == ("planned", "citizen", desk.place)
    assert (made.external_source, made.external_id) == ("rdv-service-public", "1001")
    assert (str(made.contact), made.contact.phone, made.contact.code_hash) == ("Dominique1 Petit", "+33639980201", "")
    assert list(made.people.all()) == [desk.person] and EngagedTime.objects.count() == 1
    assert made.created_at == paris(date(2026, 1, 5), 10, 30)
    assert Reminder.objects.filter(appointment=made, state="planned").exists()
    assert not OutboxMessage.objects.exists()


def test_the_same_file_twice_changes_nothing_and_a_dry_run_writes_nothing() -> None:
    desk = make_desk()
    lines = [line(desk, 1), line(desk, 2)]
    assert counts(imported(desk, *lines, apply=False)) == (2, 0, 0, 0)
    assert not Appointment.objects.exists()
    imported(desk, *lines)
    before = list(Appointment.objects.order_by("pk").values())
    assert counts(imported(desk, *lines)) == (0, 0, 2, 0)
    assert list(Appointment.objects.order_by("pk").values()) == before


def test_an_identifier_of_a_source_is_kept_once_by_the_database() -> None:
    desk = make_desk()
    imported(desk, line(desk, 1), line(desk, 2))
    one, two = Appointment.objects.order_by("external_id")
    two.external_id = one.external_id
    with pytest.raises(IntegrityError, match="appointment_imported_once"), transaction.atomic():
        two.save()


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("seen", "attended"),
        ("Absence non excusée", "no_show"),
        ("Annulé (excusé)", "excused"),
        ("revoked", "revoked"),
        ("À renseigner", "to_confirm"),
    ],
)
def test_a_past_appointment_keeps_its_end_takes_no_time_and_reminds_nobody(told: str, state: str) -> None:
    desk = make_desk()
    imported(desk, line(desk, statut=told, **{DAY: "2026-01-08"}))
    assert Appointment.objects.get().state == state
    assert not EngagedTime.objects.exists() and not Reminder.objects.exists()


def test_PRI_03_a_past_appointment_without_a_way_to_reach_the_person_counts_without_them() -> None:
    desk = make_desk()
    report = imported(desk, line(desk, statut="seen", téléphone="", **{DAY: "08/01/2026"}))
    assert report.remarks == ("1 rendez-vous passé n'a ni téléphone ni courriel : il compte, sans la personne.",)
    made = Appointment.objects.get()
    assert (made.contact.first_name, made.person_key) == ("", "") and made.contact.anonymised_at == NOW


def test_a_later_file_brings_the_end_and_the_time_that_changed_there() -> None:
    desk = make_desk()
    imported(desk, line(desk, 1), line(desk, 2))
    report = imported(desk, line(desk, 1, statut="excused"), line(desk, 2, heure_rdv="15:00"))
    assert counts(report) == (0, 2, 0, 0)
    excused, moved = Appointment.objects.order_by("external_id")
    assert (excused.state, excused.sequence, excused.engaged.count()) == ("excused", 1, 0)
    assert (moved.starts_at, moved.sequence) == (paris(THURSDAY, 15), 1)
    assert not excused.reminders.filter(state="planned").exists() and moved.reminders.filter(state="planned").exists()
    assert counts(imported(desk, line(desk, 2, heure_rdv="16:00"))) == (0, 1, 0, 0)
    assert not OutboxMessage.objects.exists()


def test_what_was_handled_here_since_stays_and_is_told() -> None:
    desk = make_desk()
    desk.present()
    imported(desk, line(desk, 1), line(desk, 2, statut="unknown", **{DAY: "08/01/2026"}))
    coming, past = Appointment.objects.order_by("external_id")
    confirm(appointment_id=past.pk, came=True, actor=desk.actor, now=NOW)
    move(appointment_id=coming.pk, starts_at=paris(THURSDAY, 11), actor=desk.actor, now=NOW)
    report = imported(desk, line(desk, 1), line(desk, 2, statut="noshow", **{DAY: "08/01/2026"}))
    assert [(one.line, one.column) for one in report.refused] == [(2, "date rdv"), (3, "statut")]
    assert "« Venu », le fichier dit « Absent sans prévenir »" in report.refused[1].reason
    assert counts(imported(desk, line(desk, 2, **{DAY: "08/01/2026"}))) == (0, 0, 1, 0)  # the file knows less


def test_BOO_10_a_time_already_taken_refuses_its_line_alone() -> None:
    desk = make_desk()
    desk.present()
    desk.book(paris(THURSDAY, 9))
    report = imported(desk, line(desk, 1), line(desk, 2))
    assert counts(report) == (1, 0, 0, 1)
    assert [(one.line, one.column) for one in report.refused] == [(2, "professionnel.le(s)")]
    assert "déjà un rendez-vous" in report.refused[0].reason


def test_BOO_13_a_second_appointment_of_a_person_for_a_type_is_refused() -> None:
    desk = make_desk()
    twice = line(desk, 2, téléphone="06 39 98 02 01") | {"usager(s)": "Dominique1 Petit"}
    assert [one.column for one in imported(desk, line(desk, 1), twice).refused] == ["motif"]


def test_a_time_of_absence_is_refused() -> None:
    desk = make_desk()
    day = paris(THURSDAY, 0)
    add_absence(person_id=desk.person.pk, starts_at=day, ends_at=day + timedelta(days=1), actor=desk.actor, now=NOW)
    assert [one.reason for one in imported(desk, line(desk)).refused] == [
        "Un des professionnels est absent à ces heures."
    ]


WRONG = [
    ({"id": ""}, "id", "identifiant"),
    ({DAY: "31/02/2026"}, DAY, "n’est pas une date"),
    ({DAY: "12/31/2026"}, DAY, "n’est pas une date"),
    ({"heure rdv": "25:00"}, "heure rdv", "n'est pas une heure"),
    ({"heure fin": "08:00"}, "heure fin", "La fin doit venir après le début"),
    ({"durée": "500"}, "durée", "entre 5 et 480"),
    ({"motif": "Passeport"}, "motif", "« Passeport » n'est pas un motif"),
    ({"statut": "maybe"}, "statut", "Valeurs possibles : unknown, seen, noshow, excused, revoked"),
    ({"statut": "seen"}, "statut", "à venir"),
    ({"lieu": "Ailleurs"}, "lieu", "« Ailleurs » n'est pas un lieu"),
    ({"lieu": ""}, "lieu", "donnez le lieu"),
    ({"professionnel.le(s)": "Personne Inconnue"}, "professionnel.le(s)", "n'est pas un professionnel"),
    ({"professionnel.le(s)": ""}, "professionnel.le(s)", "au moins un"),
    ({"téléphone": ""}, "téléphone", "Donnez un téléphone"),
    ({"usager(s)": ""}, "usager(s)", "le prénom et le nom"),
    ({"email": "ana"}, "email", "n'est pas une adresse"),
    ({"origine": "fax"}, "origine", "Valeurs possibles : agent, usager, prescripteur, fileattente"),
    ({"date prise rdv": "01/02/2026"}, "date prise rdv", "après son début"),
    ({"contexte": "x" * 1001}, "contexte", "1000 caractères au plus"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "said"), WRONG, ids=[f"{one[1]}-{rank}" for rank, one in enumerate(WRONG)])
def test_wrong_input_is_told_by_line_and_column(cells: dict[str, str], column: str, said: str) -> None:
    desk = make_desk()
    report = imported(desk, line(desk) | cells, apply=False)
    [refusal] = report.refused
    assert (refusal.line, refusal.column) == (2, column) and said in refusal.reason


def test_an_identifier_given_twice_and_a_workshop_are_refused() -> None:
    desk = make_desk(name="Tablettes", kind="workshop")
    assert "est un atelier" in imported(desk, line(desk)).refused[0].reason
    other = make_desk()
    report = imported(other, line(other, 1), line(other, 2, id="1001"))
    assert counts(report) == (1, 0, 0, 1) and "ligne 2" in report.refused[0].reason


def test_two_professionals_of_one_name_are_told_by_their_address() -> None:
    desk = make_desk()
    twin = make_person(first_name=desk.person.first_name, last_name=desk.person.last_name)
    make_actor(Role.MEDIATOR, twin, organisation=desk.organisation)
    assert "donnez l'adresse électronique" in imported(desk, line(desk)).refused[0].reason
    assert counts(imported(desk, line(desk, **{"professionnel.le(s)": twin.email}))) == (1, 0, 0, 0)
    assert list(Appointment.objects.get().people.all()) == [twin]


def test_files_of_windows_are_read_and_a_missing_column_is_named() -> None:
    desk = make_desk()
    asked = {"organisation_id": desk.organisation.pk, "actor": None, "now": NOW, "apply": False}
    text = as_csv([line(desk)])
    assert import_appointments(text.encode("utf-8-sig"), **asked).created == 1
    latin = import_appointments(text.encode("cp1252"), **asked)
    assert latin.created == 1 and "latin-1" in latin.remarks[0]
    header = tuple(name for name in text.splitlines()[0].split(";") if name != "statut")
    with pytest.raises(FileRefused, match="Il manque la colonne « statut »"):
        import_appointments(as_csv([line(desk)], header).encode(), **asked)
    with pytest.raises(FileRefused, match="vide"):
        import_appointments(b"", **asked)
