"""Errors reported on a place: kept, told to its editors, listed for them, forgotten in time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.commons.messaging.models import OutboxMessage
from conum.domains.places.jobs import erase_reports, old_reports
from conum.domains.places.models import PlaceReport
from conum.domains.places.operations.reports import handle_report, report_error
from conum.domains.places.permissions import reports_visible_to
from conum.kernel.errors import OutOfSight
from conum.kernel.web.challenge import answer_to
from tests.factories_accounts import make_actor, make_membership, make_organisation, signed_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make_organisation()


@pytest.fixture
def place(host):
    return make_place(organisation=host)


def fill(client, place, **said):
    address = reverse("places:place_report", args=[place.pk])
    page = client.get(address).content.decode()
    token = page.split('name="challenge_token" value="')[1].split('"')[0]
    return client.post(address, {"challenge": answer_to(token), "challenge_token": token, **said})


def test_a_report_reaches_the_managers_of_the_organisation(client, place, host, settings):
    settings.CHALLENGE_MIN_SECONDS = 0
    manager = make_membership(Role.HOST_MANAGER, organisation=host).person
    response = fill(client, place, subject="hours", message="Fermé le lundi", email="")
    assert response.status_code == 302
    assert PlaceReport.objects.get().message == "Fermé le lundi"
    assert OutboxMessage.objects.filter(to=manager.email).count() == 1


@pytest.mark.parametrize(
    ("said", "fault"),
    [({"subject": ""}, "subject"), ({"subject": "x"}, "subject"), ({"email": "pas une adresse"}, "email")],
)
def test_a_wrong_report_is_refused_beside_its_field_and_keeps_what_was_typed(client, place, settings, said, fault):
    settings.CHALLENGE_MIN_SECONDS = 0
    response = fill(client, place, **{"subject": "hours", "message": "Mon texte", **said})
    assert response.status_code == 422
    assert fault in response.context["form"].errors
    assert "Mon texte" in response.content.decode()
    assert not PlaceReport.objects.exists()


def test_a_robot_without_the_answer_is_refused(client, place):
    address = reverse("places:place_report", args=[place.pk])
    assert client.post(address, {"subject": "hours"}).status_code == 422


def test_each_sees_the_reports_of_what_they_keep_up_to_date(place, host, now):
    report_error(place=place, subject="hours", message="", email="", now=now)
    assert reports_visible_to(make_actor("host_manager", organisation=host)).count() == 1
    assert reports_visible_to(make_actor("host_manager", organisation=make_organisation())).count() == 0
    assert reports_visible_to(make_actor("prefecture", department_id="87")).count() == 1
    assert reports_visible_to(make_actor("prefecture", department_id="23")).count() == 0
    assert reports_visible_to(None).count() == 0


def test_a_handled_report_says_by_whom_and_only_once(place, host, now):
    report = report_error(place=place, subject="hours", message="", email="", now=now)
    actor = make_actor("host_manager", organisation=host)
    handle_report(report=report.pk, actor=actor, now=now)
    report.refresh_from_db()
    assert (report.handled_at, report.handled_by_id) == (now, actor.person_id)
    handle_report(report=report.pk, actor=make_actor("national_admin"), now=now)
    report.refresh_from_db()
    assert report.handled_by_id == actor.person_id
    with pytest.raises(OutOfSight):
        handle_report(report=report.pk, actor=make_actor("prefecture", department_id="23"), now=now)


def test_words_and_address_are_forgotten_in_time(place, now):
    report = report_error(place=place, subject="hours", message="mot", email="a@example.org", now=now)
    later = now.replace(year=now.year + 1)
    assert list(old_reports(now)) == []
    assert list(old_reports(later)) == [report]
    erase_reports([report], later)
    report.refresh_from_db()
    assert (report.message, report.email, report.subject) == ("", "", "hours")
    assert list(old_reports(later)) == []


def test_the_list_of_reports_filters_sorts_and_costs_the_same_at_one_row_and_three(client, place, host, now):
    signed_in(client, "host_manager", organisation=host)
    report_error(place=place, subject="hours", message="Fermé le lundi", email="", now=now)
    client.get("/lieux/signalements/")
    with CaptureQueriesContext(connection) as one:
        client.get("/lieux/signalements/")
    other = make_place("23096", organisation=host, name="Médiathèque de Guéret")
    for subject in ("closed", "contact"):
        report_error(place=other, subject=subject, message="", email="", now=now)
    with CaptureQueriesContext(connection) as three:
        page = client.get("/lieux/signalements/")
    assert (len(page.context["rows"]), len(three)) == (3, len(one))
    asked = ({"q": "mediatheque de gueret"}, 2), ({"sujet": "hours"}, 1), ({"sujet": "magie"}, 3), ({"tri": "x"}, 3)
    for query, count in asked:
        assert len(client.get("/lieux/signalements/", query).context["rows"]) == count, query
    assert "Aucune erreur à traiter" in client.get("/lieux/signalements/", {"q": "zzqq"}).content.decode()
    assert "3 erreurs signalées" in client.get("/mes-lieux/").content.decode()


def test_a_coordinator_reads_and_handles_the_reports_of_the_territory(place, now):
    report = report_error(place=place, subject="hours", message="", email="", now=now)
    near, far = (make_actor("coordinator", department_id=code) for code in ("87", "23"))
    assert [reports_visible_to(actor).count() for actor in (near, far)] == [1, 0]
    handle_report(report=report.pk, actor=near, now=now)
    report.refresh_from_db()
    assert report.handled_by_id == near.person_id


def test_who_no_longer_has_an_account_is_not_written_to(place, host, now):
    manager = make_membership(Role.HOST_MANAGER, organisation=host).person
    manager.is_active, manager.deactivated_at = False, now
    manager.save()
    report_error(place=place, subject="hours", message="", email="", now=now)
    assert not OutboxMessage.objects.filter(to=manager.email).exists()
