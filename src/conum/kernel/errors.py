"""Errors that a person may read: each has a class, a sentence and, when it helps, the field at fault."""

from __future__ import annotations


class ConumError(Exception):
    """A refusal that is shown to the person.

    Args:
        message: a French sentence that names the field and the limit.
        field: name of the form field at fault, or None when the whole request is refused.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class PermissionRefused(ConumError):
    """The actor sees the object but may not do this to it."""


class OutOfSight(ConumError):
    """The object is outside what the actor may see: answered as 404, never as 403."""


class Conflict(ConumError):
    """Somebody else was faster: the state changed between reading and writing."""
