"""What every step of the demonstration shares: size, seed, calendar, territories."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from conum.commons.territories.models import Commune
from conum.site.demo.draw import Stream

STORY_DAY = date(2021, 8, 24)
"""The day the story is told on (seed 003): 5 counsellors of Haute-Vienne are in post."""
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Size:
    """How much is made.

    Attributes:
        departments: codes; empty for every département of the table of quotas.
        scale: multiplier of quotas, hosts and candidates.
        candidates: available candidates at scale 1, spread by population.
        filled: share of the granted posts that are filled, in per cent.
        granted: share of the quota already granted, in per cent, by département (`""` for the others).
        places: places for each post of the quota; none when only the plan is measured.
        mediators: whether each granted post also has a mediator who receives the public, at its host.
    """

    name: str
    departments: tuple[str, ...] = ()
    scale: int = 1
    candidates: int = 30_400
    filled: float = 14.0
    granted: dict[str, float] = field(default_factory=lambda: {"": 80.0})
    places: float = 3.5
    mediators: bool = False


SIZES = {
    "tiny": Size("tiny", ("23",), candidates=60),
    "department": Size("department", ("87", "19", "23"), candidates=420, granted={"87": 100.0, "": 75.0}),
    "france": Size("france", filled=0.25, granted={"": 100.0}, places=5.0, mediators=True),
    "france_x10": Size("france_x10", scale=10, candidates=304_000, filled=0.25, granted={"": 100.0}, places=0.0),
}


@dataclass
class World:
    """The country being made.

    Attributes:
        size: how much.
        seed: `demo.seed`.
        until: last day of the calendar; the story is shifted by whole weeks so that it ends there.
    """

    size: Size
    seed: int
    until: date

    def stream(self, subject: str) -> Stream:
        """Return the draws of a subject."""
        return Stream(self.seed, subject)

    @cached_property
    def shift(self) -> timedelta:
        """Whole weeks between the day of the story and the last day: week days stay what they were."""
        return timedelta(weeks=(self.until - STORY_DAY).days // 7)

    def day(self, story: date) -> date:
        """Return the day of the demonstration for a day of the story."""
        return story + self.shift

    def at(self, story: date, hour: int = 10, minute: int = 0) -> datetime:
        """Return the instant of the demonstration for a day of the story, in Paris."""
        return datetime.combine(self.day(story), time(hour, minute), PARIS)

    @cached_property
    def quotas(self) -> dict[str, int]:
        """Posts by département, from the table of sheet 12 section 4, times the scale."""
        chosen = self.size.departments
        return {
            row["department"]: int(row["posts"]) * self.size.scale
            for row in table("quotas")
            if not chosen or row["department"] in chosen
        }

    @cached_property
    def communes(self) -> dict[str, list[Commune]]:
        """Located communes of each département, the most populated first."""
        found: dict[str, list[Commune]] = {code: [] for code in self.quotas}
        rows = Commune.objects.filter(department__in=found, latitude__isnull=False, closed_on=None)
        for commune in rows.order_by("-population", "code"):
            found[commune.department_id].append(commune)
        return found


def table(name: str) -> list[dict[str, Any]]:
    """Return the rows of a data file of the demonstration."""
    text = files(__package__).joinpath(f"data/{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
