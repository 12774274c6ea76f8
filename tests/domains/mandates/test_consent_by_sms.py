"""MAN-20: the citizen's agreement by text messages, and the door by which answers come."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conum.commons.beneficiaries.models import Identification
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.commons.messaging.rules import fits_one_sms
from conum.domains.mandates import parameters
from conum.domains.mandates.enums import Answer, ExchangeState, StopReason
from conum.domains.mandates.models import ConsentAnswer, ConsentExchange, Mandate, ProcedureGroup
from conum.domains.mandates.operations import answering, consents, preparing
from conum.domains.mandates.queries.consents import mobile, recap
from conum.domains.mandates.rules import mandates as rules
from conum.domains.mandates.rules.answers import meaning
from conum.kernel.errors import Conflict, ConumError, OutOfSight
from conum.kernel.rules import RuleBroken
from tests.domains.mandates.conftest import SMS_SECRET as SECRET
from tests.domains.mandates.sms import OTHER, PHONE, asked, lines
from tests.factories_beneficiaries import make_identity
from tests.factories_mandate_life import actor_for, make_helper, prepared, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sms_mode")]

DOOR = "/mandats/sms/reponses/"


@pytest.mark.parametrize("text", ["OUI", "oui", " Oui ! ", "ouï", "O U I", "oui.", "\uff2f\uff35\uff29"])
def test_MAN_20_oui_is_understood_whatever_the_case_the_accents_and_the_spaces(text):
    assert meaning(text) == Answer.YES


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("NON", Answer.NO),
        ("non merci", Answer.NO),
        ("n o n", Answer.NO),
        ("Stop", Answer.NO),
        ("oui mais non", Answer.UNCLEAR),
        ("oui oui", Answer.UNCLEAR),
        ("Qui ?", Answer.UNCLEAR),
        ("", Answer.UNCLEAR),
        ("\x00👍", Answer.UNCLEAR),
    ],
)
def test_MAN_20_non_ends_it_and_the_rest_says_nothing(text, answer):
    assert meaning(text) == answer


def test_MAN_20_from_the_question_to_the_mandate(helper, now):
    preparation, _exchange = asked(helper, now)
    with pytest.raises(RuleBroken, match="réponse OUI"):
        sign(preparation, helper, now=now)
    later = now + timedelta(minutes=29)
    assert answering.receive(PHONE, "oui", "m1", now=later)
    mandate = sign(preparation, helper, now=later + timedelta(minutes=1))
    assert mandate.mode == "remote_sms"
    texts = list(OutboxMessage.objects.order_by("queued_at", "pk").values_list("to", "text"))
    assert [to for to, _text in texts] == [PHONE] * 3
    assert "31 jours" in texts[0][1] and "OUI ou NON" in texts[1][1] and texts[2][1].endswith("/mes-mandats/")
    assert all(fits_one_sms(text) for _to, text in texts)
    assert lines() == [
        ("consent.send", "recap"),
        ("consent.send", "question"),
        ("consent.receive", "yes"),
        ("consent.send", "receipt"),
    ]
    assert ConsentExchange.objects.get().phone_hash == ""


def test_MAN_20_neither_the_journal_nor_the_exchange_holds_the_number(helper, now):
    asked(helper, now)
    answering.receive(PHONE, "Appelez-moi", "reference-7", now=now)
    kept = str([*JournalEntry.objects.values(), *ConsentExchange.objects.values(), *ConsentAnswer.objects.values()])
    for trace in (PHONE, PHONE[1:], "612345678", "Appelez", "reference-7"):
        assert trace not in kept


def test_MAN_20_non_ends_it_even_after_oui_until_the_signature(helper, now):
    preparation, exchange = asked(helper, now)
    answering.receive(PHONE, "OUI", "m1", now=now)
    assert answering.receive(PHONE, "Non", "m2", now=now + timedelta(minutes=1))
    exchange.refresh_from_db()
    preparation.refresh_from_db()
    assert exchange.state == ExchangeState.DENIED and exchange.phone_hash == ""
    assert preparation.stop_reason == StopReason.REFUSED and not Identification.objects.exists()
    assert lines()[-2:] == [("consent.receive", "no"), ("consent.deny", "")]
    with pytest.raises(Conflict, match="arrêtée"):
        sign(preparation, helper, now=now)
    assert not Mandate.objects.exists()


def test_MAN_20_a_message_handed_over_twice_counts_once(helper, now):
    preparation, _exchange = asked(helper, now)
    assert answering.receive(PHONE, "OUI", "m1", now=now)
    before = lines()
    assert not answering.receive(PHONE, "OUI", "m1", now=now + timedelta(minutes=1))
    assert lines() == before and OutboxMessage.objects.count() == 3
    sign(preparation, helper, now=now)
    _next, exchange = asked(make_helper(now=now), now + timedelta(minutes=2))
    assert not answering.receive(PHONE, "OUI", "m1", now=now + timedelta(minutes=3))  # nor for a later question
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.WAITING


def test_MAN_20_a_second_click_sends_nothing_more(helper, now):
    preparation, exchange = asked(helper, now)
    assert consents.ask(preparation.pk, OTHER, actor=actor_for(helper), now=now) == exchange
    assert OutboxMessage.objects.count() == 2


def test_MAN_20_an_unknown_number_changes_nothing_and_other_organisations_stay_untouched(helper, now):
    _one, mine = asked(helper, now)
    _two, theirs = asked(make_helper(now=now), now, phone=OTHER, subject="sub-other")
    for sender in ("+33611111111", "Publicité", ""):
        assert not answering.receive(sender, "OUI", "m0", now=now)
    answering.receive(OTHER, "OUI", "m1", now=now)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state) == (ExchangeState.WAITING, ExchangeState.AGREED)


def test_MAN_20_one_number_has_one_question_to_answer(helper, now):
    asked(helper, now)
    other = make_helper(now=now)
    with pytest.raises(Conflict, match="attend déjà"):
        asked(other, now)
    assert asked(other, now + timedelta(minutes=30))[1].state == ExchangeState.WAITING  # the first is over by then


def test_MAN_20_only_whoever_prepared_it_asks_and_a_mobile_only(helper, now):
    preparation = prepared(helper, mode="remote_sms", now=now)
    with pytest.raises(OutOfSight):
        consents.ask(preparation.pk, PHONE, actor=actor_for(make_helper(now=now)), now=now)
    for number in ("+33144556677", "0612", ""):
        with pytest.raises(RuleBroken, match="numéro de mobile"):
            consents.ask(preparation.pk, number, actor=actor_for(helper), now=now)
        assert not rules.receives_question(bool(mobile(number)))
    with pytest.raises(RuleBroken, match="expiré"):
        consents.ask(preparation.pk, PHONE, actor=actor_for(helper), now=now + timedelta(minutes=20))
    on_paper = prepared(helper, mode="remote_paper", now=now)
    with pytest.raises(ConumError, match="n'est pas proposée"):
        consents.ask(on_paper.pk, PHONE, actor=actor_for(helper), now=now)
    assert not OutboxMessage.objects.exists()


def test_MAN_20_too_many_messages_a_day_leave_nothing_begun(helper, now, monkeypatch):
    monkeypatch.setitem(parameters.SMS_A_DAY.values, date(2018, 1, 1), 1)
    with pytest.raises(Conflict, match="trop de messages"):
        asked(helper, now)
    assert not ConsentExchange.objects.exists() and not OutboxMessage.objects.exists() and lines() == []


def test_MAN_20_the_answer_is_of_the_citizen_who_was_asked(helper, now):
    preparation, _exchange = asked(helper, now)
    with pytest.raises(Conflict, match="déjà partie"):
        preparing.identify(preparation.pk, make_identity("sub-other"), actor=actor_for(helper), now=now)


def test_MAN_20_a_stopped_preparation_hears_no_answer(helper, now):
    preparation, exchange = asked(helper, now)
    preparing.stop(preparation.pk, StopReason.ABANDONED, actor=actor_for(helper), now=now)
    assert answering.receive(PHONE, "OUI", "m1", now=now) and lines()[-1] == ("consent.send", "over")
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.STOPPED


def test_the_recap_of_every_group_is_cut_nowhere(helper, now):
    codes = tuple(ProcedureGroup.objects.values_list("code", flat=True))
    preparation = prepared(helper, mode="remote_sms", groups=codes, now=now)
    parts = recap(preparation)
    whole = " ".join(part.split(") ", 1)[1] for part in parts)
    assert all(len(part) <= 160 for part in parts) and len(parts) > 1
    assert all(group.label in whole for group in ProcedureGroup.objects.all())


@pytest.mark.parametrize(
    "change",
    [
        {"state": "odd"},
        {"settled_at": datetime(2026, 1, 13, 9, tzinfo=UTC)},
        {"phone_hash": ""},
        {"phone_hash": PHONE},
        {"state": "denied"},
    ],
    ids=str,
)
def test_the_database_refuses_an_exchange_that_cannot_be(helper, now, change):
    _preparation, exchange = asked(helper, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentExchange.objects.filter(pk=exchange.pk).update(**change)


class TestDoor:
    def given(self, **changes):
        return json.dumps({"from": PHONE, "text": "OUI", "reference": "m1", **changes})

    def post(self, client, body=None, token=f"Bearer {SECRET}"):
        headers = {"Authorization": token} if token else {}
        return client.post(DOOR, body or self.given(), content_type="application/json", headers=headers)

    def test_MAN_20_an_answer_comes_in(self, client, helper):
        _preparation, exchange = asked(helper, timezone.now())
        assert [self.post(client).status_code for _time in range(2)] == [204, 204]
        exchange.refresh_from_db()
        assert exchange.state == ExchangeState.AGREED and ConsentAnswer.objects.count() == 1

    @pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", SECRET, f"Basic {SECRET}", "Bearer é" * 9])
    def test_MAN_20_without_the_secret_nothing_comes_in(self, client, helper, token):
        _preparation, exchange = asked(helper, timezone.now())
        response = self.post(client, token=token)
        assert response.status_code == 401 and response["WWW-Authenticate"] == "Bearer"
        exchange.refresh_from_db()
        assert exchange.state == ExchangeState.WAITING

    def test_MAN_20_where_no_secret_is_set_the_door_is_closed(self, client, settings):
        settings.SMS_CALLBACK_TOKEN = ""
        assert self.post(client, token="Bearer ").status_code == 404

    @pytest.mark.parametrize(
        "body", ["{", "[]", "\xff", '{"from": 33612345678, "text": "OUI", "reference": "m"}', '{"text": "OUI"}']
    )
    def test_what_cannot_be_read_is_400(self, client, body):
        assert self.post(client, body).status_code == 400

    def test_an_unknown_number_is_answered_like_a_known_one(self, client):
        assert self.post(client, self.given(**{"from": "+33611111111"})).status_code == 204
        assert client.get(DOOR).status_code == 405

    def test_MAN_20_one_number_that_writes_without_end_is_put_off_and_no_other(self, client):
        answers = [self.post(client, self.given(reference=f"m{rank}")) for rank in range(31)]
        assert [answer.status_code for answer in answers] == [204] * 30 + [429]
        assert answers[-1]["Retry-After"] == "3600" and answers[-1]["Cache-Control"] == "no-store"
        assert self.post(client, self.given(**{"from": "+33611111111"})).status_code == 204

    def test_MAN_20_wrong_secrets_without_end_are_put_off_and_the_right_one_still_enters(self, client):
        answers = [self.post(client, token="Bearer wrong").status_code for _time in range(31)]
        assert answers == [401] * 30 + [429]
        assert self.post(client).status_code == 204
