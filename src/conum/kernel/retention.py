"""Retention: each module says what is over and how it goes; the daily run (commons.programme) asks all of them.

    @purge("messaging.OutboxMessage", "privacy.message_content", _("Contenu des messages"))
    def old_messages(before: datetime) -> QuerySet: return OutboxMessage.objects.filter(queued_at__lt=before, …)

    @old_messages.erase
    def erase(rows: list[OutboxMessage], now: datetime) -> None: …

Declared in a module's `jobs.py`. `before` is the day of the run minus the parameter's duration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models

from conum.kernel.parameters import REGISTRY as PARAMETERS

Due = Callable[[datetime], "models.QuerySet[Any]"]
Erasing = Callable[[list[Any], datetime], None]


@dataclass
class Purge:
    """What one model holds beyond its time.

    Attributes:
        name: label of the model, `app.Model`, completed by `/what` when a model has several.
        parameter: key of the duration (unit days, months, years or h).
        label: French words for the runs page.
        due: function of an instant giving the rows that are over; the same rows are not given again once erased.
        erasing: erases or anonymises a batch of those rows, in the run's transaction.
    """

    name: str
    parameter: str
    label: str
    due: Due
    erasing: Erasing | None = None

    def __call__(self, before: datetime) -> models.QuerySet[Any]:
        return self.due(before)

    def erase(self, function: Erasing) -> Erasing:
        """Declare what is done to the rows that are over."""
        self.erasing = function
        return function

    def before(self, day: date) -> datetime:
        """Return the instant before which rows are over, on the day of a run (the parameter of that day)."""
        found = PARAMETERS[self.parameter]
        return datetime.combine(_minus(day, found.on(day), found.unit), time(), UTC)


PURGES: dict[str, Purge] = {}


def purge(name: str, parameter: str, label: str) -> Callable[[Due], Purge]:
    """Declare the rows of a model that are over.

    Raises:
        ValueError: the name is already taken.
    """

    def declare(due: Due) -> Purge:
        if name in PURGES:
            raise ValueError(f"purge {name} is declared twice")
        PURGES[name] = made = Purge(name, parameter, label, due)
        return made

    return declare


def _minus(day: date, count: int, unit: str) -> date:
    if unit == "days":
        return day - timedelta(days=count)
    if unit == "h":
        return day - timedelta(days=-(-count // 24))
    months = count * {"months": 1, "years": 12}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
