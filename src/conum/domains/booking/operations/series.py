"""Series of workshops: dated workshops up to the horizon; a change says « this one, following, all » (BOO-40)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import Scope, WorkshopState
from conum.domains.booking.models import Workshop, WorkshopSeries
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import lock_people, locked, seen
from conum.domains.booking.operations.workshops import (
    Plan,
    cancel_taken,
    change,
    engage_leaders,
    mark_cancelled,
    revoke_registrations,
    save,
    workshop_type,
)
from conum.domains.booking.permissions import MANAGE_WORKSHOPS, series_visible_to, workshops_visible_to
from conum.domains.booking.queries.clocks import NATIONAL, departments, horizon, zone_of
from conum.domains.booking.queries.opening import ClosedDays
from conum.domains.booking.rules import booking as rules
from conum.domains.booking.rules import recurrence as recurrences
from conum.domains.booking.rules.recurrence import Recurrence, recurrence_of
from conum.kernel.rules import RuleBroken

UNBEGUN = (WorkshopState.DRAFT, WorkshopState.OPEN, WorkshopState.FULL)


@transaction.atomic
def create_series(
    *, plan: Plan, recurrence: Recurrence, actor: Actor, now: datetime, opened: bool = True
) -> WorkshopSeries:
    """Make a series and its dated workshops up to `booking.series_horizon`, open or as drafts.

    A date on which one of its leaders is taken is made as a draft without leader, for somebody to see to.

    Raises: PermissionRefused, OutOfSight; RuleBroken: BOO-03, BOO-11.
    """
    asked = workshop_type(plan, actor)
    recurrences.check(recurrence)
    lock_people(plan.people, now)
    series = WorkshopSeries(organisation_id=asked.organisation_id, created_at=now)
    _write(series, plan, recurrence, now)
    write_dates(series, now, opened=opened)
    journal("series.create", series, series.organisation_id, actor, now, first_day=recurrence.first_day)
    return series


def change_series(
    *, workshop_id: UUID, scope: str, plan: Plan, recurrence: Recurrence, actor: Actor, now: datetime
) -> WorkshopSeries | Workshop:
    """Change a workshop of a series: this one, this one and the following, or all those to come.

    Dates that the new recurrence leaves out are cancelled when nobody is registered, else the change is refused:
    they are handled first, one by one (BOO-09). Those changed on their own keep their changes.

    Raises: as `workshops.change`; RuleBroken: BOO-09 with the number of dates still registered.
    """
    if scope == Scope.THIS:
        found = seen(workshops_visible_to(actor), workshop_id)
        instants = recurrence.instants(found.series_day or found.starts_at.date())
        recurrences.hours_in_order.check(recurrence.start_time, recurrence.end_time, recurrence.ends_next_day)
        start, end = instants or (found.starts_at, found.ends_at)
        return change(workshop_id=workshop_id, plan=plan, starts_at=start, ends_at=end, actor=actor, now=now)
    return _change_following(workshop_id, scope == Scope.ALL, plan, recurrence, actor, now)


@transaction.atomic
def cancel_series(*, workshop_id: UUID, scope: str, reason: str, actor: Actor, now: datetime) -> list[Workshop]:
    """Cancel this workshop, this one and the following, or all those to come; returns those cancelled.

    Raises: OutOfSight, PermissionRefused, TransitionRefused; RuleBroken: BOO-26 without a reason.
    """
    rules.reason_given.check(reason)
    found = seen(workshops_visible_to(actor), workshop_id)
    MANAGE_WORKSHOPS.require(actor, found)
    rows = Workshop.objects.filter(state__in=UNBEGUN, starts_at__gt=now)
    if scope == Scope.THIS or found.series_id is None:
        rows = Workshop.objects.filter(pk=found.pk)
    else:
        since = now if scope == Scope.ALL else found.starts_at
        rows = rows.filter(series=found.series_id, starts_at__gte=since)
        _end_series(found.series_id, localdate(since) - timedelta(days=1), now)
    lock_people(rows.values_list("people", flat=True).exclude(people=None), now)
    taken = rows.select_for_update(no_key=True, of=("self",)).select_related("type").order_by("starts_at", "pk")
    cancelled = list(taken)
    for workshop in cancelled:
        mark_cancelled(workshop, reason.strip(), actor, now)
    return [revoke_registrations(workshop, actor, now) for workshop in cancelled]


def extend_series(*, now: datetime) -> None:
    """Write the dates that the horizon now reaches, series by series."""
    last = horizon(localdate(now))
    due = WorkshopSeries.objects.filter(active=True).exclude(materialised_until__gte=last)
    for key in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            series = WorkshopSeries.objects.get(pk=key)
            lock_people(series.people.values_list("pk", flat=True), now)
            write_dates(locked(WorkshopSeries.objects.all(), key), now, opened=True)


def write_dates(series: WorkshopSeries, now: datetime, *, opened: bool) -> list[Workshop]:
    """Make the dated workshops of a series that are not there yet, up to the horizon; closed days have none."""
    today = localdate(now)
    last = horizon(today)
    known = set(series.workshops.values_list("series_day", flat=True))
    people = list(series.people.values_list("pk", flat=True))
    days = [day for day in days_of(series, today, last) if day not in known]
    made = [made for day in days if (made := _date(series, people, day, now, opened))]
    series.materialised_until = last
    series.save(update_fields=["materialised_until"])
    return made


def days_of(series: WorkshopSeries, first: date, last: date) -> list[date]:
    """Return the days on which a series is held between two days, both included; closed days are left out."""
    closed = _closed(series, first, last)
    return [day for day in recurrence_of(series).days(first, last) if day not in closed]


def instants_of(series: WorkshopSeries, day: date) -> tuple[datetime, datetime] | None:
    """Return when a series starts and ends on a day; None when the change of clock leaves nothing of it."""
    return recurrence_of(series).instants(day)


def plan_of(series: WorkshopSeries) -> Plan:
    """Return what a series says of its workshops."""
    described = {name: getattr(series, name) for name in ("title", "seats", "level", "description")}
    more = {name: getattr(series, name) for name in ("public_audience", "equipment_provided")}
    people = tuple(series.people.values_list("pk", flat=True))
    themes = tuple(series.themes)
    return Plan(series.type_id, people, place_id=series.place_id, themes=themes, **described, **more)


def _write(series: WorkshopSeries, plan: Plan, recurrence: Recurrence, now: datetime) -> None:
    zone = zone_of(plan.place_id, series.organisation_id)
    values = plan.described() | recurrence.fields() | {"timezone": zone, "updated_at": now}
    for name, value in values.items():
        setattr(series, name, value)
    series.type_id, series.place_id = plan.type_id, plan.place_id
    series.save()
    series.people.set(plan.people)


def _date(series: WorkshopSeries, people: list[UUID], day: date, now: datetime, opened: bool) -> Workshop | None:
    instants = instants_of(series, day)
    if instants is None or instants[0] <= now:
        return None
    opens = instants[0] - timedelta(days=series.opens_days_before) if series.opens_days_before else None
    workshop = Workshop.objects.create(
        organisation_id=series.organisation_id,
        series=series,
        series_day=day,
        type_id=series.type_id,
        place_id=series.place_id,
        starts_at=instants[0],
        ends_at=instants[1],
        timezone=series.timezone,
        registration_opens_at=opens,
        state=WorkshopState.OPEN if opened else WorkshopState.DRAFT,
        created_at=now,
        updated_at=now,
        **plan_of(series).described(),
    )
    try:
        engage_leaders(workshop, people)
        workshop.people.set(people)
    except RuleBroken:
        workshop.state = WorkshopState.DRAFT
        workshop.save(update_fields=["state"])
    return workshop


def _closed(series: WorkshopSeries, first: date, last: date) -> frozenset[date]:
    codes = departments([series.place_id] if series.place_id else [], [series.organisation_id])
    department = codes.get(series.place_id) or codes.get(series.organisation_id) or NATIONAL
    return ClosedDays(first, last).of(series.organisation_id, series.place_id, department)


def _end_series(series_id: UUID, last: date, now: datetime) -> None:
    series = locked(WorkshopSeries.objects.all(), series_id)
    series.active, series.updated_at = False, now
    series.until = max(min(last, series.until or last), series.first_day)
    series.save(update_fields=["active", "until", "updated_at"])


@transaction.atomic
def _change_following(
    workshop_id: UUID, every: bool, plan: Plan, recurrence: Recurrence, actor: Actor, now: datetime
) -> WorkshopSeries:
    asked = workshop_type(plan, actor)
    found = seen(workshops_visible_to(actor).exclude(series=None), workshop_id)
    MANAGE_WORKSHOPS.require(actor, found)
    recurrences.check(recurrence)
    old = seen(series_visible_to(actor), found.series_id)
    lock_people([*plan.people, *old.people.values_list("pk", flat=True)], now)
    since = now if every else found.starts_at
    ahead = Workshop.objects.filter(series=old, state__in=UNBEGUN, starts_at__gt=now, starts_at__gte=since)
    rows = list(ahead.select_for_update(no_key=True, of=("self",)).select_related("type").order_by("starts_at", "pk"))
    series = old
    if not every:
        _end_series(old.pk, found.series_day - timedelta(days=1), now)
        first = max(recurrence.first_day, found.series_day)  # type: ignore[type-var]
        recurrence, series = replace(recurrence, first_day=first), WorkshopSeries(organisation_id=old.organisation_id)
        series.created_at = now
    _write(series, plan, recurrence, now)
    _carry(series, rows, asked, plan, actor, now)
    write_dates(series, now, opened=any(row.state != WorkshopState.DRAFT for row in rows))
    journal("series.change", series, series.organisation_id, actor, now, every=every, since=since)
    return series


def _carry(
    series: WorkshopSeries, rows: list[Workshop], asked: object, plan: Plan, actor: Actor, now: datetime
) -> None:
    """Bring the dated workshops to the new plan; those left out are cancelled, if nobody is registered."""
    held = recurrence_of(series)
    kept = set(held.days(min((row.series_day for row in rows), default=held.first_day), horizon(localdate(now))))  # type: ignore[type-var]
    out = [row for row in rows if row.series_day not in kept and not row.detached]
    rules.bookings_handled.check(sum(row.registered + row.held for row in out))
    for row in out:
        cancel_taken(row, "", actor, now)
    for row in [row for row in rows if row not in out]:
        row.series = series
        instants = held.instants(row.series_day)
        if row.detached or instants is None:
            row.save(update_fields=["series"])
        else:
            row.engaged.all().delete()
            save(row, asked, plan, *instants, "workshop.change", actor, now)
