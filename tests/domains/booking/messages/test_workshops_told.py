"""What those registered in a workshop receive when it changes hands or is cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from conum.commons.accounts.enums import Role
from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.enums import CreatorKind, Scope
from conum.domains.booking.models import Registration, Workshop
from conum.domains.booking.operations import registrations, series, workshops
from conum.domains.booking.operations.workshops import Plan
from tests.factories_accounts import make_actor, make_person
from tests.factories_booking import NOW, THURSDAY, Desk, make_desk, paris, weekly, who

pytestmark = pytest.mark.django_db
START = paris(THURSDAY, 14)
HOURS = {"starts_at": START, "ends_at": START + timedelta(hours=2)}


@pytest.fixture
def desk() -> Desk:
    return make_desk(kind="workshop", duration=120)


def plan(desk: Desk, *people: Any, **fields: Any) -> Plan:
    keys = [person.pk for person in people or [desk.person]]
    return Plan(desk.type.pk, keys, "Clavier", **{"place_id": desk.place.pk, "seats": 10, **fields})


def opened(desk: Desk, days: int = 0) -> Workshop:
    hours = {name: at + timedelta(days=days) for name, at in HOURS.items()}
    made = workshops.create(plan=plan(desk), actor=desk.actor, now=NOW, **hours)
    return workshops.open_workshop(workshop_id=made.pk, actor=desk.actor, now=NOW)


def register(workshop: Workshop) -> Registration:
    fields = {"who": who(email="ana@example.org"), "by": CreatorKind.CITIZEN, "now": NOW}
    return registrations.register(workshop_id=workshop.pk, **fields).registration


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(channel="email", to="ana@example.org").order_by("queued_at", "pk"))


def change(desk: Desk, workshop: Workshop, *people: Any, **fields: Any) -> None:
    manager = make_actor(Role.HOST_MANAGER, organisation=desk.organisation)
    given = {"workshop_id": workshop.pk, "plan": plan(desk, *people, **fields), "actor": manager, "now": NOW}
    workshops.change(**given, **HOURS)


def test_those_registered_learn_who_leads_the_workshop_now(desk: Desk) -> None:
    workshop, other = opened(desk), make_person(first_name="Nadia")
    row = register(workshop)
    change(desk, workshop, other)
    (mail,) = mails()
    assert "avec une autre personne" in mail.subject and "Nadia" in mail.text
    row.refresh_from_db()
    assert row.sequence == 1  # their calendars read it again (BOO-28)
    change(desk, workshop, desk.person)
    assert len(mails()) == 2


def test_nobody_is_told_when_the_leaders_stay_or_one_of_two_goes(desk: Desk) -> None:
    workshop, other = opened(desk), make_person(first_name="Nadia")
    change(desk, workshop, desk.person, other)  # nobody is registered yet
    register(workshop)
    change(desk, workshop, desk.person, other, description="Apportez vos lunettes.")
    change(desk, workshop, desk.person)
    assert mails() == []


def test_BOO_26_a_cancelled_workshop_proposes_its_other_dates_with_free_seats(desk: Desk) -> None:
    workshop = opened(desk)
    opened(desk, days=7)
    full = opened(desk, days=14)
    Workshop.objects.filter(pk=full.pk).update(state="full")
    register(workshop)
    workshops.cancel(workshop_id=workshop.pk, reason="Fermeture", actor=desk.actor, now=NOW)
    (mail,) = mails()
    assert "Fermeture" in mail.text and mail.text.count(" à 14 h\n") == 1


def test_BOO_26_no_date_cancelled_together_is_proposed(desk: Desk) -> None:
    fields = {"plan": plan(desk), "actor": desk.actor, "now": NOW}
    row = series.create_series(recurrence=weekly(3, hours=(14, 16), first=THURSDAY), **fields)
    first, second = row.workshops.order_by("starts_at")[:2]
    register(second)
    given = {"reason": "Fin", "actor": desk.actor, "now": NOW, "scope": Scope.FOLLOWING}
    series.cancel_series(workshop_id=second.pk, **given)
    (mail,) = mails()
    assert [line for line in mail.text.splitlines() if line.startswith("- ")] == ["- jeudi 15 janvier à 14 h"]
    assert first.starts_at == START
