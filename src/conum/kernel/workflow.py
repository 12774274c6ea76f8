"""Workflows: what may follow what, as a table; pure, so that it can be drawn, tested and read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conum.kernel.errors import ConumError


class TransitionRefused(ConumError):
    """The object is not in a state from which this transition starts."""


@dataclass(frozen=True)
class Transition:
    """One line of a states table.

    Attributes:
        name: event, for example `approve`.
        sources: states it may start from; empty for a creation.
        target: state reached.
        label: French label of the button, empty when no person triggers it.
        permission: name of the permission that guards it, empty for `system`.
        confirm: French question asked before doing it, empty when none.
    """

    name: str
    sources: frozenset[str]
    target: str
    label: str = ""
    permission: str = ""
    confirm: str = ""


@dataclass(frozen=True)
class Workflow:
    """A named tuple of transitions over the states of one enumeration."""

    name: str
    transitions: tuple[Transition, ...]

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.transitions)

    def from_state(self, state: str) -> tuple[Transition, ...]:
        """Return the transitions that may start from `state`, in the order of the table."""
        return tuple(t for t in self.transitions if state in t.sources)

    def target(self, state: str, name: str) -> str:
        """Return the state reached from `state` by `name`.

        Raises:
            TransitionRefused: no such transition starts from `state`.
        """
        for transition in self.from_state(state):
            if transition.name == name:
                return transition.target
        raise TransitionRefused(_("Cette action n'est plus possible : l'état a changé entre-temps."))

    def mermaid(self) -> str:
        """Return the state diagram in Mermaid text, for the documentation."""
        lines = ["stateDiagram-v2"]
        for t in self.transitions:
            lines += [f"    {source} --> {t.target}: {t.name}" for source in sorted(t.sources) or ["[*]"]]
        return "\n".join(lines)


def transition(
    name: str, sources: str, target: str, label: str = "", permission: str = "", confirm: str = ""
) -> Transition:
    """Build a transition; `sources` is a space-separated list of states (empty for a creation)."""
    return Transition(name, frozenset(sources.split()), target, label, permission, confirm)
