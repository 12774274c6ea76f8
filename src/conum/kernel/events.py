"""Events: facts that go up. A frozen dataclass, published in the transaction of the operation that made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction


@dataclass(frozen=True)
class Event:
    """Base of every event; fields are keys and dates, never model instances or personal data."""


E = TypeVar("E", bound=Event)
_subscribers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Declare (in a module's `subscribers.py`) a function called with each event of this kind.

    It runs inside the publisher's transaction: it writes rows or defers jobs, nothing slow or outside.
    """

    def declare(function: Callable[[E], None]) -> Callable[[E], None]:
        if function not in _subscribers[kind]:
            _subscribers[kind].append(function)
        return function

    return declare


def publish(event: Event) -> None:
    """Call the subscribers of this kind of event, in order of declaration.

    Raises:
        TransactionManagementError: called outside a transaction, where a fact could be told and then lost.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{type(event).__name__} published outside a transaction")
    for function in _subscribers[type(event)]:
        function(event)
