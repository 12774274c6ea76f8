"""Kinds of appointment an organisation offers, and whether it opens on Sundays and public holidays."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import TypeKind
from conum.domains.booking.models import (
    Appointment,
    AppointmentType,
    AvailabilityRule,
    OpeningChoice,
    TeamChoice,
    Workshop,
)
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import locked
from conum.domains.booking.operations.occurrences import rewrite
from conum.domains.booking.parameters import (
    DURATION_DEFAULT,
    DURATION_INDIVIDUAL,
    DURATION_WORKSHOP,
    MAX_DELAY,
    MIN_DELAY,
)
from conum.domains.booking.permissions import (
    ALLOW_COORDINATORS,
    MANAGE_TYPES,
    OPEN_HOLIDAYS,
    calendar,
    types_visible_to,
)
from conum.domains.booking.rules import types as rules

FIELDS = frozenset({
    "name", "colour", "kind", "location_kind", "duration", "grid", "professionals", "themes", "bookable_by",
    "min_delay", "max_delay", "buffer_before", "buffer_after", "follow_up", "cancellable_by_user",
    "reschedulable_by_user", "visibility", "instructions", "restriction", "fields_asked", "reminder_hours",
    "active",
})  # fmt: skip


@transaction.atomic
def create_type(*, fields: dict[str, Any], actor: Actor, now: datetime) -> AppointmentType:
    """Make a type in the actor's organisation; `fields`: those of the model, delays in seconds.

    Raises: PermissionRefused; RuleBroken: BOO-01 beside the field.
    """
    MANAGE_TYPES.require(actor, calendar(actor.organisation_id, ()))
    row = AppointmentType(organisation_id=actor.organisation_id, created_at=now)
    usual = usual_fields(kind=fields.get("kind", TypeKind.INDIVIDUAL), actor=actor, now=now)
    given = {name: value for name, value in fields.items() if value is not None or name not in usual}
    return _save(row, usual | given, "type.create", actor, now)


def usual_fields(*, kind: str, actor: Actor, now: datetime) -> dict[str, int]:
    """Return the duration, in minutes, and the delays, in seconds, of a type that says none (sheet 06 section 8)."""
    longer = DURATION_WORKSHOP if kind == TypeKind.WORKSHOP else DURATION_INDIVIDUAL
    duration = longer if actor.role == Role.COUNSELLOR else DURATION_DEFAULT
    day = localdate(now)
    return {"duration": duration.on(day), "min_delay": MIN_DELAY.on(day), "max_delay": MAX_DELAY.on(day)}


@transaction.atomic
def change_type(*, type_id: UUID, fields: dict[str, Any], actor: Actor, now: datetime) -> AppointmentType:
    """Change a type; its kind is fixed once used. Made inactive, it keeps its bookings and takes no more.

    Raises: OutOfSight, PermissionRefused; RuleBroken beside the field.
    """
    row = locked(types_visible_to(actor), type_id)
    MANAGE_TYPES.require(actor, row)
    used = Appointment.objects.filter(type=row).exists() or Workshop.objects.filter(type=row).exists()
    rules.kind_is_fixed.check(row.kind, fields.get("kind", row.kind), used)
    kept = {name: value for name, value in fields.items() if name != "duration" or value is not None}
    return _save(row, kept, "type.change", actor, now)


@transaction.atomic
def open_on(
    *, actor: Actor, now: datetime, sundays: bool, holidays: bool, place_id: UUID | None = None
) -> OpeningChoice:
    """Say whether the organisation, or one of its places, works on Sundays and public holidays (BOO-02).

    Raises: PermissionRefused.
    """
    OPEN_HOLIDAYS.require(actor, calendar(actor.organisation_id, ()))
    values = {"sundays": sundays, "holidays": holidays, "updated_at": now}
    choice, _ = OpeningChoice.objects.update_or_create(
        organisation_id=actor.organisation_id,
        place_id=place_id,
        defaults=values,
        create_defaults={**values, "created_at": now},
    )
    held = AvailabilityRule.objects.filter(organisation=actor.organisation_id, active=True)
    for rule in held.filter(place=place_id) if place_id else held:
        rewrite(rule, now)
    journal("opening.set", choice, choice.organisation_id, actor, now, sundays=sundays, holidays=holidays)
    return choice


@transaction.atomic
def allow_coordinators(*, allowed: bool, actor: Actor, now: datetime) -> TeamChoice:
    """Say whether coordinators keep the presences and absences of the actor's organisation (sheet 06 section 10).

    Raises: PermissionRefused.
    """
    ALLOW_COORDINATORS.require(actor, calendar(actor.organisation_id, ()))
    values = {"coordinators_edit": allowed, "updated_at": now}
    choice, _ = TeamChoice.objects.update_or_create(
        organisation_id=actor.organisation_id, defaults=values, create_defaults={**values, "created_at": now}
    )
    journal("team.choose", choice, choice.organisation_id, actor, now, coordinators_edit=allowed)
    return choice


def _save(row: AppointmentType, fields: dict[str, Any], action: str, actor: Actor, now: datetime) -> AppointmentType:
    for name, value in fields.items():
        if name not in FIELDS:
            raise ValueError(f"{name} is not a field of an appointment type")
        setattr(row, name, value)
    row.updated_at = now
    rules.check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "appointment_type_unique_name" not in str(error):
            raise
        rules.name_is_free.check(False)
    journal(action, row, row.organisation_id, actor, now, kind=row.kind, active=row.active)
    return row
