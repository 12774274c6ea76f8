"""What is over goes: log lines, invitations, unused accounts, dead codes."""

from datetime import date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail

from conum.commons.accounts import jobs
from conum.commons.accounts.enums import CodePurpose, Role, SignInMethod, SignInOutcome
from conum.commons.accounts.models import EmailCode, ExternalId, Invitation, Membership, Person, SignIn
from conum.commons.accounts.operations.codes import send_code
from conum.commons.accounts.operations.inactivity import anonymise, warn_unused
from conum.commons.accounts.operations.invitations import Offer, invite
from conum.commons.accounts.operations.sign_ins import log_sign_in
from tests.factories_accounts import make_actor, make_membership, make_person

pytestmark = pytest.mark.usefixtures("territories")


def test_log_lines_go_after_their_time(now: datetime) -> None:
    person = make_person()
    for days in (1, 400):
        when = now - timedelta(days=days)
        log_sign_in(person.pk, SignInMethod.CODE, SignInOutcome.SUCCEEDED, None, "x" * 500, when)
    due = jobs.old_sign_ins(jobs.old_sign_ins.before(now.date()))
    jobs.erase_sign_ins(list(due), now)
    assert SignIn.objects.get().at == now - timedelta(days=1)


def test_invitations_go_once_dead(now: datetime) -> None:
    actor = make_actor(Role.HOST_MANAGER)
    invite(Offer("grace@example.org", Role.HOST_MANAGER, actor.organisation_id), actor, now - timedelta(days=30))
    invite(Offer("linus@example.org", Role.HOST_MANAGER, actor.organisation_id), actor, now)
    due = jobs.old_invitations(jobs.old_invitations.before(now.date()))
    jobs.erase_invitations(list(due), now)
    assert Invitation.objects.get().email == "linus@example.org"


def test_an_unused_account_leads_back_to_nobody(now: datetime) -> None:
    unused = make_person(last_login=now - timedelta(days=800), phone="+33199001234")
    make_person(last_login=now - timedelta(days=10))
    make_membership(Role.COUNSELLOR, unused)
    TOTP.activate(unused, "JBSWY3DPEHPK3PXP")
    ExternalId.objects.create(entity="accounts.Person", entity_id=unused.pk, source="https://id.example", value="1")
    before = unused.email
    due = jobs.unused_people(jobs.unused_people.before(now.date()))
    assert list(due) == [unused]
    jobs.anonymise_people(list(due), now)
    gone = Person.objects.get(pk=unused.pk)
    assert (gone.first_name, gone.last_name, gone.phone, gone.is_active) == ("", "", "", False)
    assert before not in gone.email and gone.email.endswith(".invalid")
    assert not Authenticator.objects.exists() and not ExternalId.objects.exists()
    assert Membership.objects.get(person=unused).ends_on == date(2026, 1, 12)
    assert not jobs.unused_people(jobs.unused_people.before(now.date()))
    anonymise(unused.pk, now)


def test_people_are_warned_on_the_exact_day(now: datetime) -> None:
    def ends_in(days: int) -> datetime:
        return jobs.unused_people.before(now.date() + timedelta(days=days)) + timedelta(hours=12)

    for days in (60, 30, 7, 8):
        make_person(email=f"in{days}@example.org", last_login=ends_in(days))
    make_person(last_login=ends_in(30), is_active=False, deactivated_at=now)
    assert warn_unused(now.date()) == 3
    assert {message.to[0] for message in mail.outbox} == {f"in{days}@example.org" for days in (60, 30, 7)}
    assert "dans 60 jours" in "".join(message.subject for message in mail.outbox)


def test_dead_codes_are_forgotten(now: datetime) -> None:
    for person, age in ((make_person(), 60), (make_person(), 1)):
        send_code(person, CodePurpose.SIGN_IN, person.email, now - timedelta(minutes=age))
    jobs.forget(timestamp=int(now.timestamp()))
    assert EmailCode.objects.count() == 1
