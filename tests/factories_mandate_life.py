"""Accredited organisations, their helpers, and signed mandates, for the tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Organisation
from conum.commons.accounts.queries.actors import actor_of
from conum.commons.beneficiaries.models import Beneficiary
from conum.domains.mandates.models import (
    Accreditation,
    AllowedGroup,
    Authorisation,
    Helper,
    Mandate,
    MandatePreparation,
    ProcedureGroup,
)
from conum.domains.mandates.operations import preparing, signing
from conum.kernel.ids import new_id
from tests.factories_accounts import make_membership, make_organisation, make_person
from tests.factories_beneficiaries import make_beneficiary, make_identity

NUMBERS = count(1)


def make_accreditation(
    organisation: Organisation | None = None, *, groups: tuple[str, ...] = (), now: datetime, **changes: Any
) -> Accreditation:
    """Return an accreditation in force, for every group unless some are named."""
    found = Accreditation.objects.create(
        organisation=organisation or make_organisation(),
        starts_at=now - timedelta(days=400),
        created_at=now,
        updated_at=now,
        **changes,
    )
    codes = groups or ProcedureGroup.objects.values_list("code", flat=True)
    AllowedGroup.objects.bulk_create([AllowedGroup(accreditation=found, group_id=code) for code in codes])
    return found


def make_helper(accreditation: Accreditation | None = None, *, now: datetime, **changes: Any) -> Helper:
    """Return an active helper with an account and the role."""
    accreditation = accreditation or make_accreditation(now=now)
    person = changes.pop("person", None) or make_person()
    make_membership(Role.HELPER, person, organisation=accreditation.organisation)
    known = {
        "state": "active",
        "first_name": "Awa",
        "last_name": "Diallo",
        "email": f"awa.diallo{next(NUMBERS)}@example.org",
        "training_hours": "7",
        "trained_on": date(2025, 1, 10),
        "test_on": date(2025, 1, 12),
        "test_passed": True,
        "activated_at": now,
    }
    return Helper.objects.create(
        accreditation=accreditation,
        organisation=accreditation.organisation,
        person=person,
        created_at=now,
        updated_at=now,
        **{**known, **changes},
    )


def actor_for(helper: Helper) -> Actor:
    """Return the actor the helper is in its organisation."""
    assert helper.person is not None
    membership = helper.person.memberships.filter(organisation=helper.organisation, role=Role.HELPER).first()
    return actor_of(helper.person, membership)


def make_mandate(
    helper: Helper,
    beneficiary: Beneficiary | None = None,
    *,
    groups: tuple[str, ...] = ("money", "social"),
    days: int = 31,
    now: datetime,
    **changes: Any,
) -> Mandate:
    """Return a mandate as the signature leaves it, without its paper."""
    known = {
        "organisation": helper.organisation,
        "beneficiary": beneficiary or make_beneficiary(now=now),
        "mode": "in_person",
        "duration_days": days,
        "groups": list(groups),
        "starts_at": now,
        "expires_at": now + timedelta(days=days),
        "signed_by": helper,
        "factor_at": now,
        "preparation_id": new_id(),
    }
    mandate = Mandate.objects.create(**{**known, **changes})
    for code in groups:
        Authorisation.objects.create(**authorisation_of(mandate, code))
    return mandate


def authorisation_of(mandate: Mandate, code: str) -> dict[str, Any]:
    """Return the fields of the authorisation of a group of a mandate."""
    return {
        "mandate": mandate,
        "group_id": code,
        "organisation_id": mandate.organisation_id,
        "beneficiary_id": mandate.beneficiary_id,
        "starts_at": mandate.starts_at,
        "expires_at": mandate.expires_at,
    }


def prepared(
    helper: Helper, subject: str = "sub-angela", *, groups: tuple[str, ...] = ("money",), now: datetime, **changes: Any
) -> MandatePreparation:
    """Return a preparation whose citizen has just identified with FranceConnect."""
    identity = changes.pop("identity", None) or make_identity(subject)
    origin = {name: changes.pop(name) for name in ("renews", "transfer") if name in changes}
    choices = preparing.Choices(groups, changes.pop("days", 31), changes.pop("mode", "in_person"))
    made = preparing.begin(choices, actor=actor_for(helper), now=now, **origin)
    return preparing.identify(made.pk, identity, actor=actor_for(helper), now=now)


def sign(preparation: MandatePreparation, helper: Helper, *, now: datetime, **changes: Any) -> Mandate:
    """Sign it, boxes ticked and second factor proved at once."""
    known = {"consent": True, "not_protected": True, "paper": preparation.mode == "remote_paper"}
    declared = signing.Declared(**{name: changes.pop(name, value) for name, value in known.items()})
    factor_at = changes.pop("factor_at", now)
    return signing.sign(preparation.pk, declared, factor_at=factor_at, actor=actor_for(helper), now=now, **changes)


def signed_mandate(helper: Helper, subject: str = "sub-angela", *, now: datetime, **changes: Any) -> Mandate:
    """Return a mandate signed as people do, with its paper."""
    return sign(prepared(helper, subject, now=now, **changes), helper, now=now)


def many_mandates(helper: Helper, count_: int, *, now: datetime, first: int = 0) -> None:
    """Put many citizens on file, each with a mandate of one group, in a few statements."""
    citizens = Beneficiary.objects.bulk_create(
        Beneficiary(
            subject_hash=f"{number:064x}",
            given_names="Jeanne",
            family_name=f"NOM{number:04d}",
            identified_at=now,
            active_until=now,
            created_at=now,
            updated_at=now,
        )
        for number in range(first, first + count_)
    )
    mandates = Mandate.objects.bulk_create(
        Mandate(
            organisation=helper.organisation,
            beneficiary=citizen,
            mode="in_person",
            duration_days=31,
            groups=["money"],
            starts_at=now,
            expires_at=now + timedelta(days=31),
            signed_by=helper,
            factor_at=now,
            preparation_id=new_id(),
        )
        for citizen in citizens
    )
    Authorisation.objects.bulk_create(Authorisation(**authorisation_of(one, "money")) for one in mandates)
