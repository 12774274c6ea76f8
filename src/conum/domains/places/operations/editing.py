"""Writing places: each edit is journalled, kept in the history and told to what depends on it (PLA-11)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Organisation, Person
from conum.commons.journal.operations import record
from conum.commons.territories.models import Commune
from conum.domains.places.enums import UNKNOWN_PIVOT, EditSource
from conum.domains.places.events import PlacesChanged
from conum.domains.places.models import Place, PlacePerson
from conum.domains.places.permissions import CREATE_PLACE, EDIT_PLACE
from conum.domains.places.queries.editing import version_values
from conum.domains.places.queries.people import private_addresses
from conum.domains.places.rules import editing as rules
from conum.domains.places.rules.opening_hours.reading import check as check_hours
from conum.domains.places.rules.places import PRIVATE, PUBLIC_ONLY
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish
from conum.kernel.ids import new_id

FAMILY = "places"
# Who makes a place works there; a manager, a prefecture or an administrator makes it for others.
WORKERS = frozenset({Role.COUNSELLOR, Role.MEDIATOR, Role.COORDINATOR})
OF_SEAT = frozenset({"name", "address", "pivot", "commune_id", "postal_code"})


@transaction.atomic
def create_place(values: dict[str, Any], *, actor: Actor, now: datetime) -> Place:
    """Make a place.

    Args:
        values: fields of `Place`; those missing keep their default.

    Raises:
        PermissionRefused: the actor makes no place there.
        RuleBroken, ConumError: a value is refused, with its field.
    """
    made = Place(
        created_by_id=actor.person_id, last_edit_source=EditSource.PERSON, created_at=now, updated_at=now,
        updated_on=timezone.localdate(now),
    )  # fmt: skip
    for name, value in _settled({"access_modes": []}, {"services": [], **values}).items():
        setattr(made, name, value)
    made.schema_id = f"conum_{new_id()}"
    made.organisation_id = made.organisation_id or _organisation_of(made.pivot, actor)
    CREATE_PLACE.require(actor, made)
    made.save(force_insert=True)
    if actor.role in WORKERS:
        PlacePerson.objects.create(
            place=made, person_id=actor.person_id, starts_on=timezone.localdate(now), created_at=now, updated_at=now
        )
    _told(made, "place.create", values, actor, now, created=True)
    return made


@transaction.atomic
def edit_place(place_id: UUID, values: dict[str, Any], *, actor: Actor, now: datetime) -> Place:
    """Change fields of a place; its `updated_on` becomes today, even when nothing differs.

    Raises:
        OutOfSight, PermissionRefused: unknown place, or not one of the actor's (PLA-11).
        RuleBroken, ConumError: a value is refused, with its field.
    """
    place = locked(place_id)
    EDIT_PLACE.require(actor, place)
    rules.place_is_open.check(place.closed_on)
    return _written(place, values, "place.edit", actor, now)


@transaction.atomic
def restore_version(place_id: UUID, version: int, *, actor: Actor, now: datetime) -> Place:
    """Bring back the fields of an earlier version; itself an edit, so that it can be undone too.

    Raises:
        OutOfSight: not a version of this place.
    """
    place = locked(place_id)
    EDIT_PLACE.require(actor, place)
    rules.place_is_open.check(place.closed_on)
    values = version_values(place, version)
    if values is None:
        raise OutOfSight(_("Cette version n’existe pas."))
    return _written(place, values, "place.restore", actor, now)


@transaction.atomic
def confirm_place(place_id: UUID, *, actor: Actor | None, now: datetime, editor: Person | None = None) -> Place:
    """Say that nothing changed: `updated_on` becomes today (PLA-09).

    Args:
        actor: who says so, signed in; None when the answer came from the link of a reminder.
        editor: the person of the link.
    """
    place = locked(place_id)
    if actor is not None:
        EDIT_PLACE.require(actor, place)
    rules.place_is_open.check(place.closed_on)
    if place.updated_on != timezone.localdate(now):
        place.updated_on, place.updated_at = timezone.localdate(now), now
        place.save(update_fields=["updated_on", "updated_at", *back_on_the_map(place)])
        _told(place, "place.confirm", {"updated_on": place.updated_on}, actor or _linked(editor), now)
    return place


@transaction.atomic
def close_place(place_id: UUID, closed_on: date, *, actor: Actor, now: datetime) -> Place:
    """Close a place: its page stays and says so (PLA-19)."""
    place = locked(place_id)
    EDIT_PLACE.require(actor, place)
    rules.place_is_open.check(place.closed_on)
    rules.closing_day_not_past_opening.check(closed_on, timezone.localdate(now))
    place.open_during = None
    return _written(place, {"closed_on": closed_on}, "place.close", actor, now)


@transaction.atomic
def reopen_place(place_id: UUID, *, actor: Actor, now: datetime) -> Place:
    """Open a closed place again; nothing happens when it is open."""
    place = locked(place_id)
    EDIT_PLACE.require(actor, place)
    return _written(place, {"closed_on": None}, "place.reopen", actor, now) if place.closed_on else place


@transaction.atomic
def show_place(place_id: UUID, visible: bool, *, actor: Actor, now: datetime) -> Place:
    """Show a place on the map, or hide it."""
    place = locked(place_id)
    EDIT_PLACE.require(actor, place)
    return _written(place, {"visible": visible}, "place.show", actor, now)


@transaction.atomic
def show_person(presence_id: UUID, values: dict[str, Any], *, actor: Actor, now: datetime) -> PlacePerson:
    """Keep what a person accepts to show of themselves at a place; withdrawing erases it at once (PLA-13).

    Args:
        values: `shown_on_map`, `public_email`, `public_phone`.

    Raises:
        OutOfSight: unknown presence.
        RuleBroken: it is somebody else's.
    """
    presence = PlacePerson.objects.select_for_update(no_key=True).filter(pk=presence_id).first()
    if presence is None:
        raise OutOfSight(_("Cette personne ne travaille pas dans ce lieu."))
    shown = bool(values["shown_on_map"])
    rules.shown_with_consent.check(True, presence.person_id == actor.person_id)
    presence.shown_on_map, presence.consent_at = shown, now if shown else None
    presence.public_email = values["public_email"] if shown else ""
    presence.public_phone = values["public_phone"] if shown else ""
    presence.updated_at = now
    presence.save(update_fields=["shown_on_map", "consent_at", "public_email", "public_phone", "updated_at"])
    record(family=FAMILY, action="place.show_person", actor=actor, subject=presence, payload={"shown": shown}, now=now)
    return presence


def locked(place_id: UUID) -> Place:
    """Return a place, locked until the end of the transaction.

    Raises:
        OutOfSight: unknown.
        RuleBroken: it was merged into another.
    """
    place = Place.objects.select_for_update(no_key=True).filter(pk=place_id).first()
    if place is None:
        raise OutOfSight(_("Ce lieu n’existe pas."))
    rules.place_is_not_merged.check(place.merged_into_id is not None)
    return place


def _written(place: Place, values: dict[str, Any], action: str, actor: Actor, now: datetime) -> Place:
    kept = {"services": place.services, "access_modes": place.access_modes}
    settled = _settled(kept, values)
    changed = {name: value for name, value in settled.items() if getattr(place, name) != value}
    _seat(place, changed, actor)
    rules.no_address_of_a_person_without_consent.check(_of_somebody(place, changed.get("emails", []), actor, now))
    for name, value in changed.items():
        setattr(place, name, value)
    place.updated_on, place.updated_at, place.last_edit_source = timezone.localdate(now), now, EditSource.PERSON
    back = back_on_the_map(place, chosen="visible" in values)
    place.save(update_fields=[*changed, *back, "updated_on", "updated_at", "last_edit_source"])
    _told(place, action, changed, actor, now)
    return place


def back_on_the_map(place: Place, *, chosen: bool = False) -> tuple[str, ...]:
    """Show again a place that had left the map for want of news (PLA-10); returns the fields written.

    Args:
        chosen: whether it shows was just chosen by a person.
    """
    if place.hidden_on is None:
        return ()
    place.visible, place.hidden_on = place.visible if chosen else True, None
    return ("visible", "hidden_on")


def _seat(place: Place, changed: dict[str, Any], actor: Actor) -> None:
    """The seat of an organisation is described by its managers (PLA-11)."""
    touched = bool(OF_SEAT & changed.keys())
    siret = place.organisation.siret if touched and place.organisation_id else ""
    manages = actor.role == Role.NATIONAL_ADMIN or (
        actor.role == Role.HOST_MANAGER and actor.organisation_id == place.organisation_id
    )
    rules.seat_is_changed_by_its_managers.check(bool(siret) and place.pivot == siret, manages)


def _of_somebody(place: Place, emails: list[str], actor: Actor, now: datetime) -> str:
    """The first address that is a person's of the place who did not accept to show it; one's own is one's choice."""
    if not emails:
        return ""
    private = private_addresses([place.pk], timezone.localdate(now), but=actor.person_id).get(place.pk, set())
    return next((one for one in emails if one.lower() in private), "")


def _settled(kept: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with those they decide: commune, hours, and the private place of PLA-02."""
    settled = dict(values)
    if "commune_id" in settled:
        commune = Commune.objects.get(pk=settled["commune_id"])
        settled |= {"commune_name": commune.name, "insee_code": commune.pk}
        _check_postal_code(settled.get("postal_code", ""), commune)
    if "opening_hours" in settled:
        settled.setdefault("opening_hours_source", settled["opening_hours"])
        settled["opening_hours"] = check_hours(settled["opening_hours"])
    if "services" in settled or "access_modes" in settled:
        settled |= _access({**kept, **settled})
    return settled


def _access(values: dict[str, Any]) -> dict[str, Any]:
    """Services and « receives nobody » never stand together; without service, nothing else is said of access."""
    if values["services"]:
        return {"access_modes": [mode for mode in values["access_modes"] if mode != PRIVATE]}
    return {**{name: [] for name in PUBLIC_ONLY}, "access_modes": [PRIVATE]}


def _check_postal_code(postal_code: str, commune: Commune) -> None:
    if not rules.postal_code_fits(postal_code, commune.postcodes):
        told = {"code": postal_code, "commune": commune.name, "known": ", ".join(commune.postcodes)}
        text = _("Le code postal %(code)s n’est pas celui de %(commune)s : %(known)s.") % told
        raise ConumError(text, field="postal_code")


def _organisation_of(pivot: str, actor: Actor) -> UUID | None:
    """A manager's place is of the own organisation; another is linked when its SIRET is known."""
    if actor.role == Role.HOST_MANAGER:
        return actor.organisation_id
    if pivot == UNKNOWN_PIVOT:
        return None
    return Organisation.objects.filter(siret=pivot, branch_name="").values_list("pk", flat=True).first()


def _linked(editor: Person | None) -> Actor | None:
    """Who answered a link, as the journal asks."""
    if editor is None:
        return None
    membership = editor.memberships.order_by("-starts_on").first()
    return _Linked(editor.pk, membership.role if membership else Role.PUBLIC)  # type: ignore[return-value]


class _Linked:
    def __init__(self, person_id: UUID, role: str) -> None:
        self.person_id, self.role = person_id, role


def _told(
    place: Place, action: str, changed: dict[str, Any], actor: Any, now: datetime, *, created: bool = False
) -> None:
    record(family=FAMILY, action=action, actor=actor, subject=place, payload={"fields": sorted(changed)}, now=now)
    new = frozenset({str(place.pk)}) if created else frozenset()
    publish(PlacesChanged((str(place.pk),), new, frozenset() if created else frozenset(changed), now))
