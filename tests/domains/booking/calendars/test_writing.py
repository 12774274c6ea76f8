"""Our bookings written in a professional's own CalDAV collection: put, deleted, tried again, taken back (BOO-27)."""

from __future__ import annotations

import base64
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.journal.models import JournalEntry
from conum.domains.booking.gateways import caldav_writing, outside_calendar, public_sites
from conum.domains.booking.gateways.caldav_writing import Access
from conum.domains.booking.gateways.calendar_reading import busy_times
from conum.domains.booking.models import WrittenCalendar, WrittenEvent
from conum.domains.booking.operations import changes, written_calendars
from conum.domains.booking.operations.outside_calendars import CalendarRefused
from conum.domains.booking.operations.written_calendars import ask_all, start_writing, stop_writing, write_calendar
from conum.domains.booking.queries.calendar_files import own_domain
from conum.kernel.errors import PermissionRefused
from tests.factories_accounts import make_actor, sign_in
from tests.factories_booking import NOW, THURSDAY, make_desk, paris

pytestmark = pytest.mark.django_db
EMPTY = b'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"></d:multistatus>'
SECRET = "s@cret: é"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A small CalDAV server, public for once, without TLS. `files`: what is there; `down`: what it answers."""

    class Collection(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            site.asked.append(self.command)
            given = base64.b64decode(self.headers.get("Authorization", "")[6:]).decode()
            status = 401 if given != f"lucie:{SECRET}" else site.down or getattr(self, f"on_{self.command}")(body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(EMPTY) if status == 207 else 0))
            self.end_headers()
            if status == 207:
                self.wfile.write(EMPTY)

        do_PUT = do_DELETE = do_REPORT = answer

        def on_PUT(self, body: bytes) -> int:
            known = self.path in site.files
            site.files[self.path] = body
            return 204 if known else 201

        def on_DELETE(self, body: bytes) -> int:
            return 204 if site.files.pop(self.path, None) else 404

        def on_REPORT(self, body: bytes) -> int:
            return 207

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Collection)
    site.daemon_threads = True
    site.files, site.asked, site.down = {}, [], 0
    threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setattr(public_sites, "is_public", lambda text: True)
    monkeypatch.setattr(caldav_writing, "SCHEMES", ("http",))
    monkeypatch.setattr(outside_calendar, "_signed", lambda first, here: ("lucie", SECRET))
    site.access = Access(f"http://127.0.0.1:{site.server_port}/dav/", "lucie", SECRET)
    yield site
    site.shutdown()
    site.server_close()


@pytest.fixture
def tied(server: Any) -> Any:
    """A desk whose counsellor has their calendar written."""
    desk = make_desk()
    desk.present()
    made = start_writing(access=server.access, with_names=False, actor=desk.actor, now=NOW)
    return SimpleNamespace(calendar=made, book=desk.book, actor=desk.actor, person=desk.person)


def events(server: Any) -> list[Any]:
    calendars = [icalendar.Calendar.from_ical(text) for text in server.files.values()]
    assert not any(calendar.get("METHOD") for calendar in calendars)
    return [event for calendar in calendars for event in calendar.walk("VEVENT")]


def test_BOO_27_an_appointment_is_put_moved_and_deleted(server: Any, tied: Any) -> None:
    row = tied.book(paris(THURSDAY, 9)).appointment
    assert write_calendar(tied.calendar.pk, now=NOW)
    (event,) = events(server)
    assert event["DTSTART"].dt == paris(THURSDAY, 9) and event["SUMMARY"] == row.type.name
    changes.move(appointment_id=row.pk, starts_at=paris(THURSDAY, 10), actor=tied.actor, now=NOW)
    write_calendar(tied.calendar.pk, now=NOW)
    (event,) = events(server)
    assert event["DTSTART"].dt == paris(THURSDAY, 10) and event["SEQUENCE"] == 1
    changes.cancel_by_service(appointment_id=row.pk, reason="Absente", actor=tied.actor, now=NOW)
    write_calendar(tied.calendar.pk, now=NOW)
    assert server.files == {} and server.asked == ["REPORT", "PUT", "PUT", "DELETE"]


def test_a_job_is_queued_with_the_change_and_twice_does_nothing_more(
    server: Any, tied: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(written_calendars, "defer", lambda name, **given: asked.append(given["calendar_id"]))
    row = tied.book(paris(THURSDAY, 9)).appointment
    assert asked == [str(tied.calendar.pk)]
    changes.cancel_by_service(appointment_id=row.pk, reason="Absente", actor=tied.actor, now=NOW)
    assert len(asked) == 2
    write_calendar(tied.calendar.pk, now=NOW)
    write_calendar(tied.calendar.pk, now=NOW)
    assert server.asked == ["REPORT"]


def test_no_name_by_default_and_initials_when_asked(server: Any, tied: Any) -> None:
    row = tied.book(paris(THURSDAY, 9)).appointment
    write_calendar(tied.calendar.pk, now=NOW)
    text = b"".join(server.files.values()).decode()
    assert row.contact.last_name not in text and row.contact.phone not in text
    WrittenCalendar.objects.update(with_names=True)
    write_calendar(tied.calendar.pk, now=NOW)
    (event,) = events(server)
    assert event["SUMMARY"].endswith(f"{row.contact.first_name[0]}. {row.contact.last_name[0]}.")


def test_a_failure_is_kept_tried_again_later_and_forgotten_once_it_works(server: Any, tied: Any) -> None:
    tied.book(paris(THURSDAY, 9))
    server.down = 503
    assert not write_calendar(tied.calendar.pk, now=NOW)
    found = WrittenCalendar.objects.get()
    assert (found.failures, found.due_at) == (1, NOW + timedelta(minutes=20)) and "503" in found.fault
    assert ask_all(now=NOW + timedelta(minutes=19)) == 0 and ask_all(now=NOW + timedelta(minutes=20)) == 1
    for failures, minutes in ((2, 60), (3, 240), (4, 720), (5, 1440), (6, 1440)):
        write_calendar(found.pk, now=NOW)
        found.refresh_from_db()
        assert (found.failures, found.due_at) == (failures, NOW + timedelta(minutes=minutes))
    server.down = 0
    assert write_calendar(found.pk, now=NOW)
    found.refresh_from_db()
    assert (found.failures, found.fault, found.written_at) == (0, "", NOW) and len(server.files) == 1


def test_stopped_what_was_written_is_taken_back_and_the_password_forgotten(server: Any, tied: Any) -> None:
    tied.book(paris(THURSDAY, 9))
    write_calendar(tied.calendar.pk, now=NOW)
    assert stop_writing(actor=tied.actor, now=NOW) and not stop_writing(actor=tied.actor, now=NOW)
    server.down = 500
    write_calendar(tied.calendar.pk, now=NOW)
    assert WrittenCalendar.objects.exists()
    server.down = 0
    write_calendar(tied.calendar.pk, now=NOW)
    assert server.files == {} and not WrittenCalendar.objects.exists() and not WrittenEvent.objects.exists()
    actions = set(JournalEntry.objects.filter(action__startswith="calendar.").values_list("action", flat=True))
    assert actions == {"calendar.written", "calendar.unwritten"}


def test_a_calendar_gone_for_good_is_given_up(server: Any, tied: Any) -> None:
    tied.book(paris(THURSDAY, 9))
    write_calendar(tied.calendar.pk, now=NOW)
    stop_writing(actor=tied.actor, now=NOW)
    server.down = 500
    for _number in range(6):
        write_calendar(tied.calendar.pk, now=NOW)
    assert not WrittenCalendar.objects.exists()


def test_address_and_password_are_sealed_and_another_takes_their_place(server: Any, tied: Any) -> None:
    kept = bytes(WrittenCalendar.objects.get().access)
    assert b"dav" not in kept and SECRET.encode() not in kept
    start_writing(access=server.access, with_names=True, actor=tied.actor, now=NOW)
    assert list(WrittenCalendar.objects.filter(stopped_at=None).values_list("with_names", flat=True)) == [True]


@pytest.mark.parametrize(
    ("access", "words"),
    [
        (Access("https://127.0.0.1/dav/", "a", "b"), "réseau privé"),
        (Access("https://localhost/dav/", "a", "b"), "réseau privé"),
        (Access("https://[::1]/dav/", "a", "b"), "réseau privé"),
    ],
)
def test_an_inside_address_is_never_written_to(access: Access, words: str) -> None:
    desk = make_desk()
    with pytest.raises(CalendarRefused, match=words):
        start_writing(access=access, with_names=False, actor=desk.actor, now=NOW)
    with pytest.raises(caldav_writing.CalendarUnwritable, match=words):
        caldav_writing.put(access, "x", b"x")
    assert not WrittenCalendar.objects.exists()


def test_it_is_written_over_tls_only() -> None:
    with pytest.raises(caldav_writing.CalendarUnwritable, match="https"):
        caldav_writing.put(Access("http://agenda.example.org/dav/", "a", "b"), "x", b"x")


def test_our_own_events_read_back_block_nothing(server: Any, tied: Any) -> None:
    tied.book(paris(THURSDAY, 9))
    write_calendar(tied.calendar.pk, now=NOW)
    (content,) = server.files.values()
    window = {"start": NOW, "end": NOW + timedelta(days=30), "zone": "Europe/Paris"}
    assert len(busy_times(content, **window)) == 1 and busy_times(content, own=own_domain(), **window) == []


def test_only_professionals_have_their_calendar_written(server: Any) -> None:
    with pytest.raises(PermissionRefused):
        start_writing(access=server.access, with_names=False, actor=make_actor("candidate"), now=NOW)


GOOD = {"address": "https://agenda.example.org/dav/", "name": "lucie", "password": SECRET}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"address": ""}, "address", "Adresse CalDAV"),
        ({"address": "http://agenda.example.org/dav/"}, "address", "adresse entière"),
        ({"address": "https://agenda.example.org/a.ics"}, "address", "finit par"),
        ({"address": "https://lucie:x@agenda.example.org/dav/"}, "address", "leurs champs"),
        ({"address": "https://127.0.0.1/dav/"}, "address", "réseau privé"),
        ({"name": ""}, "name", "Nom d'utilisateur"),
        ({"password": ""}, "password", "Mot de passe"),
    ],
)
def test_wrong_input_is_told_and_nothing_is_kept(
    client: Client, changes: dict[str, str], field: str, words: str
) -> None:
    desk = make_desk()
    sign_in(client, desk.person, desk.person.memberships.first())
    page = client.post(reverse("booking:writing"), GOOD | changes)
    assert page.status_code == 422 and words in page.context["form"].errors[field][0]
    html = page.content.decode()
    assert SECRET not in html and (field == "name" or 'value="lucie"' in html)
    assert not WrittenCalendar.objects.exists()


def test_a_failure_is_shown_on_the_page_where_it_is_tied(client: Client, server: Any, tied: Any) -> None:
    tied.book(paris(THURSDAY, 9))
    server.down = 403
    write_calendar(tied.calendar.pk, now=NOW)
    sign_in(client, tied.person, tied.person.memberships.first())
    page = client.get(reverse("booking:ties")).content.decode()
    assert "se laisse pas écrire" in page and "nouvel essai" in page
    client.post(reverse("booking:writing_stop"))
    assert WrittenCalendar.objects.get().stopped_at is not None
    assert "Relier un agenda" in client.get(reverse("booking:ties")).content.decode()
