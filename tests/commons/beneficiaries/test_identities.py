"""Identity of citizens: hidden at rest, met once, brought up to date, never mixed."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from conum.commons.beneficiaries import operations, queries
from conum.commons.beneficiaries.enums import Change
from conum.commons.beneficiaries.gateways import sealing
from conum.commons.beneficiaries.models import Beneficiary, FormerName, Identification
from conum.commons.journal.models import JournalEntry
from conum.kernel.errors import Conflict
from tests.factories_beneficiaries import ISSUER, make_beneficiary, make_identification, make_identity


def test_MAN_32_the_subject_is_a_keyed_hash_that_depends_on_key_and_issuer(settings):
    known = sealing.subject_hash(ISSUER, "sub-1")
    assert len(known) == 64 and known == sealing.subject_hash(ISSUER, "sub-1")
    assert known != sealing.subject_hash("https://other.test", "sub-1") != sealing.subject_hash(ISSUER, "sub-2")
    settings.BENEFICIARY_KEY = "b" * 43
    assert sealing.subject_hash(ISSUER, "sub-1") != known


def test_sealed_claims_open_only_in_their_own_row_and_under_their_key(settings):
    sealed = sealing.seal({"birth_date": "1962-08-24"}, "a")
    assert b"1962" not in sealed and sealing.unseal(sealed, "a") == {"birth_date": "1962-08-24"}
    assert sealing.seal({"birth_date": "1962-08-24"}, "a") != sealed
    for wrong, bound in ((sealed, "b"), (sealed[:-1] + bytes([sealed[-1] ^ 1]), "a")):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(wrong, bound)
    settings.BENEFICIARY_KEY = "b" * 43
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed, "a")


def test_the_two_uses_of_the_secret_have_different_keys():
    assert sealing._key("subject") != sealing._key("claims")


@pytest.mark.django_db
class TestMeeting:
    def test_MAN_32_no_table_holds_subject_nor_birth_in_clear(self, now):
        make_beneficiary("sub-very-secret", now=now)
        make_identification("sub-very-secret", now=now)
        with connection.cursor() as cursor:
            for table in ("beneficiaries_beneficiary", "beneficiaries_identification"):
                cursor.execute(f"SELECT t::text FROM {table} t")
                row = cursor.fetchone()[0]
                assert "sub-very-secret" not in row and "1962" not in row
                for secret in (b"sub-very-secret", b"1962-08-24", b"75107"):
                    assert secret.hex() not in row

    def test_a_new_citizen_is_on_file_with_the_whole_identity(self, now):
        met = operations.meet(make_identification(now=now).pk, actor=None, now=now)
        assert met.is_new and not met.changes
        assert queries.identity_of(met.beneficiary) == make_identity()
        assert not Identification.objects.exists()

    def test_the_same_citizen_is_one_row(self, now):
        first = make_beneficiary(now=now)
        later = now + timedelta(days=3)
        met = operations.meet(make_identification(now=later).pk, actor=None, now=later)
        assert (met.beneficiary.pk, met.is_new, met.changes) == (first.pk, False, ())
        assert met.beneficiary.active_until == later

    def test_a_changed_name_keeps_the_former_one(self, now):
        first = make_beneficiary(now=now)
        later = now + timedelta(days=30)
        held = make_identification(now=later, family_name="MARTIN", email="new@example.org")
        met = operations.meet(held.pk, actor=None, now=later)
        assert met.beneficiary.pk == first.pk and met.changes == (Change.NAME, Change.CONTACT)
        assert met.beneficiary.name == "Angela Claire MARTIN"
        former = FormerName.objects.get()
        assert (str(former), former.until) == ("Angela Claire DUBOIS", later)
        entry = JournalEntry.objects.get(family="beneficiaries")
        assert entry.payload == {"changed": ["name", "contact"]}

    def test_details_erased_with_time_come_back_without_being_a_change(self, now):
        first = make_beneficiary(now=now)
        operations.erase_details([first.pk], now=now)
        met = operations.meet(make_identification(now=now, email="", phone="").pk, actor=None, now=now)
        assert met.changes == () and queries.identity_of(met.beneficiary).birth_date == "1962-08-24"

    def test_an_identification_serves_once_and_not_after_its_time(self, now):
        held = make_identification(now=now)
        assert queries.identified(held.pk, now=now + timedelta(minutes=19)) == make_identity()
        assert queries.identified(held.pk, now=now + timedelta(minutes=20)) is None
        with pytest.raises(Conflict, match="recommencez"):
            operations.meet(held.pk, actor=None, now=now + timedelta(minutes=20))
        operations.meet(held.pk, actor=None, now=now)
        with pytest.raises(Conflict):
            operations.meet(held.pk, actor=None, now=now)

    def test_a_refusal_leaves_nothing(self, now):
        operations.drop(make_identification(now=now).pk)
        assert not Identification.objects.exists() and not Beneficiary.objects.exists()

    def test_the_database_refuses_two_rows_of_a_subject_and_a_nameless_row(self, now):
        known = make_beneficiary(now=now)
        twin = Beneficiary.objects.get(pk=known.pk)
        twin.pk, twin._state.adding = make_identification("other", now=now).pk, True
        with pytest.raises(IntegrityError, match="beneficiary_once_per_subject"), transaction.atomic():
            twin.save(force_insert=True)
        with pytest.raises(IntegrityError, match="beneficiary_named_or_anonymous"), transaction.atomic():
            Beneficiary.objects.filter(pk=known.pk).update(family_name="")
        with pytest.raises(IntegrityError, match="beneficiary_named_or_anonymous"), transaction.atomic():
            Beneficiary.objects.filter(pk=known.pk).update(anonymised_at=now)


@pytest.mark.django_db(transaction=True)
def test_a_new_citizen_met_twice_at_once_is_one_row(now):
    held = [make_identification(now=now).pk for _ in range(4)]
    together, met = threading.Barrier(4), []

    def meet(pk):
        together.wait()
        try:
            met.append(operations.meet(pk, actor=None, now=now))
        finally:
            connection.close()

    threads = [threading.Thread(target=meet, args=(pk,)) for pk in held]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == 4 and sum(one.is_new for one in met) == 1
    assert Beneficiary.objects.count() == 1
