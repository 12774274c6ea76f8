"""Outlines of the départements in one drawing: metropolitan France, overseas below, tiles for the rest."""

import re

# Where each overseas inset goes, in units of the metropolitan drawing (1010 wide): (left, top) of a 100-unit cell.
INSETS = {"971": (20, 1030), "972": (125, 1030), "973": (230, 1030), "974": (335, 1030), "976": (440, 1030)}
INSET_SCALE = 1.6
# Collectivities without an outline in the source: a plain square of our own, so that none is forgotten on a map.
TILES = {
    "975": (560, 1035),
    "977": (635, 1035),
    "978": (710, 1035),
    "986": (785, 1035),
    "987": (860, 1035),
    "988": (935, 1035),
}
TILE = 55
# Paris and its three neighbours are too small to be read or pointed at: shown again, larger, top right.
ZOOM = {"codes": ("75", "92", "93", "94"), "scale": 4, "left": 800 - 4 * 480, "top": 30 - 4 * 215}
VIEW_BOX = "0 0 1010 1130"
OUTLINE = re.compile(r'class: "FR-([0-9]{2,3}|2[AB])",(?:\s*style: [^\n]*\n)?\s*d: "([^"]+)"')
NUMBER = re.compile(r"[a-zA-Z]|-?\d*\.?\d+")


def compile_shapes(source: str) -> dict:
    """From the chart's script: ``{"view_box": …, "shapes": {code: {"path", "zoom" (or ""), "symbol": bool}}}``."""
    outlines = dict(OUTLINE.findall(source))
    shapes = {}
    for code in sorted(outlines):
        path = outlines[code]
        drawn = moved(path, *INSETS[code], INSET_SCALE) if code in INSETS else path
        shapes[code] = {"path": drawn, "zoom": zoomed(code, path), "symbol": False}
    for code, (left, top) in TILES.items():
        shapes[code] = {"path": f"M{left} {top}h{TILE}v{TILE}h-{TILE}z", "zoom": "", "symbol": True}
    return {"view_box": VIEW_BOX, "shapes": shapes}


def zoomed(code: str, path: str) -> str:
    return moved(path, ZOOM["left"], ZOOM["top"], ZOOM["scale"]) if code in ZOOM["codes"] else ""


def moved(path: str, left: float, top: float, scale: float) -> str:
    """The same path scaled, then moved by (left, top). Only commands without arcs are met."""
    words, command, index, first = [], "", 0, True
    for token in NUMBER.findall(path):
        if token.isalpha():
            command, index = token, 0
            words.append(token)
            continue
        absolute = command.isupper() or first and command == "m" and index < 2
        offset = {"H": left, "V": top}.get(command.upper(), (left, top)[index % 2]) if absolute else 0
        words.append(f"{round(float(token) * scale + offset, 1):g}")
        index += 1
        first = first and index < 2
    return " ".join(words)
