"""REC-30 and REC-31: the score, its parts, its sentence, and what can never enter it."""

import dataclasses
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from conum.domains.recruitment.enums import Mobility
from conum.domains.recruitment.rules.score import BEST_SCORE, PairFacts, ScoreWeights, score
from conum.domains.recruitment.rules.score_columns import PairColumns, score_columns
from conum.domains.recruitment.rules.score_sentence import score_sentence

TODAY = date(2021, 3, 15)
PARTS = ("distance", "date", "experience", "pix", "waiting")

days = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
facts = st.builds(
    PairFacts,
    distance_m=st.integers(0, 2_000_000),
    mobility_km=st.sampled_from(Mobility.values),
    available_from=days,
    start_wanted=days,
    today=st.just(TODAY),
    mediation_degree=st.booleans(),
    mediation_experience=st.booleans(),
    pix_level=st.sampled_from([None, 1, 2, 3]),
    waiting_days=st.integers(0, 1000),
)
weights = (
    st.lists(st.integers(0, BEST_SCORE), min_size=4, max_size=4)
    .map(sorted)
    .map(lambda cuts: ScoreWeights(*np.diff([0, *cuts, BEST_SCORE]).tolist()))
)


def columns_of(rows):
    def column(value):
        return np.array([value(row) for row in rows])

    return PairColumns(
        distance_m=column(lambda row: row.distance_m),
        mobility_km=column(lambda row: row.mobility_km),
        available_day=column(lambda row: row.available_from.toordinal()),
        need_day=column(lambda row: max(row.start_wanted, row.today).toordinal()),
        experienced=column(lambda row: row.mediation_degree or row.mediation_experience),
        pix_level=column(lambda row: row.pix_level or 0),
        waiting_days=column(lambda row: row.waiting_days),
    )


def ideal(row, weights):
    """The formulas of REC-30 as exact fractions between 0 and 1, before any rounding."""
    radius = min(row.mobility_km, 100) * 1000
    early = (max(row.start_wanted, row.today) - row.available_from).days
    return {
        "distance": weights.distance * max(Fraction(0), 1 - Fraction(row.distance_m, radius)),
        "date": weights.date * min(Fraction(1), max(Fraction(0), Fraction(early, 30))),
        "experience": Fraction(weights.experience * (row.mediation_degree or row.mediation_experience)),
        "pix": weights.pix * Fraction(row.pix_level or 0, 3),
        "waiting": weights.waiting * min(Fraction(1), Fraction(row.waiting_days, 180)),
    }


@given(facts, weights)
def test_REC_30_each_part_is_its_formula_to_the_micro_point(row, weights):
    found = score(row, weights)
    for part, value in ideal(row, weights).items():
        assert 0 <= value - getattr(found, part) < 1
    assert found.total == sum(getattr(found, part) for part in PARTS)
    assert 0 <= found.total <= BEST_SCORE


@given(st.lists(facts, min_size=1, max_size=20), weights)
def test_REC_30_columns_give_the_very_same_numbers(rows, weights):
    many = score_columns(columns_of(rows), weights)
    for number, row in enumerate(rows):
        one = score(row, weights)
        assert [getattr(many, part)[number] for part in PARTS] == [getattr(one, part) for part in PARTS]
        assert many.total[number] == one.total


def test_REC_30_columns_of_small_integers_do_not_overflow():
    row = PairFacts(0, 2000, TODAY - timedelta(days=90), TODAY, TODAY, True, True, 3, 400)
    small = columns_of([row] * 2)
    narrow = PairColumns(
        **{
            field.name: getattr(small, field.name).astype(bool if field.name == "experienced" else np.int32)
            for field in dataclasses.fields(small)
        }
    )
    assert score_columns(narrow).total.tolist() == [BEST_SCORE, BEST_SCORE]


@given(facts, st.integers(0, 50_000))
def test_REC_30_nearer_is_never_worse(row, nearer):
    closer = dataclasses.replace(row, distance_m=max(0, row.distance_m - nearer))
    assert score(closer).total >= score(row).total


def test_REC_30_an_example_by_hand():
    row = PairFacts(12_000, 40, date(2021, 3, 3), date(2021, 3, 18), TODAY, False, True, 2, 90)
    assert dataclasses.astuple(score(row))[:5] == (280_000, 100_000, 200_000, 66_666, 50_000)
    assert score(row).total == 696_666


def test_REC_30_default_weights_are_those_of_the_sheet():
    assert dataclasses.astuple(ScoreWeights()) == (400_000, 200_000, 200_000, 100_000, 100_000)


@pytest.mark.parametrize("parts", [{"distance": 500_000}, {"distance": 700_000, "date": -100_000}])
def test_REC_30_weights_add_up_to_one(parts):
    with pytest.raises(ValueError, match="1000000"):
        ScoreWeights(**parts)


def test_REC_31_nothing_about_age_gender_origin_or_disability_can_enter():
    allowed = {
        "distance_m",
        "mobility_km",
        "available_from",
        "start_wanted",
        "today",
        "mediation_degree",
        "mediation_experience",
        "pix_level",
        "waiting_days",
    }
    assert {field.name for field in dataclasses.fields(PairFacts)} == allowed
    with pytest.raises(TypeError):
        PairFacts(0, 5, TODAY, TODAY, TODAY, gender="female")
    with pytest.raises((AttributeError, TypeError)):
        score(PairFacts(0, 5, TODAY, TODAY, TODAY)).facts.birth_date = TODAY
    columns = {field.name for field in dataclasses.fields(PairColumns)}
    assert columns == (allowed - {"available_from", "start_wanted", "today", "mediation_degree"}) - {
        "mediation_experience"
    } | {"available_day", "need_day", "experienced"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            PairFacts(12_000, 40, date(2021, 3, 3), TODAY, TODAY, False, True, 2, 90),
            "12 km sur 40 ; libre depuis le 3 mars ; expérience de la médiation ; Pix 2 partagé ; "
            "attend depuis 90 jours",
        ),
        (
            PairFacts(311_200, 2000, date(2021, 6, 1), date(2021, 7, 1), TODAY, True, False, None, 1),
            "312 km, accepte toute la France ; libre le 1er juin ; diplôme de médiation ; "
            "niveau Pix non partagé ; attend depuis 1 jour",
        ),
        (
            PairFacts(0, 5, TODAY, TODAY, TODAY),
            "0 km sur 5 ; libre dès aujourd’hui ; ni diplôme ni expérience de la médiation (non exigés) ; "
            "niveau Pix non partagé ; candidature du jour",
        ),
        (
            PairFacts(4_001, 5, date(2020, 12, 1), TODAY, TODAY, True, True, 3, 12),
            "5 km sur 5 ; libre depuis le 1er décembre 2020 ; diplôme et expérience de la médiation ; "
            "Pix 3 partagé ; attend depuis 12 jours",
        ),
    ],
)
def test_REC_30_is_told_in_a_sentence(row, sentence):
    with translation.override("fr"):
        assert score_sentence(score(row)) == sentence
