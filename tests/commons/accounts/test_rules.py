"""Numbers of organisations, class, scopes."""

from datetime import datetime, timedelta

import pytest

from conum.commons.accounts import rules
from conum.commons.accounts.enums import EmployerClass, OrganisationKind, Role
from conum.kernel.rules import RuleBroken


@pytest.mark.parametrize(
    ("siret", "valid"),
    [
        ("73282932000074", True),
        ("73282932000079", False),  # wrong key
        ("7328293200007", False),  # 13 digits
        ("732829320000745", False),  # 15 digits
        ("7328293200007A", False),
        ("", False),
        ("35600000000048", True),  # La Poste, head office: ordinary key
        ("35600000030003", True),  # La Poste, an office: sum of digits multiple of 5
        ("35600000030004", False),
    ],
)
def test_POS_06_siret_has_fourteen_digits_and_a_key(siret: str, valid: bool) -> None:
    assert rules.siret_is_valid(siret) is valid


@pytest.mark.parametrize(
    ("ridet", "valid"), [("0123456", True), ("0123456001", True), ("012345", False), ("01234567", False), ("A", False)]
)
def test_POS_06_ridet_has_seven_or_ten_digits(ridet: str, valid: bool) -> None:
    assert rules.ridet_is_valid(ridet) is valid


@pytest.mark.parametrize(
    ("rna", "valid"), [("W872001234", True), ("W9R1234567", True), ("872001234", False), ("W12", False)]
)
def test_POS_06_rna_is_a_w_and_nine_characters(rna: str, valid: bool) -> None:
    assert rules.rna_is_valid(rna) is valid


def test_POS_06_ridet_only_when_there_is_no_siret() -> None:
    assert rules.ridet_only_without_siret("", "0123456") and rules.ridet_only_without_siret("73282932000074", "")
    with pytest.raises(RuleBroken, match="pas les deux") as refusal:
        rules.ridet_only_without_siret.check("73282932000074", "0123456")
    assert refusal.value.field == "ridet"
    with pytest.raises(RuleBroken, match="SIRET"):
        rules.siret_or_ridet_given.check("", "")


@pytest.mark.parametrize("typed", ["732 829 320 00074", "732.829.320.00074", "732\u00a0829\u202f320\u00a000074"])
def test_numbers_are_read_as_people_write_them(typed: str) -> None:
    assert rules.compact(typed) == "73282932000074"


@pytest.mark.parametrize(
    ("kind", "category", "expected"),
    [
        (OrganisationKind.COMMUNE, "", EmployerClass.PUBLIC),
        (OrganisationKind.PUBLIC_INTEREST_GROUP, "7410", EmployerClass.PUBLIC),
        (OrganisationKind.PRIVATE, "9220", EmployerClass.PRIVATE),
        (OrganisationKind.PRIVATE, "", EmployerClass.PRIVATE),
        (OrganisationKind.PRIVATE, "7361", EmployerClass.PUBLIC),  # a CCAS ticked as private
        (OrganisationKind.PRIVATE, "4140", EmployerClass.PUBLIC),  # a local EPIC
        ("", "9220", EmployerClass.PRIVATE),
        ("", "", ""),
    ],
)
def test_the_class_follows_from_kind_and_legal_category(kind: str, category: str, expected: str) -> None:
    assert rules.employer_class(kind, category) == expected


def test_a_state_service_is_known_by_its_category() -> None:
    assert rules.is_state_service("7120") and not rules.is_state_service("7210")


@pytest.mark.parametrize(
    ("role", "organisation", "department", "region", "complete"),
    [
        (Role.PREFECTURE, False, True, False, True),
        (Role.PREFECTURE, False, False, True, True),
        (Role.PREFECTURE, False, True, True, False),
        (Role.PREFECTURE, True, False, False, False),
        (Role.HOST_MANAGER, True, False, False, True),
        (Role.HOST_MANAGER, False, False, False, False),
        (Role.CANDIDATE, False, False, False, True),
        (Role.NATIONAL_ADMIN, False, False, False, True),
    ],
)
def test_each_role_has_the_scope_it_needs(
    role: str, organisation: bool, department: bool, region: bool, complete: bool
) -> None:
    assert rules.scope_is_complete(role, organisation=organisation, department=department, region=region) is complete


def test_a_code_lives_until_used_expired_or_tried_five_times(now: datetime) -> None:
    def alive(**change: object) -> bool:
        fields = {"now": now, "expires_at": now + timedelta(seconds=1), "attempts": 4, "used": False, **change}
        return rules.code_is_alive(**fields)  # type: ignore[arg-type]

    assert alive()
    assert not alive(used=True) and not alive(attempts=5) and not alive(expires_at=now)
