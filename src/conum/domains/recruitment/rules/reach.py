"""Who is near what: every (person, place) within each person's radius, without measuring every pair.

Places are sorted in strips of latitude and, inside a strip, by longitude: a circle then meets a few runs of
neighbours, found by two binary searches per strip. Only those are measured, on the very sphere and to the very
metre of the SQL that matches one host or one candidate (`distance.py`), and by slices that stay in the
processor's cache.

No French territory lies within 300 km of the 180th meridian or of a pole, so circles never cross either.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from conum.domains.recruitment.rules.distance import EARTH_RADIUS_M, Floats, Ints, unit_vectors

STRIP_DEGREES = 0.2  # 22 km: wide enough for few strips per circle, narrow enough to leave few places out of it
MARGIN_DEGREES = 1e-6  # 0.1 m: rounding of the bounds never loses a pair at the very edge
TURN = 360.0  # one strip's span of longitudes in the sort key
SLICE = 1 << 16  # pairs measured at once


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Neighbouring places that may be in someone's circle: whose, the first place, how many; in order of persons."""

    person: Ints
    first: Ints
    length: Ints

    def slices(self) -> Iterator[tuple[Ints, Ints]]:
        """(person, place) of every pair, about `SLICE` pairs at a time."""
        ends = np.cumsum(self.length)
        total = int(ends[-1]) if len(ends) else 0
        cuts = np.unique(np.searchsorted(ends, np.arange(0, total, SLICE), "right"))
        for begin, end in zip(cuts, [*cuts[1:], len(ends)][: len(cuts)], strict=True):
            length = self.length[begin:end]
            yield np.repeat(self.person[begin:end], length), expanded(self.first[begin:end], length)


class Places:
    """Places prepared once, in the order of `strip_order`."""

    def __init__(self, latitude: Floats, longitude: Floats) -> None:
        """latitude, longitude: degrees. Raises ValueError when they are in another order."""
        self._keys = _strip(latitude) * TURN + longitude
        if np.any(np.diff(self._keys) < 0):
            raise ValueError("places are not in the order of strip_order")
        self.points = unit_vectors(latitude, longitude)

    def runs(self, latitude: Floats, longitude: Floats, radius_m: Ints) -> Runs:
        """Everything within `radius_m` metres of each person, and a little more: the exact test is the caller's."""
        angle = (radius_m + 1) / EARTH_RADIUS_M
        tall = np.degrees(angle) + MARGIN_DEGREES
        wide = np.degrees(np.arcsin(np.sin(angle) / np.cos(np.radians(latitude)))) + MARGIN_DEGREES
        south, north = _strip(latitude - tall), _strip(latitude + tall)
        strips = (north - south + 1).astype(np.int64)
        person = np.repeat(np.arange(len(latitude)), strips)
        strip = (expanded(np.zeros(len(strips), np.int64), strips) + south[person]) * TURN
        first = np.searchsorted(self._keys, strip + (longitude - wide)[person], "left")
        end = np.searchsorted(self._keys, strip + (longitude + wide)[person], "right")
        some = end > first
        return Runs(person[some], first[some], (end - first)[some])


def strip_order(latitude: Floats, longitude: Floats) -> Ints:
    """The order that `Places` wants: by strip, then longitude, then as given."""
    return np.lexsort([longitude, _strip(latitude)])


def expanded(first: Ints, length: Ints) -> Ints:
    """first[0], first[0] + 1, … length[0] of them, then the same for the next."""
    ends = np.cumsum(length)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(first - ends + length, length)


def _strip(latitude: Floats) -> Floats:
    return np.floor(latitude / STRIP_DEGREES)
