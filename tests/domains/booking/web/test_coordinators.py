"""« team if allowed »: a coordinator keeps presences and absences of the team where a manager says so (section 10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.journal.models import JournalEntry
from conum.domains.booking.models import Absence, AvailabilityRule, TeamChoice
from conum.domains.booking.operations.absences import add_absence
from conum.domains.booking.operations.types import allow_coordinators
from conum.domains.booking.permissions import EDIT_ABSENCES, EDIT_RULES, HANDLE, MANAGE_WORKSHOPS, calendar
from conum.kernel.errors import PermissionRefused
from tests.domains.booking.rows import make_appointment, make_workshop
from tests.factories_accounts import make_actor, make_organisation, signed_in

pytestmark = pytest.mark.django_db
PAGE = reverse("booking:team")


@pytest.fixture
def away(desk: Any) -> Any:
    """An absence of the counsellor."""
    made = add_absence(
        person_id=desk.person.pk, starts_at=desk.now + timedelta(days=1), ends_at=desk.now + timedelta(days=2),
        actor=desk.actor, now=desk.now,
    )  # fmt: skip
    desk.absence = made.absence
    return desk


def allow(desk: Any, allowed: bool = True) -> TeamChoice:
    manager = make_actor("host_manager", organisation=desk.organisation)
    return allow_coordinators(allowed=allowed, actor=manager, now=desk.now)


def doors(desk: Any) -> list[str]:
    """What one opens to keep the calendar of somebody else."""
    rule = [desk.rule.pk]
    return [
        reverse("booking:rule", args=rule), reverse("booking:rule_stop", args=rule),
        reverse("booking:occurrence", args=[*rule, desk.thursday.isoformat()]),
        reverse("booking:absence_remove", args=[desk.absence.pk]),
    ]  # fmt: skip


def test_until_a_manager_allows_it_a_coordinator_keeps_only_their_own(client: Client, away: Any) -> None:
    person = signed_in(client, "coordinator", organisation=away.organisation)
    for address in doors(away):
        assert client.get(address).status_code == 404 and client.post(address).status_code == 404, address
    assert AvailabilityRule.objects.get().active and Absence.objects.exists()
    form = client.get(reverse("booking:rule_new")).context["form"]
    assert [str(key) for key, _label in form.fields["people"].choices] == [str(person.person_id)]
    page = client.get(reverse("booking:absences")).content.decode()
    assert "Lucie Roy" in page and doors(away)[-1] not in page
    assert doors(away)[0] not in client.get(reverse("booking:rules")).content.decode()


def test_once_allowed_the_coordinator_keeps_the_team(client: Client, away: Any) -> None:
    allow(away)
    signed_in(client, "coordinator", organisation=away.organisation)
    for address in doors(away):
        assert client.get(address).status_code == 200, address
    form = client.get(reverse("booking:rule_new")).context["form"]
    assert str(away.person.pk) in {str(key) for key, _label in form.fields["people"].choices}
    assert doors(away)[-1] in client.get(reverse("booking:absences")).content.decode()
    client.post(doors(away)[1])
    client.post(doors(away)[-1])
    assert not AvailabilityRule.objects.get().active and not Absence.objects.exists()


def test_an_allowance_is_of_one_organisation_and_is_taken_back(away: Any) -> None:
    allow(away)
    team = calendar(away.organisation.pk, [away.person.pk])
    inside = make_actor("coordinator", organisation=away.organisation)
    assert EDIT_RULES.allows(inside, team) and EDIT_ABSENCES.allows(inside, away.absence)
    elsewhere = make_organisation()
    outside = make_actor("coordinator", organisation=elsewhere)
    assert not EDIT_RULES.allows(outside, team)
    assert not EDIT_RULES.allows(outside, calendar(elsewhere.pk, [away.person.pk]))
    allow(away, allowed=False)
    assert not EDIT_RULES.allows(inside, team) and not EDIT_ABSENCES.allows(inside, away.absence)
    with pytest.raises(PermissionRefused):
        add_absence(
            person_id=away.person.pk, starts_at=away.now, ends_at=away.now + timedelta(days=1), actor=inside,
            now=away.now,
        )  # fmt: skip


def test_appointments_and_workshops_of_the_team_stay_open_to_the_coordinator(desk: Any) -> None:
    coordinator = make_actor("coordinator", organisation=desk.organisation)
    assert HANDLE.allows(coordinator, make_appointment(desk.now, type=desk.kind, people=[desk.person]))
    assert MANAGE_WORKSHOPS.allows(coordinator, make_workshop(desk.now, type=desk.grouped, people=[desk.person]))


@pytest.mark.parametrize("role", ["counsellor", "mediator", "coordinator"])
def test_only_a_manager_sets_it(client: Client, desk: Any, role: str) -> None:
    signed_in(client, role, organisation=desk.organisation)
    assert client.get(PAGE).status_code == 404 and client.post(PAGE, {"allowed": "oui"}).status_code == 404
    assert PAGE not in client.get(reverse("booking:types")).content.decode()
    assert not TeamChoice.objects.exists()
    with pytest.raises(PermissionRefused):
        allow_coordinators(allowed=True, actor=make_actor(role, organisation=desk.organisation), now=desk.now)


def test_a_manager_sets_it_and_finds_it_again(client: Client, desk: Any) -> None:
    signed_in(client, "host_manager", organisation=desk.organisation)
    assert PAGE in client.get(reverse("booking:types")).content.decode()
    assert client.get(PAGE).context["form"].initial == {"allowed": "non"}
    assert client.post(PAGE, {"allowed": "oui"})["Location"] == reverse("booking:types")
    assert client.get(PAGE).context["form"].initial == {"allowed": "oui"}
    entry = JournalEntry.objects.get(action="team.choose")
    assert entry.payload == {"coordinators_edit": True} and str(entry.subject_id) == str(TeamChoice.objects.get().pk)


@pytest.mark.parametrize("answer", ["", "peut-être"])
def test_another_answer_is_refused_and_changes_nothing(client: Client, desk: Any, answer: str) -> None:
    signed_in(client, "host_manager", organisation=desk.organisation)
    page = client.post(PAGE, {"allowed": answer})
    assert page.status_code == 422 and page.context["form"].errors["allowed"]
    assert not TeamChoice.objects.exists()
