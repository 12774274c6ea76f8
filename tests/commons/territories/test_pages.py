"""Public endpoint and page, and the screens of the imports."""

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conum.commons.territories.models import FragilityIndex, ImportDraft, Zone
from conum.commons.territories.operations import apply_draft, keep_draft
from conum.kernel.errors import Conflict
from tests.commons.territories.test_imports import GOOD, ZONES
from tests.factories_accounts import make_actor, signed_in

pytestmark = pytest.mark.django_db
FRAGILITY = "/territoires/imports/fragilite"


def upload(client, content, address=FRAGILITY, name="ifn.csv", source="ANCT 2024", **extra):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(address, {"file": SimpleUploadedFile(name, content), "source": source}, **extra)


def test_communes_are_public_and_cacheable(client):
    response = client.get(reverse("territories:communes"), {"q": "limo"})
    assert response["Cache-Control"] == "public, max-age=86400"
    first = response.json()["communes"][0]
    assert (first["code"], first["label"]) == ("87085", "Limoges (87000)")
    assert first["department"] == "Haute-Vienne (87)"


@pytest.mark.parametrize("typed", ["", "x", "\x00", "%", "é" * 3000])
def test_a_strange_question_is_answered_by_nothing(client, typed):
    assert client.get(reverse("territories:communes"), {"q": typed}).json() == {"communes": []}
    assert client.get(reverse("territories:communes")).json() == {"communes": []}


def test_the_endpoint_costs_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(reverse("territories:communes"), {"q": "saint"})


def test_sources_are_public(client):
    page = client.get(reverse("territories:sources")).content.decode()
    for words in ("Licence Ouverte", "CC BY 4.0", "GeoNames", "@etalab/decoupage-administratif", "6.0.0"):
        assert words in page


def test_a_file_is_checked_then_imported(client):
    signed_in(client, "national_admin")
    page = upload(client, GOOD + "commune;99999;v2;2024-03-01;6\n", follow=True).content.decode()
    assert "2 lignes nouvelles" in page
    assert "La commune « 99999 » n’existe pas." in page
    assert "Importer les 2 lignes valables" in page
    assert FragilityIndex.objects.count() == 0
    address = reverse("territories:import-check", args=[ImportDraft.objects.get().pk])
    page = client.post(address, {"apply": "1"}, follow=True).content.decode()
    assert "2 lignes importées." in page
    assert FragilityIndex.objects.get(code="87085").source == "ANCT 2024"
    assert ImportDraft.objects.count() == 0


def test_nothing_is_imported_when_the_person_drops_it(client):
    signed_in(client, "national_admin")
    upload(client, ZONES, "/territoires/imports/zones")
    address = reverse("territories:import-check", args=[ImportDraft.objects.get().pk])
    assert "rien n’a été importé" in client.post(address, {"drop": "1"}, follow=True).content.decode()
    assert (Zone.objects.count(), ImportDraft.objects.count()) == (0, 0)


def test_the_same_file_again_says_that_nothing_changes(client, now):
    actor = signed_in(client, "national_admin")
    draft = keep_draft("zones", ZONES.encode(), file_name="z.csv", source="x", actor=actor, now=now)
    apply_draft(draft.pk, actor=actor, now=now)
    page = upload(client, ZONES, "/territoires/imports/zones", source="x", follow=True).content.decode()
    assert "Ce fichier ne change rien" in page


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "ifn.csv", "vide"),
        ("niveau;code;version;date\n1;2;3;4\n", "ifn.csv", "Il manque la colonne « score »"),
        (b"\x89PNG\x00", "ifn.csv", "n’est pas un CSV"),
        (GOOD, "ifn.xlsx", "Formats acceptés : csv, txt"),
    ],
)
def test_a_bad_file_is_refused_on_its_field_and_nothing_is_kept(client, content, name, sentence):
    signed_in(client, "national_admin")
    response = upload(client, content, name=name)
    assert response.status_code == 422
    assert sentence in response.content.decode() or "vide" in response.content.decode()
    assert ImportDraft.objects.count() == 0


def test_the_source_is_asked_and_kept_when_the_file_is_refused(client):
    signed_in(client, "national_admin")
    assert "Remplissez le champ « Source »." in upload(client, GOOD, source="").content.decode()
    assert 'value="Ma source"' in upload(client, b"a;b\n1;2\n", source="Ma source").content.decode()


def test_latin_1_is_said_on_the_page(client):
    signed_in(client, "national_admin")
    text = GOOD.replace("departement", "département").encode("latin-1")
    assert "latin-1" in upload(client, text, follow=True).content.decode()


def test_a_draft_is_applied_once(now):
    actor = make_actor("national_admin")
    draft = keep_draft("zones", ZONES.encode(), file_name="z.csv", source="x", actor=actor, now=now)
    apply_draft(draft.pk, actor=actor, now=now)
    with pytest.raises(Conflict, match="déjà été importé"):
        apply_draft(draft.pk, actor=actor, now=now)


def test_drafts_older_than_a_day_are_dropped(now):
    actor = make_actor("national_admin")
    keep_draft("zones", ZONES.encode(), file_name="z.csv", source="x", actor=actor, now=now - timedelta(days=2))
    kept = keep_draft("zones", ZONES.encode(), file_name="z.csv", source="x", actor=actor, now=now)
    assert list(ImportDraft.objects.all()) == [kept]


def test_what_is_known_is_shown(client, now):
    signed_in(client, "national_admin")
    address = reverse("territories:imports")
    assert client.get(address).content.decode().count("Rien n’est encore importé.") == 2
    actor = make_actor("national_admin")
    draft = keep_draft("zones", ZONES.encode(), file_name="z.csv", source="x", actor=actor, now=now)
    apply_draft(draft.pk, actor=actor, now=now)
    assert "3 lignes connues. Donnée la plus récente : 1 juillet 2024." in client.get(address).content.decode()


def test_an_unknown_import_does_not_exist(client):
    signed_in(client, "national_admin")
    assert client.get("/territoires/imports/autre").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_pages_are_accessible(visitors, axe):
    for width in (1280, 375):
        page = visitors.open("/sources-et-licences", width=width)
        axe(page)
        if folder := os.environ.get("CONUM_SHOTS"):
            page.screenshot(path=f"{folder}/sources-{width}.png", full_page=True)


@pytest.mark.django_db(transaction=True)
def test_import_screens_are_accessible(visitors, axe, client):
    signed_in(client, "national_admin")
    cookies = [{"name": n, "value": c.value, "url": visitors.base_url} for n, c in client.cookies.items()]
    text = GOOD + "commune;99999;v2;2024-03-01;6\ncanton;1;v2;2024-03-01;6\n"
    upload(client, text.replace("departement", "département").encode("latin-1"))
    check = reverse("territories:import-check", args=[ImportDraft.objects.get().pk])
    for width in (1280, 375):
        page = visitors.open(width=width)
        page.context.add_cookies(cookies)
        for name, address in (("imports", "/territoires/imports"), ("import", FRAGILITY), ("check", check)):
            page.goto(address)
            axe(page)
            if folder := os.environ.get("CONUM_SHOTS"):
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
