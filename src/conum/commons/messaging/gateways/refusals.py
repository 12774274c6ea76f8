"""How a gateway says that a message did not leave."""

from __future__ import annotations


class AddressRefused(Exception):
    """This address or number will never receive the message."""


class SendingFailed(Exception):
    """The message did not leave this time; it may next time."""
