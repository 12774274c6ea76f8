"""Work done in the background."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.domains.places.models import PlacePerson, PlaceReport
from conum.domains.places.operations.duplicates import find_duplicates
from conum.domains.places.operations.freshness import hide_stale, remind_editors
from conum.domains.places.operations.hours import fill_missing, fill_open_during
from conum.domains.places.operations.importing import writing
from conum.domains.places.operations.locating import locate_missing
from conum.domains.places.operations.open_data import keep_dump
from conum.domains.places.operations.reports import forget_reports
from conum.domains.places.operations.showing import forget_shown
from conum.kernel.jobs import every, job
from conum.kernel.retention import purge


@job("places.fill_missing_hours")
def fill_missing_hours() -> None:
    """Compute when the places an import wrote are open."""
    fill_missing(now=timezone.now())


@job("places.refresh_statistics")
def refresh_statistics() -> None:
    """Tell the planner how many places an import wrote; the queries of the minutes that follow need it."""
    writing.analyze()


@every("12 1 * * *")
@job("places.fill_hours")
def fill_hours(timestamp: int) -> None:
    """Compute, each night, when every place is open over the coming weeks."""
    fill_open_during(now=timezone.now())


@purge("places.PlaceReport", "privacy.message_content", _("Erreurs signalées sur les lieux : message et adresse"))
def old_reports(before: datetime) -> QuerySet[PlaceReport]:
    """Return the reports whose words are beyond their time."""
    return PlaceReport.objects.filter(created_at__lt=before).exclude(Q(message="", email=""))


@old_reports.erase
def erase_reports(rows: list[PlaceReport], now: datetime) -> None:
    """Keep that something was reported, without the words nor the address."""
    forget_reports(rows, now=now)


@every("40 2 * * *")
@job("places.keep_dump")
def keep_open_data(timestamp: int) -> None:
    """Keep, each night, a dated copy of the open data."""
    keep_dump(now=timezone.now())


@every("10 2 * * *")
@job("places.locate_missing")
def locate_places(timestamp: int) -> None:
    """Ask, each night, where the places without a point are (PLA-03)."""
    locate_missing(now=timezone.now())


@every("20 3 * * *")
@job("places.find_duplicates")
def search_duplicates(timestamp: int) -> None:
    """Compare, each night, the records that are neighbours: propose those alike, merge the sure ones (PLA-30)."""
    find_duplicates(now=timezone.now())


@every("30 4 * * *")
@job("places.keep_fresh")
def keep_fresh(timestamp: int) -> None:
    """Each morning, remind editors of what waits for a confirmation, and take from the map what waits too long."""
    now = timezone.now()
    while remind_editors(now=now):
        pass
    hide_stale(now=now)


@purge("places.PlacePerson", "places.person_shown_after", _("Personnes montrées sur un lieu après leur départ"))
def gone_people(before: datetime) -> QuerySet[PlacePerson]:
    """Return the people still shown at a place they left."""
    return PlacePerson.objects.filter(shown_on_map=True, ends_on__lt=before.date())


@gone_people.erase
def erase_shown(rows: list[PlacePerson], now: datetime) -> None:
    """Take them off the page, their professional contact with them."""
    forget_shown(rows, now=now)
