"""The ranked candidates of a host request, each with its reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from conum.domains.recruitment.enums import MatchState
from conum.domains.recruitment.models import Match
from conum.domains.recruitment.operations.matching import refresh_for_host
from conum.domains.recruitment.queries.ranking import ranked
from conum.domains.recruitment.queries.scores import sentence_of
from tests.factories_positions import LIMOGES, make_attachment
from tests.factories_recruitment import SUMMER, SUMMER_DAY, make_candidate

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    for days in range(4):
        make_candidate(LIMOGES, waiting_since=SUMMER_DAY - timedelta(days=30 * days))
    host = make_attachment().host
    refresh_for_host(host.pk, now=SUMMER)
    return host


def test_REC_30_each_row_has_the_sentence_of_its_match(host) -> None:
    for row in ranked(Match.objects.all(), SUMMER_DAY):
        match = Match.objects.get(pk=row.match_id)
        assert row.reasons == sentence_of(match, SUMMER_DAY)
        assert (row.score, row.distance_m, row.commune) == (match.score, match.distance_m, "Limoges")


def test_the_best_come_first_and_slices_follow_each_other(host) -> None:
    every = ranked(Match.objects.all(), SUMMER_DAY)
    assert [row.score for row in every] == sorted((row.score for row in every), reverse=True)
    assert ranked(Match.objects.all(), SUMMER_DAY, first=1, count=2) == every[1:3]


def test_only_proposals_are_ranked(host) -> None:
    Match.objects.update(state=MatchState.DECLINED_BY_HOST, closed_at=SUMMER)
    assert ranked(Match.objects.all(), SUMMER_DAY) == []


def test_one_query_whatever_the_number(host) -> None:
    with CaptureQueriesContext(connection) as captured:
        ranked(Match.objects.all(), SUMMER_DAY)
    assert len(captured) == 1


def test_the_days_are_told_in_the_language_of_the_reader(host) -> None:
    with translation.override("fr"):
        french = ranked(Match.objects.all(), SUMMER_DAY)[0].reasons
    assert "1er avril" in french
    with translation.override("en"):
        assert "avril" not in ranked(Match.objects.all(), SUMMER_DAY)[0].reasons
