"""Business rules: pure functions with an identifier of the domain sheets and the sentence people read."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from conum.kernel.errors import ConumError


class RuleBroken(ConumError):
    """A rule does not hold; `rule_id` names it and `field` the form field to mark."""

    def __init__(self, rule_id: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.rule_id = rule_id


@dataclass(frozen=True)
class Rule:
    """A rule: call it to know whether it holds; `check` it to refuse with its sentence.

    Attributes:
        id: identifier of the sheet, for example `POS-11`.
        sentence: French template; `{names}` are arguments of the function.
        holds: the pure function; returns True when the rule is respected.
        field: the form field marked when the rule is broken.
        counted: argument that says how many, when the sentence counts something; `one` is the sentence in the singular.
    """

    id: str
    sentence: str
    holds: Callable[..., bool]
    field: str | None = None
    counted: str = ""
    one: str = ""

    def __call__(self, *args: Any, **kwargs: Any) -> bool:
        return self.holds(*args, **kwargs)

    def check(self, *args: Any, field: str | None = None, **kwargs: Any) -> None:
        """Raise `RuleBroken` with the sentence when the rule does not hold for these arguments."""
        if not self.holds(*args, **kwargs):
            raise RuleBroken(self.id, self.explain(*args, **kwargs), field=field or self.field)

    def explain(self, *args: Any, **kwargs: Any) -> str:
        """Return the translated sentence with the arguments' values in it."""
        bound = inspect.signature(self.holds).bind(*args, **kwargs)
        bound.apply_defaults()
        told = self._told(bound.arguments)
        return told.format(**{name: _words(value) for name, value in bound.arguments.items()})

    def _told(self, arguments: dict[str, Any]) -> str:
        if not self.counted:
            return gettext(self.sentence)
        return ngettext(self.one, self.sentence, arguments[self.counted])


def _words(value: Any) -> Any:
    """An amount is written as people read it, 1 801,80 in French; the rest by the template's own format."""
    return number_format(value, force_grouping=True) if isinstance(value, Decimal) and value.is_finite() else value


REGISTRY: dict[str, list[Rule]] = {}


def rule(
    rule_id: str, *, field: str | None = None, counted: str = "", one: str = ""
) -> Callable[[Callable[..., bool]], Rule]:
    """Declare a pure function as the rule `rule_id`; its docstring is the sentence shown to the person.

    A sentence that counts something names the argument (`counted`) and says it in the singular (`one`), which French
    uses for 0 too.

    A rule of the sheets may take several functions (one per sentence); all carry the same identifier.
    """

    def declare(function: Callable[..., bool]) -> Rule:
        sentence = inspect.getdoc(function)
        if not sentence:
            raise ValueError(f"rule {rule_id} ({function.__name__}) has no sentence")
        if bool(counted) != bool(one):
            raise ValueError(f"rule {rule_id} ({function.__name__}) counts without a singular")
        made = Rule(rule_id, " ".join(sentence.split()), function, field, counted, one)
        REGISTRY.setdefault(rule_id, []).append(made)
        return made

    return declare
