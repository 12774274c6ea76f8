"""Great-circle distances over columns, on the very sphere of PostgreSQL's `earthdistance`."""

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_378_168

Floats = npt.NDArray[np.float64]


class Sphere:
    """Many points, prepared once, to measure from one place at a time."""

    def __init__(self, latitude: Floats, longitude: Floats) -> None:
        """latitude, longitude: degrees."""
        self._points = _unit_vectors(latitude, longitude)

    def distances_m(self, latitude: float, longitude: float) -> npt.NDArray[np.int64]:
        """Metres from this place to each point, to the nearest metre (what `round(earth_distance(…))` gives)."""
        here = _unit_vectors(latitude, longitude)
        chord = np.sqrt(((self._points - here) ** 2).sum(axis=-1))
        metres = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(chord / 2, 1))
        return np.rint(metres).astype(np.int64)


def _unit_vectors(latitude: Floats | float, longitude: Floats | float) -> Floats:
    phi, theta = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)
