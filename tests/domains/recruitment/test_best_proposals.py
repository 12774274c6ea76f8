"""As many proposals as a host reads, the best ones, and the next best when one closes (REC-33)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.commons.accounts.models import Membership
from conum.commons.accounts.queries.actors import actor_of
from conum.commons.programme.models import ParameterValue
from conum.domains.recruitment.enums import CandidateDeclineReason, MatchState, Situation
from conum.domains.recruitment.models import Candidate, HostNeed, Match
from conum.domains.recruitment.operations.matching import (
    lasting_points,
    refresh_for_candidate,
    refresh_for_host,
)
from conum.domains.recruitment.operations.shortlists import decline
from conum.domains.recruitment.rules.score import DEFAULT_WEIGHTS, PairFacts, score
from tests.factories_accounts import make_person
from tests.factories_positions import LIMOGES, make_attachment, make_host
from tests.factories_recruitment import BRIVE, GUERET, SUMMER, SUMMER_DAY, make_candidate

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_per_post() -> None:
    """The limit brought down to three, to see it at work."""
    ParameterValue.objects.create(
        key="recruitment.proposals_per_post",
        first_day=date(2021, 1, 1),
        value="3",
        reason="essai",
        author_id=make_person().pk,
        made_at=SUMMER,
    )


@pytest.fixture
def host(three_per_post: None):
    return make_attachment().host


def proposed(host) -> list:
    """Candidates proposed to this host, best first."""
    rows = Match.objects.filter(need__host=host, state=MatchState.PROPOSED)
    return list(rows.order_by("-score", "candidate").values_list("candidate", flat=True))


def points(candidate: Candidate, need: HostNeed, distance_m: int) -> int:
    """The score by the rule."""
    facts = PairFacts(
        distance_m=distance_m,
        mobility_km=candidate.mobility_km,
        available_from=candidate.available_from,
        start_wanted=need.start_wanted,
        today=SUMMER_DAY,
        mediation_degree=Situation.MEDIATION_DEGREE in candidate.situations,
        mediation_experience=Situation.MEDIATION_EXPERIENCE in candidate.situations,
        pix_level=candidate.pix_level,
        waiting_days=(SUMMER_DAY - candidate.waiting_since).days,
    )
    return score(facts).total


def make_many(commune: str, mobility_km: int, count: int) -> list[Candidate]:
    """Candidates who all differ by what a score sees."""
    return [
        make_candidate(
            commune,
            mobility_km=mobility_km,
            waiting_since=SUMMER_DAY - timedelta(days=7 * number),
            available_from=SUMMER_DAY - timedelta(days=5 * (number % 9)),
            situations=[Situation.MEDIATION_EXPERIENCE] if number % 3 == 0 else [Situation.JOBSEEKER],
            pix_shared=number % 2 == 0,
            pix_level=1 + number % 3 if number % 2 == 0 else None,
        )
        for number in range(count)
    ]


def test_REC_33_a_host_gets_the_best_of_those_who_fit(host) -> None:
    near = make_many(LIMOGES, 20, 12)
    make_many(GUERET, 5, 3)
    refresh_for_host(host.pk, now=SUMMER)
    need = HostNeed.objects.get(host=host)
    distance = Match.objects.first().distance_m
    best = sorted(near, key=lambda each: -points(each, need, distance))[:3]
    assert proposed(host) == [each.pk for each in best]
    assert need.cut_score == points(best[-1], need, distance)


def test_REC_33_whole_france_enters_by_its_score_not_by_its_distance(host) -> None:
    far = make_many("13055", 2000, 25)
    refresh_for_host(host.pk, now=SUMMER)
    need = HostNeed.objects.get(host=host)
    distance = Match.objects.first().distance_m
    assert distance > 100_000
    best = sorted((points(each, need, distance) for each in far), reverse=True)[:3]
    kept = Match.objects.filter(state=MatchState.PROPOSED).order_by("-score").values_list("score", flat=True)
    assert list(kept) == best


def test_REC_33_two_posts_have_twice_as_many(host) -> None:
    make_attachment(host)
    make_many(LIMOGES, 20, 12)
    refresh_for_host(host.pk, now=SUMMER)
    assert len(proposed(host)) == 6


def test_REC_33_a_host_with_room_has_no_limit_yet(host) -> None:
    make_many(LIMOGES, 20, 2)
    refresh_for_host(host.pk, now=SUMMER)
    assert HostNeed.objects.get(host=host).cut_score == -1


def test_REC_33_the_next_best_appears_when_one_closes(host) -> None:
    many = make_many(LIMOGES, 20, 8)
    refresh_for_host(host.pk, now=SUMMER)
    first, *rest = proposed(host)
    leaving = next(each for each in many if each.pk == first)
    actor = actor_of(leaving.person, Membership.objects.get(person=leaving.person))
    match = Match.objects.get(candidate=leaving)
    decline(match.pk, CandidateDeclineReason.values[0], actor, now=SUMMER)
    assert ProcrastinateJob.objects.filter(task_name="recruitment.refresh_host").count() == 1
    refresh_for_host(host.pk, now=SUMMER)
    assert set(rest) < set(proposed(host))
    assert len(proposed(host)) == 3


def test_REC_33_a_candidate_who_leaves_makes_room(host) -> None:
    make_many(LIMOGES, 20, 8)
    refresh_for_host(host.pk, now=SUMMER)
    first = proposed(host)[0]
    Candidate.objects.filter(pk=first).update(state="unavailable")
    refresh_for_candidate(first, now=SUMMER)
    assert ProcrastinateJob.objects.get(task_name="recruitment.refresh_host").args == {"host_id": str(host.pk)}
    refresh_for_host(host.pk, now=SUMMER)
    assert len(proposed(host)) == 3


def test_REC_33_a_new_candidate_enters_only_above_the_last_kept(host) -> None:
    make_many(LIMOGES, 20, 8)
    refresh_for_host(host.pk, now=SUMMER)
    before = proposed(host)
    modest = make_candidate(LIMOGES, mobility_km=5, waiting_since=SUMMER_DAY, available_from=SUMMER_DAY)
    refresh_for_candidate(modest.pk, now=SUMMER)
    assert proposed(host) == before
    better = make_candidate(
        LIMOGES,
        mobility_km=20,
        situations=[Situation.MEDIATION_DEGREE],
        degree_name="Titre",
        pix_shared=True,
        pix_level=3,
        waiting_since=SUMMER_DAY - timedelta(days=400),
    )
    refresh_for_candidate(better.pk, now=SUMMER)
    assert set(proposed(host)) == {*before, better.pk}


def test_REC_33_a_proposal_once_made_stays_when_better_ones_come(host) -> None:
    make_many(LIMOGES, 20, 4)
    refresh_for_host(host.pk, now=SUMMER)
    before = set(proposed(host))
    make_many(LIMOGES, 20, 12)
    refresh_for_host(host.pk, now=SUMMER)
    assert before <= set(proposed(host))


def test_REC_25_refused_pairs_do_not_take_the_place_of_others(host) -> None:
    many = make_many("13055", 2000, 10)
    refresh_for_host(host.pk, now=SUMMER)
    for match in Match.objects.filter(state=MatchState.PROPOSED):
        match.state, match.closed_at, match.declined_at = MatchState.DECLINED_BY_HOST, SUMMER, SUMMER
        match.save()
    refresh_for_host(host.pk, now=SUMMER)
    assert len(proposed(host)) == 3
    assert Match.objects.count() == 6 < len(many)


def test_REC_30_lasting_points_are_those_of_the_rule(host) -> None:
    for candidate in make_many(BRIVE, 40, 12):
        candidate.refresh_from_db()
        experienced = Situation.MEDIATION_EXPERIENCE in candidate.situations
        pix = DEFAULT_WEIGHTS.pix * (candidate.pix_level or 0) // 3
        assert candidate.lasting_points == pix + (DEFAULT_WEIGHTS.experience if experienced else 0)
        assert candidate.lasting_points in lasting_points()


def test_another_host_has_its_own_best(host) -> None:
    make_many(LIMOGES, 20, 5)
    other = make_attachment(make_host(LIMOGES)).host
    for each in (host, other):
        refresh_for_host(each.pk, now=SUMMER)
    assert len(proposed(host)) == len(proposed(other)) == 3
