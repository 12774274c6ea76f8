"""Two people who are one: live bookings of both stay, the ceiling is told, and it is taken back (sheet 06, 12)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from conum.commons.journal.models import JournalEntry
from conum.domains.booking.models import Appointment, Contact, ContactMerge, Registration, WaitingListEntry
from conum.domains.booking.operations.retention import anonymise_contacts
from conum.domains.booking.operations.same_person import merge_contacts, over_ceiling, separate_contacts
from conum.kernel.errors import Conflict, OutOfSight
from conum.kernel.rules import RuleBroken
from tests.domains.booking.rows import (
    make_appointment,
    make_contact,
    make_registration,
    make_type,
    make_wait,
    make_workshop,
)
from tests.factories_accounts import make_actor, make_organisation
from tests.factories_beneficiaries import make_beneficiary

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked(now: datetime) -> Any:
    """Ana and A. Martin, each with a live appointment of the same type, seen by a manager."""

    class Booked:
        organisation = make_organisation()
        manager = make_actor("host_manager", organisation=organisation)
        kind = make_type(organisation=organisation, name="Impôts")
        ana, other = make_contact(now), make_contact(now, first_name="A.")
        first = make_appointment(now, type=kind, contact=ana)
        second = make_appointment(now, type=kind, contact=other)

    return Booked


def merge(booked: Any, now: datetime, **changes: Any) -> Any:
    given = {"kept_id": booked.ana.pk, "merged_id": booked.other.pk, "reason": "Deux numéros", "actor": booked.manager}
    return merge_contacts(now=now, **{**given, **changes})


def keys(model: Any) -> set[str]:
    return set(model.objects.values_list("person_key", flat=True))


def test_BOO_13_live_bookings_of_both_are_kept_and_the_ceiling_is_told(booked: Any, now: datetime) -> None:
    made = merge(booked, now)
    assert keys(Appointment) == keys(Contact) == {booked.ana.person_key}
    assert sorted(Appointment.objects.values_list("live_rank", "state")) == [(1, "planned"), (2, "planned")]
    assert made.over == [("Impôts", 2)] == over_ceiling(booked.ana.person_key, now) and made.twice == []
    entry = JournalEntry.objects.get(action="contact.merge")
    assert "Deux numéros" not in str(entry.payload) and entry.payload["moved"]["appointments"] == 1


def test_it_is_taken_back_and_what_came_since_stays(booked: Any, now: datetime) -> None:
    made = merge(booked, now)
    since = make_appointment(now, type=make_type(organisation=booked.organisation), contact=booked.ana)
    separate_contacts(merge_id=made.row.pk, actor=booked.manager, now=now)
    found = dict(Appointment.objects.values_list("pk", "person_key"))
    assert found == {
        booked.first.pk: booked.ana.person_key, booked.second.pk: booked.other.person_key,
        since.pk: booked.ana.person_key,
    }  # fmt: skip
    assert set(Appointment.objects.values_list("live_rank", flat=True)) == {1}
    with pytest.raises(Conflict, match="déjà défait"):
        separate_contacts(merge_id=made.row.pk, actor=booked.manager, now=now)
    assert JournalEntry.objects.filter(action="contact.separate").count() == 1
    assert merge(booked, now).over == [("Impôts", 2)]  # and again


def test_two_registrations_or_two_wishes_of_one_thing_both_stay_and_are_told(booked: Any, now: datetime) -> None:
    workshop = make_workshop(now, type=make_type(organisation=booked.organisation, kind="workshop"), title="Tablette")
    alone = make_workshop(now, type=make_type(organisation=booked.organisation, kind="workshop"))
    for contact in (booked.ana, booked.other):
        make_registration(now, workshop, contact=contact)
        make_wait(now, alone, contact=contact)
    only = make_registration(now, alone, contact=booked.other)
    made = merge(booked, now)
    assert made.twice == ["Tablette", f"liste d'attente : {alone.title}"]
    assert Registration.objects.filter(state="planned").count() == 3 and WaitingListEntry.objects.count() == 2
    only.refresh_from_db()
    assert only.person_key == booked.ana.person_key


def test_bookings_of_another_organisation_are_not_touched(booked: Any, now: datetime) -> None:
    elsewhere = make_appointment(now, contact=make_contact(now, person_key=booked.other.person_key))
    merge(booked, now)
    elsewhere.refresh_from_db()
    assert elsewhere.person_key == booked.other.person_key == elsewhere.contact.person_key


def test_BOO_17_one_person_already_two_who_are_followed_or_no_reason_is_refused(booked: Any, now: datetime) -> None:
    with pytest.raises(RuleBroken, match="déjà celles d'une même personne"):
        merge(booked, now, merged_id=make_appointment(now, type=booked.kind, state="attended", contact=make_contact(
            now, person_key=booked.ana.person_key
        )).contact_id)  # fmt: skip
    with pytest.raises(RuleBroken, match="Dites pourquoi"):
        merge(booked, now, reason="  ")
    for contact in (booked.ana, booked.other):
        Contact.objects.filter(pk=contact.pk).update(beneficiary=make_beneficiary(f"sub-{contact.pk}", now=now))
    with pytest.raises(RuleBroken, match="chacune un suivi"):
        merge(booked, now)
    assert not ContactMerge.objects.exists()


def test_only_people_one_sees_are_said_to_be_one(booked: Any, now: datetime) -> None:
    for stranger in (make_actor("host_manager"), make_actor("counsellor", organisation=booked.organisation)):
        with pytest.raises(OutOfSight):
            merge(booked, now, actor=stranger)
    hidden = make_appointment(now).contact
    with pytest.raises(OutOfSight):
        merge(booked, now, merged_id=hidden.pk)
    made = merge(booked, now)
    with pytest.raises(OutOfSight):
        separate_contacts(merge_id=made.row.pk, actor=make_actor("host_manager"), now=now)


def test_who_is_anonymised_leaves_no_former_key(booked: Any, now: datetime) -> None:
    merge(booked, now)
    anonymise_contacts([booked.other.pk], now=now)
    assert not ContactMerge.objects.exists()
