"""The part of Leaflet that our maps use, made from the pinned package: two thirds of the whole, as one module.

The package says (`choices.NPM`) which release and its checksum; esbuild, pinned too, puts its sources in one file. What
is left out: drawing of shapes, images of markers, tooltips, layer control, scale, box and shift-drag zoom.
"""

import subprocess
import tarfile
from pathlib import Path

ESBUILD = "esbuild@0.25.0"
TARGET = "leaflet/leaflet-core.js"
BANNER = "/* Leaflet 1.9.4, parts. (c) 2010-2023 Vladimir Agafonkin, 2010-2011 CloudMade. BSD-2-Clause: LICENSE.txt */"
HANDLERS = ("DoubleClickZoom", "Drag", "Keyboard", "ScrollWheelZoom", "TouchZoom")
PARTS = {
    "Map": "map/Map.js",
    "Marker": "layer/marker/Marker.js",
    "DivIcon": "layer/marker/DivIcon.js",
    "Popup": "layer/Popup.js",
    "LayerGroup": "layer/LayerGroup.js",
    "SVGOverlay": "layer/SVGOverlay.js",
    "TileLayer": "layer/tile/TileLayer.js",
    "Zoom": "control/Control.Zoom.js",
    "Attribution": "control/Control.Attribution.js",
}


def entry() -> str:
    """Return the module that names what is kept."""
    lines = [f"import './package/src/map/handler/Map.{name}.js';" for name in HANDLERS]
    lines += [f"export {{ {name} }} from './package/src/{path}';" for name, path in PARTS.items()]
    return "\n".join(lines)


def core(archive: Path, folder: Path, vendor: Path) -> None:
    """Write the module into `vendor`.

    Args:
        archive: the package, its checksum already verified.
        folder: where to work.

    Raises:
        CalledProcessError: npm or esbuild is not there, or fails.
    """
    with tarfile.open(archive) as content:
        content.extractall(folder, filter="data")
    (folder / "entry.js").write_text(entry())
    options = ["--bundle", "--minify", "--format=esm", "--target=es2020", "--legal-comments=none"]
    command = ["npx", "--yes", ESBUILD, "entry.js", *options, f"--banner:js={BANNER}", "--outfile=core.js"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (vendor / TARGET).write_bytes((folder / "core.js").read_bytes())
