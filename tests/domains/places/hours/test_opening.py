"""When real rows are open: now, next, this week, and the instants kept for the finder's index."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conum.domains.places.events import PlacesChanged
from conum.domains.places.models import OpeningException, Place
from conum.domains.places.operations.hours import fill_missing, fill_open_during
from conum.domains.places.queries.opening import is_open, standing
from conum.domains.places.queries.opening_words import now_words, this_week, usual_hours
from conum.kernel.events import publish
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
WEEKDAYS = "Mo-Fr 09:00-12:00,14:00-17:00"


def paris(year, month, day, hour, minute=0, fold=0):
    return datetime(year, month, day, hour, minute, tzinfo=PARIS, fold=fold)


def close(place, first, last, hours="", reason=""):
    return OpeningException.objects.create(
        place=place, starts_on=first, ends_on=last, kind="open" if hours else "closed", hours=hours, reason=reason,
        created_at=paris(2026, 1, 1, 9), updated_at=paris(2026, 1, 1, 9),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("commune", "hours", "now", "expected"),
    [
        ("87085", WEEKDAYS, paris(2026, 11, 9, 9), True),
        ("87085", WEEKDAYS, paris(2026, 11, 9, 12), False),
        ("87085", "24/7", paris(2026, 11, 9, 3), True),
        ("87085", "24/7; PH off", paris(2026, 11, 11, 3), False),
        ("87085", "Fr 22:00-02:00", paris(2026, 11, 14, 1, 59), True),
        ("87085", "Fr 22:00-02:00", paris(2026, 11, 14, 2), False),
        ("87085", "Fr 22:00-02:00; Sa off", paris(2026, 11, 14, 1), True),
        ("87085", "", paris(2026, 11, 9, 9), False),
        ("87085", '"sur rendez-vous"', paris(2026, 11, 9, 9), False),
        # The day after Christmas is a holiday in Moselle and in Alsace.
        ("57463", "Mo-Sa 09:00-12:00; PH off", paris(2026, 12, 26, 10), False),
        ("67482", "Mo-Sa 09:00-12:00; PH off", paris(2026, 12, 26, 10), False),
        ("87085", "Mo-Sa 09:00-12:00; PH off", paris(2026, 12, 26, 10), True),
        # In winter, 23:30 in Paris is 02:30 the next day in La Réunion, 18:30 in Martinique.
        ("97411", "Tu 02:00-03:00", paris(2026, 11, 9, 23, 30), True),
        ("97411", "Mo 23:00-24:00", paris(2026, 11, 9, 23, 30), False),
        ("97209", "Mo 18:00-19:00", paris(2026, 11, 9, 23, 30), True),
        ("97411", "Mo-Su 09:00-12:00; PH off", datetime(2026, 12, 20, 6, tzinfo=UTC), False),  # abolition
        ("97209", "Mo-Su 09:00-12:00; PH off", datetime(2026, 12, 20, 14, tzinfo=UTC), True),
        # Winter school holidays of zone A begin on Saturday 7 February 2026, of zone B one week later.
        ("87085", "Mo-Fr 09:00-12:00; SH off", paris(2026, 2, 9, 10), False),
        ("57463", "Mo-Fr 09:00-12:00; SH off", paris(2026, 2, 9, 10), True),
        ("97411", "Mo-Fr 09:00-12:00; SH off", datetime(2026, 2, 9, 6, tzinfo=UTC), True),  # calendar not known
        # The clock jumps from 2:00 to 3:00 on 29 March, and falls from 3:00 to 2:00 on 25 October.
        ("87085", "Su 01:00-04:00", paris(2026, 3, 29, 3, 30), True),
        ("87085", "Su 02:00-03:00", paris(2026, 3, 29, 3), False),
        ("87085", "Su 02:30-05:00", paris(2026, 10, 25, 2, 45, fold=1), True),
        ("87085", "Su 01:00-02:30", paris(2026, 10, 25, 2, 15, fold=1), False),
        ("87085", "Su 09:00-10:00", paris(2026, 3, 29, 9, 30), True),
        ("87085", "Mo-Fr 09:00-12:00; Jul-Aug off", paris(2026, 7, 6, 10), False),
        ("87085", "Mo-Fr 09:00-12:00; Jul-Aug off", paris(2026, 9, 1, 10), True),
        ("87085", "week 01-53/2 Mo 09:00-12:00", paris(2026, 11, 2, 10), True),
        ("87085", "week 01-53/2 Mo 09:00-12:00", paris(2026, 11, 9, 10), False),
        ("98731", "Mo 09:00-10:00", datetime(2026, 11, 9, 18, 45, tzinfo=UTC), True),  # Marquises: 9 h 30 behind
    ],
)
def test_PLA_07_open_now_by_the_place_s_own_clock_and_holidays(commune, hours, now, expected):
    place = make_place(commune, opening_hours=hours)
    assert is_open(place, now) is expected
    fill_open_during(now=now, places=[place.pk])
    assert Place.objects.filter(pk=place.pk, open_during__covers=now).exists() is expected


def test_what_is_not_known_is_null_and_what_never_opens_is_empty():
    now = paris(2026, 11, 9, 8)
    unknown, never, once = make_place(), make_place(opening_hours="off"), make_place()
    close(once, date(2026, 11, 10), date(2026, 11, 10), "09:00-10:00")
    assert fill_open_during(now=now) == 3
    kept = dict(Place.objects.values_list("pk", "open_during"))
    assert kept[unknown.pk] is None
    assert len(kept[never.pk]) == 0
    assert [(found.lower, found.upper) for found in kept[once.pk]] == [
        (paris(2026, 11, 10, 9), paris(2026, 11, 10, 10))
    ]
    assert now_words(Place.objects.get(pk=unknown.pk), now) == "Horaires non connus"
    assert now_words(Place.objects.get(pk=never.pk), now) == "Fermé ces prochaines semaines"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (paris(2026, 11, 9, 8), "Fermé, ouvre aujourd’hui à 9 h"),
        (paris(2026, 11, 9, 9), "Ouvert jusqu’à 12 h"),
        (paris(2026, 11, 9, 17), "Fermé, ouvre demain à 9 h"),
        (paris(2026, 11, 13, 17, 30), "Fermé, ouvre lundi à 9 h"),
    ],
)
def test_now_in_words(now, words):
    place = make_place(opening_hours=WEEKDAYS)
    fill_open_during(now=now)
    assert now_words(Place.objects.get(pk=place.pk), now) == words


def test_a_far_opening_is_told_by_its_date_and_an_endless_one_has_no_end():
    now = paris(2026, 11, 9, 8)
    far = make_place(opening_hours="2026 Nov 27 09:00-10:00")
    always = make_place(opening_hours="24/7")
    fill_open_during(now=now)
    assert now_words(Place.objects.get(pk=far.pk), now) == "Fermé, ouvre le 27 novembre à 9 h"
    assert now_words(Place.objects.get(pk=always.pk), now) == "Ouvert en continu"
    assert standing(Place.objects.get(pk=always.pk), now).until is None


def test_this_week_tells_holidays_and_exceptions():
    place = make_place(opening_hours=f"{WEEKDAYS}; Fr 22:00-02:00; PH off")
    close(place, date(2026, 11, 12), date(2026, 11, 12), reason="inventaire")
    close(place, date(2026, 11, 14), date(2026, 11, 14), "10:00-11:00")
    told = [(label, words) for _day, label, words in this_week(place, paris(2026, 11, 12, 8))]
    assert told == [
        ("lundi 9 novembre", "de 9 h à 12 h et de 14 h à 17 h"),
        ("mardi 10 novembre", "de 9 h à 12 h et de 14 h à 17 h"),
        ("mercredi 11 novembre", "fermé (jour férié : Armistice)"),
        ("jeudi 12 novembre", "fermé (inventaire)"),
        ("vendredi 13 novembre", "de 22 h à 2 h"),
        ("samedi 14 novembre", "de 10 h à 11 h (exceptionnellement)"),
        ("dimanche 15 novembre", "fermé"),
    ]
    assert [day.is_today for day, _l, _w in this_week(place, paris(2026, 11, 12, 8))].index(True) == 3


@pytest.mark.parametrize(
    ("hours", "monday", "sunday"),
    [
        ("24/7", "toute la journée", "toute la journée"),
        ('"sur rendez-vous"', "sur rendez-vous", "sur rendez-vous"),
        ('Mo 09:00-12:00 "sur rendez-vous"', "de 9 h à 12 h, sur rendez-vous", "fermé"),
        ("Mo,Su 18:00-03:00", "de 18 h à 3 h", "de 18 h à 3 h"),
        ("Mo 00:00-24:00, Su 20:00-24:00", "toute la journée", "de 20 h à minuit"),
        ("", "fermé", "fermé"),
    ],
)
def test_days_in_words(hours, monday, sunday):
    place = make_place(opening_hours=hours)
    told = [words for _day, _label, words in this_week(place, paris(2026, 11, 12, 8))]
    assert (told[0], told[-1]) == (monday, sunday)


def test_usual_hours_are_sentences():
    place = make_place(opening_hours=f"{WEEKDAYS}; PH off")
    assert usual_hours(place)[0] == "du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h"


TEXTS = (
    WEEKDAYS, "24/7", "Fr-Sa 20:00-03:00; SH off", "Su 01:00-04:00", 'Mo "sur rendez-vous", Tu 09:00-19:00',
    "week 01-53/2 Mo-Sa 09:00-12:00; PH off", "Mo-Su 22:00-06:00; PH off",
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.sampled_from(TEXTS),
    st.sampled_from(["87085", "57463", "97411", "98731", "97502"]),
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    st.integers(0, 2**32),
)
def test_open_during_agrees_with_is_open_at_any_instant(text, commune, now, seed):
    place = make_place(commune, opening_hours=text)
    if seed % 3 == 0:
        close(place, now.date(), now.date() + timedelta(days=2), "10:00-23:00" if seed % 2 else "")
    fill_open_during(now=now, places=[place.pk])
    place = Place.objects.select_related("commune__department").get(pk=place.pk)
    drawn = random.Random(seed)
    for _ in range(25):
        instant = now + timedelta(minutes=drawn.randrange(21 * 24 * 60))
        kept = any(stretch.lower <= instant < stretch.upper for stretch in place.open_during)
        assert kept == is_open(place, instant), instant


def test_many_places_with_one_text_are_computed_once(monkeypatch, django_assert_max_num_queries):
    now = paris(2026, 11, 9, 8)
    for _ in range(6):
        make_place(opening_hours=WEEKDAYS)
    make_place("97411", opening_hours=WEEKDAYS)
    asked = []
    from_module = fill_open_during.__globals__
    real = from_module["spans"]
    monkeypatch.setitem(from_module, "spans", lambda *given: asked.append(given) or real(*given))
    with django_assert_max_num_queries(6):
        fill_open_during(now=now)
    assert len(asked) == 2
    assert Place.objects.filter(open_during__covers=paris(2026, 11, 9, 10)).count() == 6


def test_a_change_is_followed_at_once_and_an_import_in_the_background(monkeypatch):
    now = paris(2026, 11, 9, 10)
    place = make_place(opening_hours=WEEKDAYS)
    publish(PlacesChanged((str(place.pk),), frozenset(), frozenset({"name"}), now))
    assert Place.objects.get(pk=place.pk).open_during is None
    publish(PlacesChanged((str(place.pk),), frozenset(), frozenset({"opening_hours"}), now))
    assert Place.objects.filter(open_during__covers=now).count() == 1
    many = [make_place(opening_hours=WEEKDAYS) for _ in range(25)]
    publish(PlacesChanged(tuple(str(one.pk) for one in [place, *many]), frozenset(), frozenset(), now))
    assert Place.objects.exclude(open_during=None).count() == 0  # unknown rather than wrong, until the job
    assert fill_missing(now=now) == 26
    assert Place.objects.filter(open_during__covers=now).count() == 26
    assert fill_missing(now=now) == 0


def test_closed_and_merged_places_are_left_aside():
    now = paris(2026, 11, 9, 10)
    kept = make_place(opening_hours=WEEKDAYS)
    make_place(opening_hours=WEEKDAYS, closed_on=date(2026, 1, 1))
    make_place(opening_hours=WEEKDAYS, merged_into=kept)
    assert fill_open_during(now=now) == 1


def test_a_computation_leaves_no_line_in_the_history():
    place = make_place(opening_hours=WEEKDAYS)
    events = apps.get_model("places", "PlaceEvent").objects
    before = events.count()
    fill_open_during(now=paris(2026, 11, 9, 10), places=[place.pk])
    assert Place.objects.get(pk=place.pk).open_during is not None
    assert before > 0
    assert events.count() == before
