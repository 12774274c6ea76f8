"""The main menu: each module registers its entries in `apps.py`; a person sees those they may open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from conum.kernel.permissions import ActorLike, Permission

ENTRIES: list[Entry] = []


@dataclass(frozen=True)
class Entry:
    """A link of the main menu.

    Attributes:
        label: French words, lazily translated.
        url_name: name of the page, without arguments.
        permission: right that opens it; None for a page open to everybody.
        order: place from the left, 0 to 100.
        signed_out_only: hidden once signed in (pages that present the programme).
    """

    label: str
    url_name: str
    permission: Permission | None = None
    order: int = 50
    signed_out_only: bool = False

    def shown_to(self, actor: ActorLike | None) -> bool:
        """Tell whether `actor` sees this entry."""
        if self.permission is None:
            return actor is None or not self.signed_out_only
        return self.permission.allows(actor)


@dataclass(frozen=True)
class Link:
    """An entry ready to be shown: address and whether the person is there."""

    label: str
    href: str
    current: bool


def register(*entries: Entry) -> None:
    """Add entries to the main menu (called from `apps.py`)."""
    ENTRIES.extend(entry for entry in entries if entry not in ENTRIES)


def links(actor: ActorLike | None, path: str) -> Iterator[Link]:
    """Yield the menu of `actor`, in order; `path` is the address of the page being shown."""
    for entry in sorted(ENTRIES, key=lambda entry: (entry.order, entry.url_name)):
        if not entry.shown_to(actor):
            continue
        try:
            href = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        yield Link(str(entry.label), href, href == path if href == "/" else path.startswith(href))
