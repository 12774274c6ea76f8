"""Places that nobody confirms: their editors reminded, then off the map, then back (PLA-09, PLA-10, PLA-13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.places.jobs import erase_shown, gone_people, keep_fresh
from conum.domains.places.models import Place, PlacePerson
from conum.domains.places.operations.editing import confirm_place, edit_place, show_place
from conum.domains.places.operations.freshness import hide_stale, remind_editors
from tests.factories_accounts import make_actor, make_membership, make_organisation, make_person
from tests.factories_places import A_DAY, make_place

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 9, 10, tzinfo=UTC)
TODAY = date(2026, 11, 9)


@pytest.fixture
def host():
    return make_organisation()


@pytest.fixture
def manager(host):
    return make_membership(Role.HOST_MANAGER, organisation=host).person


def months_ago(count: int, days: int = 0) -> date:
    return TODAY - relativedelta(months=count) - timedelta(days=days)


def mails_to(person) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(to=person.email).order_by("queued_at"))


@pytest.mark.parametrize(
    ("updated_on", "mails"),
    [(months_ago(6, -1), 0), (months_ago(6), 1), (months_ago(12), 1), (months_ago(40), 1)],
)
def test_PLA_09_editors_are_reminded_from_six_months_on_and_once(host, manager, updated_on, mails):
    make_place(organisation=host, updated_on=updated_on)
    assert remind_editors(now=NOW) == mails
    assert len(mails_to(manager)) == mails
    assert remind_editors(now=NOW) == 0
    assert remind_editors(now=NOW + timedelta(days=20)) == (0 if mails else 1)


def test_PLA_09_each_limit_reminds_again(host, manager):
    place = make_place(organisation=host, updated_on=TODAY)
    for months, mails in ((5, 0), (6, 1), (7, 1), (12, 2), (17, 2), (18, 3), (30, 3)):
        remind_editors(now=NOW + relativedelta(months=months))
        assert len(mails_to(manager)) == mails, months
    place.refresh_from_db()
    assert place.reminded_on == TODAY + relativedelta(months=18)


def test_PLA_09_the_button_of_the_mail_confirms_in_one_click(client, host, manager):
    place = make_place(organisation=host, name="EPN du Centre", updated_on=months_ago(7))
    remind_editors(now=timezone.now())
    mail = mails_to(manager)[0]
    assert "EPN du Centre" in mail.subject
    path = mail.text.split("/lieux/a-jour/")[1].split()[0]
    assert client.get(f"/lieux/a-jour/{path}").status_code == 200
    client.post(f"/lieux/a-jour/{path}")
    place.refresh_from_db()
    assert place.updated_on == timezone.localdate()
    assert remind_editors(now=timezone.now()) == 0


def test_PLA_09_people_of_the_place_are_reminded_those_who_left_are_not(host):
    place = make_place(updated_on=months_ago(8))
    here, gone = make_person(), make_person()
    dates = {"starts_on": date(2020, 1, 1), "created_at": A_DAY, "updated_at": A_DAY}
    PlacePerson.objects.create(place=place, person=here, **dates)
    PlacePerson.objects.create(place=place, person=gone, ends_on=date(2021, 1, 1), **dates)
    make_place(updated_on=months_ago(8), closed_on=TODAY)
    make_place(updated_on=months_ago(8), merged_into=place)
    assert remind_editors(now=NOW) == 1
    assert (len(mails_to(here)), len(mails_to(gone))) == (1, 0)


def test_PLA_10_after_three_years_without_news_a_place_leaves_the_map_and_keeps_its_page(client):
    old, fresh = make_place(updated_on=months_ago(36, 1)), make_place(updated_on=months_ago(36))
    assert hide_stale(now=NOW) == (1, 0)
    assert hide_stale(now=NOW) == (0, 0)
    assert (Place.objects.get(pk=old.pk).visible, Place.objects.get(pk=fresh.pk).visible) == (False, True)
    assert Place.objects.get(pk=old.pk).hidden_on == TODAY
    page = client.get(f"/lieux/{old.pk}/x/", follow=True).content.decode()
    assert "plus de nouvelles de ce lieu" in page
    assert JournalEntry.objects.get(action="place.hide_stale").payload == {"hidden": 1, "shown": 0}


@pytest.mark.parametrize("way", ["confirm", "edit", "import"])
def test_PLA_10_news_bring_a_place_back(way):
    place, admin = make_place(updated_on=date(2020, 1, 1)), make_actor("national_admin")
    hide_stale(now=NOW)
    if way == "confirm":
        confirm_place(place.pk, actor=admin, now=NOW)
    elif way == "edit":
        edit_place(place.pk, {"summary": "De nouveau là"}, actor=admin, now=NOW)
    else:
        Place.objects.filter(pk=place.pk).update(updated_on=TODAY)
        assert hide_stale(now=NOW) == (0, 1)
    place.refresh_from_db()
    assert (place.visible, place.hidden_on) == (True, None)


def test_PLA_10_what_a_person_hides_stays_hidden():
    admin = make_actor("national_admin")
    hidden = make_place(updated_on=TODAY)
    show_place(hidden.pk, False, actor=admin, now=NOW)
    hide_stale(now=NOW)
    edit_place(hidden.pk, {"summary": "x"}, actor=admin, now=NOW)
    old = make_place(updated_on=date(2020, 1, 1))
    hide_stale(now=NOW)
    show_place(old.pk, False, actor=admin, now=NOW)
    assert not Place.objects.filter(pk__in=[hidden.pk, old.pk], visible=True).exists()
    assert not Place.objects.exclude(hidden_on=None).exists()


def test_the_job_reminds_and_hides(host, manager):
    make_place(organisation=host, updated_on=date(2020, 1, 1))
    keep_fresh(0)
    assert len(mails_to(manager)) == 1
    assert not Place.objects.filter(visible=True).exists()


def test_PLA_13_who_left_is_no_longer_shown_and_their_contact_is_erased():
    shown = {
        "shown_on_map": True, "consent_at": A_DAY, "public_email": "a@mairie.fr", "place": make_place(),
        "starts_on": date(2020, 1, 1), "created_at": A_DAY, "updated_at": A_DAY,
    }  # fmt: skip
    here = PlacePerson.objects.create(person=make_person(), **shown)
    gone = PlacePerson.objects.create(person=make_person(), ends_on=TODAY - timedelta(days=1), **shown)
    before = gone_people.before(TODAY)
    assert list(gone_people(before)) == [gone]
    erase_shown([gone], NOW)
    gone.refresh_from_db()
    assert (gone.shown_on_map, gone.public_email, gone.consent_at) == (False, "", None)
    assert not gone_people(before).exists()
    assert PlacePerson.objects.get(pk=here.pk).shown_on_map


def test_the_finder_filters_by_training_and_label(client):
    make_place(name="Formé", labels=["mon_espace_sante"])
    make_place(name="Autre")
    page = client.get("/trouver/?ou=Limoges&label=mon_espace_sante").content.decode()
    assert "Formé" in page
    assert "Autre</a>" not in page
    assert "Formation ou label" in page
