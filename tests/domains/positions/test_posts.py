"""Posts: who is on them, and the state computed from dates (POS-31, POS-32, POS-34, POS-35)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from conum.domains.positions.enums import PostState
from conum.domains.positions.events import PostFilled, PostVacated
from conum.domains.positions.models import Post, PostAttachment
from conum.domains.positions.operations.posts import close_assignment, open_assignment
from conum.domains.positions.queries.posts import vacant_attachments, with_state
from conum.domains.positions.rules import posts as rules
from conum.kernel import events
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_person
from tests.factories_positions import make_assignment, make_attachment, make_host

pytestmark = pytest.mark.django_db
JUNE = date(2021, 6, 1)


def test_POS_31_a_filled_post_takes_nobody_else(now: datetime) -> None:
    taken = make_assignment()

    with pytest.raises(RuleBroken, match="déjà occupé"):
        open_assignment(taken.attachment_id, make_person().pk, None, date(2022, 1, 1), actor=None, now=now)


def test_POS_32_a_person_on_a_post_takes_no_other(now: datetime) -> None:
    taken = make_assignment()

    with pytest.raises(RuleBroken, match="occupe déjà un poste"):
        open_assignment(make_attachment().pk, taken.counsellor_id, None, date(2022, 1, 1), actor=None, now=now)


def test_a_post_is_filled_then_vacant_and_told(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[events.Event] = []
    monkeypatch.setattr(events, "_subscribers", {PostFilled: [told.append], PostVacated: [told.append]})
    attachment, person = make_attachment(), make_person()

    opened = open_assignment(attachment.pk, person.pk, None, JUNE, actor=None, now=now)
    close_assignment(opened.pk, date(2021, 12, 31), actor=None, now=now)

    filled, vacated = told
    assert filled == PostFilled(attachment.pk, attachment.host_id, person.pk, JUNE)
    assert vacated == PostVacated(attachment.pk, attachment.host_id, person.pk, date(2021, 12, 31))


def test_the_same_person_comes_back_the_next_day(now: datetime) -> None:
    first = make_assignment(ends_on=date(2021, 12, 31))

    again = open_assignment(first.attachment_id, first.counsellor_id, None, date(2022, 1, 1), actor=None, now=now)

    assert again.pk != first.pk


@pytest.mark.parametrize("starts_on", [date(2021, 4, 5), date(2022, 6, 1)])
def test_an_assignment_outside_the_attachment_is_refused(starts_on: date, now: datetime) -> None:
    attachment = make_attachment(ends_on=date(2021, 12, 31))

    with pytest.raises(ConumError, match="sort de celle du rattachement"):
        open_assignment(attachment.pk, make_person().pk, None, starts_on, actor=None, now=now)


def test_an_end_before_the_start_is_refused(now: datetime) -> None:
    with pytest.raises(ConumError, match="avant le début"):
        close_assignment(make_assignment().pk, date(2021, 5, 31), actor=None, now=now)
    with pytest.raises(OutOfSight):
        close_assignment(make_host().pk, JUNE, actor=None, now=now)


def test_POS_34_the_state_is_computed_from_dates() -> None:
    filled = make_assignment(ends_on=date(2021, 12, 31)).attachment
    vacant = make_attachment()
    back = make_attachment(ends_on=date(2021, 5, 31))

    def states(day: date) -> dict:
        return {post.pk: post.state for post in with_state(Post.objects.all(), day)}

    assert states(JUNE) == {filled.post_id: "filled", vacant.post_id: "vacant", back.post_id: "handed_back"}
    assert states(date(2022, 1, 1))[filled.post_id] == "vacant"
    assert set(vacant_attachments(JUNE)) == {vacant}
    assert rules.state_is_computed(field.name for field in Post._meta.get_fields())
    assert rules.post_state(attached=True, assigned=False) == PostState.VACANT


def test_POS_35_the_attachment_is_to_one_host() -> None:
    attachment = make_attachment()

    assert rules.attached_to_one_host([attachment.host_id])
    assert not rules.attached_to_one_host([attachment.host_id, make_host().pk])
    assert PostAttachment._meta.get_field("host").many_to_one


def test_POS_30_overlapping_periods_are_seen() -> None:
    assert rules.attached_once_at_a_time([(JUNE, date(2021, 6, 30)), (date(2021, 7, 1), None)])
    assert not rules.attached_once_at_a_time([(JUNE, None), (date(2021, 7, 1), None)])


def test_POS_33_the_sentence_tells_both_numbers() -> None:
    assert not rules.posts_within_quota(37, 36)
    assert "37" in rules.posts_within_quota.explain(37, 36)
