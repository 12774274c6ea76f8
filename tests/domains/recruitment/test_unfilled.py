"""REC-34: why posts stay without candidate."""

import math
from datetime import date

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from conum.domains.recruitment.enums import UnfilledReason
from conum.domains.recruitment.rules.assignment import assign
from conum.domains.recruitment.rules.distance import Sphere
from conum.domains.recruitment.rules.pairs import Pairs
from conum.domains.recruitment.rules.unfilled import Needs, People, unfilled_hosts
from conum.domains.recruitment.rules.unfilled_sentence import unfilled_sentence

TODAY = date(2021, 3, 15)
KM = 1 / 111.3195  # degrees of latitude in a kilometre on that sphere


def day(value):
    return (value - date(1970, 1, 1)).days


def people(*rows):
    """Rows of (km to the north of the host, radius accepted, free from, zone)."""
    return People(
        latitude=np.array([45 + row[0] * KM for row in rows], float),
        longitude=np.full(len(rows), 1.0),
        mobility_km=np.array([row[1] for row in rows], np.int64),
        available_day=np.array([day(row[2]) for row in rows], np.int64),
        zone=np.array([row[3] for row in rows], str),
    )


def needs(count=1, zone=""):
    return Needs(
        latitude=np.full(count, 45.0),
        longitude=np.full(count, 1.0),
        need_day=np.full(count, day(date(2021, 4, 1))),
        zone=np.array([zone] * count),
    )


def why(known, rows=(), vacancies=(1,), zone=""):
    columns = np.array(rows, np.int64).reshape(-1, 3)
    pairs = Pairs(columns[:, 0], columns[:, 1], columns[:, 2], np.array(vacancies), len(known.zone))
    return unfilled_hosts(pairs, assign(pairs), known, needs(len(vacancies), zone))


def said(post):
    with translation.override("fr"):
        return unfilled_sentence(post, TODAY)


def test_REC_34_nobody_accepts_the_distance():
    (post,) = why(people((37.5, 20, TODAY, ""), (60, 55, TODAY, ""), (3, 2000, TODAY, "971")))
    assert (post.reason, post.nearest_m, post.missing_m) == (UnfilledReason.TOO_FAR, 37_500, 5_000)
    assert said(post) == (
        "Aucun candidat n’accepte 38 km, la distance du plus proche ; il manque au moins 5 km à un rayon. "
        "1 candidat d’un autre territoire viendrait, mais la zone est fermée."
    )


def test_REC_34_people_in_range_are_free_too_late():
    june, july = date(2021, 6, 1), date(2021, 7, 5)
    (post,) = why(people((5, 10, july, ""), (8, 2000, june, ""), (50, 5, TODAY, "")))
    assert (post.reason, post.earliest_on, post.nearest_m) == (UnfilledReason.TOO_LATE, june, 5_000)
    assert said(post) == ("Les candidats qui acceptent la distance sont libres trop tard, le premier le 1er juin.")


def test_REC_34_too_far_and_too_late_tells_both():
    (post,) = why(people((12.2, 10, date(2022, 1, 3), "")))
    assert (post.reason, post.earliest_on) == (UnfilledReason.TOO_FAR, date(2022, 1, 3))
    assert "13 km" in said(post) and "3 janvier 2022" in said(post)


def test_REC_34_the_only_candidate_is_better_used_elsewhere():
    (post,) = why(people((1, 10, TODAY, "")), rows=[(0, 0, 5), (0, 1, 9)], vacancies=(1, 1))
    assert (post.host, post.reason, post.possible) == (0, UnfilledReason.TAKEN, 1)
    assert said(post) == "1 candidat possible, mieux placé ailleurs dans le plan."


def test_REC_34_a_closed_zone_without_candidates():
    (post,) = why(people((10, 2000, TODAY, ""), (20, 40, TODAY, "")), zone="971", vacancies=(2,))
    assert (post.reason, post.posts, post.outside) == (UnfilledReason.NO_CANDIDATE, 2, 2)
    assert said(post) == (
        "Aucun candidat disponible dans la zone. "
        "2 candidats d’un autre territoire viendraient, mais la zone est fermée."
    )


def test_REC_34_those_who_declined_are_counted_apart():
    (post,) = why(people((2, 10, TODAY, ""), (30, 20, TODAY, "")))
    assert (post.reason, post.refused, post.nearest_m) == (UnfilledReason.TOO_FAR, 1, 30_000)
    assert said(post).endswith("1 candidat à portée a déjà décliné ou été écarté.")


def test_REC_34_a_second_post_with_a_single_candidate():
    (post,) = why(people((2, 10, TODAY, "")), rows=[(0, 0, 5)], vacancies=(2,))
    assert (post.reason, post.posts, post.possible) == (UnfilledReason.NO_CANDIDATE, 1, 1)
    assert said(post) == "Aucun autre candidat disponible dans la zone."


def test_REC_34_nobody_at_all():
    (post,) = why(people())
    assert (post.reason, post.nearest_m) == (UnfilledReason.NO_CANDIDATE, None)


def test_a_filled_plan_has_nothing_to_explain():
    assert why(people((2, 10, TODAY, "")), rows=[(0, 0, 5)]) == []


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.sampled_from([5, 20, 40, 2000]),
            st.sampled_from([TODAY, date(2021, 6, 1)]),
            st.sampled_from(["", "972"]),
        ),
        max_size=6,
    ),
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.sampled_from(["", "972"]),
)
@settings(deadline=None)
def test_REC_34_every_post_is_filled_or_explained(rows, vacancies, zone):
    fit = [
        (candidate, host, 1000 - row[0])
        for candidate, row in enumerate(rows)
        for host in range(len(vacancies))
        if row[0] <= row[1] and row[2] == TODAY and row[3] == zone
    ]
    known = people(*rows)
    posts = why(known, rows=fit, vacancies=vacancies, zone=zone)
    assert sum(post.posts for post in posts) == sum(vacancies) - min(
        sum(vacancies), len({candidate for candidate, *_ in fit})
    )
    for post in posts:
        assert said(post)
        assert post.refused == 0
        assert fit or post.reason is not UnfilledReason.TAKEN


@given(*[st.floats(-90, 90), st.floats(-180, 180)] * 2)
def test_distances_agree_with_the_haversine_formula(lat1, lon1, lat2, lon2):
    (found,) = Sphere(np.array([lat2]), np.array([lon2])).distances_m(lat1, lon1)
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    expected = 2 * 6_378_168 * math.asin(math.sqrt(min(1, half)))
    assert found == pytest.approx(expected, abs=2, rel=1e-6)


def test_a_quarter_of_the_earth_is_a_quarter_of_its_circle():
    (found,) = Sphere(np.array([90.0]), np.array([0.0])).distances_m(0, 0)
    assert found == round(math.pi / 2 * 6_378_168)
