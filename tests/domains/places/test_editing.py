"""Editing places: who may, what is kept, what can be undone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from conum.commons.journal.models import JournalEntry
from conum.commons.territories.models import Commune
from conum.domains.places.models import Place, PlacePerson
from conum.domains.places.operations import editing
from conum.domains.places.operations.editing_location import CENTRE, chosen, locate
from conum.domains.places.operations.hours_exceptions import add_exception, remove_exception
from conum.domains.places.queries import editing as queries
from conum.domains.places.queries.place_page import people_and_roles
from conum.domains.places.rules import editing as rules
from conum.domains.places.rules.quality import fresh_points
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, make_organisation, make_person
from tests.factories_places import make_place
from tests.support.addresses import feature, searching

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 9, 10, tzinfo=UTC)
TODAY = date(2026, 11, 9)


@pytest.fixture
def admin():
    return make_actor("national_admin")


def works(place, actor, **fields):
    values = {"starts_on": date(2020, 1, 1), "created_at": NOW, "updated_at": NOW, **fields}
    return PlacePerson.objects.create(place=place, person_id=actor.person_id, **values)


def test_PLA_11_people_active_in_the_place_its_managers_and_its_territory_edit_it():
    host = make_organisation()
    place, elsewhere = make_place(organisation=host), make_place("35238")
    counsellor, gone = make_actor("counsellor"), make_actor("counsellor")
    works(place, counsellor)
    works(place, gone, ends_on=date(2021, 1, 1))
    manager = make_actor("host_manager", organisation=host)
    prefecture = make_actor("prefecture", department_id="87")
    for actor in (counsellor, manager, prefecture, make_actor("national_admin")):
        editing.edit_place(place.pk, {"summary": f"par {actor.role}"}, actor=actor, now=NOW)
        assert Place.objects.get(pk=place.pk).summary == f"par {actor.role}"
        assert place in queries.my_places(actor)
    for actor in (counsellor, manager, prefecture):
        assert elsewhere not in queries.my_places(actor)
        with pytest.raises(PermissionRefused):
            editing.edit_place(elsewhere.pk, {"summary": "x"}, actor=actor, now=NOW)
    for actor in (gone, make_actor("candidate"), make_actor("host_manager", organisation=make_organisation())):
        with pytest.raises(PermissionRefused):
            editing.edit_place(place.pk, {"summary": "x"}, actor=actor, now=NOW)


def test_PLA_11_the_seat_of_an_organisation_is_described_by_its_managers_only(admin):
    host = make_organisation()
    seat = make_place(organisation=host, pivot=host.siret)
    branch = make_place(organisation=host)
    counsellor = make_actor("counsellor")
    works(seat, counsellor)
    works(branch, counsellor)
    with pytest.raises(RuleBroken) as refusal:
        editing.edit_place(seat.pk, {"name": "Autre nom"}, actor=counsellor, now=NOW)
    assert (refusal.value.rule_id, refusal.value.field) == ("PLA-11", "name")
    editing.edit_place(seat.pk, {"summary": "Ouvert à tous"}, actor=counsellor, now=NOW)
    editing.edit_place(branch.pk, {"name": "Autre nom"}, actor=counsellor, now=NOW)
    editing.edit_place(seat.pk, {"name": "Mairie"}, actor=make_actor("host_manager", organisation=host), now=NOW)
    assert Place.objects.get(pk=seat.pk).name == "Mairie"


def test_each_edit_is_journalled_and_can_be_undone(admin):
    place = make_place(name="Premier nom", phones=["+33555000000"])
    editing.edit_place(place.pk, {"name": "Second nom", "phones": []}, actor=admin, now=NOW)
    later = NOW + timedelta(minutes=5)
    editing.edit_place(place.pk, {"summary": "Une présentation"}, actor=admin, now=later)
    shown = queries.versions(place)
    assert [[change.label for change in version.changes] for version in shown] == [
        ["Présentation courte"], ["Nom", "Téléphones"], [],
    ]  # fmt: skip
    assert [version.is_current for version in shown] == [True, False, False]
    assert shown[0].author
    editing.restore_version(place.pk, shown[-1].pk, actor=admin, now=later + timedelta(minutes=5))
    again = Place.objects.get(pk=place.pk)
    assert (again.name, again.phones, again.summary) == ("Premier nom", ["+33555000000"], "")
    lines = JournalEntry.objects.filter(subject_id=str(place.pk)).order_by("position")
    assert [line.action for line in lines] == ["place.edit", "place.edit", "place.restore"]
    assert lines[0].payload == {"fields": ["name", "phones"]}
    with pytest.raises(OutOfSight):
        editing.restore_version(make_place().pk, shown[-1].pk, actor=admin, now=NOW)


def test_an_edit_renews_the_date_and_computes_the_hours(admin):
    place = make_place(updated_on=date(2024, 1, 1))
    editing.edit_place(place.pk, {"opening_hours": "mo-fr 09:00-12:00;"}, actor=admin, now=NOW)
    kept = Place.objects.get(pk=place.pk)
    assert (kept.updated_on, kept.opening_hours) == (TODAY, "Mo-Fr 09:00-12:00")
    assert kept.opening_hours_source == "mo-fr 09:00-12:00;"
    assert Place.objects.filter(pk=place.pk, open_during__covers=NOW).exists()
    with pytest.raises(RuleBroken) as refusal:
        editing.edit_place(place.pk, {"opening_hours": "9h-12h"}, actor=admin, now=NOW)
    assert refusal.value.rule_id == "PLA-06"


def test_services_and_receiving_nobody_never_stand_together(admin):
    place = make_place(services=["everyday_skills"], fees=["free"], access_modes=["walk_in"])
    editing.edit_place(place.pk, {"services": []}, actor=admin, now=NOW)
    kept = Place.objects.get(pk=place.pk)
    assert (kept.access_modes, kept.fees) == (["not_open_to_public"], [])
    editing.edit_place(place.pk, {"services": ["employment"], "access_modes": ["phone"]}, actor=admin, now=NOW)
    assert Place.objects.get(pk=place.pk).access_modes == ["phone"]


def test_a_postal_code_of_elsewhere_is_refused(admin):
    place = make_place()
    with pytest.raises(ConumError) as refusal:
        editing.edit_place(place.pk, {"commune_id": "87085", "postal_code": "35000"}, actor=admin, now=NOW)
    assert refusal.value.field == "postal_code"
    assert "87000" in refusal.value.message


def test_who_makes_a_place_works_there():
    counsellor = make_actor("counsellor")
    values = {
        "name": "Le Tiers-Lieu", "address": "1 rue des Essais", "postal_code": "87000", "commune_id": "87085",
        "services": ["everyday_skills"],
    }  # fmt: skip
    made = editing.create_place(values, actor=counsellor, now=NOW)
    assert made in queries.my_places(counsellor)
    assert (made.commune_name, made.insee_code, made.updated_on) == ("Limoges", "87085", TODAY)
    with pytest.raises(PermissionRefused):
        editing.create_place(values, actor=make_actor("prefecture", department_id="35"), now=NOW)


def test_PLA_19_closing_keeps_the_place_and_reopening_brings_it_back(admin):
    place = make_place(opening_hours="24/7")
    with pytest.raises(RuleBroken) as refusal:
        editing.close_place(place.pk, TODAY + timedelta(days=1), actor=admin, now=NOW)
    assert (refusal.value.rule_id, refusal.value.field) == ("PLA-19", "closed_on")
    editing.close_place(place.pk, TODAY, actor=admin, now=NOW)
    with pytest.raises(RuleBroken):
        editing.edit_place(place.pk, {"summary": "x"}, actor=admin, now=NOW)
    assert Place.objects.get(pk=place.pk).closed_on == TODAY
    editing.reopen_place(place.pk, actor=admin, now=NOW)
    kept = Place.objects.get(pk=place.pk)
    assert kept.closed_on is None
    assert Place.objects.filter(pk=place.pk, open_during__covers=NOW).exists()


def test_PLA_34_a_merged_record_is_not_edited(admin):
    place = make_place(merged_into=make_place())
    with pytest.raises(RuleBroken) as refusal:
        editing.edit_place(place.pk, {"summary": "x"}, actor=admin, now=NOW)
    assert refusal.value.rule_id == "PLA-34"


def test_PLA_13_a_person_is_shown_by_their_own_consent_only(admin):
    place, counsellor = make_place(), make_actor("counsellor")
    me = works(place, counsellor)
    accepted = {"shown_on_map": True, "public_email": "a@mairie.fr", "public_phone": ""}
    with pytest.raises(RuleBroken) as refusal:
        editing.show_person(me.pk, accepted, actor=admin, now=NOW)
    assert refusal.value.rule_id == "PLA-13"
    assert not people_and_roles(place, TODAY)
    editing.show_person(me.pk, accepted, actor=counsellor, now=NOW)
    told = [(one.public_email, role) for one, role in people_and_roles(place, TODAY)]
    assert told == [("a@mairie.fr", "conseiller ou conseillère numérique")]
    editing.show_person(me.pk, {**accepted, "shown_on_map": False}, actor=counsellor, now=NOW)
    me.refresh_from_db()
    assert (me.public_email, me.consent_at, people_and_roles(place, TODAY)) == ("", None, [])


def test_confirming_renews_the_date_and_changes_nothing_else(admin):
    place = make_place(updated_on=date(2024, 1, 1), name="Tel quel")
    editing.confirm_place(place.pk, actor=admin, now=NOW)
    kept = Place.objects.get(pk=place.pk)
    assert (kept.updated_on, kept.name) == (TODAY, "Tel quel")
    events = apps.get_model("places", "PlaceEvent").objects.filter(pgh_obj_id=place.pk).count()
    editing.confirm_place(place.pk, actor=admin, now=NOW)  # twice the same day writes once
    assert apps.get_model("places", "PlaceEvent").objects.filter(pgh_obj_id=place.pk).count() == events


def test_PLA_09_a_link_confirms_for_the_editor_it_was_sent_to():
    place, editor = make_place(updated_on=date(2024, 1, 1)), make_person()
    token = queries.confirm_token(place.pk, editor.pk)
    assert queries.confirmed_by(token) == (place, editor)
    assert queries.confirmed_by(token + "x") is None
    editing.confirm_place(place.pk, actor=None, editor=editor, now=NOW)
    assert Place.objects.get(pk=place.pk).updated_on == TODAY
    editor.is_active, editor.deactivated_at = False, NOW
    editor.save(update_fields=["is_active", "deactivated_at"])
    assert queries.confirmed_by(token) is None


def test_exceptions_change_the_hours_and_can_be_taken_back(admin):
    place = make_place(opening_hours="24/7")
    days = {"starts_on": TODAY, "ends_on": TODAY, "kind": "closed", "hours": "", "reason": "travaux"}
    made = add_exception(place.pk, **days, actor=admin, now=NOW)
    assert not Place.objects.filter(pk=place.pk, open_during__covers=NOW).exists()
    remove_exception(made.pk, actor=admin, now=NOW)
    assert Place.objects.filter(pk=place.pk, open_during__covers=NOW).exists()
    with pytest.raises(ConumError) as refusal:
        add_exception(place.pk, **{**days, "ends_on": TODAY + timedelta(days=400)}, actor=admin, now=NOW)
    assert refusal.value.field == "ends_on"
    with pytest.raises(PermissionRefused):
        add_exception(place.pk, **days, actor=make_actor("counsellor"), now=NOW)


@pytest.mark.parametrize(("score", "verdict"), [(0.75, "accepted"), (0.74, "asked"), (0.5, "asked"), (0.49, "refused")])
def test_PLA_03_an_answer_is_accepted_asked_or_refused(score, verdict):
    assert rules.address_verdict(score, 0.75) == verdict
    assert "choisissez parmi les propositions" in rules.address_is_chosen.explain(False)


@pytest.mark.parametrize(
    ("score", "code", "precision", "choices"),
    [(0.9, "87085", "house", 0), (0.6, "87085", "", 1), (0.3, "87085", "commune", 0), (0.95, "35238", "commune", 0)],
)
def test_PLA_03_where_an_address_is(settings, score, code, precision, choices):
    limoges = Commune.objects.get(pk="87085")
    answer = feature("1 rue X", 45.8, 1.3, score=score, kind="housenumber", code=code)
    with searching({"1 rue X 87000 Limoges": [answer]}) as search:
        settings.ADDRESS_SEARCH = search.address
        found = locate("1 rue X", "87000", limoges, TODAY)
    assert (found.point.precision if found.point else "", len(found.choices)) == (precision, choices)
    for value, label in found.choices:
        assert label == "1 rue X"
        assert chosen(value, "1 rue X", limoges).precision == "house"
        assert chosen(value, "2 rue Y", limoges) is None
        assert chosen(value + "x", "1 rue X", limoges) is None
    assert chosen(CENTRE, "1 rue X", limoges).precision == "commune"


def test_PLA_04_no_point_is_invented_where_the_commune_has_none():
    found = locate("1 rue X", "98731", Commune.objects.get(pk="98731"), TODAY)
    assert found.point is not None
    assert (found.point.latitude, found.point.longitude, found.point.precision) == (None, None, "")


def test_the_score_says_what_to_do():
    bare = make_place(updated_on=date(2020, 1, 1), precision="commune", services=["employment"])
    score, lines = queries.quality(bare, TODAY)
    assert score == 15
    assert sum(line.most for line in lines) == 100
    full = make_place(
        phones=["+33555000000"], access_modes=["walk_in"], opening_hours="24/7", fees=["free"], updated_on=TODAY,
        accessibility_url="https://acceslibre.beta.gouv.fr/x", summary="x" * 80,
    )  # fmt: skip
    assert queries.quality(full, TODAY)[0] == 100
    assert queries.freshness(bare, TODAY) == "to_update"


@pytest.mark.parametrize(("months", "points"), [(0, 10), (5.9, 10), (15, 5), (24, 0), (40, 0)])
def test_points_of_freshness_fall_in_a_line_from_six_to_twenty_four_months(months, points):
    assert fresh_points(TODAY - timedelta(days=round(months * 30.4375)), TODAY) == points
    assert fresh_points(None, TODAY) == 0
