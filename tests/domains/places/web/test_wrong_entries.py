"""Each form of places, given what it refuses: a sentence on its field says the limit, what was typed stays, nothing
is written."""

from __future__ import annotations

from html import escape
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.domains.places.models import DuplicatePair, OpeningException, Place, PlacePerson, PlaceReport
from conum.domains.places.operations.importing import drafts
from conum.kernel.web.challenge import answer_to
from tests.domains.places.files import as_csv
from tests.factories_accounts import make_organisation, make_person, signed_in
from tests.factories_places import A_DAY, make_place

pytestmark = pytest.mark.django_db
LONG = "x" * 256
SITE = "https://mairie.fr/" + "a" * 2000
IDENTITY = {
    "name": "Le Lieu", "typologies": ["BIB"], "address": "1 rue X", "postal_code": "87000", "commune": "Limoges",
    "pivot": "", "address_complement": "", "parent_organisation": "",
}  # fmt: skip
DAYS = {"starts_on": "2035-08-01", "ends_on": "", "kind": "open", "morning_start": "09:00", "morning_end": "12:00"}
WRONG = {
    "create": (
        IDENTITY,
        [
            ("name", "", "Remplissez le champ « Nom du lieu »"),
            ("name", "L", "2 caractères au moins, vous en avez écrit 1"),
            ("name", LONG, "« Nom du lieu » : 255 caractères au plus, vous en avez écrit 256"),
            ("address", "", "Remplissez le champ « Numéro et rue »"),
            ("address", LONG, "« Numéro et rue » : 255 caractères au plus"),
            ("address_complement", LONG, "« Complément » : 255 caractères au plus"),
            ("parent_organisation", LONG, "« Structure parente » : 255 caractères au plus"),
            ("postal_code", "8700", "Un code postal a cinq chiffres"),
            ("postal_code", "٨٧٠٠٠", "Un code postal a cinq chiffres"),
            ("postal_code", "97150", "n’est pas celui de Limoges : 87000, 87100, 87280"),
            ("commune", "zzqqxx", "Aucune commune ne correspond à « zzqqxx »"),
            ("commune", "<b>\U0001f600</b>", "Aucune commune ne correspond"),
            ("pivot", "12345678901234", "vérifiez ses 14 chiffres"),
            ("pivot", "12", "14 chiffres du SIRET, un RNA (W et 9 chiffres) ou un RIDET (10 chiffres)"),
            ("typologies", ["MAIRIE"], "MAIRIE"),
        ],
    ),
    "edit-access": (
        {"services": ["employment"], "access_modes": ["walk_in"]},
        [
            ("summary", "x" * 281, "« Présentation courte » : 280 caractères au plus, vous en avez écrit 281"),
            ("description", "x" * 10_001, "« Présentation détaillée » :"),
            ("access_modes", ["not_open_to_public", "walk_in"], "n’accueille pas de public » ne va pas avec"),
            ("accessibility_url", "https://mairie.fr/x", "n’est pas une fiche acceslibre"),
            ("accessibility_url", "https://[x", "n’est pas une adresse de site"),
            ("booking_url", "javascript:alert(1)", "n’est pas une adresse de site"),
            ("booking_url", SITE, "2"),
            ("other_labels", LONG, "255 caractères au plus par label"),
            ("services", ["magic"], "magic"),
        ],
    ),
    "edit-contact": (
        {"phones": "", "emails": "", "websites": ""},
        [
            ("phones", "12", "« 12 » n’est pas un numéro de téléphone. Exemple : 05 55"),
            ("phones", "\n".join(f"05550000{n:02}" for n in range(11)), "10 valeurs au plus"),
            ("emails", "accueil@", "« accueil@ » n’est pas une adresse électronique. Exemple"),
            ("emails", "a" * 250 + "@mairie.fr", "254 caractères au plus par adresse électronique"),
            ("emails", "camille.test@example.org", "qui n’a pas accepté de la montrer"),
            ("websites", "https://[x", "« https://[x » n’est pas une adresse de site. Exemple"),
            ("websites", "ftp://mairie.fr", "n’est pas une adresse de site"),
            ("websites", SITE, "2000 caractères au plus par adresse de site"),
        ],
    ),
    "edit-hours": (
        {"way": "text", "text": ""},
        [
            ("way", "", "Choisissez une réponse pour « Comment voulez-vous les écrire ? »"),
            ("text", "n importe quoi", "ne se lisent pas à partir de"),
            ("text", "x" * 1001, "« Horaires en texte » : 1000 caractères au plus"),
        ],
    ),
    "edit-exceptions": (
        DAYS,
        [
            ("starts_on", "", "Remplissez le champ « Premier jour »"),
            ("starts_on", "2035-13-45", "Cette date n'existe pas. Écrivez-la ainsi : 31/12/2026"),
            ("starts_on", "2020-08-01", "Ces jours sont passés"),
            ("ends_on", "2035-07-01", "Le dernier jour vient avant le premier"),
            ("ends_on", "2037-08-01", "Une exception dure 400 jours au plus"),
            ("kind", "closed", "choisissez « Ouvert aux heures indiquées », ou effacez-les"),
            ("morning_end", "", "Donnez une heure de début et une heure de fin"),
            ("morning_end", "09:00", "L’heure de fin est la même que l’heure de début"),
            ("morning_start", "25:00", "« 25:00 » n’est pas une heure. Exemple : 09:30"),
            ("afternoon_start", "14:00", "Donnez une heure de début et une heure de fin"),
            ("reason", "x" * 161, "« Motif montré au public » : 160 caractères au plus"),
        ],
    ),
    "edit-close": (
        {"closed_on": "2026-01-06"},
        [
            ("closed_on", "", "Remplissez le champ « Fermé depuis le »"),
            ("closed_on", "31/02/2026", "Cette date n'existe pas"),
            ("closed_on", "2999-01-01", "Un lieu ferme aujourd’hui ou un jour passé"),
        ],
    ),
    "edit-presence": (
        {"shown_on_map": "on", "public_email": "", "public_phone": ""},
        [
            ("public_email", "camille@", "adresse"),
            ("public_phone", "12", "Ce numéro de téléphone n'est pas valable"),
        ],
    ),
}  # fmt: skip
ON_ANOTHER_FIELD = {"ends_on", "starts_on", "afternoon_start", "morning_end"}


def state():
    """What a refusal must leave as it was."""
    kinds = (Place, OpeningException, PlacePerson, PlaceReport, apps.get_model("places", "PlaceEvent"))
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


@pytest.mark.parametrize("screen", WRONG)
def test_a_wrong_entry_is_told_on_its_field_kept_and_not_written(screen):
    client = Client()
    host = make_organisation()
    manager = signed_in(client, "host_manager", organisation=host)
    place = make_place(organisation=host, opening_hours="24/7")
    dates = {"starts_on": A_DAY.date(), "created_at": A_DAY, "updated_at": A_DAY}
    PlacePerson.objects.create(place=place, person_id=manager.person_id, **dates)
    colleague = make_person(email="camille.test@example.org")
    PlacePerson.objects.create(place=place, person=colleague, **dates)
    address = reverse(f"places:{screen}", args=[] if screen == "create" else [place.pk])
    good, cases = WRONG[screen]
    before = state()
    for field, value, sentence in cases:
        answer = client.post(address, {**good, field: value})
        assert answer.status_code == 422, (field, value)
        form = answer.context["form"]
        said = [message for _id, _label, message in form.problems()]
        assert any(sentence in one for one in said), (field, value, said)
        assert field in form.errors or field in ON_ANOTHER_FIELD, (field, form.errors)
        if isinstance(value, str):
            assert escape(value, quote=True) in answer.content.decode(), (field, value)
    assert state() == before


def test_a_contact_without_consent_is_told_and_a_withdrawal_is_one_click():
    client, place = Client(), make_place()
    me = signed_in(client, "counsellor")
    dates = {"starts_on": A_DAY.date(), "created_at": A_DAY, "updated_at": A_DAY}
    PlacePerson.objects.create(place=place, person_id=me.person_id, **dates)
    address = reverse("places:edit-presence", args=[place.pk])
    wrong = client.post(address, {"public_email": "camille@mairie.fr"})
    assert "Cochez la case pour que ce contact soit montré" in wrong.content.decode()
    assert client.post(address, {"shown_on_map": "on", "public_email": "camille@mairie.fr"}).status_code == 302
    assert client.post(address, {"public_email": "camille@mairie.fr"}).status_code == 302
    assert PlacePerson.objects.get().public_email == ""


def test_the_short_presentation_is_bounded_by_the_parameter_of_the_day(monkeypatch):
    client, host = Client(), make_organisation()
    signed_in(client, "host_manager", organisation=host)
    address = reverse("places:edit-access", args=[make_place(organisation=host).pk])
    monkeypatch.setattr("conum.domains.places.web.views.editing.SUMMARY_MAX", SimpleNamespace(on=lambda day: 100))
    page = client.post(address, {"services": ["employment"], "summary": "x" * 101}).content.decode()
    assert "100 caractères au plus, vous en avez écrit 101" in page
    lines = "a\r\n" * 33  # a new line is one character, as the counter says
    assert client.post(address, {"services": ["employment"], "summary": lines}).status_code == 302


def test_all_that_a_place_says_of_itself_is_edited_and_read_back():
    client, host = Client(), make_organisation()
    signed_in(client, "host_manager", organisation=host)
    place = make_place(organisation=host)
    sent = {
        "services": ["employment"], "other_labels": "Tiers-lieu labellisé\nCampus connecté", "accepts_vouchers": "on",
        "accessibility_url": "acceslibre.beta.gouv.fr/app/x",
    }  # fmt: skip
    assert client.post(reverse("places:edit-access", args=[place.pk]), sent).status_code == 302
    page = client.get(f"/lieux/{place.pk}/x/", follow=True).content.decode()
    for said in ("Tiers-lieu labellisé, Campus connecté", "accepter le Pass numérique", "acceslibre.beta.gouv.fr/app"):
        assert said in page


def test_a_proposal_for_hours_is_taken_with_one_button():
    client, host = Client(), make_organisation()
    signed_in(client, "host_manager", organisation=host)
    place = make_place(organisation=host)
    address = reverse("places:edit-hours", args=[place.pk])
    page = client.post(address, {"way": "text", "text": "lundi 9h-12h"}).content.decode()
    hidden = page.split('name="text" value="')[1].split('"')[0]
    assert "dites plus haut si c’est bien cela, ou corrigez le texte" in page
    assert "Oui, enregistrer ces horaires" in page and "lundi de 9 h à 12 h" in page
    assert client.post(address, {"way": "text", "text": hidden}).status_code == 302
    assert Place.objects.get().opening_hours == "Mo 09:00-12:00"


def test_a_wrong_report_names_the_field_and_the_limit(settings):
    settings.CHALLENGE_MIN_SECONDS = 0
    client, place = Client(), make_place()
    address = reverse("places:place_report", args=[place.pk])
    for field, value, sentence in (
        ("subject", "", "Choisissez une réponse pour « Qu&#x27;est-ce qui est faux ? »"),
        ("message", "x" * 1001, "1000 caractères au plus, vous en avez écrit 1001"),
        ("email", "a" * 250 + "@mairie.fr", "254 caractères au plus"),
        ("challenge", "mauvaise", "question"),
    ):
        token = client.get(address).content.decode().split('name="challenge_token" value="')[1].split('"')[0]
        good = {"subject": "hours", "message": "Mon <texte>", "email": "", "challenge": answer_to(token)}
        answer = client.post(address, {**good, "challenge_token": token, field: value})
        page = answer.content.decode()
        assert (answer.status_code, sentence in page) == (422, True), (field, answer.context["form"].errors)
        assert "Mon &lt;texte&gt;" in page or field == "message"
    assert not PlaceReport.objects.exists()


def test_a_wrong_file_is_told_on_its_field_and_the_source_stays():
    client = Client()
    signed_in(client, "national_admin")
    unclosed = as_csv([{}]) + '"' + "x" * 100
    cut = "[" + ",".join(['{"id": "a", "pivot": "b", "nom": "c", "commune": "d", "code_postal": "e", "adresse": "f", '
                          '"date_maj": "g"}'] * 501) + ', {"id": '  # fmt: skip
    for name, content, sentence in (
        ("lieux.csv", b"", "vide"),
        ("lieux.pdf", b"%PDF", "Formats acceptés : csv, json, txt"),
        ("lieux.csv", b"x" * 22_000_000, "la limite est de 21,0 Mo"),
        ("lieux.csv", b"PK\x03\x04\x00", "ni un CSV ni un JSON"),
        ("lieux.csv", as_csv([{}]).encode("utf-16-le"), "ni un CSV ni un JSON"),
        ("lieux.csv", unclosed.encode(), "jamais refermé, les lignes qui suivent"),
        ("lieux.csv", b'"' + b"x" * (2 << 20), "un guillemet jamais refermé"),
        ("lieux.json", cut.encode(), "mal formé après l’objet n° 501"),
        ("lieux.json", b'[{"id":' + b"[" * 50_000, "JSON est mal formé"),
    ):
        sent = {"file": SimpleUploadedFile(name, content), "source": "Hub <b>"}
        answer = client.post("/lieux/importer/", sent)
        assert answer.status_code == 422
        assert sentence in str(answer.context["form"].errors["file"]), (name, content[:20])
        assert 'value="Hub &lt;b&gt;"' in answer.content.decode()
    good = SimpleUploadedFile("lieux.csv", as_csv([{}]).encode())
    wrong = client.post("/lieux/importer/", {"file": good, "source": LONG})
    assert "64 caractères au plus, vous en avez écrit 256" in str(wrong.context["form"].errors["source"])
    assert not drafts().exists()


def test_a_file_of_windows_in_utf_16_is_checked_on_screen_too():
    client = Client()
    signed_in(client, "national_admin")
    sent = {"file": SimpleUploadedFile("lieux.csv", as_csv([{}]).encode("utf-16")), "source": ""}
    page = client.get(client.post("/lieux/importer/", sent)["Location"]).content.decode()
    assert "1 lieu à créer" in page


def test_a_wrong_choice_of_the_record_to_keep_merges_nothing():
    client = Client()
    signed_in(client, "national_admin")
    one, two = sorted((make_place(), make_place()), key=lambda row: row.pk)
    now = timezone.now()
    pair = DuplicatePair.objects.create(first=one, second=two, score=0.8, created_at=now, updated_at=now)
    for kept, sentence in (("", "Choisissez la fiche à conserver"), ("<b>", "parmi les deux")):
        answer = client.post(reverse("places:duplicate", args=[pair.pk]), {"kept": kept})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Place.objects.exclude(merged_into=None).exists()
