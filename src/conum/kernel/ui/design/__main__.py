"""`python -m conum.kernel.ui.design`: writes `static/ui/` (add `--offline` to leave the npm files alone)."""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import dsfr

from conum.kernel.ui.design.choices import FONTS, NPM
from conum.kernel.ui.design.leaflet import core
from conum.kernel.ui.design.stylesheet import stylesheet

STATIC = Path(__file__).resolve().parent.parent / "static/ui"
DIST = Path(dsfr.__file__).parent / "static/dsfr/dist"
FAVICONS = ("favicon.svg", "favicon.ico", "apple-touch-icon.png")


def design_system(target: Path) -> None:
    """Write `dsfr.css`, its icons, fonts and favicons into `target`."""
    text, icons = stylesheet(DIST)
    (target / "dsfr.css").write_text(text)
    copies = {f"icons/{icon.name}": icon for icon in icons}
    copies |= {f"fonts/{name}.woff2": DIST / f"fonts/{name}.woff2" for name in FONTS}
    copies |= {f"favicon/{name}": DIST / f"favicon/{name}" for name in FAVICONS}
    for name, source in copies.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / name)


def npm_files(target: Path) -> None:
    """Fetch the pinned npm packages, check them, and copy the few files we serve."""
    for package, (integrity, files) in NPM.items():
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "pack", "--json", package]
            answer = subprocess.run(command, cwd=folder, check=True, capture_output=True)
            archive = Path(folder) / json.loads(answer.stdout)[0]["filename"]
            _copy(archive, integrity, files, target / "vendor")
            if package.startswith("leaflet@"):
                core(archive, Path(folder), target / "vendor")


def _copy(archive: Path, integrity: str, files: dict[str, str], target: Path) -> None:
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != integrity:
        raise ValueError(f"{archive.name}: checksum differs from the pinned one")
    with tarfile.open(archive) as content:
        for inside, outside in files.items():
            (target / outside).parent.mkdir(parents=True, exist_ok=True)
            data = content.extractfile(f"package/{inside}").read()
            (target / outside).write_bytes(data.replace(b"//# sourceMappingURL=leaflet.js.map", b""))


if __name__ == "__main__":
    STATIC.mkdir(parents=True, exist_ok=True)
    design_system(STATIC)
    if "--offline" not in sys.argv:
        npm_files(STATIC)
