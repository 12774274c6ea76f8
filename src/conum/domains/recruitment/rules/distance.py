"""Great-circle distances over columns, on the very sphere of PostgreSQL's `earthdistance`."""

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_378_168

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Sphere:
    """Many points, prepared once, to measure from one place at a time."""

    def __init__(self, latitude: Floats, longitude: Floats) -> None:
        """latitude, longitude: degrees."""
        self._points = unit_vectors(latitude, longitude)

    def distances_m(self, latitude: float, longitude: float) -> Ints:
        """Metres from this place to each point, to the nearest metre (what `round(earth_distance(…))` gives)."""
        return _metres(((self._points - unit_vectors(latitude, longitude)) ** 2).sum(axis=-1))


def unit_vectors(latitude: Floats | float, longitude: Floats | float) -> Floats:
    """Points of the unit sphere, one row of three coordinates per place; latitude and longitude in degrees."""
    phi, theta = np.radians(latitude), np.radians(longitude)
    points = np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)])
    return points.T  # each coordinate side by side in memory


def metres_between(here: Floats, there: Floats, of_here: Ints, of_there: Ints) -> Ints:
    """Metres between rows `of_here` of the unit vectors `here` and rows `of_there` of `there`, to the nearest metre."""
    squared = np.zeros(len(of_here))
    for axis in range(3):  # one coordinate at a time: summing rows of three is the slow way, and this is SQL's order
        apart = here[:, axis][of_here]
        apart -= there[:, axis][of_there]
        apart *= apart
        squared += apart
    return _metres(squared)


def _metres(squared_chord: Floats) -> Ints:
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(np.sqrt(squared_chord) / 2, 1))
    return np.rint(metres).astype(np.int64)
