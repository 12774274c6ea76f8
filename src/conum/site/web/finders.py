"""What each role finds by the search of the header, besides the public pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from conum.kernel.permissions import Permission

Line = tuple[str, str, str]
"""Words, address, detail."""


@dataclass(frozen=True)
class Finder:
    """A group of answers.

    Attributes:
        title: French title of the group.
        permission: right that opens the list these rows come from.
        find: called with the actor and the text; yields the lines.
    """

    title: Any
    permission: Permission
    find: Callable[[Any, str], Iterator[Line]]


FINDERS: list[Finder] = []
