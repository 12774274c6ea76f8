"""What reading a cell finds: a repair, a value set aside, or a reason to refuse the line. Never silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

SHOWN = 160


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one cell.

    Attributes:
        column: header of the file's column, as the official schema writes it.
        value: what was received.
        rule: `PLA-14`, or the schema's version when the schema itself says so.
        reason: French template; `words` are its values. Translated when shown, so that readings can be cached.
        kept: what is kept instead, or for a refusal the nearest value that would be accepted; perhaps nothing.
        refuses: True when the line cannot be imported.
        lossy: True when the mapping from v0.1.1 loses something (PLA-21).
    """

    column: str
    value: str
    rule: str
    reason: str
    words: tuple[tuple[str, str], ...] = ()
    kept: str = ""
    refuses: bool = False
    lossy: bool = False

    def sentence(self) -> str:
        """Return the reason in the language of the moment."""
        return gettext(self.reason) % dict(self.words)


def refused(column: str, value: Any, rule: str, reason: str, /, *, nearest: str = "", **words: str) -> Finding:
    """Return a finding that refuses the line."""
    return Finding(column, str(value)[:SHOWN], rule, reason, tuple(words.items()), nearest, refuses=True)


def noticed(column: str, value: Any, rule: str, reason: str, /, *, kept: str = "", **words: str) -> Finding:
    """Return a finding that lets the line pass: repaired (`kept`) or set aside."""
    return Finding(column, str(value)[:SHOWN], rule, reason, tuple(words.items()), kept[:SHOWN])


def lost(column: str, value: str, reason: str, /, *, kept: str = "", **words: str) -> Finding:
    """Return a finding of the mapping from v0.1.1: something has no equivalent (PLA-21)."""
    return Finding(column, value[:SHOWN], "PLA-21", reason, tuple(words.items()), kept[:SHOWN], lossy=True)
