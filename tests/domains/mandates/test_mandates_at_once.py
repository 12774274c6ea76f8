"""Two hands on the same mandate, on real connections."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.messaging.models import OutboxMessage
from conum.domains.mandates.models import Authorisation, Mandate
from conum.domains.mandates.operations import answering, consents, revoking
from conum.kernel.errors import ConumError
from tests.factories_mandate_life import actor_for, make_accreditation, make_helper, prepared, sign, signed_mandate

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run each call on its own connection, all together; returns what they gave or raised."""
    together, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        together.wait()
        try:
            results[place] = call()
        except ConumError as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_MAN_10_two_helpers_sign_for_the_same_citizen_and_group(now):
    accreditation = make_accreditation(now=now)
    first, second = make_helper(accreditation, now=now), make_helper(accreditation, now=now)
    mine, theirs = prepared(first, now=now), prepared(second, now=now)
    results = at_once(
        lambda: sign(mine, first, now=now + timedelta(seconds=1)),
        lambda: sign(theirs, second, now=now + timedelta(seconds=2)),
    )
    signed = [one for one in results if isinstance(one, Mandate)]
    assert len(signed) >= 1 and Beneficiary.objects.count() == 1
    assert Authorisation.objects.filter(group="money", revoked_at=None).count() == 1


def test_MAN_13_a_double_click_signs_once(now):
    helper = make_helper(now=now)
    preparation = prepared(helper, now=now)
    results = at_once(*[lambda: sign(preparation, helper, now=now)] * 3)
    assert len({one.pk for one in results}) == 1 and Mandate.objects.count() == 1


def test_MAN_15_a_revocation_from_every_side_happens_once(now):
    helper = make_helper(now=now)
    mandate = signed_mandate(helper, groups=("money", "social"), now=now)
    later = now + timedelta(minutes=1)
    results = at_once(
        lambda: revoking.revoke(mandate.pk, None, actor=actor_for(helper), now=later),
        lambda: revoking.revoke_by_citizen(mandate.beneficiary_id, mandate.pk, None, now=later, address=None),
        lambda: revoking.revoke(mandate.pk, ["money"], actor=actor_for(helper), now=later),
    )
    counts = [one for one in results if isinstance(one, int)]
    assert sum(counts) == 2 and all(isinstance(one, (int, ConumError)) for one in results)
    assert not Authorisation.objects.filter(revoked_at=None).exists()


def test_a_signature_and_a_revocation_of_the_older_one_wait_for_each_other(now):
    helper = make_helper(now=now)
    older = signed_mandate(helper, groups=("money", "social"), now=now)
    later = now + timedelta(minutes=1)
    preparation = prepared(helper, groups=("money", "social"), now=later)
    results = at_once(
        lambda: sign(preparation, helper, now=later),
        lambda: revoking.revoke(older.pk, None, actor=actor_for(helper), now=later),
    )
    assert isinstance(results[0], Mandate)
    assert not older.authorisations.filter(revoked_at=None).exists()
    assert results[0].authorisations.filter(revoked_at=None).count() == 2


def test_MAN_20_two_answers_at_once_and_two_signatures_give_one_mandate(sms_mode, helper, now):
    preparation = prepared(helper, mode="remote_sms", now=now)
    consents.ask(preparation.pk, "+33612345678", actor=actor_for(helper), now=now)
    answers = [lambda mark=mark: answering.receive("+33612345678", "OUI", mark, now=now) for mark in ("m1", "m2", "m2")]
    assert sorted(at_once(*answers)) == [False, True, True]
    assert OutboxMessage.objects.filter(text__contains="Votre OUI est recu").count() == 1
    results = at_once(*[lambda: sign(preparation, helper, now=now)] * 2)
    assert len({one.pk for one in results}) == 1 and Mandate.objects.count() == 1
