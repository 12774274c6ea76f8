"""The ranked candidates of a host request, each with its reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from conum.domains.recruitment.enums import MatchState
from conum.domains.recruitment.models import Candidate, HostNeed, Match
from conum.domains.recruitment.operations.matching import refresh_for_host
from conum.domains.recruitment.queries.ranking import Ranked, ranked
from conum.domains.recruitment.queries.scores import sentence_of
from tests.factories_positions import LIMOGES, make_attachment
from tests.factories_recruitment import SUMMER, SUMMER_DAY, make_candidate

pytestmark = pytest.mark.django_db


def of_every_need(**slice: int) -> list[Ranked]:
    return ranked(list(HostNeed.objects.values_list("pk", flat=True)), SUMMER_DAY, **slice)


@pytest.fixture
def host():
    for days in range(4):
        make_candidate(LIMOGES, waiting_since=SUMMER_DAY - timedelta(days=30 * days))
    host = make_attachment().host
    refresh_for_host(host.pk, now=SUMMER)
    return host


def test_REC_30_each_row_has_the_sentence_of_its_match(host) -> None:
    for row in of_every_need():
        match = Match.objects.get(pk=row.match_id)
        assert row.reasons == sentence_of(match, SUMMER_DAY)
        assert (row.score, row.distance_m, row.commune) == (match.score, match.distance_m, "Limoges")


def test_the_best_come_first_and_slices_follow_each_other(host) -> None:
    every = of_every_need()
    assert [row.score for row in every] == sorted((row.score for row in every), reverse=True)
    assert of_every_need(first=1, count=2) == every[1:3]


def test_only_proposals_are_ranked(host) -> None:
    Match.objects.update(state=MatchState.DECLINED_BY_HOST, closed_at=SUMMER)
    assert of_every_need() == []


def test_REC_32_who_withdrew_visibility_is_not_ranked(host) -> None:
    hidden = Match.objects.order_by("-score", "pk")[0].candidate_id
    Candidate.objects.filter(pk=hidden).update(visible=False)
    assert len(rows := of_every_need()) == 3 and hidden not in {row.candidate_id for row in rows}


def test_proposals_of_another_need_are_not_there(host) -> None:
    other = make_attachment()
    refresh_for_host(other.host_id, now=SUMMER)
    theirs = {row.match_id for row in ranked([HostNeed.objects.get(host=other.host_id).pk], SUMMER_DAY)}
    assert theirs == set(Match.objects.filter(need__host=other.host_id).values_list("pk", flat=True))


def test_one_query_whatever_the_number(host) -> None:
    needs = list(HostNeed.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as captured:
        ranked(needs, SUMMER_DAY)
    assert len(captured) == 1


def test_the_days_are_told_in_the_language_of_the_reader(host) -> None:
    with translation.override("fr"):
        french = of_every_need()[0].reasons
    assert "1er avril" in french
    with translation.override("en"):
        assert "avril" not in of_every_need()[0].reasons
