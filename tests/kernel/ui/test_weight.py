"""Bytes a first visit costs, and static files that are what the design system's package says."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from conum.kernel.ui.design.__main__ import DIST, STATIC, design_system
from conum.kernel.ui.design.stylesheet import blocks, stylesheet
from tests.kernel.ui.drawing import request_for

BUDGET = 180_000  # bytes, compressed, first load of a public page (design: page weight)
LEFT_TO_PAGES = 25_000  # bytes of the budget that a page's own content may use


def compressed(data: bytes, name: str) -> int:
    """Bytes on the wire: fonts and images are already compressed."""
    return len(data) if name.endswith((".woff2", ".png", ".ico")) else len(gzip.compress(data, 6))


def found(name: str) -> bytes:
    path = finders.find(name)
    assert path, name
    return Path(path).read_bytes()


def linked(html: str) -> set[str]:
    """Names of the static files a page asks for."""
    addresses = re.findall(r'(?:href|src)="/static/[0-9a-f]+/([^"]+)"', html)
    return {name for name in addresses if "apple-touch" not in name}


def test_first_load_of_an_empty_page_leaves_room_for_its_content(settings: Any) -> None:
    html = render_to_string("base.html", {"title": "Essai"}, request_for())
    names = linked(html) | {f"ui/fonts/{path.name}" for path in (STATIC / "fonts").iterdir()}
    names |= {f"ui/icons/{icon}" for icon in ("menu-2-fill.svg", "search-line.svg", "external-link-line.svg")}
    total = len(gzip.compress(html.encode())) + sum(compressed(found(name), name) for name in names)
    assert total <= BUDGET - LEFT_TO_PAGES, f"{total} bytes"


def test_base_page_asks_for_no_heavy_script() -> None:
    scripts = {name for name in linked(render_to_string("base.html", {}, request_for())) if name.endswith(".js")}
    assert scripts == {"ui/theme.js", "ui/conum.js"}
    assert sum(compressed(found(name), name) for name in scripts) <= 4_000


def test_every_address_of_the_stylesheets_exists() -> None:
    for sheet in ("dsfr.css", "conum.css", "vendor/leaflet/leaflet.css"):
        place = (STATIC / sheet).parent
        for address in re.findall(r"url\(['\"]?([^'\")]+)", (STATIC / sheet).read_text()):
            assert address.startswith(("data:", "#")) or (place / address).exists(), (sheet, address)


def test_stylesheet_is_the_one_the_package_gives(tmp_path: Path) -> None:
    """Whoever edits `dsfr.css` by hand, or upgrades the package without rebuilding, is told here."""
    design_system(tmp_path)
    for made in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        assert made.read_bytes() == (STATIC / made.relative_to(tmp_path)).read_bytes(), made.name


def test_dark_rules_follow_the_system_when_nothing_is_chosen() -> None:
    text, _icons = stylesheet(DIST)
    system = next(rule for rule in blocks(text) if rule.startswith("@media screen and (prefers-color-scheme:dark)"))
    assert ":root:not([data-fr-theme]){" in system
    assert "data-fr-theme=dark" not in system


@pytest.mark.parametrize("name", ["htmx/htmx.min.js", "leaflet/leaflet.js", "leaflet/leaflet-core.js"])
def test_vendored_files_come_with_their_licence(name: str) -> None:
    place = STATIC / "vendor" / name
    assert place.exists()
    assert (place.parent / "LICENSE.txt").read_text().strip()


def test_our_static_files_hold_no_inline_handler() -> None:
    for script in STATIC.glob("**/*.js"):
        if "vendor" not in script.parts:
            text = script.read_text()
            assert "eval(" not in text
            assert "innerHTML" not in text
