"""Helpers and leads, from the invitation to the departure."""

from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from conum.commons.accounts.models import EmailCode, Invitation
from conum.commons.accounts.operations import codes
from conum.commons.accounts.operations.invitations import accept, token_hash
from conum.commons.accounts.queries.actors import active_memberships
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.mandates.enums import HelperStatus
from conum.domains.mandates.events import HelperSuspended
from conum.domains.mandates.models import EntryOrigin, Helper, HelperLead
from conum.domains.mandates.operations import inactivity, leads, team, training, watching
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.queries.team import active_helper, helper_of
from conum.kernel import events
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused
from tests.factories_accounts import make_membership, make_organisation, make_person, sign_in
from tests.factories_accreditation import lead_actor, make_card, make_lead
from tests.factories_mandate_life import actor_for, make_accreditation, make_helper

pytestmark = pytest.mark.django_db
AWA = team.Newcomer("Awa", "Diallo", "Awa.Diallo@bourg.example.org", "Agent d'accueil")


@pytest.fixture
def accreditation(now):
    return make_accreditation(now=now)


@pytest.fixture
def lead(accreditation, now):
    return lead_actor(make_lead(accreditation, now=now))


@pytest.fixture
def told():
    heard = []
    events._subscribers[HelperSuspended].append(heard.append)
    yield heard
    events._subscribers[HelperSuspended].remove(heard.append)


def token_of(text="jeton"):
    Invitation.objects.filter(accepted_at=None).update(token_hash=token_hash(text))
    return text


def test_MAN_03_from_the_invitation_to_the_test(accreditation, lead, now):
    helper = team.invite_helper(accreditation.pk, AWA, actor=lead, now=now)
    assert helper.state == "waiting" and helper.email == "awa.diallo@bourg.example.org"
    person = accept(token_of(), "Awa", "Diallo", now)
    helper.refresh_from_db()
    assert helper.state == "to_train" and helper.person_id == person.pk
    assert active_helper(actor_for(helper), now) is None and helper_of(actor_for(helper)) == helper
    training.start_training(helper.pk, actor=lead, now=now)
    training.record_training(helper.pk, "7", date(2026, 1, 9), actor=lead, now=now)
    assert training.record_test(helper.pk, date(2026, 1, 10), False, actor=lead, now=now).state == "to_test"
    helper = training.record_test(helper.pk, date(2026, 1, 12), True, actor=lead, now=now)
    assert helper.state == "active" and active_helper(actor_for(helper), now) == helper
    actions = JournalEntry.objects.filter(family="mandates").order_by("position").values_list("action", flat=True)
    assert list(actions) == [
        "helper.invite", "helper.accept", "helper.start_training", "helper.finish_training", "helper.fail_test",
        "helper.pass_test",
    ]  # fmt: skip
    assert OutboxMessage.objects.filter(to=helper.email).count() == 1


def test_MAN_03_the_database_knows_no_active_helper_without_training(accreditation, now):
    with pytest.raises(IntegrityError, match="helper_active_is_trained"), transaction.atomic():
        make_helper(accreditation, now=now, test_passed=False)


def test_MAN_03_a_test_before_the_training_is_refused(accreditation, lead, now):
    helper = make_helper(accreditation, now=now, state="to_test", activated_at=None, test_on=None, test_passed=None)
    with pytest.raises(RuleBroken) as refusal:
        training.record_test(helper.pk, helper.trained_on - timedelta(days=1), True, actor=lead, now=now)
    assert refusal.value.field == "test_on"


@pytest.mark.parametrize("status", [HelperStatus.RELATIVE, HelperStatus.VOLUNTEER, HelperStatus.ELECTED_OFFICIAL])
def test_MAN_01_who_is_not_a_professional_is_not_invited(status, accreditation, lead, now):
    with pytest.raises(RuleBroken, match="ni proche, ni bénévole"):
        team.invite_helper(accreditation.pk, team.Newcomer("A", "B", "a.b@x.fr", "", status), actor=lead, now=now)


def test_MAN_02_one_nominative_address_per_helper(accreditation, lead, now):
    with pytest.raises(RuleBroken, match="partagée"):
        team.invite_helper(accreditation.pk, team.Newcomer("A", "B", "contact@x.fr"), actor=lead, now=now)
    team.invite_helper(accreditation.pk, AWA, actor=lead, now=now)
    with pytest.raises(RuleBroken, match="déjà celle"):
        team.invite_helper(accreditation.pk, AWA, actor=lead, now=now)
    with pytest.raises(IntegrityError, match="helper_one_per_address"), transaction.atomic():
        make_helper(accreditation, now=now, email="awa.diallo@bourg.example.org")


def test_MAN_04_a_lead_manages_the_own_organisation_only(accreditation, now):
    helper = make_helper(accreditation, now=now)
    other = lead_actor(make_lead(make_accreditation(now=now), now=now))
    for attempt in (
        lambda: team.suspend(helper.pk, actor=other, now=now),
        lambda: team.leave(helper.pk, actor=other, now=now),
        lambda: team.invite_helper(accreditation.pk, AWA, actor=other, now=now),
    ):
        with pytest.raises(OutOfSight):
            attempt()


def test_MAN_04_a_lead_who_is_no_helper_may_not_act(lead, now):
    assert active_helper(lead, now) is None and helper_of(lead) is None


def test_MAN_05_suspended_at_six_months_sessions_and_grants_end_at_once(accreditation, now, told, client):
    seen = now - timedelta(days=190)
    helper = make_helper(accreditation, now=now, last_activity_at=seen)
    make_lead(accreditation, now=now)
    browser = Client()
    sign_in(browser, helper.person)
    UserSession.objects.create(
        user=helper.person, session_key=browser.session.session_key, ip="127.0.0.1", user_agent="x"
    )
    assert inactivity.suspend_inactive(now=now) == 1 and inactivity.suspend_inactive(now=now) == 0
    helper.refresh_from_db()
    assert (helper.state, helper.suspension_reason) == ("suspended", "inactivity")
    assert told == [HelperSuspended(helper.pk, helper.person_id, helper.organisation_id)]
    assert browser.get("/compte/").status_code == 302 and not UserSession.objects.exists()
    assert active_helper(actor_for(helper), now) is None
    assert OutboxMessage.objects.filter(template="mandates/notice").count() == 2


def test_MAN_05_warned_once_at_five_months_and_forgotten_after_a_sign_in(accreditation, now):
    helper = make_helper(accreditation, now=now, last_activity_at=now - timedelta(days=160))
    make_helper(accreditation, now=now, last_activity_at=now - timedelta(days=140))
    assert inactivity.warn_inactive(now=now) == 1 and inactivity.warn_inactive(now=now) == 0
    assert inactivity.suspend_inactive(now=now) == 0
    watching.note_sign_in(helper.person_id, "code", None, now=now)
    helper.refresh_from_db()
    assert helper.warned_at is None and helper.last_activity_at == now


def test_a_resumed_helper_acts_again_unless_the_accreditation_is_over(accreditation, lead, now):
    helper = make_helper(accreditation, now=now)
    team.suspend(helper.pk, actor=lead, now=now)
    assert team.resume(helper.pk, actor=lead, now=now).state == "active"
    with pytest.raises(TransitionRefused):
        team.resume(helper.pk, actor=lead, now=now)
    team.suspend(helper.pk, actor=lead, now=now)
    type(accreditation).objects.update(state="ended", ended_at=now)
    with pytest.raises(ConumError, match="terminée"):
        team.resume(helper.pk, actor=lead, now=now)


def test_who_leaves_and_comes_back_the_next_day_is_active_at_once(accreditation, lead, now, told):
    helper = make_helper(accreditation, now=now)
    card = make_card(now=now, helper=helper)
    team.leave(helper.pk, actor=lead, now=now)
    card.refresh_from_db()
    assert card.removed_at and card.sealed_seed is None and len(told) == 1
    assert not active_memberships(helper.person_id, date(2026, 1, 13)).exists()
    tomorrow = now + timedelta(days=1)
    team.invite_again(helper.pk, actor=lead, now=tomorrow)
    Helper.objects.filter(pk=helper.pk).update(person=None)
    helper.refresh_from_db()
    accept(token_of(), helper.first_name, helper.last_name, tomorrow)
    helper.refresh_from_db()
    assert helper.state == "active"


def test_MAN_06_somebody_in_two_organisations_acts_for_one_at_a_time(now):
    here = make_helper(now=now)
    there = make_helper(now=now, person=here.person)
    assert active_helper(actor_for(here), now) == here and active_helper(actor_for(there), now) == there
    team.suspend(there.pk, actor=None, now=now)
    assert active_helper(actor_for(here), now) == here and active_helper(actor_for(there), now) is None


def test_the_last_lead_stays(accreditation, lead, now):
    only = HelperLead.objects.get()
    with pytest.raises(ConumError, match="au moins un référent"):
        leads.remove_lead(only.pk, actor=lead, now=now)
    make_lead(accreditation, now=now)
    leads.remove_lead(only.pk, actor=lead, now=now)
    assert not active_memberships(only.person_id, date(2026, 1, 13)).exists()


def test_an_invitation_to_another_organisation_ties_nothing(accreditation, lead, now):
    helper = team.invite_helper(accreditation.pk, AWA, actor=lead, now=now)
    person = make_membership("helper", organisation=make_organisation()).person
    team.join(person.pk, helper.email, "helper", make_organisation().pk, now=now)
    helper.refresh_from_db()
    assert helper.person_id is None and helper.state == "waiting"


def test_only_helpers_and_leads_leave_a_line_when_they_sign_in(accreditation, now):
    helper = make_helper(accreditation, now=now)
    watching.note_sign_in(helper.person_id, "code", "203.0.113.7", now=now)
    watching.note_factor(helper.person_id, "webauthn", "added", "203.0.113.7", now=now)
    watching.note_sign_in(make_membership("hub", organisation=make_organisation()).person_id, "code", None, now=now)
    sign_in_line, factor_line = JournalEntry.objects.filter(family="mandates").order_by("position")
    assert sign_in_line.action == "sign_in" and factor_line.payload["kind"] == "passkey"
    assert sign_in_line.payload["from"] == factor_line.payload["from"] != "203.0.113.7"
    assert EntryOrigin.objects.count() == 2


def test_an_entry_says_for_which_organisation(accreditation, lead, now):
    line = trace("export", actor=lead, subject=accreditation, now=now)
    assert line.payload == {"organisation": str(accreditation.organisation_id)}


def test_MAN_05_to_prove_a_factor_before_acting_is_to_be_active(accreditation, now):
    helper = make_helper(accreditation, now=now, last_activity_at=now - timedelta(days=160), warned_at=now)
    watching.note_factor(helper.person_id, "totp", "added", None, now=now)
    helper.refresh_from_db()
    assert helper.last_activity_at < now
    watching.note_factor(helper.person_id, "totp", "checked", None, now=now)
    helper.refresh_from_db()
    assert (helper.last_activity_at, helper.warned_at) == (now, None)
    assert inactivity.suspend_inactive(now=now + timedelta(days=170)) == 0


def test_a_sign_in_code_of_a_helper_or_lead_lives_five_minutes_and_the_mail_says_so(now):
    helper, lead = make_helper(now=now), make_lead(make_accreditation(now=now), now=now)
    for person, minutes in ((helper.person, 5), (lead.person, 5), (make_person(email="autre@example.org"), 15)):
        codes.ask_sign_in_code(person.email, now)
        code = EmailCode.objects.get(person=person)
        assert code.expires_at - code.created_at == timedelta(minutes=minutes)
        assert f"{minutes} minutes" in mail.outbox[-1].body and mail.outbox[-1].to == [person.email]
