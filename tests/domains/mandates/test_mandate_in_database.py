"""What the database refuses about mandates, whoever asks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from conum.commons.files.models import StoredFile
from conum.domains.mandates.models import Authorisation, Mandate, MandateDocument
from tests.factories_accounts import make_organisation
from tests.factories_beneficiaries import make_beneficiary
from tests.factories_mandate_life import authorisation_of, make_accreditation, make_helper, make_mandate

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandate(now):
    return make_mandate(make_helper(now=now), now=now)


def refused(words: str):
    return pytest.raises(DatabaseError, match=words)


def test_MAN_10_two_live_authorisations_of_a_citizen_and_group_are_refused(mandate, now):
    later = now + timedelta(days=30)
    with refused("authorisation_one_alive"), transaction.atomic():
        make_mandate(mandate.signed_by, mandate.beneficiary, groups=("money",), now=later)
    make_mandate(mandate.signed_by, mandate.beneficiary, groups=("housing",), now=later)


def test_MAN_10_another_organisation_or_citizen_is_free(mandate, now):
    make_mandate(make_helper(now=now), mandate.beneficiary, now=now)
    make_mandate(mandate.signed_by, make_beneficiary("another", now=now), now=now)


def test_MAN_10_a_new_one_begins_when_the_older_is_revoked_or_over(mandate, now):
    at = now + timedelta(days=3)
    mandate.authorisations.filter(group="money").update(revoked_at=at, revoked_by="new")
    make_mandate(mandate.signed_by, mandate.beneficiary, groups=("money",), now=at)
    make_mandate(mandate.signed_by, mandate.beneficiary, groups=("social",), now=mandate.expires_at)


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": timedelta(days=1)},
        {"starts_at": timedelta(days=-1)},
        {"duration_days": 365},
        {"groups": ["money", "social", "justice"]},
        {"mode": "remote_paper"},
        {"factor_at": timedelta(minutes=-1)},
        {"organisation": None},
        {"beneficiary": None},
        {"signed_by": None},
    ],
    ids=str,
)
def test_MAN_14_what_was_signed_is_never_lengthened_widened_nor_given_to_another(mandate, now, change):
    other = {
        "organisation": make_organisation,
        "beneficiary": lambda: make_beneficiary("another", now=now),
        "signed_by": lambda: make_helper(now=now),
    }
    for name, value in change.items():
        if isinstance(value, timedelta):
            value = getattr(mandate, name) + value
        elif value is None:
            value = other[name]()
        with refused("never changes"), transaction.atomic():
            Mandate.objects.filter(pk=mandate.pk).update(**{name: value})


def test_MAN_14_no_authorisation_is_added_beyond_the_paper(mandate):
    with refused("what its mandate says"), transaction.atomic():
        Authorisation.objects.create(**authorisation_of(mandate, "justice"))
    with refused("authorisation_once_per_mandate|authorisation_one_alive"), transaction.atomic():
        Authorisation.objects.create(**authorisation_of(mandate, "money"))


@pytest.mark.parametrize("name", ["expires_at", "starts_at"])
def test_MAN_14_an_authorisation_lives_as_long_as_its_mandate(mandate, name):
    one = mandate.authorisations.first()
    with refused("what its mandate says"), transaction.atomic():
        Authorisation.objects.filter(pk=one.pk).update(**{name: getattr(one, name) + timedelta(hours=1)})


def test_MAN_15_a_revocation_says_by_whom_and_is_never_undone(mandate, now):
    one = Authorisation.objects.filter(mandate=mandate, group="money")
    for half in ({"revoked_at": now}, {"revoked_by": "helper"}):
        with refused("authorisation_revoked_at_and_by"), transaction.atomic():
            one.update(**half)
    with refused("authorisation_revoked_while_alive"), transaction.atomic():
        one.update(revoked_at=mandate.expires_at + timedelta(seconds=1), revoked_by="helper")
    one.update(revoked_at=now, revoked_by="helper")
    for undone in ({"revoked_at": None, "revoked_by": ""}, {"revoked_by": "citizen"}):
        with refused("only ever revoked, once"), transaction.atomic():
            one.update(**undone)


def test_signed_rows_are_never_deleted(mandate):
    for rows in (Authorisation.objects.all(), Mandate.objects.all()):
        with refused("never deleted"), transaction.atomic():
            rows._raw_delete(rows.db)


def test_MAN_13_a_preparation_is_signed_once(mandate, now):
    with pytest.raises(IntegrityError, match="preparation_id"), transaction.atomic():
        make_mandate(mandate.signed_by, groups=("housing",), preparation_id=mandate.preparation_id, now=now)


def test_a_mandate_is_for_something_and_ends_after_its_start(now):
    helper = make_helper(make_accreditation(now=now), now=now)
    with refused("mandate_for_something"), transaction.atomic():
        make_mandate(helper, groups=(), now=now)
    with refused("mandate_ends_after_start"), transaction.atomic():
        make_mandate(helper, expires_at=now, now=now)
    with refused("mandate_factor_before"), transaction.atomic():
        make_mandate(helper, factor_at=now + timedelta(seconds=1), now=now)


def test_MAN_19_the_paper_is_sealed(mandate, now):
    file = StoredFile.objects.create(
        purpose="t", owner_type="t", owner_id="1", name="m.pdf", size=1, sha256="a" * 64, path="p", created_at=now
    )
    paper = MandateDocument.objects.create(
        mandate=mandate,
        file=file,
        sha256="a" * 64,
        template_version="1",
        code="ABCDEFGHJK",
        revocation_hash="b" * 64,
        rendered_at=now,
    )
    for change in ({"sha256": "c" * 64}, {"code": "ZZZZZZZZZZ"}, {"revocation_hash": "c" * 64}):
        with refused("rendered document never changes"), transaction.atomic():
            MandateDocument.objects.filter(pk=paper.pk).update(**change)
    with refused("mandate_document_kept_or_erased"), transaction.atomic():
        MandateDocument.objects.filter(pk=paper.pk).update(file=None)
    MandateDocument.objects.filter(pk=paper.pk).update(file=None, erased_at=now)
