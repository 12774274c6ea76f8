"""Cards: from the file to the sign-in."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from conum.commons.accounts.enums import Role
from conum.commons.accounts.operations import lent_factors
from conum.commons.journal.models import JournalEntry
from conum.commons.journal.queries import verify
from conum.domains.mandates.enums import CardState
from conum.domains.mandates.gateways import secrets
from conum.domains.mandates.models import TotpCard
from conum.domains.mandates.operations import cards
from conum.kernel.errors import Conflict, ConumError, OutOfSight, PermissionRefused
from tests.factories_accounts import make_actor
from tests.factories_accreditation import SEED, lead_actor, make_card, make_lead, shown
from tests.factories_mandate_life import make_accreditation, make_helper

FACTOR = cards.CardFactor()


@pytest.fixture
def lead(helper, now):
    return lead_actor(make_lead(helper.accreditation, now=now))


def actions():
    return list(JournalEntry.objects.filter(family="mandates").order_by("position").values_list("action", flat=True))


@pytest.mark.django_db
class TestTheStock:
    def test_seeds_are_sealed_and_bound_to_their_card(self, now):
        admin = make_actor(Role.NATIONAL_ADMIN)
        found = cards.check_file(f"GADT1,{SEED.hex()}\nGADT2,{SEED.hex()}", admin)
        assert cards.import_cards(found.good, actor=admin, now=now) == 2
        one, two = TotpCard.objects.order_by("serial")
        assert SEED not in bytes(one.sealed_seed) and secrets.unseal(one.sealed_seed, one.key_id, "GADT1") == SEED
        with pytest.raises(secrets.Unreadable):
            secrets.unseal(two.sealed_seed, two.key_id, "GADT1")
        assert one.state == CardState.IN_STOCK and actions() == ["card.import"]
        assert SEED.hex() not in str(JournalEntry.objects.get().payload)

    def test_a_card_known_already_is_a_fault_of_its_line(self, now):
        make_card("GADT1", now=now)
        (fault,) = cards.check_file(f"GADT1,{SEED.hex()}", None).faults
        assert "déjà connue" in fault.reason

    @pytest.mark.parametrize("role", [Role.HELPER_LEAD, Role.HELPER])
    def test_only_the_administrator_imports(self, role, now, helper):
        actor = make_actor(role, organisation=helper.organisation)
        with pytest.raises(PermissionRefused):
            cards.import_cards([("GADT1", SEED.hex())], actor=actor, now=now)

    def test_a_batch_opens_for_its_reader_only(self):
        text = secrets.seal_batch([("GADT1", "00")], "someone")
        assert secrets.unseal_batch(text, "someone") == [("GADT1", "00")] and "GADT1" not in text
        for other, reader in ((text, "another"), (text[:-8] + "AAAAAAA=", "someone"), ("é", "someone")):
            with pytest.raises(secrets.Unreadable):
                secrets.unseal_batch(other, reader)


@pytest.mark.django_db
class TestALeadGivesACard:
    def test_assigned_then_validated_by_a_code_whatever_its_clock(self, now, helper, lead):
        make_card("GADT1", now=now)
        card = cards.assign(helper.pk, " gadt 1", actor=lead, now=now)
        assert card.state == CardState.ASSIGNED and not FACTOR.held_by(helper.person_id)
        card = cards.validate(helper.pk, shown(card, now, drift=4), actor=lead, now=now)
        assert (card.state, card.drift) == (CardState.VALIDATED, 4) and FACTOR.held_by(helper.person_id)
        assert actions() == ["card.assign", "factor.added"]

    def test_an_unknown_or_given_card_is_refused_by_its_number(self, now, helper, lead):
        taken = make_card(now=now, helper=make_helper(now=now))
        for serial in ("NOPE1", taken.serial):
            with pytest.raises(ConumError, match="Aucune carte disponible") as refusal:
                cards.assign(helper.pk, serial, actor=lead, now=now)
            assert refusal.value.field == "serial"

    def test_one_card_per_helper_here_and_in_the_database(self, now, helper, lead):
        make_card(now=now, helper=helper)
        spare = make_card(now=now)
        with pytest.raises(Conflict):
            cards.assign(helper.pk, spare.serial, actor=lead, now=now)
        with pytest.raises(IntegrityError, match="totp_card_one_per_helper"), transaction.atomic():
            make_card(now=now, helper=helper)

    def test_MAN_04_a_lead_of_another_organisation_sees_no_helper(self, now, helper):
        other = lead_actor(make_lead(make_accreditation(now=now), now=now))
        card = make_card(now=now)
        for attempt in (
            lambda: cards.assign(helper.pk, card.serial, actor=other, now=now),
            lambda: cards.validate(helper.pk, "000000", actor=other, now=now),
            lambda: cards.remove(helper.pk, actor=other, now=now),
        ):
            with pytest.raises(OutOfSight):
                attempt()

    def test_attempts_are_limited_and_the_right_code_is_then_refused_too(self, now, helper, lead):
        card = make_card(now=now, helper=helper)
        for _attempt in range(cards.ATTEMPTS):
            with pytest.raises(ConumError, match="pas celui de la carte"):
                cards.validate(helper.pk, "abc", actor=lead, now=now)
        with pytest.raises(ConumError, match="Attendez 5 minutes"):
            cards.validate(helper.pk, shown(card, now), actor=lead, now=now)
        later = now + cards.WINDOW
        cards.validate(helper.pk, shown(card, later), actor=lead, now=later)

    def test_a_lost_card_proves_nothing_and_its_seed_is_gone(self, now, helper, lead):
        card = make_card(now=now, helper=helper)
        cards.remove(helper.pk, actor=lead, now=now)
        card.refresh_from_db()
        assert card.state == CardState.REMOVED and card.sealed_seed is None
        assert not FACTOR.held_by(helper.person_id) and not FACTOR.prove(helper.person_id, shown(card, now), now)
        assert actions() == ["factor.removed"] and verify() == []
        cards.assign(helper.pk, make_card(now=now).serial, actor=lead, now=now)


@pytest.mark.django_db
class TestTheSignIn:
    def test_a_code_serves_once_and_the_drift_is_learned(self, now, helper):
        card = make_card(now=now, helper=helper)
        code = shown(card, now, drift=1)
        assert FACTOR.prove(helper.person_id, code, now)
        assert not FACTOR.prove(helper.person_id, code, now + timedelta(seconds=20))
        card.refresh_from_db()
        assert card.drift == 1
        later = now + timedelta(days=30)
        assert FACTOR.prove(helper.person_id, shown(card, later, drift=2), later)

    def test_the_learned_drift_stays_within_its_bound(self, now, helper):
        card = make_card(now=now, helper=helper, drift=10)
        assert not FACTOR.prove(helper.person_id, shown(card, now, drift=11), now)
        with pytest.raises(IntegrityError, match="totp_card_drift_bounded"), transaction.atomic():
            TotpCard.objects.update(drift=61)

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef"])
    def test_what_is_not_six_digits_is_refused(self, code, now, helper):
        make_card(now=now, helper=helper)
        assert not FACTOR.prove(helper.person_id, code, now)

    def test_a_card_not_validated_yet_or_of_somebody_else_proves_nothing(self, now, helper):
        card = make_card(now=now, helper=helper, validated_at=None)
        assert not FACTOR.prove(helper.person_id, shown(card, now), now)
        other = make_helper(now=now)
        card = make_card(now=now, helper=other)
        assert not FACTOR.prove(helper.person_id, shown(card, now), now)

    def test_the_application_lends_it_to_the_accounts(self):
        assert [factor.kind for factor in lent_factors.LENT].count("totp_card") == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_code_on_two_connections_opens_one_door(now):
    helper = make_helper(now=now)
    code = shown(make_card(now=now, helper=helper), now)
    gate, answers = threading.Barrier(2), []

    def knock():
        gate.wait()
        answers.append(FACTOR.prove(helper.person_id, code, now))
        connection.close()

    threads = [threading.Thread(target=knock) for _rank in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True]
