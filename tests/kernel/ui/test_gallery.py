"""The gallery, in a real browser: no violation, no console error, no sideways scroll, light and dark."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def invented(settings: Any) -> None:
    """The gallery is shown where the data are invented."""
    settings.CONUM_SYNTHETIC = True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_gallery_is_accessible_and_fits(visitors: Any, axe: Any, scheme: str, width: int) -> None:
    page = visitors.open("/composants/", width=width, color_scheme=scheme)
    page.locator("h1").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
