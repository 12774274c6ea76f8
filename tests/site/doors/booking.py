"""What the addresses of booking show, on each side: rows of the organisation of who knocks, and of another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.domains.booking.models import (
    Absence,
    ApiClient,
    AvailabilityRule,
    ContactMerge,
    ExternalCalendar,
    Webhook,
    WebhookDelivery,
)
from conum.domains.booking.operations.importing import keep_draft
from conum.domains.booking.queries import links
from tests.domains.booking.importing.files import as_csv
from tests.domains.booking.rows import make_appointment, make_registration, make_type, make_wait, make_workshop
from tests.factories_accounts import make_actor, make_person
from tests.factories_places import make_place
from tests.site.doors.country import Country

STAFF = (Role.COUNSELLOR, Role.MEDIATOR, Role.COORDINATOR, Role.HOST_MANAGER)


def _rows(organisation: Any, person: Any) -> dict[str, Any]:
    now = timezone.now()
    dated = {"created_at": now, "updated_at": now}
    kind = make_type(organisation=organisation)
    grouped = make_type(organisation=organisation, kind="workshop", duration=120)
    place = make_place(organisation=organisation)
    first = (now + timedelta(days=2)).date()
    rule = AvailabilityRule.objects.create(
        organisation=organisation, place=place, first_day=first, start_time="09:00", end_time="12:00", **dated
    )
    rule.people.add(person)
    rule.types.add(kind)
    workshop = make_workshop(now, type=grouped, place=place, people=[person])
    registration = make_registration(now, workshop)
    appointment = make_appointment(now, type=kind, place=place, people=[person])
    absence = Absence.objects.create(
        person=person, organisation=organisation, starts_at=now, ends_at=now + timedelta(days=1), **dated
    )
    calendar = ExternalCalendar.objects.create(person=person, name="Perso", address=b"x", **dated)
    given = {"address": "https://logiciel.example.org/", "events": ["rule.changed"], "secret_made_at": now}
    webhook = Webhook.objects.create(organisation=organisation, name=f"Site {place.pk}", secret=b"x", **given, **dated)
    delivery = WebhookDelivery.objects.create(webhook=webhook, event="rule.changed", body="{}", due_at=now, **dated)
    machine = ApiClient.objects.create(
        organisation=organisation, name=f"Site {place.pk}", scopes=["slots:read"], token_hash=place.pk.hex * 2,
        expires_at=now + timedelta(days=1), **dated,
    )  # fmt: skip
    other = make_appointment(now, type=kind, place=place, people=[person])
    merge = ContactMerge.objects.create(
        organisation=organisation, kept=appointment.contact, merged=other.contact, former_key="0" * 64, reason="Double",
        merged_by=person, **dated,
    )  # fmt: skip
    return {
        "merge": (merge.pk,),
        "import": (_draft(organisation, now),),
        "machine": (machine.pk,),
        "webhook": (webhook.pk,),
        "delivery": (delivery.pk,),
        "type": (kind.pk,),
        "place": (place.pk,),
        "rule": (rule.pk,),
        "day": (rule.pk, first.isoformat()),
        "appointment": (appointment.pk,),
        "workshop": (workshop.pk,),
        "registration": (workshop.pk, registration.pk),
        "absence": (absence.pk,),
        "calendar": (calendar.pk,),
        "appointment_link": (links.token(links.Target.APPOINTMENT, appointment.pk),),
        "waiting_link": (links.token(links.Target.WAITING, make_wait(now, workshop).pk),),
    }


def _draft(organisation: Any, now: datetime) -> UUID:
    """A file of appointments that waits for a decision: its only line is refused."""
    upload = SimpleUploadedFile("rendez-vous.csv", as_csv([{"id": "1"}]).encode(), "text/csv")
    return keep_draft(upload, actor=make_actor(Role.HOST_MANAGER, organisation=organisation), now=now).pk


_made: dict[tuple[int, str], dict[str, Any]] = {}


def _inside(country: Country, role: str) -> dict[str, Any] | None:
    """Rows of who knocks under this role; None for a role without organisation."""
    membership = country.memberships.get(role)
    if role not in STAFF or membership is None or membership.organisation is None:
        return None
    return _once(country, role, membership.organisation, membership.person)


def _outside(country: Country) -> dict[str, Any]:
    return _once(country, "there", country.there.rows["host"], None)


def _once(country: Country, name: str, organisation: Any, person: Any) -> dict[str, Any]:
    key = (id(country), name)
    if key not in _made:
        _made[key] = _rows(organisation, person or make_person())
    return _made[key]


def found(country: Country, role: str, name: str) -> tuple[list[Any], list[Any]]:
    """Return the arguments this role reaches, and those it does not."""
    inside = _inside(country, role)
    return ([inside[name]] if inside else []), [_outside(country)[name]]


def for_everybody(country: Country, name: str) -> tuple[list[Any], list[Any]]:
    """Return arguments that anybody reaches."""
    return [_outside(country)[name]], []


OF_STAFF = {
    "booking:appointment": "appointment",
    "booking:import_check": "import",
    "booking:phone_mark": "appointment",
    "booking:attendance": "appointment",
    "booking:revoke": "appointment",
    "booking:staff_move": "appointment",
    "booking:staff_slots": "type",
    "booking:staff_ask": "type",
    "booking:reception": "place",
    "booking:rule": "rule",
    "booking:rule_stop": "rule",
    "booking:occurrence": "day",
    "booking:absence_remove": "absence",
    "booking:type": "type",
    "booking:workshop_staff": "workshop",
    "booking:workshop_change": "workshop",
    "booking:workshop_open": "workshop",
    "booking:workshop_cancel": "workshop",
    "booking:workshop_hold": "workshop",
    "booking:workshop_register": "workshop",
    "booking:same_person": "appointment",
    "booking:separate": "merge",
    "booking:roll": "workshop",
    "booking:check_in": "registration",
    "booking:registration_revoke": "registration",
    "booking:unfollow": "calendar",
    "booking:api_client": "machine",
    "booking:api_client_revoke": "machine",
    "booking:webhook": "webhook",
    "booking:webhook_change": "webhook",
    "booking:webhook_secret": "webhook",
    "booking:webhook_off": "webhook",
    "booking:webhook_on": "webhook",
    "booking:webhook_delete": "webhook",
    "booking:webhook_deliveries": "webhook",
    "booking:webhook_delivery": "delivery",
    "booking:webhook_again": "delivery",
}
OF_EVERYBODY = {
    "booking:at_place": "place",
    "booking:slots": "type",
    "booking:ask": "type",
    "booking:wish": "type",
    "booking:link": "appointment_link",
    "booking:own_file": "appointment_link",
    "booking:own_cancel": "appointment_link",
    "booking:own_move": "appointment_link",
    "booking:own_messages": "appointment_link",
    "booking:earlier": "appointment_link",
    "booking:offer": "waiting_link",
    "booking:workshop": "workshop",
    "booking:register": "workshop",
    "booking:wait": "workshop",
}
"""Which row each address shows."""

OF_MACHINES = (
    "kinds", "slots", "appointments", "book", "appointment", "move", "cancel", "attend", "workshops", "register",
    "registrations", "registration", "unregister", "presences", "absences", "absent", "present",
)  # fmt: skip
OF_ONE = ("appointment", "move", "cancel", "attend", "register", "registration", "unregister", "present")
API = tuple(f"booking:api_{name}" for name in OF_MACHINES)
"""Addresses that ask a token, whoever is signed in."""
