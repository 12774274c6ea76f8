"""Every address of the site with what guards it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from conum.kernel.permissions import Permission


class Answer(StrEnum):
    """What a door says to somebody, before the perimeter: an object out of sight is 404 for everybody."""

    ALLOWED = "allowed"
    NOT_FOUND = "404"
    SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Door:
    """One address.

    Attributes:
        route: the pattern as written, for example `demandes/<uuid:pk>/`.
        name: full name for `reverse`, with its namespaces.
        view: the view class, or the function of a library.
        arguments: names of the arguments in the route.
    """

    route: str
    name: str
    view: Any
    arguments: tuple[str, ...]

    @property
    def ours(self) -> bool:
        """Whether the view is written here rather than in a library."""
        return self.view.__module__.startswith("conum.")

    @property
    def permission(self) -> Permission | None:
        """Right asked at the door."""
        return getattr(self.view, "permission", None)

    @property
    def public(self) -> bool:
        """Open to everybody."""
        return bool(getattr(self.view, "public", False))

    def answer(self, role: str) -> Answer:
        """Return what a person of this role gets; `role` is "" for a visitor who is not signed in."""
        if self.public or not self.ours:
            return Answer.ALLOWED
        if not role:
            return Answer.SIGN_IN
        held = self.permission is not None and role in self.permission.roles
        return Answer.ALLOWED if held else Answer.NOT_FOUND


def doors(resolver: URLResolver | None = None, route: str = "", namespace: str = "") -> Iterator[Door]:
    """Yield every address, depth first, in the order of the URL configuration."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from doors(entry, path, inner)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", entry.callback)
            yield Door(path, f"{namespace}{entry.name or ''}", view, _arguments(entry))


def _arguments(entry: URLPattern) -> tuple[str, ...]:
    """Return the names in the route, whichever way it is written."""
    return tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)
