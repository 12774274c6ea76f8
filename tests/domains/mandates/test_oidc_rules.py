"""What may be done in a citizen's name, and what may be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conum.domains.mandates.rules import oidc as rules
from conum.kernel.rules import RuleBroken

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_MAN_30_an_authorisation_lives_from_its_start_to_its_end_unless_revoked() -> None:
    lives = rules.authorisation_lives
    assert lives(NOW, NOW, NOW + DAY, None)
    assert not lives(NOW, NOW + DAY, NOW + 2 * DAY, None)
    assert not lives(NOW + DAY, NOW, NOW + DAY, None)
    assert not lives(NOW, NOW - DAY, NOW + DAY, NOW)
    assert lives(NOW, NOW - DAY, NOW + DAY, NOW + timedelta(seconds=1))


def test_MAN_30_both_helper_and_organisation_must_stand() -> None:
    rules.helper_may_act.check(True, True)
    for helper, organisation in ((False, True), (True, False), (False, False)):
        with pytest.raises(RuleBroken, match="a pris fin"):
            rules.helper_may_act.check(helper, organisation)


def test_MAN_31_scopes_open_their_claims_and_nothing_else() -> None:
    assert rules.claims_of_scopes(["openid"]) == set()
    assert rules.claims_of_scopes(["openid", "birthdate"]) == {"birthdate"}
    assert rules.claims_of_scopes(["birth"]) == {"birthplace", "birthcountry"}
    assert rules.claims_of_scopes(list(rules.SCOPE_CLAIMS)) == set(rules.PIVOT)
    with pytest.raises(RuleBroken, match="n'existe pas"):
        rules.scopes_are_known.check(["openid", "phone"])


@given(st.lists(st.sampled_from([*rules.SCOPE_CLAIMS, "phone", "address", ""])))
def test_MAN_31_more_scopes_never_open_less_and_unknown_ones_open_nothing(scopes: list[str]) -> None:
    opened = rules.claims_of_scopes(scopes)
    assert opened <= set(rules.PIVOT)
    assert opened == set().union(*(rules.claims_of_scopes([scope]) for scope in scopes))


@pytest.mark.parametrize(
    ("claims", "groups"),
    [
        ({}, None),
        ({"id_token": {"rep_scope": {"essential": True}}}, None),
        ({"id_token": {"rep_scope": {"value": "money"}}}, {"money"}),
        ({"userinfo": {"rep_scope": {"values": ["money", "social", 3]}}}, {"money", "social"}),
        ({"id_token": {"rep_scope": None}, "userinfo": 3}, None),
        ({"id_token": [], "userinfo": {"rep_scope": {"values": "money"}}}, None),
    ],
)
def test_the_service_may_bound_the_groups(claims: dict[str, object], groups: set[str] | None) -> None:
    assert rules.groups_asked(claims) == groups


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_an_odd_claims_parameter_is_ignored(odd: object) -> None:
    for place in ("id_token", "userinfo"):
        rules.groups_asked({place: odd})
        rules.groups_asked({place: {"rep_scope": odd}})
        rules.wants_in_id_token({place: odd})


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://service.example.org/retour", True),
        ("https://service.example.org:8443/retour?voie=1", True),
        ("http://localhost:8000/retour", True),
        ("http://127.0.0.1/retour", True),
        ("http://service.example.org/retour", False),
        ("https://service.example.org/retour#fin", False),
        ("https://*.example.org/retour", False),
        ("https://moi@service.example.org/", False),
        ("https://service.example.org/un chemin", False),
        ("https:///retour", False),
        ("javascript:alert(1)", False),
        ("/retour", False),
        ("https://[::1", False),
        ("https://service.example.org:port/", False),
        ("https://servïce.example.org/", False),
        (f"https://service.example.org/{'a' * 500}", False),
    ],
)
def test_only_exact_addresses_are_registered(address: str, right: bool) -> None:
    assert rules.address_is_exact(address) is right


def test_the_second_factor_is_recent_within_its_limit_and_since_what_the_service_demands() -> None:
    limit = timedelta(minutes=15)
    recent = rules.factor_is_recent
    assert recent(NOW - limit, now=NOW, limit=limit)
    assert not recent(NOW - limit - timedelta(seconds=1), now=NOW, limit=limit)
    assert not recent(None, now=NOW, limit=limit)
    assert not recent(NOW - timedelta(minutes=2), now=NOW, limit=limit, not_before=NOW - timedelta(minutes=1))


def test_factors_are_said_in_the_words_of_the_standard() -> None:
    assert rules.methods_of(["totp", "webauthn", "", "code"]) == ["hwk", "mfa", "otp"]
    assert rules.methods_of([]) == ["mfa"]
