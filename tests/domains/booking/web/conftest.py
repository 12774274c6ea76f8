"""A counsellor with a permanence each Thursday, in the coming weeks."""

from __future__ import annotations

from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from conum.domains.booking.operations.presences import Presence, create_rule
from conum.domains.booking.rules.recurrence import Recurrence
from tests.domains.booking.rows import make_type
from tests.factories_accounts import make_actor, make_membership, make_organisation, make_person
from tests.factories_places import make_place


@pytest.fixture(autouse=True)
def _no_wait(settings):
    settings.CHALLENGE_MIN_SECONDS = 0


@pytest.fixture
def desk(db):
    """The organisation, its counsellor (in service as a mediator too, BOO-18), its place, its types, its permanence."""
    now = timezone.now()
    organisation, person = make_organisation(), make_person(first_name="Lucie", last_name="Roy")
    make_membership("mediator", person, organisation=organisation)
    actor = make_actor("counsellor", person, organisation=organisation)
    place = make_place(organisation=organisation, phones=["+33555000001"])
    kind = make_type(organisation=organisation, name="Aide aux démarches")
    grouped = make_type(organisation=organisation, name="Atelier", kind="workshop", duration=120)
    thursday = _next_thursday(now.date())
    rule = create_rule(
        presence=Presence(people=[person.pk], place_id=place.pk, types=[kind.pk], access="mixed"),
        recurrence=Recurrence(
            first_day=thursday - timedelta(days=7),
            start_time=time(9),
            end_time=time(12),
            frequency="weekly",
            weekdays=(3,),
        ),
        actor=actor,
        now=now,
    )
    return SimpleNamespace(
        now=now, organisation=organisation, person=person, actor=actor, place=place, kind=kind, grouped=grouped,
        rule=rule, thursday=thursday,
    )  # fmt: skip


def _next_thursday(today: date) -> date:
    """A Thursday at least a week ahead, so that moving is still allowed."""
    ahead = today + timedelta(days=7)
    return ahead + timedelta(days=(3 - ahead.weekday()) % 7)
