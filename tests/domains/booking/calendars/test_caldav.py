"""A CalDAV collection: asked by REPORT for a period, signed in over TLS only, its answer read with care (BOO-27)."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

import pytest

from conum.domains.booking.gateways import caldav, public_sites
from conum.domains.booking.gateways.outside_calendar import CalendarUnreadable, fetch
from conum.domains.booking.models import BusyTime, ExternalCalendar
from conum.domains.booking.operations.outside_calendars import CalendarRefused, follow_calendar
from conum.domains.booking.web.views.feeds import CalendarForm
from tests.factories_booking import NOW, THURSDAY, make_desk, paris

EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//FR\r\n"
    "BEGIN:VEVENT\r\nUID:{uid}\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR"
)
WEEKLY = (
    "DTSTART;TZID=Europe/Paris:20260115T090000\r\nDTEND;TZID=Europe/Paris:20260115T100000\r\nRRULE:FREQ=WEEKLY;COUNT=3"
)
ONCE = "DTSTART:20260115T093000Z\r\nDTEND:20260115T100000Z"


def multistatus(*texts):
    """As Nextcloud, Zimbra or Radicale answer."""
    responses = "".join(
        f"<d:response><d:href>/agenda/{n}.ics</d:href><d:propstat><d:prop><d:getetag>1</d:getetag>"
        f"<cal:calendar-data>{text}</cal:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
        "</d:response>"
        for n, text in enumerate(texts)
    )
    spaces = 'xmlns:d="DAV:" xmlns:cal="urn:ietf:params:xml:ns:caldav"'
    return f'<?xml version="1.0"?><d:multistatus {spaces}>{responses}</d:multistatus>'.encode()


TWO = multistatus(EVENT.format(uid=1, lines=WEEKLY), EVENT.format(uid=2, lines=ONCE))


@pytest.mark.parametrize(
    ("address", "collection"),
    [
        ("https://agenda.example.org/dav/lucie/perso/", True),
        ("caldav://agenda.example.org/dav/perso", True),
        ("https://agenda.example.org/perso/?x=1", True),
        ("https://agenda.example.org/perso.ics", False),
        ("webcal://agenda.example.org/perso.ics?cle=a/", False),
    ],
)
def test_a_collection_is_told_from_a_file(address, collection):
    assert caldav.is_collection(address) is collection


def test_the_question_names_the_period_in_universal_time():
    asked = ElementTree.fromstring(caldav.query(NOW, NOW + timedelta(days=1)))
    (period,) = asked.iter("{urn:ietf:params:xml:ns:caldav}time-range")
    assert period.attrib == {"start": "20260113T093000Z", "end": "20260114T093000Z"}


@pytest.mark.parametrize(
    "content",
    [b"", b"<html></html>", b"<a", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"\xff\xfe", multistatus() + b"x"],
)
def test_another_answer_is_refused_in_words(content):
    with pytest.raises(CalendarUnreadable, match="CalDAV"):
        caldav.calendars_in(content)


def test_an_empty_collection_is_an_empty_calendar():
    assert caldav.calendars_in(multistatus()) == []


@pytest.mark.django_db
def test_its_busy_times_are_followed(server):
    address = server(TWO)
    desk = make_desk()
    follow_calendar(name="Nextcloud", address=address("/dav/"), actor=desk.actor, now=NOW)
    times = [(row.during.lower, row.during.upper) for row in BusyTime.objects.order_by("during")]
    first = THURSDAY
    assert times[:2] == [(paris(first, 9), paris(first, 10)), (paris(first, 10, 30), paris(first, 11))]
    assert len(times) == 4


@pytest.mark.django_db
def test_a_collection_that_is_not_one_is_told_beside_the_address(server):
    desk = make_desk()
    with pytest.raises(CalendarRefused, match="CalDAV") as refused:
        follow_calendar(name="A", address=server(b"<html></html>")("/dav/"), actor=desk.actor, now=NOW)
    assert refused.value.field == "address" and not ExternalCalendar.objects.exists()


def test_it_is_asked_by_report_to_depth_one(server):
    address = server(TWO)
    assert fetch(address("/dav/"), caldav.query(NOW, NOW), caldav.HEADERS) == TWO
    method, headers, body = server.asked[-1]
    assert (method, headers["Depth"]) == ("REPORT", "1") and b"calendar-query" in body


@pytest.mark.parametrize("path", ["/dav/", "/moved"])
def test_a_password_never_leaves_in_clear(server, path):
    address = server(TWO)(path).replace("http://", "http://lucie:secret@")
    with pytest.raises(CalendarUnreadable, match="https"):
        fetch(address)
    assert not server.asked


def test_a_password_goes_to_the_host_that_was_given_only(monkeypatch):
    asked = []

    class Answer:
        status_code, headers = 302, {"Location": "https://elsewhere.example.org/dav/"}

        def __enter__(self):
            return self

        def __exit__(self, *error):
            """Nothing to close."""

    def request(self, method, url, *, auth, **options):
        asked.append((url, auth))
        return Answer()

    monkeypatch.setattr(public_sites, "public_address", lambda host, port: "203.0.113.7")
    monkeypatch.setattr(public_sites.requests.Session, "request", request)
    with pytest.raises(CalendarUnreadable, match="mot de passe"):
        fetch("caldav://lucie:s%40cret@agenda.example.org/dav/")
    assert asked == [("https://203.0.113.7/dav/", (b"lucie", b"s@cret"))]


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("webcal://agenda.example.org/a.ics", True),
        ("caldav://lucie:secret@agenda.example.org/dav/", True),
        ("agenda.example.org/a.ics", True),
        ("ftp://agenda.example.org/a.ics", False),
        ("mon agenda", False),
    ],
)
def test_the_form_takes_the_addresses_that_calendars_give(address, good):
    form = CalendarForm({"name": "Perso", "address": address})
    assert form.is_valid() is good and ("address" in form.errors) is not good


@pytest.fixture
def server(monkeypatch):
    """`server(answer)`: a small site, public for once, that answers a REPORT; what it was asked is in `asked`."""
    held = []

    class Collection(BaseHTTPRequestHandler):
        def do_REPORT(self):
            length = int(self.headers.get("Content-Length", 0))
            serve.asked.append((self.command, dict(self.headers), self.rfile.read(length)))
            self.send_response(207)
            self.end_headers()
            self.wfile.write(serve.answer)

        def log_message(self, *args):
            """Say nothing."""

    def serve(answer):
        serve.answer = answer
        made = ThreadingHTTPServer(("127.0.0.1", 0), Collection)
        made.daemon_threads = True
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        held.append(made)
        return lambda path: f"http://127.0.0.1:{made.server_port}{path}"

    serve.asked = []
    monkeypatch.setattr(public_sites, "is_public", lambda text: True)
    yield serve
    for made in held:
        made.shutdown()
        made.server_close()
