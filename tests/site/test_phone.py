"""The public pages on a phone of 375 pixels: nothing wider than the screen, no list longer than it."""

from datetime import date

import pytest
from django.urls import reverse

from conum.site.demo import load
from conum.site.demo.world import SIZES, World

pytestmark = pytest.mark.django_db(transaction=True)
WIDTH = 375


@pytest.mark.parametrize("name", ["home", "figures", "demonstration"])
def test_a_page_fits_a_phone(visitors, name, settings, request):
    settings.CONUM_SYNTHETIC = True
    load.Loader(World(SIZES["tiny"], 20201117, date(2026, 1, 13)), lambda label, total: lambda count: None).run()
    page = visitors.open(reverse(name), width=WIDTH, height=812)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    for table in page.locator(".cn-map__table .cn-table__scroll").all():
        assert table.bounding_box()["height"] <= 24 * 16
        assert table.evaluate("box => box.scrollHeight > box.clientHeight")
