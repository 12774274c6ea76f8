"""Matching: who fits (REC-20 to REC-25), how well (REC-30), recomputed only for what changed (REC-36)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.utils.timezone import localdate

from conum.commons.territories.models import Commune
from conum.domains.positions.models import PostAssignment, PostAttachment
from conum.domains.recruitment.enums import Mobility
from conum.domains.recruitment.models import Candidate, HostNeed, Match
from conum.domains.recruitment.operations.matching import refresh_for_candidate, refresh_for_host
from conum.domains.recruitment.queries.scores import facts_of, sentence_of
from conum.domains.recruitment.rules.matching import free_in_time, same_zone, within_mobility
from conum.domains.recruitment.rules.score import score
from tests.factories_accounts import make_person
from tests.factories_positions import make_attachment, make_host
from tests.factories_recruitment import BRIVE, GUERET, POINTE_A_PITRE, make_candidate

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 6, 10, 8, 0, tzinfo=UTC)


def matched(host=None, *, now=NOW) -> set:
    """Match the host again and return the candidates proposed to it."""
    refresh_for_host(host.pk, now=now)
    return set(Match.objects.filter(need__host=host, state="proposed").values_list("candidate", flat=True))


@pytest.fixture
def host():
    return make_attachment().host


def test_REC_20_an_approved_host_with_a_vacant_post_sees_available_candidates(host):
    candidate = make_candidate()
    assert matched(host) == {candidate.pk}
    need = HostNeed.objects.get(host=host)
    assert (need.vacant_posts, need.start_wanted) == (1, date(2021, 6, 1))


@pytest.mark.parametrize("state", ["unconfirmed", "unavailable", "hired"])
def test_REC_20_other_candidates_are_not_proposed(host, state):
    make_candidate(state=state)
    assert matched(host) == set()


def test_REC_20_a_host_without_vacant_post_sees_nobody(host):
    make_candidate()
    matched(host)
    PostAssignment.objects.create(
        attachment=host_attachment(host), counsellor=make_person(), starts_on=date(2021, 6, 9)
    )
    assert matched(host) == set()
    assert Match.objects.get().reason == "host_closed"


def host_attachment(host):
    return PostAttachment.objects.get(host=host)


def test_REC_21_the_radius_is_the_candidates(host):
    near, far = make_candidate(mobility_km=20), make_candidate(GUERET, mobility_km=40)
    wide = make_candidate(GUERET, mobility_km=100)
    assert matched(host) == {near.pk, wide.pk}
    assert far.pk not in matched(host)


def test_REC_21_france_entiere_has_no_cap(host):
    anywhere = make_candidate("2A004", mobility_km=Mobility.FRANCE)
    assert matched(host) == {anywhere.pk}
    assert Match.objects.get().distance_m > 500_000


def test_REC_22_the_candidate_is_free_when_the_host_starts(host):
    HostNeed.objects.all().delete()
    late = make_candidate(available_from=date(2021, 6, 11))
    ready = make_candidate(available_from=date(2021, 6, 10))
    assert matched(host) == {ready.pk}
    assert matched(host, now=NOW + timedelta(days=1)) == {late.pk, ready.pk}


def test_REC_23_guadeloupe_matches_inside_itself_only(host):
    overseas = make_candidate(POINTE_A_PITRE, mobility_km=Mobility.FRANCE)
    assert matched(host) == set()
    island = make_attachment(make_host(POINTE_A_PITRE)).host
    mainland = make_candidate(mobility_km=Mobility.FRANCE)
    assert matched(island) == {overseas.pk}
    assert mainland.pk in matched(host)


def test_REC_24_computing_again_never_doubles_a_pair(host):
    make_candidate()
    matched(host)
    matched(host, now=NOW + timedelta(days=3))
    assert Match.objects.count() == 1


@pytest.mark.parametrize(("days", "state"), [(89, "declined_by_host"), (90, "proposed")])
def test_REC_25_a_declined_candidate_comes_back_after_the_delay(host, days, state):
    make_candidate()
    matched(host)
    Match.objects.update(state="declined_by_host", reason="profile", closed_at=NOW, declined_at=NOW)
    matched(host, now=NOW + timedelta(days=days))
    assert Match.objects.get().state == state


def test_REC_25_going_away_and_back_does_not_shorten_the_delay(host):
    candidate = make_candidate()
    matched(host)
    Match.objects.update(state="declined_by_candidate", reason="date", closed_at=NOW, declined_at=NOW)
    Candidate.objects.update(state="unavailable")
    refresh_for_candidate(candidate.pk, now=NOW + timedelta(days=1))
    assert Match.objects.get().state == "withdrawn"
    Candidate.objects.update(state="available")
    refresh_for_candidate(candidate.pk, now=NOW + timedelta(days=2))
    assert Match.objects.get().state == "withdrawn"


def test_REC_30_the_score_in_sql_is_the_rule_part_by_part(host):
    draw = Random(7)
    communes = list(Commune.objects.filter(department_id__in=["87", "23", "19", "75"], latitude__isnull=False)[:400])
    for _ in range(60):
        make_candidate(
            draw.choice(communes).pk,
            mobility_km=draw.choice(Mobility.values),
            available_from=date(2021, 6, 1) - timedelta(days=draw.randrange(60)),
            situations=draw.sample(["jobseeker", "mediation_degree", "mediation_experience"], draw.randint(1, 2)),
            pix_shared=(shared := draw.random() < 0.5),
            pix_level=draw.choice([None, 1, 2, 3]) if shared else None,
            waiting_since=date(2021, 6, 1) - timedelta(days=draw.randrange(300)),
        )
    matched(host)
    matches = list(Match.objects.select_related("candidate", "need"))
    assert len(matches) > 5
    for match in matches:
        made = score(facts_of(match.candidate, match.need, match.distance_m, localdate(NOW)))
        stored = (match.part_distance, match.part_date, match.part_experience, match.part_pix, match.part_waiting)
        assert stored == (made.distance, made.date, made.experience, made.pix, made.waiting)


def test_REC_30_the_reasons_are_a_sentence(host):
    make_candidate(situations=["mediation_experience"], pix_shared=True, pix_level=2, mobility_km=40)
    matched(host)
    match = Match.objects.select_related("candidate", "need").get()
    sentence = sentence_of(match, localdate(NOW))
    assert "km sur 40" in sentence and "expérience de la médiation" in sentence and "Pix 2 partagé" in sentence


def test_the_set_based_matching_agrees_with_the_rules_one_by_one(host):
    draw = Random(11)
    communes = list(Commune.objects.filter(latitude__isnull=False, department_id__in=["87", "23", "971"])[:300])
    for _ in range(80):
        make_candidate(
            draw.choice(communes).pk,
            mobility_km=draw.choice(Mobility.values),
            available_from=date(2021, 6, 10) + timedelta(days=draw.randrange(-5, 5)),
        )
    found = matched(host)
    need = HostNeed.objects.get(host=host)
    expected = set()
    with connection.cursor() as cursor:
        for candidate in Candidate.objects.all():
            cursor.execute(
                "SELECT round(earth_distance(ll_to_earth(%s, %s), ll_to_earth(%s, %s)))::integer",
                [candidate.latitude, candidate.longitude, need.latitude, need.longitude],
            )
            distance = cursor.fetchone()[0]
            if (
                within_mobility(distance, candidate.mobility_km)
                and free_in_time(candidate.available_from, need.start_wanted, localdate(NOW))
                and same_zone(candidate.zone, need.zone)
            ):
                expected.add(candidate.pk)
    assert found == expected


def test_REC_36_a_candidate_alone_is_matched_with_every_host():
    near, other = make_attachment().host, make_attachment(make_host(BRIVE)).host
    for each in (near, other):
        refresh_for_host(each.pk, now=NOW)
    candidate = make_candidate(mobility_km=100)
    refresh_for_candidate(candidate.pk, now=NOW)
    assert set(Match.objects.values_list("need__host", flat=True)) == {near.pk, other.pk}
    Candidate.objects.filter(pk=candidate.pk).update(mobility_km=10)
    refresh_for_candidate(candidate.pk, now=NOW)
    assert Match.objects.get(need__host=other).reason == "zone_changed"


def test_REC_36_computing_again_without_change_writes_nothing(host):
    make_candidate()
    matched(host)
    before = Match.objects.get().updated_at
    matched(host)
    assert Match.objects.get().updated_at == before


def test_REC_32_a_hidden_candidate_is_proposed_to_nobody(host):
    candidate = make_candidate()
    matched(host)
    Candidate.objects.update(visible=False)
    refresh_for_candidate(candidate.pk, now=NOW)
    assert Match.objects.get().reason == "hidden"
