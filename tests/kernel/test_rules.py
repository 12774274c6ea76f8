"""A rule is a pure function, an identifier and a French sentence with its limits."""

from decimal import Decimal

import pytest

from conum.kernel.rules import REGISTRY, RuleBroken, rule


@pytest.fixture(autouse=True)
def _scratch_registry(monkeypatch):
    monkeypatch.setattr("conum.kernel.rules.REGISTRY", {})


def length_rule():
    @rule("TST-01", field="comment")
    def comment_length(comment: str, low: int = 10, high: int = 20) -> bool:
        """Le commentaire doit compter de {low} à {high} caractères."""
        return low <= len(comment) <= high

    return comment_length


def test_a_rule_is_called_as_its_function():
    assert length_rule()("douze lettres") is True
    assert length_rule()("court") is False


def test_check_raises_the_sentence_with_its_limits_and_the_field():
    with pytest.raises(RuleBroken) as refusal:
        length_rule().check("court", high=30)
    assert refusal.value.message == "Le commentaire doit compter de 10 à 30 caractères."
    assert (refusal.value.rule_id, refusal.value.field) == ("TST-01", "comment")


def test_the_caller_may_name_another_field():
    with pytest.raises(RuleBroken) as refusal:
        length_rule().check("court", field="motivation")
    assert refusal.value.field == "motivation"


def test_an_amount_is_written_as_people_read_it():
    @rule("TST-03")
    def enough(amount: Decimal) -> bool:
        """Il faut au moins {amount} €."""
        return False

    assert enough.explain(Decimal("1801.80")) == "Il faut au moins 1\u00a0801,80 €."


def test_a_sentence_that_counts_has_both_forms():
    @rule("TST-04", counted="left", one="Il reste {left} place sur {all}.")
    def room_left(left: int, all: int) -> bool:
        """Il reste {left} places sur {all}."""
        return left > all

    told = [room_left.explain(left, 9) for left in (1, 2)]
    assert told == ["Il reste 1 place sur 9.", "Il reste 2 places sur 9."]


def test_a_sentence_that_counts_without_a_singular_is_refused_at_declaration():
    with pytest.raises(ValueError, match="TST-05"):

        @rule("TST-05", counted="left")
        def room_left(left: int) -> bool:
            """Il reste {left} places."""
            return True


def test_a_rule_without_sentence_is_refused_at_declaration():
    with pytest.raises(ValueError, match="TST-02"):

        @rule("TST-02")
        def silent() -> bool:
            return True


def test_several_functions_may_carry_one_identifier():
    length_rule()
    length_rule()
    from conum.kernel import rules  # noqa: PLC0415 - the registry patched by the fixture

    assert len(rules.REGISTRY["TST-01"]) == 2
    assert rules.REGISTRY is not REGISTRY
