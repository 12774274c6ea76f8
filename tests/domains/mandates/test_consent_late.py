"""MAN-20: what comes too late, and what is then left."""

from datetime import timedelta

import pytest

from conum.commons.beneficiaries.models import Identification
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.rules import fits_one_sms
from conum.domains.mandates.enums import ExchangeState, StopReason
from conum.domains.mandates.models import Mandate
from conum.domains.mandates.operations import answering, consents, preparing
from conum.domains.mandates.rules import mandates as rules
from conum.kernel.parameters import REGISTRY
from tests.domains.mandates.sms import OTHER, PHONE, asked, last_text, lines
from tests.factories_mandate_life import actor_for, prepared, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sms_mode")]


def test_MAN_20_a_late_answer_ends_it(helper, now):
    preparation, exchange = asked(helper, now)
    assert not rules.answered_in_time(exchange.answer_by, now + timedelta(minutes=30))
    assert answering.receive(PHONE, "OUI", "m1", now=now + timedelta(minutes=30))
    exchange.refresh_from_db()
    preparation.refresh_from_db()
    assert exchange.state == ExchangeState.EXPIRED and preparation.stop_reason == StopReason.NO_ANSWER
    assert not Identification.objects.exists() and ("consent.send", "receipt") not in lines()
    assert lines()[-1] == ("consent.send", "over") and "rien n'est signé" in last_text()


def test_MAN_20_an_answer_after_the_end_is_written_and_answered_once(helper, now):
    preparation, exchange = asked(helper, now)
    later = now + timedelta(minutes=40)
    consents.sweep(now=later)
    before = len(lines())
    assert answering.receive(PHONE, "OUI", "m1", now=later)
    assert not answering.receive(PHONE, "OUI", "m1", now=later)
    assert answering.receive(PHONE, "quoi ?", "m2", now=later)
    assert lines()[before:] == [("consent.receive", "yes"), ("consent.send", "over"), ("consent.receive", "unclear")]
    late = JournalEntry.objects.filter(action="consent.receive", payload__late="yes")
    assert late.count() == 2 and {line.subject_id for line in late} == {str(preparation.pk)}
    assert "rien n'est signé" in last_text() and fits_one_sms(last_text())
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.EXPIRED and not Mandate.objects.exists()


def test_MAN_20_an_answer_after_the_signature_is_told_where_to_end_the_mandate(helper, now):
    preparation, _exchange = asked(helper, now)
    answering.receive(PHONE, "OUI", "m1", now=now)
    mandate = sign(preparation, helper, now=now)
    assert answering.receive(PHONE, "NON", "m2", now=now + timedelta(minutes=2))
    assert last_text().endswith("/mes-mandats/") and fits_one_sms(last_text())
    assert mandate.authorisations.filter(revoked_at=None).exists()  # a number proves nobody's identity (MAN-15)


def test_MAN_20_the_identity_is_held_no_longer_than_the_register_says(helper, now):
    last = now + timedelta(minutes=19)
    preparation, exchange = asked(helper, now)
    preparing.stop(preparation.pk, StopReason.ABANDONED, actor=actor_for(helper), now=now)
    slow = prepared(helper, "sub-slow", mode="remote_sms", now=now)
    exchange = consents.ask(slow.pk, OTHER, actor=actor_for(helper), now=last)
    answering.receive(OTHER, "OUI", "m1", now=exchange.answer_by - timedelta(seconds=1))
    said = Identification.personal_data
    minutes = sum(REGISTRY[key].on(now.date()) for key in (said.retention, *said.prolonged_by))
    held = Identification.objects.get()
    assert timedelta(minutes=minutes - 5) < held.expires_at - held.identified_at <= timedelta(minutes=minutes)


def test_MAN_20_no_answer_in_thirty_minutes_ends_it(helper, now):
    preparation, exchange = asked(helper, now)
    assert consents.sweep(now=now + timedelta(minutes=30, seconds=-1)) == 0
    assert consents.sweep(now=now + timedelta(minutes=30)) == 1
    assert consents.sweep(now=now + timedelta(minutes=31)) == 0
    exchange.refresh_from_db()
    preparation.refresh_from_db()
    assert (exchange.state, preparation.stop_reason) == (ExchangeState.EXPIRED, StopReason.NO_ANSWER)
    assert lines()[-1] == ("consent.expire", "")


def test_MAN_20_a_oui_never_followed_by_a_signature_leaves_no_number(helper, now):
    _preparation, exchange = asked(helper, now)
    answering.receive(PHONE, "OUI", "m1", now=now + timedelta(minutes=25))
    assert consents.sweep(now=now + timedelta(minutes=44)) == 0
    assert consents.sweep(now=now + timedelta(minutes=45)) == 1
    exchange.refresh_from_db()
    assert (exchange.state, exchange.phone_hash) == (ExchangeState.AGREED, "")
