"""Who sees and decides of pairs: those of the territory, both records inside."""

from __future__ import annotations

import pytest
from django.test import Client

from conum.domains.places.operations.merging import declare_different, merge_pair, take_back
from conum.domains.places.permissions import MERGE_PLACES, pairs_visible_to
from conum.kernel.errors import PermissionRefused
from tests.domains.places.duplicates.twins import NOW, close, pair_of
from tests.factories_accounts import make_actor, signed_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db


def test_a_prefecture_sees_the_pairs_whose_two_records_are_in_its_territory():
    inside = pair_of(*close())
    half = make_place(name="Médiathèque Jean Moulin", phones=["+33555010203"])
    across = make_place(
        "23096", name="Médiathèque Jean Moulin", phones=["+33555010203"],
        latitude=half.latitude, longitude=half.longitude,
    )  # fmt: skip
    border = pair_of(half, across)
    here = make_actor("prefecture", department_id="87")
    seen = set(pairs_visible_to(here).values_list("pk", flat=True))
    assert inside.pk in seen
    assert border.pk not in seen
    assert border in pairs_visible_to(make_actor("national_admin"))
    for blind in (None, make_actor("counsellor"), make_actor("prefecture", department_id="35")):
        assert not pairs_visible_to(blind).exists()


@pytest.mark.parametrize(("role", "fields"), [("counsellor", {}), ("prefecture", {"department_id": "23"})])
def test_nobody_decides_outside_of_the_territory(role, fields):
    one, two = close()
    pair, actor = pair_of(one, two), make_actor(role, **fields)
    assert not MERGE_PLACES.allows(actor, pair)
    for act in (
        lambda: merge_pair(pair.pk, one.pk, actor=actor, now=NOW),
        lambda: declare_different(pair.pk, actor=actor, now=NOW),
        lambda: take_back(pair.pk, actor=actor, now=NOW),
    ):
        with pytest.raises(PermissionRefused):
            act()


@pytest.mark.parametrize("path", ["", "distincts/", "defaire/"])
def test_the_pages_of_a_pair_out_of_sight_are_404(path):
    pair = pair_of(*close())
    client = Client()
    signed_in(client, "prefecture", department_id="23")
    assert client.get(f"/lieux/doublons/{pair.pk}/{path}").status_code == 404
    assert client.get("/lieux/doublons/").status_code == 200
