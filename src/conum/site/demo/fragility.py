"""An invented fragility index, so that the map shows its layers: marks of communes around that of their département."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from conum.commons.territories.enums import FragilityLevel, FragilityVersion
from conum.commons.territories.models import FragilityIndex
from conum.site.demo.draw import Stream
from conum.site.demo.world import World
from conum.site.demo.writing import Writer

MEASURED_ON = date(2021, 1, 4)
SOURCE = "Indice inventé pour la démonstration"
AROUND, WIDE = 5.5, 1.5  # the middle of the marks from 1 to 10, and how far most départements are from it


def measure(world: World) -> None:
    """Write a mark of version 2 for each département of the country being made, and for each of its communes."""
    Writer().insert(list(_marks(world)))


def _marks(world: World) -> Iterator[FragilityIndex]:
    for code in sorted(world.communes):
        stream, now = world.stream(f"fragility-{code}"), world.at(MEASURED_ON)
        middle = float(stream.random.normal(AROUND, WIDE))
        yield _mark(FragilityLevel.DEPARTMENT, code, middle, stream, now)
        for commune in world.communes[code]:
            mark = float(stream.random.normal(middle, WIDE))
            yield _mark(FragilityLevel.COMMUNE, commune.code, mark, stream, now)


def _mark(level: FragilityLevel, code: str, mark: float, stream: Stream, now: datetime) -> FragilityIndex:
    return FragilityIndex(
        id=stream.identifier(now),
        level=level,
        code=code,
        version=FragilityVersion.V2,
        measured_on=now.date(),
        score=Decimal(str(round(min(max(mark, 1.0), 10.0), 1))),
        source=SOURCE,
        created_at=now,
        updated_at=now,
    )
