"""Codes of cards, and files of seeds, without a database."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conum.domains.mandates.rules.cards import MAX_LINES, read
from conum.domains.mandates.rules.codes import code_at, matching_drift, step_of

SEED = bytes(range(20))
NOW = datetime(2026, 1, 13, 9, 30, tzinfo=UTC)
STEP = 60


def drift_of(code, now=NOW, **changes):
    known = {"step_seconds": STEP, "drift": 0, "window": 1, "bound": 10, "after": 0}
    return matching_drift(SEED, code, now, **{**known, **changes})


def test_codes_are_those_of_the_standard():
    assert code_at(b"12345678901234567890", 1, 30) == "287082"  # RFC 6238, 59 s, SHA-1, last six digits


@given(st.integers(-1, 1))
def test_a_clock_a_step_away_is_accepted_and_learned(ahead):
    assert drift_of(code_at(SEED, step_of(NOW, STEP) + ahead, STEP)) == ahead


@pytest.mark.parametrize("ahead", [-3, 2, 5])
def test_further_away_is_refused_unless_the_drift_is_known(ahead):
    code = code_at(SEED, step_of(NOW, STEP) + ahead, STEP)
    assert drift_of(code) is None
    assert drift_of(code, drift=ahead) == ahead


def test_the_drift_is_bounded():
    code = code_at(SEED, step_of(NOW, STEP) + 11, STEP)
    assert drift_of(code, drift=10) is None


def test_a_step_serves_once_and_the_ones_before_never():
    step = step_of(NOW, STEP)
    assert drift_of(code_at(SEED, step, STEP), after=step) is None
    assert drift_of(code_at(SEED, step - 1, STEP), after=step) is None
    assert drift_of(code_at(SEED, step + 1, STEP), NOW + timedelta(seconds=STEP), after=step) == 0


def test_a_file_in_hexadecimal_or_base_32_with_or_without_header():
    seed32 = base64.b32encode(SEED).decode()
    found = read(f"\ufeffserial;seed\nGADT1;{SEED.hex()}\n\ngadt2;{seed32}\n")
    assert found.good == [("GADT1", SEED.hex()), ("GADT2", SEED.hex())] and not found.faults
    assert read(f"GADT1,{SEED.hex()}").good == found.good[:1]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, "", "vide"),
        ("serial,seed\nGADT1\n", 2, "", "deux colonnes"),
        (f"GA DT,{SEED.hex()}", 1, "serial", "de 4 à 32"),
        ("GADT1,zz", 1, "seed", "de 16 à 64 octets"),
        ("GADT1,0011", 1, "seed", "de 16 à 64 octets"),
        (f"GADT1,{SEED.hex()}\nGADT1,{SEED.hex()}", 2, "serial", "déjà connue"),
        (f"OLD01,{SEED.hex()}", 1, "serial", "déjà connue"),
    ],
)
def test_each_fault_is_placed_and_explained(text, line, column, words):
    (fault,) = read(text, frozenset({"OLD01"})).faults
    assert (fault.line, fault.column) == (line, column) and words in fault.reason


def test_good_lines_are_kept_apart_from_wrong_ones():
    found = read(f"GADT1,{SEED.hex()}\nGADT2,no\n")
    assert [serial for serial, _seed in found.good] == ["GADT1"] and len(found.faults) == 1


def test_a_file_too_long_says_so():
    lines = "\n".join(f"C{number:06d},{SEED.hex()}" for number in range(MAX_LINES + 5))
    assert "coupez-le" in read(lines).faults[-1].reason


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    found = read(text)
    assert found.good or found.faults
