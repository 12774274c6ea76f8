"""The screens of editors, through their addresses."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.domains.places.models import OpeningException, Place, PlacePerson
from conum.domains.places.queries.editing import confirm_token
from tests.factories_accounts import make_organisation, make_person, signed_in
from tests.factories_places import A_DAY, make_place
from tests.support.addresses import feature, searching

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make_organisation()


@pytest.fixture
def client(host):
    found = Client()
    signed_in(found, "host_manager", organisation=host)
    return found


def address(name, place, *more):
    return reverse(f"places:{name}", args=[place.pk, *more])


def test_my_places_costs_the_same_with_one_row_and_three(client, host, django_assert_num_queries):
    make_place(organisation=host)
    client.get("/mes-lieux/")
    with CaptureQueriesContext(connection) as one:
        client.get("/mes-lieux/")
    make_place(organisation=host)
    make_place("35238", organisation=host)
    make_place("35238")
    with django_assert_num_queries(len(one)):
        page = client.get("/mes-lieux/")
    assert len(page.context["rows"]) == 3


def test_the_page_of_a_place_says_what_to_do(client, host):
    place = make_place(organisation=host, opening_hours="Mo-Fr 09:00-12:00; PH off", typologies=["BIB"])
    page = client.get(address("edit", place)).content.decode()
    for words in ("Qualité de la fiche", "Ajoutez un téléphone", "du lundi au vendredi de 9 h à 12 h", "Cette semaine"):
        assert words in page
    assert "(Contact : 0 sur 20)" in page
    assert client.get(address("edit", make_place())).status_code == 404


IDENTITY = {
    "name": "Le Lieu", "typologies": ["BIB"], "address": "1 rue X", "postal_code": "87000", "commune": "Limoges",
    "pivot": "", "address_complement": "", "parent_organisation": "",
}  # fmt: skip


def test_a_doubtful_address_is_asked_then_kept(client, settings):
    doubtful = feature("1 rue des X 87000 Limoges", 45.8, 1.3, score=0.6, kind="housenumber", code="87085")
    with searching({"1 rue X 87000 Limoges": [doubtful]}) as search:
        settings.ADDRESS_SEARCH = search.address
        asked = client.post("/mes-lieux/nouveau/", IDENTITY)
        assert asked.status_code == 422
        assert "1 rue des X 87000 Limoges" in asked.content.decode()
        assert not Place.objects.exists()
        value = asked.context["form"].fields["location"].choices[0][0]
        assert client.post("/mes-lieux/nouveau/", {**IDENTITY, "location": value}).status_code == 302
    made = Place.objects.get()
    assert (made.latitude, made.precision, made.name) == (45.8, "house", "Le Lieu")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("postal_code", "8700", "cinq chiffres"),
        ("postal_code", "35000", "n’est pas celui de Limoges"),
        ("pivot", "12345678901234", "SIRET"),
        ("pivot", "12", "14 chiffres"),
        ("name", "L", "2"),
    ],
)
def test_a_wrong_identity_is_refused_beside_its_field_and_kept(client, field, value, sentence):
    page = client.post("/mes-lieux/nouveau/", {**IDENTITY, field: value})
    assert page.status_code == 422
    assert sentence in str(page.context["form"].errors[field])
    assert f'value="{value}"' in page.content.decode()


def test_contacts_are_read_in_usual_layouts_and_kept_in_e164(client, host):
    place = make_place(organisation=host)
    phones = "05 55 00 00 01\n0555000002; +262 262 90 00 00"
    sent = {"phones": phones, "emails": "accueil@mairie.fr", "websites": "www.mairie.fr"}
    assert client.post(address("edit-contact", place), sent).status_code == 302
    kept = Place.objects.get(pk=place.pk)
    assert kept.phones == ["+33555000001", "+33555000002", "+262262900000"]
    assert kept.websites == ["https://www.mairie.fr"]
    wrong = client.post(address("edit-contact", place), {"phones": "12", "emails": "a@", "websites": "x"})
    assert set(wrong.context["form"].errors) == {"phones", "emails", "websites"}
    assert "« 12 » n’est pas un numéro" in wrong.content.decode()


def test_services_and_a_contradiction(client, host):
    place = make_place(organisation=host)
    sent = {"services": ["employment"], "access_modes": ["walk_in"], "summary": "x" * 90}
    assert client.post(address("edit-access", place), sent).status_code == 302
    assert Place.objects.get(pk=place.pk).services == ["employment"]
    wrong = client.post(address("edit-access", place), {**sent, "access_modes": ["not_open_to_public", "walk_in"]})
    assert "n’accueille pas de public" in str(wrong.context["form"].errors["access_modes"])
    long = client.post(address("edit-access", place), {**sent, "summary": "x" * 281})
    assert "280" in str(long.context["form"].errors["summary"])


def week(**boxes):
    return {"way": "boxes", "text": "", **boxes}


def test_the_week_is_filled_without_any_syntax(client, host):
    place = make_place(organisation=host, opening_hours="Mo 09:00-12:00; PH off")
    page = client.get(address("edit-hours", place)).content.decode()
    assert 'name="semaine_0_0_debut"' in page and 'value="09:00"' in page
    sent = week(
        semaine_0_0_debut="09:00", semaine_0_0_fin="12:00", semaine_0_1_debut="14:00", semaine_0_1_fin="17:30",
        semaine_4_0_debut="22h", semaine_4_0_fin="02:00", school_closed="on",
    )  # fmt: skip
    assert client.post(address("edit-hours", place), sent).status_code == 302
    assert Place.objects.get(pk=place.pk).opening_hours == "Mo 09:00-12:00,14:00-17:30; Fr 22:00-02:00; SH off"


@pytest.mark.parametrize(
    ("boxes", "field", "sentence"),
    [
        ({"semaine_0_0_debut": "09:00"}, "semaine_0_0_fin", "Lundi, plage 1, fin"),
        ({"semaine_1_0_debut": "25:00", "semaine_1_0_fin": "26:00"}, "semaine_1_0_debut", "n’est pas une heure"),
        (
            {"semaine_2_0_debut": "09:00", "semaine_2_0_fin": "12:00", "semaine_2_1_debut": "11:00",
             "semaine_2_1_fin": "14:00"},
            "semaine_2_0_debut", "se chevauchent",
        ),
        ({"semaine_3_0_debut": "09:00", "semaine_3_0_fin": "09:00"}, "semaine_3_0_fin", "même heure"),
    ],
)  # fmt: skip
def test_a_wrong_box_is_named_and_the_week_kept(client, host, boxes, field, sentence):
    place = make_place(organisation=host)
    page = client.post(address("edit-hours", place), week(**boxes))
    assert page.status_code == 422
    assert sentence in str(page.context["form"].errors[field])
    assert all(f'value="{value}"' in page.content.decode() for value in boxes.values())


def test_a_text_in_french_is_refused_with_a_proposal(client, host):
    place = make_place(organisation=host, opening_hours="Mo-Fr 09:00-12:00; Jul-Aug off")
    before = client.get(address("edit-hours", place)).content.decode()
    assert "de juillet à août : fermé" in before and "gardés tels quels" in before
    page = client.post(address("edit-hours", place), {"way": "text", "text": "lundi 9h-12h et 14h-17h"})
    assert page.status_code == 422
    assert "Mo 09:00-12:00,14:00-17:00" in page.content.decode()
    assert "lundi 9h-12h et 14h-17h" in page.content.decode()
    done = client.post(address("edit-hours", place), {"way": "text", "text": "Mo[1] 09:00-12:00"})
    assert done.status_code == 302
    assert Place.objects.get(pk=place.pk).opening_hours == "Mo[1] 09:00-12:00"


def test_exceptional_days_are_added_and_taken_back(client, host):
    place = make_place(organisation=host, opening_hours="24/7")
    sent = {"starts_on": "2030-08-01", "ends_on": "", "kind": "open", "morning_start": "09:00", "morning_end": "12:00"}
    assert client.post(address("edit-exceptions", place), sent).status_code == 302
    made = OpeningException.objects.get()
    assert (made.ends_on, made.hours) == (date(2030, 8, 1), "09:00-12:00")
    assert "ouvert de 9 h à 12 h" in client.get(address("edit-exceptions", place)).content.decode()
    assert "Ces jours sont déjà notés ainsi" in client.post(address("edit-exceptions", place), sent).content.decode()
    wrong = client.post(address("edit-exceptions", place), {**sent, "morning_end": "", "ends_on": "2030-07-01"})
    assert set(wrong.context["form"].errors) == {"ends_on", "morning_end"}
    assert client.post(address("remove-exception", made)).status_code == 302
    assert not OpeningException.objects.exists()


def test_close_reopen_hide_and_go_back(client, host):
    place = make_place(organisation=host, name="Avant")
    client.post(address("edit-contact", place), {"phones": "0555000001", "emails": "", "websites": ""})
    assert client.post(address("edit-close", place), {"closed_on": "2026-01-06"}).status_code == 302
    assert "est fermé depuis le 6 janvier 2026" in client.get(address("edit", place)).content.decode()
    client.post(address("edit-reopen", place))
    client.post(address("edit-show", place))
    assert not Place.objects.get(pk=place.pk).visible
    versions = client.get(address("edit-history", place)).context["versions"]
    assert client.get(address("edit-restore", place, versions[-1].pk)).status_code == 200
    client.post(address("edit-restore", place, versions[-1].pk))
    assert Place.objects.get(pk=place.pk).phones == []
    assert client.get(address("edit-restore", place, 999_999_999)).status_code == 404


def test_PLA_09_the_link_of_a_reminder_confirms_by_post_only(client):
    place = make_place(updated_on=date(2024, 1, 1))
    link = reverse("places:confirm-link", args=[confirm_token(place.pk, make_person().pk)])
    visitor = Client()
    assert visitor.get(link).status_code == 200
    assert Place.objects.get(pk=place.pk).updated_on == date(2024, 1, 1)
    assert visitor.post(link).status_code == 302
    assert Place.objects.get(pk=place.pk).updated_on > date(2024, 1, 1)
    assert visitor.get(link + "x/").status_code == 404


def test_PLA_13_my_presence_is_mine(host):
    place = make_place(organisation=host)
    client, manager = Client(), Client()
    counsellor = signed_in(client, "counsellor")
    signed_in(manager, "host_manager", organisation=host)
    dates = {"created_at": A_DAY, "updated_at": A_DAY}
    PlacePerson.objects.create(place=place, person_id=counsellor.person_id, starts_on=date(2020, 1, 1), **dates)
    sent = {"shown_on_map": "on", "public_email": "camille@mairie.fr", "public_phone": ""}
    assert client.post(address("edit-presence", place), sent).status_code == 302
    assert PlacePerson.objects.get().public_email == "camille@mairie.fr"
    assert "camille@mairie.fr" in client.get(address("edit", place)).content.decode()
    assert manager.get(address("edit-presence", place)).status_code == 404
