"""A calendar kept elsewhere: read with care, expanded within bounds."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conum.domains.booking.gateways import calendar_reading, outside_calendar, public_sites
from conum.domains.booking.gateways.calendar_reading import busy_times, joined
from conum.domains.booking.gateways.outside_calendar import CalendarUnreadable, fetch
from conum.domains.booking.gateways.public_sites import is_public

START = datetime(2026, 3, 1, tzinfo=UTC)
END = START + timedelta(days=60)


def calendar(*events, zone="Europe/Paris"):
    body = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{event}\r\nEND:VEVENT\r\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//FR\r\n{body}END:VCALENDAR\r\n".encode()


def times(*events, zone="Europe/Paris"):
    return busy_times(calendar(*events), start=START, end=END, zone=zone)


class TestReading:
    def test_BOO_27_a_weekly_event_keeps_its_local_hour_across_the_change_of_clock(self):
        weekly = (
            "DTSTART;TZID=Europe/Paris:20260303T090000\r\nDTEND;TZID=Europe/Paris:20260303T100000\r\nRRULE:FREQ=WEEKLY"
        )
        found = times(weekly)
        assert len(found) == 9
        assert (found[0][0].astimezone(UTC).hour, found[-1][0].astimezone(UTC).hour) == (8, 7)

    def test_one_occurrence_left_out(self):
        rule = "DTSTART:20260303T090000Z\r\nDTEND:20260303T100000Z\r\nRRULE:FREQ=WEEKLY\r\nEXDATE:20260310T090000Z"
        assert len(times(rule)) == 8

    def test_a_whole_day_is_local(self):
        ((begins, ends),) = times("DTSTART;VALUE=DATE:20260305", zone="Indian/Reunion")
        assert begins.astimezone(UTC) == datetime(2026, 3, 4, 20, tzinfo=UTC) and ends - begins == timedelta(days=1)

    def test_hours_without_zone_are_local(self):
        ((begins, _ends),) = times("DTSTART:20260305T090000\r\nDTEND:20260305T100000", zone="America/Martinique")
        assert begins.astimezone(UTC).hour == 13

    @pytest.mark.parametrize("word", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
    def test_free_or_cancelled_time_blocks_nothing(self, word):
        assert times(f"DTSTART:20260305T090000Z\r\nDTEND:20260305T100000Z\r\n{word}") == []

    def test_what_overlaps_is_one_time_cut_at_the_bounds(self):
        found = times(
            "DTSTART:20260228T230000Z\r\nDTEND:20260301T020000Z", "DTSTART:20260301T010000Z\r\nDTEND:20260301T030000Z"
        )
        assert found == [(START, START + timedelta(hours=3))]

    @pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=1,2,3", "FREQ=MINUTELY"])
    def test_an_event_of_each_second_is_left_out(self, rule):
        assert times(f"DTSTART:20260305T090000Z\r\nDTEND:20260305T090001Z\r\nRRULE:{rule}") == []

    @pytest.mark.parametrize(
        "content", [b"", b"<html>", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe", b"BEGIN:VCALENDAR"]
    )
    def test_another_file_is_refused_in_words(self, content):
        with pytest.raises(CalendarUnreadable, match="agenda"):
            busy_times(content, start=START, end=END, zone="Europe/Paris")

    def test_too_many_events_are_refused(self, monkeypatch):
        monkeypatch.setattr(calendar_reading, "MOST_TIMES", 50)
        daily = "DTSTART:20200101T{0:02}{1:02}00Z\r\nDTEND:20200101T{0:02}{1:02}30Z\r\nRRULE:FREQ=DAILY"
        many = [daily.format(n // 60, n % 60) for n in range(10)]
        with pytest.raises(CalendarUnreadable, match="trop"):
            busy_times(calendar(*many), start=START, end=END, zone="Europe/Paris")

    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=12))
    def test_joined_times_cover_the_same_instants_once(self, drawn):
        spans = [(START + timedelta(hours=a), START + timedelta(hours=a + length)) for a, length in drawn]
        out = joined(spans)
        hours = {h for a, length in drawn for h in range(a, a + length)}
        assert sum(((b - a) for a, b in out), timedelta()) == timedelta(hours=len(hours))
        assert all(first[1] < second[0] for first, second in zip(out, out[1:], strict=False))


class TestFetching:
    @pytest.mark.parametrize(
        "address",
        ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "100.64.0.1", "::1", "fe80::1%eth0",
         "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "224.0.0.1"],
    )  # fmt: skip
    def test_private_networks_are_known_however_written(self, address):
        assert not is_public(address)

    def test_public_ones_too(self):
        assert is_public("8.8.8.8") and is_public("2001:4860:4860::8888")

    @pytest.mark.parametrize(
        "address", ["http://127.0.0.1/a.ics", "https://localhost/a.ics", "http://[::1]/", "http://2130706433/"]
    )
    def test_nothing_inside_is_connected_to(self, address):
        with pytest.raises(CalendarUnreadable, match="réseau privé"):
            fetch(address)

    @pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a", "rien", "https://"])
    def test_only_web_addresses(self, address):
        with pytest.raises(CalendarUnreadable, match="https"):
            fetch(address)

    def test_an_unknown_name(self):
        with pytest.raises(CalendarUnreadable, match="n'existe pas"):
            fetch("https://nowhere.invalid/a.ics")

    def test_it_is_fetched(self, site):
        assert fetch(site("/a.ics")) == b"BEGIN:VCALENDAR"

    def test_a_redirection_inside_is_refused(self, site, monkeypatch):
        address = site("/inside")
        monkeypatch.setattr(public_sites, "is_public", lambda text: text != "127.0.0.2")
        with pytest.raises(CalendarUnreadable, match="réseau privé"):
            fetch(address)

    def test_redirections_end(self, site):
        with pytest.raises(CalendarUnreadable, match="trop d'autres"):
            fetch(site("/loop"))

    def test_a_large_file_is_left(self, site):
        with pytest.raises(CalendarUnreadable, match="2 Mo"):
            fetch(site("/large"))

    def test_a_slow_file_is_left(self, site, monkeypatch):
        monkeypatch.setattr(outside_calendar, "LONGEST", -1.0)
        with pytest.raises(CalendarUnreadable, match="trop de temps"):
            fetch(site("/a.ics"))

    def test_a_refusal_is_told(self, site):
        with pytest.raises(CalendarUnreadable, match="404"):
            fetch(site("/nothing"))


@pytest.fixture
def site(monkeypatch):
    """A small site, public for once."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            moved = {"/loop": "/loop", "/inside": "http://127.0.0.2/"}.get(self.path)
            body = {"/a.ics": b"BEGIN:VCALENDAR", "/large": b"x" * 2_100_000}.get(self.path, b"")
            self.send_response(302 if moved else 200 if body else 404)
            if moved:
                self.send_header("Location", moved)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setattr(public_sites, "is_public", lambda text: True)
    yield lambda path: f"http://127.0.0.1:{server.server_port}{path}"
    server.shutdown()
    server.server_close()
