"""Every screen of places in a real browser, on a phone and on a desk: accessible, nothing to scroll sideways."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.domains.places.models import OpeningException, Place, PlaceSource
from conum.domains.places.operations.editing import edit_place
from conum.domains.places.operations.reports import report_error
from conum.domains.places.queries.editing import confirm_token
from tests.domains.places.duplicates.twins import close, pair_of
from tests.domains.places.files import as_csv
from tests.factories_accounts import make_actor, make_person, signed_in
from tests.factories_places import A_DAY, make_place
from tests.support.browser import scrolls_sideways

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = (375, 1280)
WIDTHS = pytest.mark.parametrize("width", BOTH)
LONG_AGO = datetime(2020, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def place() -> Place:
    """A place with everything that its pages may show."""
    made = make_place(
        name="EPN du Centre", opening_hours="Mo-Fr 09:00-12:00,14:00-17:00; PH off", phones=["+33555010203"],
        emails=["accueil@example.org"], websites=["https://example.org/epn"], fees=["free"],
        access_modes=["walk_in", "phone"], special_support=["deafness"], target_audiences=["seniors"],
        national_schemes=["france_services"], labels=["mon_espace_sante"], typologies=["BIB"],
        summary="Un espace ouvert à tous, au premier étage de la médiathèque.", updated_on=date(2025, 1, 5),
    )  # fmt: skip
    today = timezone.localdate()
    OpeningException.objects.create(
        place=made, starts_on=today, ends_on=today + timedelta(days=3), kind="closed", reason="Inventaire",
        created_at=A_DAY, updated_at=A_DAY,
    )  # fmt: skip
    return made


def sign_in(page: Any, live_server: Any) -> None:
    """Sign the browser in as an administrator."""
    client = Client()
    signed_in(client, "national_admin")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def looked_at(page: Any, axe: Any, paths: list[str], *widths: int) -> None:
    """Open each page and refuse any fault, and what goes beyond the right edge at each of these widths."""
    faults = []
    for path in paths:
        answer = page.goto(path)
        if answer.status >= 400:
            faults.append(f"{path}: {answer.status}")
            continue
        try:
            axe(page)
        except AssertionError as fault:
            faults.append(str(fault))
        faults += [f"{path}: wider than {width} pixels" for width in scrolls_sideways(page, *widths)]
    assert not faults, "\n".join(faults)


@WIDTHS
def test_public_pages(visitors, axe, place, width):
    closed = make_place(name="Ancien EPN", closed_on=date(2025, 6, 1))
    hidden = make_place(name="Sans nouvelles", visible=False)
    token = confirm_token(place.pk, make_person().pk)
    page = visitors.open(width=width)
    looked_at(
        page,
        axe,
        [
            "/trouver/", "/trouver/?ou=Limoges", "/trouver/?ou=Zzyzx", "/trouver/?departement=87&service=safe_use",
            "/trouver/?ou=Limoges&lecture=facile", "/trouver/carte/?ou=Limoges", "/trouver/orientation/",
            "/trouver/orientation/?profil=pro", "/trouver/orientation/?besoin=emploi", "/trouver/aider-un-proche/",
            "/trouver/widget/?departement=87", "/trouver/widget/?departement=87&theme=sombre&couleur=vert",
            "/trouver/integrer/", f"/lieux/{place.pk}/epn-du-centre-limoges/",
            f"/lieux/{place.pk}/epn-du-centre-limoges/?lecture=facile", f"/lieux/{closed.pk}/x/",
            f"/lieux/{hidden.pk}/x/", f"/lieux/{place.pk}/signaler/", f"/lieux/a-jour/{token}/", "/donnees-ouvertes/",
        ],
        width,
    )  # fmt: skip


@WIDTHS
def test_public_pages_in_english(visitors, axe, place, width):
    page = visitors.open("/trouver/", width=width)
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": page.url.split("/trouver")[0]}]
    )
    paths = ["/trouver/?ou=Limoges", "/trouver/orientation/", f"/lieux/{place.pk}/epn-du-centre-limoges/"]
    looked_at(page, axe, paths, width)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_text("Report an error").count() == 1


def test_screens_of_editors(visitors, axe, live_server, place):
    edit_place(place.pk, {"name": "EPN du Grand Centre"}, actor=make_actor("national_admin"), now=A_DAY)
    report_error(place=place, subject="hours", message="Fermé le lundi", email="", now=A_DAY)
    PlaceSource.objects.create(
        place=place, source="hub", external_id="1", updated_on=date(2026, 1, 5), received_at=A_DAY
    )
    page = visitors.open(width=375)
    sign_in(page, live_server)
    names = (
        "edit edit-identity edit-access edit-contact edit-hours edit-exceptions edit-close edit-history edit-confirm"
    )
    one = [reverse(f"places:{name}", args=[place.pk]) for name in names.split()]
    looked_at(page, axe, ["/mes-lieux/", "/mes-lieux/nouveau/", *one, "/lieux/signalements/"], *BOTH)


def test_screens_of_duplicates(visitors, axe, live_server):
    one, two = close()
    pair = pair_of(one, two)
    page = visitors.open(width=375)
    sign_in(page, live_server)
    pages = [reverse(f"places:{name}", args=[pair.pk]) for name in ("duplicate", "keep_both")]
    looked_at(page, axe, ["/lieux/doublons/", *pages], *BOTH)
    page.goto(pages[0])
    page.get_by_role("button", name="C’est le même lieu : fusionner").click()
    page.get_by_text("sont fusionnées").wait_for()
    axe(page)
    page.goto(pages[0])
    page.get_by_role("button", name="Défaire la fusion").click()
    page.get_by_text("de nouveau à décider").wait_for()
    assert not Place.objects.exclude(merged_into=None).exists()


def test_importing_on_screen(visitors, axe, live_server, tmp_path):
    good, dirty = tmp_path / "bon.csv", tmp_path / "sale.csv"
    good.write_text(as_csv([{}]), encoding="utf-8")
    dirty.write_text(as_csv([{}, {"id": "2", "code_postal": "x"}]), encoding="utf-8")
    page = visitors.open(width=375)
    sign_in(page, live_server)
    page.goto("/lieux/importer/")
    axe(page)
    page.locator("main form button[type=submit]").click()  # no file
    axe(page)
    page.locator("input[type=file]").set_input_files(dirty)
    page.locator("main form button[type=submit]").click()
    page.get_by_text("Pourquoi des lignes sont refusées").wait_for()
    axe(page)
    assert not scrolls_sideways(page, *BOTH)
    page.get_by_role("button", name="Importer la seule bonne ligne").click()
    page.get_by_text("1 lieu écrit").wait_for()
    assert Place.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("edit-identity", "input[name=name]", ""),
        ("edit-contact", "[name=emails]", "pas une adresse"),
        ("edit-access", "[name=accessibility_url]", "pas une adresse"),
        ("edit-close", "input[name=closed_on]", "2999-01-01"),
    ],
)
def test_a_wrong_entry_is_shown_and_accessible(visitors, axe, live_server, place, name, field, value):
    page = visitors.open(width=375)
    sign_in(page, live_server)
    page.goto(reverse(f"places:{name}", args=[place.pk]))
    page.locator(f"main {field}").first.fill(value)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main .fr-error-text, main .fr-alert--error").first.wait_for()
    axe(page)
    assert not scrolls_sideways(page, *BOTH)


def test_a_wrong_week_and_a_wrong_report_are_shown_and_accessible(visitors, axe, live_server, place):
    page = visitors.open(f"/lieux/{place.pk}/signaler/", width=375)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main .fr-error-text, main .fr-alert--error").first.wait_for()
    axe(page)
    sign_in(page, live_server)
    page.goto(reverse("places:edit-hours", args=[place.pk]))
    page.locator("main input[type=time]").nth(1).fill("")  # opens and never closes
    page.locator("main form button[type=submit]").first.click()
    page.locator("main .fr-error-text, main .fr-alert--error").first.wait_for()
    axe(page)
    assert not scrolls_sideways(page, *BOTH)
