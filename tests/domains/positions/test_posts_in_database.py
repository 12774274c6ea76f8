"""POS-30 to POS-33 where they are held: in the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from conum.domains.positions.models import PostAttachment, QuotaOverride
from tests.factories_accounts import make_person
from tests.factories_positions import (
    SPRING,
    SPRING_DAY,
    make_assignment,
    make_attachment,
    make_host,
    make_quota,
    make_request,
)

pytestmark = pytest.mark.django_db


def test_POS_30_attachments_of_a_post_never_overlap() -> None:
    attachment = make_attachment()

    with pytest.raises(IntegrityError, match="attachment_one_at_a_time"), transaction.atomic():
        again(attachment, starts_on=SPRING_DAY + timedelta(days=30))


def test_POS_30_a_post_may_move_the_day_after_its_attachment_ends() -> None:
    attachment = make_attachment(ends_on=date(2021, 12, 31))

    again(attachment, starts_on=date(2022, 1, 1))

    assert attachment.post.attachments.count() == 2


def test_POS_31_assignments_of_an_attachment_never_overlap() -> None:
    first = make_assignment(ends_on=date(2021, 9, 30))

    with pytest.raises(IntegrityError, match="assignment_one_per_attachment"), transaction.atomic():
        make_assignment(first.attachment, starts_on=date(2021, 9, 30))
    make_assignment(first.attachment, starts_on=date(2021, 10, 1))


def test_POS_32_a_counsellor_holds_one_post_in_the_whole_country() -> None:
    first = make_assignment()
    elsewhere = make_attachment(make_host("35238"))

    with pytest.raises(IntegrityError, match="assignment_one_per_counsellor"), transaction.atomic():
        make_assignment(elsewhere, first.counsellor)


def test_an_assignment_lives_inside_its_attachment() -> None:
    attachment = make_attachment(ends_on=date(2021, 12, 31))

    with pytest.raises(IntegrityError, match="outside its attachment"), transaction.atomic():
        make_assignment(attachment)


def test_POS_33_the_post_above_the_quota_is_refused() -> None:
    make_quota(posts=1)
    make_attachment()

    with pytest.raises(IntegrityError, match="quota of 87"), transaction.atomic():
        make_attachment()


def test_POS_33_a_departement_without_quota_holds_no_post() -> None:
    make_quota("19", 1)
    attachment = make_attachment(make_host("19272"))

    with pytest.raises(IntegrityError, match="quota of 23"), transaction.atomic():
        again(attachment, department_id="23", starts_on=date(2022, 1, 1), ends_on=None, old_ends=date(2021, 12, 31))


def test_POS_33_coordinators_have_their_own_quota() -> None:
    make_quota(posts=1)
    make_attachment()

    make_attachment(kind="coordinator")


def test_POS_33_the_quota_of_the_day_counts() -> None:
    make_quota(posts=1)
    make_quota(posts=2, valid_from=date(2021, 6, 1))
    make_attachment()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_attachment(starts_on=date(2021, 5, 31))
    make_attachment(starts_on=date(2021, 6, 1))


def test_POS_33_an_agreed_override_raises_the_ceiling_until_the_next_quota() -> None:
    make_quota(posts=1)
    make_attachment()
    request = make_request()
    QuotaOverride.objects.create(
        request=request,
        department_id="87",
        kind="counsellor",
        posts=1,
        reason="Second accord",
        asked_by=make_person(),
        asked_at=SPRING,
        agreed_by=make_person(),
        agreed_at=SPRING,
        agreed_on=SPRING_DAY,
    )
    make_attachment()

    make_quota(posts=1, valid_from=date(2022, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_attachment(starts_on=date(2022, 1, 1))


def test_POS_33_a_post_handed_back_leaves_its_place() -> None:
    make_quota(posts=1)
    make_attachment(ends_on=date(2021, 4, 30))

    make_attachment(starts_on=date(2021, 5, 1))


def again(attachment: PostAttachment, *, old_ends: date | None = None, **fields: object) -> PostAttachment:
    """Attach the same post once more."""
    if old_ends:
        PostAttachment.objects.filter(pk=attachment.pk).update(ends_on=old_ends)
    defaults = {"post": attachment.post, "host": attachment.host, "department_id": attachment.department_id}
    return PostAttachment.objects.create(**{**defaults, **fields})
