"""Hours in plain French."""

import pytest

from conum.domains.places.rules.opening_hours.words import clock_words, days_words, ranges_words, text_words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(540, "9 h"), (570, "9 h 30"), (545, "9 h 05"), (0, "minuit"), (1440, "minuit"), (1560, "2 h")],
)
def test_clock(minutes, words):
    assert clock_words(minutes) == words


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        ([], "fermé"),
        ([(0, 1440)], "toute la journée"),
        ([(540, 720)], "de 9 h à 12 h"),
        ([(840, 1020), (540, 720)], "de 9 h à 12 h et de 14 h à 17 h"),
        ([(480, 540), (600, 660), (840, 1440)], "de 8 h à 9 h, de 10 h à 11 h et de 14 h à minuit"),
    ],
)
def test_ranges(ranges, words):
    assert ranges_words(ranges) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([0, 1, 2, 3, 4, 5, 6], "tous les jours"),
        ([0, 1, 2, 3, 4], "du lundi au vendredi"),
        ([0, 1], "lundi et mardi"),
        ([0, 2, 3, 4, 6], "lundi, du mercredi au vendredi et dimanche"),
    ],
)
def test_days(days, words):
    assert days_words(days) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("24/7", ["tous les jours toute la journée"]),
        ("Mo 09:00-12:00,14:00-17:00",
         ["lundi de 9 h à 12 h et de 14 h à 17 h", "fermé du mardi au dimanche"]),
        ("Mo-Fr 09:00-12:00; Sa 10:00-11:30; PH off; SH off",
         ["du lundi au vendredi de 9 h à 12 h", "samedi de 10 h à 11 h 30", "fermé dimanche",
          "fermé les jours fériés", "fermé pendant les vacances scolaires"]),
        ("week 01-53/2 Mo 09:00-12:00", ["semaines impaires, lundi : de 9 h à 12 h"]),
        ("Mo-Fr 09:00-12:00; Jul-Aug off", ["du lundi au vendredi : de 9 h à 12 h", "de juillet à août : fermé"]),
        ("Mo-Fr 09:00-12:00; Aug off", ["du lundi au vendredi : de 9 h à 12 h", "août : fermé"]),
        ("Dec 24-Jan 02 off", ["du 24 décembre au 2 janvier : fermé"]),
        ("Dec 24-26 off", ["du 24 décembre au 26 décembre : fermé"]),
        ("2026 Dec 25 10:00-12:00", ["le 25 décembre 2026 : de 10 h à 12 h"]),
        ("SH Mo-Fr 10:00-11:00", ["vacances scolaires, seulement du lundi au vendredi : de 10 h à 11 h"]),
        ("Sa,PH 10:00-11:00", ["samedi et jours fériés : de 10 h à 11 h"]),
        ('"sur rendez-vous"', ["sur rendez-vous"]),
        ('Mo 09:00-12:00 "sur rendez-vous"', ["lundi : de 9 h à 12 h, sur rendez-vous"]),
        ('Mo 09:00-12:00; "sur rendez-vous"', ["lundi : de 9 h à 12 h", "le reste du temps : sur rendez-vous"]),
        ('Mo 09:00-12:00 "atelier couture"', ["lundi : de 9 h à 12 h (atelier couture)"]),
        ('Aug off "congés"', ["août : fermé (congés)"]),
        ("Mo[1] 09:00-12:00", ["Mo[1] : de 9 h à 12 h"]),
        ("PH +1 day off", ["PH +1 day off : fermé"]),
        ("Mo unknown", ["lundi : à vérifier"]),
        ("Mo sunrise-12:00", ["lundi : sunrise-12:00"]),
    ],
)  # fmt: skip
def test_texts(text, words):
    assert text_words(text) == words
