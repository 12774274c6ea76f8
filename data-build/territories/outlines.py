"""Outlines of the départements on the web's map projection, from the drawing that `shapes.py` makes.

The drawing is a plain scaling of Lambert 93 (found by fitting the middle of 89 départements to their communes: median
gap 1.4 km, a tenth of what a pin is wide at the zooms where outlines are drawn). Corse is drawn nearer than it is;
each overseas département is stretched over its own bounds. Units: 2**18 for the whole world, 150 m at the equator.

    python data-build/territories/outlines.py
"""

import json
import math
import re
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "src/conum/commons/territories/data"
WORLD = 2**18
TOKEN = re.compile(r"[a-zA-Z]|-?(?:\d+\.\d+|\.\d+|\d+)")
# drawing = (x, y, 1) of Lambert 93 in metres times this matrix
FIT = ((0.00094669, -8.6111e-06), (-8.00387e-06, -0.00094585), (-62.68, 6731.13356))
CORSE = (-54.2, 11.4)  # how far the drawing moves it
BOUNDS = {  # west, south, east, north of overseas départements, degrees
    "971": (-61.81, 15.83, -61.00, 16.51),
    "972": (-61.23, 14.39, -60.81, 14.88),
    "973": (-54.60, 2.11, -51.63, 5.75),
    "974": (55.22, -21.39, 55.84, -20.87),
    "976": (45.02, -13.01, 45.30, -12.64),
}
ROUGH, FINE = 14, 3  # tolerance of simplification, in units: for the whole country, and nearer


def main() -> None:
    shapes = json.loads((DATA / "shapes.json").read_text("utf-8"))["shapes"]
    areas = {}
    for code, shape in sorted(shapes.items()):
        if shape["symbol"]:
            continue
        rings = located(code, rings_of(shape["path"]))
        points = [point for ring in rings for point in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        areas[code] = {
            "box": [min(xs), min(ys), max(xs), max(ys)],
            "rough": written(rings, ROUGH),
            "fine": written(rings, FINE),
        }
    text = json.dumps({"world": WORLD, "areas": areas}, separators=(",", ":"))
    (DATA / "outlines.json").write_text(text + "\n", "utf-8")


def rings_of(path: str) -> list[list[tuple[float, float]]]:
    """The rings of an SVG path without curves."""
    tokens, at, x, y, start, command = TOKEN.findall(path), 0, 0.0, 0.0, (0.0, 0.0), ""
    rings: list[list[tuple[float, float]]] = []
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
            if command in "zZ":
                x, y = start
                continue
        size = 1 if command in "hHvV" else 2
        numbers, at = [float(token) for token in tokens[at : at + size]], at + size
        relative = command.islower()
        if command in "hH":
            x = x * relative + numbers[0]
        elif command in "vV":
            y = y * relative + numbers[0]
        else:
            x, y = x * relative + numbers[0], y * relative + numbers[1]
        if command in "mM":
            start = (x, y)
            rings.append([])
            command = "l" if relative else "L"
        rings[-1].append((x, y))
    return rings


def located(code: str, rings: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
    """The rings in units of the world map."""
    if code in BOUNDS:
        points = [point for ring in rings for point in ring]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        west, south, east, north = BOUNDS[code]

        def degrees(x: float, y: float) -> tuple[float, float]:
            return west + (x - left) / (right - left) * (east - west), north - (y - top) / (bottom - top) * (
                north - south
            )
    else:
        moved = CORSE if code in ("2A", "2B") else (0, 0)

        def degrees(x: float, y: float) -> tuple[float, float]:
            return unprojected(x - moved[0], y - moved[1])

    return [[mercator(*degrees(x, y)) for x, y in ring] for ring in rings]


def unprojected(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point of the drawing: the fit, then Lambert 93, both turned round."""
    (a, b), (c, d), (e, f) = FIT
    determinant = a * d - b * c
    east, north = ((x - e) * d - (y - f) * c) / determinant, ((y - f) * a - (x - e) * b) / determinant
    n, constant, eccentricity = 0.7256077650, 11754255.426, 0.0818191910428
    dx, dy = east - 700_000, 12_655_612.05 - north
    isometric = -math.log(math.hypot(dx, dy) / constant) / n
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _step in range(6):
        sine = eccentricity * math.sin(latitude)
        turned = math.exp(isometric) * ((1 + sine) / (1 - sine)) ** (eccentricity / 2)
        latitude = 2 * math.atan(turned) - math.pi / 2
    return 3 + math.degrees(math.atan2(dx, dy) / n), math.degrees(latitude)


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    angle = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return (longitude + 180) / 360 * WORLD, (1 - angle / math.pi) / 2 * WORLD


def written(rings: list[list[tuple[float, float]]], tolerance: float) -> str:
    """The rings as a path of whole relative steps."""
    parts = []
    for ring in rings:
        kept = [(round(x), round(y)) for x, y in simplified(ring, tolerance)]
        if len(kept) < 4:
            continue
        steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in zip(kept, kept[1:], strict=False) if a != b]
        parts.append(f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)


def simplified(ring: list[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    """Douglas and Peucker's line, halves of a closed ring apart."""
    middle = len(ring) // 2
    return _line(ring[: middle + 1], tolerance)[:-1] + _line([*ring[middle:], ring[0]], tolerance)[:-1]


def _line(points: list[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x1, y2 - y1) or 1
    gaps = [abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length for x, y in points[1:-1]]
    if not gaps or max(gaps) <= tolerance:
        return [points[0], points[-1]]
    at = gaps.index(max(gaps)) + 1
    return _line(points[: at + 1], tolerance)[:-1] + _line(points[at:], tolerance)


if __name__ == "__main__":
    main()
