"""The main menu: each module registers its entries in `apps.py`; a person sees those they may open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse

from conum.kernel.permissions import ActorLike, Permission

ENTRIES: list[Entry] = []
AT_ONCE = 8  # links that hold on one line at 1280 pixels


@dataclass(frozen=True)
class Entry:
    """A link of the main menu.

    Attributes:
        label: French words, lazily translated.
        url_name: name of the page, without arguments.
        permission: right that opens it; None for a page open to everybody.
        order: place from the left, 0 to 100; a group stands where its first entry does.
        group: French words of the menu it folds into when the bar would be too long.
        signed_out_only: hidden once signed in (pages that present the programme).
    """

    label: str
    url_name: str
    permission: Permission | None = None
    order: int = 50
    group: str = ""
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
    group: str = ""


@dataclass(frozen=True)
class Group:
    """Entries folded under one word."""

    label: str
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        """Tell whether the person is on one of its pages."""
        return any(link.current for link in self.links)


def register(*entries: Entry) -> None:
    """Add entries to the main menu (called from `apps.py`)."""
    ENTRIES.extend(entry for entry in entries if entry not in ENTRIES)


def links(actor: ActorLike | None, path: str) -> Iterator[Link]:
    """Yield the menu of `actor`, in order; `path` is the address of the page being shown."""
    for entry in sorted(ENTRIES, key=lambda entry: (entry.order, entry.url_name)):
        if not entry.shown_to(actor):
            continue
        href = _address(entry.url_name, get_urlconf() or settings.ROOT_URLCONF)
        if not href:
            continue
        current = href == path if href == "/" else path.startswith(href)
        yield Link(str(entry.label), href, current, str(entry.group))


@lru_cache(maxsize=512)
def _address(name: str, urlconf: str) -> str:
    """Return the address of a page of these URLs, "" when it has none; looked for once, not in each menu."""
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""


def menu(actor: ActorLike | None, path: str) -> list[Link | Group]:
    """Return the menu of `actor`: single links, and groups when there are too many for one line."""
    found = list(links(actor, path))
    together = [link for link in found if link.group]
    if len(found) <= AT_ONCE:
        return list(found)
    made: dict[str, Link | Group] = {}
    for link in found:
        inside = tuple(one for one in together if one.group == link.group)
        made.setdefault(
            link.group or f"{link.label} {link.href}", Group(link.group, inside) if len(inside) > 1 else link
        )
    return list(made.values())
