"""Nobody real: names, addresses, numbers (SYN-01, SYN-02)."""

from datetime import UTC, datetime
from uuid import UUID

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siren as siren_key
from stdnum.fr import siret as siret_key

from conum.site.demo import identity
from conum.site.demo.draw import Stream, distributions


@given(st.integers(0, 900_000))
def test_SYN_02_invented_siret_have_a_valid_key_under_the_reserved_prefix(number):
    made = identity.siret(number)
    assert siret_key.is_valid(made)
    assert siren_key.is_valid(made[:9])
    assert made.startswith(identity.SIREN_PREFIX)


def test_SYN_02_siret_never_repeat():
    assert len({identity.siret(number) for number in range(50_000)}) == 50_000


@given(st.integers(0, 59_999))
def test_SYN_02_telephones_stay_in_the_ranges_kept_for_fiction(number):
    national = "0" + identity.phone(number).removeprefix("+33")
    assert national[:6] in {"019900", "026191", "035301", "046571", "053649", "063998"}
    assert phonenumbers.is_possible_number(phonenumbers.parse(identity.phone(number)))


def test_SYN_02_mail_goes_nowhere():
    assert identity.mail("Éléonore", "Bel-Air d'Été", 7) == "eleonore.bel.air.d.ete.7@example.org"


@pytest.mark.parametrize("name", sorted(set(distributions()) - {"source", "pix_shared", "opinion_favourable"}))
def test_SYN_07_every_table_of_shares_can_be_drawn(name):
    if isinstance(distributions()[name], dict):
        assert set(Stream(1, "s").shares(name, 50)) <= set(distributions()[name])


def test_SYN_01_the_same_seed_and_subject_give_the_same_draws():
    def draws():
        stream = Stream(20201117, "candidates")
        at = datetime(2021, 1, 1, tzinfo=UTC)
        return [stream.between(1, 1000) for _ in range(20)], stream.identifier(at), identity.last_name(stream)

    assert draws() == draws()


def test_SYN_01_subjects_do_not_share_their_draws():
    assert Stream(1, "a").between(1, 10**9) != Stream(1, "b").between(1, 10**9)


def test_SYN_01_identifiers_carry_their_instant():
    made = Stream(1, "ids").identifier(datetime(2021, 1, 1, tzinfo=UTC))
    assert isinstance(made, UUID)
    assert made.version == 7
    assert int.from_bytes(made.bytes[:6], "big") == 1609459200000
