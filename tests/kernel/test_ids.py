"""Identifiers sort by creation."""

from conum.kernel.ids import new_id


def test_identifiers_are_version_7_and_grow():
    made = [new_id() for _ in range(1000)]
    assert {found.version for found in made} == {7}
    assert made == sorted(set(made))
