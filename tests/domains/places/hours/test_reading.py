"""Texts read, refused with the place and the reason, and proposals for the usual mistakes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conum.domains.places.rules.opening_hours import reading
from conum.domains.places.rules.opening_hours.repairs import propose
from conum.domains.places.rules.opening_hours.text import join, take_apart
from conum.kernel.rules import RuleBroken

REAL = Path(__file__).parents[5] / "shared" / "data" / "places" / "cnfs-2022-12.json"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("mo-fr 09:00-12:00 ;", "Mo-Fr 09:00-12:00"),
        ("Mo, Tu  09:00-12:00;\n\nph off", "Mo,Tu 09:00-12:00; PH off"),
        ("Mo - Fr: 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ('Mo 09:00-12:00 "mo ; ph"', 'Mo 09:00-12:00 "mo ; ph"'),
        ("Mo 09:00-12:00, Tu 10:00-11:00", "Mo 09:00-12:00, Tu 10:00-11:00"),
        ("week 01-53/2 Mo 09:00-12:00", "week 01-53/2 Mo 09:00-12:00"),
    ],
)
def test_spelling_is_put_right_when_the_meaning_is_plain(typed, kept):
    assert reading.read(typed) == reading.Reading(kept)
    assert reading.check(typed) == kept


@pytest.mark.parametrize(
    ("typed", "at", "unread", "hint"),
    [
        ("9h-12h30", 1, "9h-12h30", "09:30, pas 9h30"),
        ("Mo 12:00-14:00-17:00", 15, "-17:00", "séparez les plages"),
        ("Mo-Fr 09:00–12:00", 12, "–12:00", "tiret simple"),
        ("Sa 17:00", 4, "17:00", "il manque l’heure de fin"),
        ("Mo 09:00-10:00; Tu 12:30", 20, "12:30", "il manque l’heure de fin"),
        ("Mo 9-12", 4, "9-12", "14:00"),
        ("Mo 14:00-14:00", 4, "14:00-14:00", "même heure"),
        ("Lundi 09:00-12:00", 1, "Lundi 09:00-12:00", "les jours s’écrivent Mo"),
        ("Mardi 09:00-12:00", 1, "Mardi 09:00-12:00", "les jours s’écrivent Mo"),
        ("Mo 26:00-27:00", 4, "26:00-27:00", "de 00:00 à 24:00"),
        ("week 53-01 Mo", 1, "week 53-01 Mo", ""),
        ("x" * 1001, 1001, "x", "1000 caractères"),
    ],
)
def test_PLA_06_a_refusal_says_what_and_where(typed, at, unread, hint):
    problem = reading.read(typed).problem
    assert (problem.at, problem.unread) == (at, unread)
    assert hint in problem.hint
    with pytest.raises(RuleBroken) as refusal:
        reading.check(typed)
    assert (refusal.value.rule_id, refusal.value.field) == ("PLA-06", "opening_hours")
    assert f"« {unread} » (caractère {at}) : {problem.hint}" in refusal.value.message


@pytest.mark.parametrize(
    ("typed", "proposed", "remarks"),
    [
        ("Mo 9h-12h30", "Mo 09:00-12:30", 0),
        ("9h-12h30", "09:00-12:30", 1),  # which days?
        ("Mo 12:00-14:00-17:00", "Mo 12:00-14:00", 1),  # the third hour stays alone
        ("Mo-Fr 09:00–12:00", "Mo-Fr 09:00-12:00", 0),
        ("Lundi au vendredi de 9h à 12h et de 14h à 17h30", "Mo-Fr 09:00-12:00,14:00-17:30", 0),
        ("lun-ven 9h-12h, sauf mardi", "Mo-Fr 09:00-12:00; Tu off", 0),
        ("Lu-Ve 9.00-12.00", "Mo-Fr 09:00-12:00", 0),
        ("Mo-Fr 0900-1200", "Mo-Fr 09:00-12:00", 0),
        ("lun/mar : 9h/12h 14h/17h", "Mo,Tu 09:00-12:00,14:00-17:00", 0),
        ("Lundi 9h-12h / 14h-17h, samedi 9h-12h, fermé les jours fériés",
         "Mo 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off", 0),
        ("Mo-Fr 09:00-12:00; vacances scolaires fermé", "Mo-Fr 09:00-12:00; SH off", 0),
        ("semaines paires lundi 9h-12h", "week 02-52/2 Mo 09:00-12:00", 0),
        ("mardi de 10h à 12h, le mardi de 14 à 16h", "Tu 10:00-12:00, Tu 14:00-16:00", 0),
        ("sur RDV", '"sur rendez-vous"', 0),
        ("jeudi 8 h 30 à midi", "Th 08:30-12:00", 0),
        ("Sa 17:00", None, 0),
        ("Horaires d'ouverture", None, 0),
        ("mardi matin", None, 0),
        ("Mo-Fr 09:00-12:00", None, 0),  # already read
        ("", None, 0),
    ],
)  # fmt: skip
def test_usual_mistakes_have_a_proposal(typed, proposed, remarks):
    made = propose(typed)
    assert (made and made.text) == proposed
    assert len(made.remarks if made else []) == remarks


PIECES = ["Mo", "Tu-Fr", "PH", "SH", "Jul-Aug", "week 01-53/2", "09:00-12:00", "22:00-26:00", "off", '"x;y"']
SIGNS = [" ", ",", ", ", ";", "; ", " || ", "-", "9h", "/", "+", "[1]", "é", "24/7", "\x00"]


@given(st.lists(st.sampled_from(PIECES + SIGNS), max_size=12).map("".join) | st.text(max_size=40))
def test_any_text_is_read_or_refused_and_a_proposal_is_always_read(text):
    found = reading.read(text)
    if found.problem:
        assert found.problem.hint
        assert 1 <= found.problem.at <= len(text) + 1
    elif found.text:
        assert reading.read(join(take_apart(found.text))).problem is None
    made = propose(text)
    assert made is None or reading.read(made.text).problem is None


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not here")
def test_most_real_texts_are_read_and_half_of_the_others_have_a_proposal():
    texts = {row["horaires"] for row in json.loads(REAL.read_text()) if row.get("horaires")}
    refused = [text for text in texts if reading.read(text).problem]
    assert len(refused) < 0.1 * len(texts)
    assert sum(propose(text) is not None for text in refused) > 0.5 * len(refused)
