"""Places as their editors see them: the list, the score, the freshness, the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext

from conum.commons.accounts.models import Actor, Person
from conum.commons.journal.queries import about
from conum.domains.places import parameters
from conum.domains.places.enums import Freshness
from conum.domains.places.models import LISTS, Place, PlacePerson
from conum.domains.places.permissions import places_in_hand
from conum.domains.places.rules.places import freshness_of
from conum.domains.places.rules.quality import Described, Part, parts
from conum.kernel.ui.words import phone

CONFIRM = "places.confirm"
CONFIRM_LIFE = 90 * 24 * 3600  # seconds: a reminder is answered within three months
# Fields a version is compared by and brought back with; what is computed or ours stays out.
WRITTEN = (
    "name", "typologies", "pivot", "commune_id", "commune_name", "postal_code", "insee_code", "address",
    "address_complement", "address_key", "latitude", "longitude", "precision", "services", "target_audiences",
    "special_support", "fees", "itinerance", "access_modes", "support_modes", "national_schemes", "labels",
    "other_labels", "summary", "description", "accessibility_url", "booking_url", "opening_hours",
    "opening_hours_source", "phones", "emails", "websites", "parent_organisation", "accepts_vouchers",
    "membership_required",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A field that changed in a version: its French name, and both values as shown."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A version of a place: when, by whom, what changed; `is_current` for the one in force."""

    pk: int
    at: datetime
    author: str
    source: str
    changes: list[Change]
    is_current: bool


def my_places(actor: Actor) -> QuerySet[Place]:
    """Return the places the actor may edit, closed ones included, merged ones left out."""
    rows = Place.objects.filter(places_in_hand(actor), merged_into=None)
    return rows.select_related("commune__department", "organisation")


def quality(place: Place, today: date) -> tuple[int, list[Part]]:
    """Return the score of a place, from 0 to 100, and its lines."""
    read = {name: getattr(place, name) for name in Described.__dataclass_fields__}
    lines = parts(Described(**read), today)
    return sum(line.points for line in lines), lines


def freshness(place: Place, today: date) -> Freshness:
    """Return how fresh a place is (PLA-08), by the limits in force."""
    return freshness_of(place.updated_on, today, parameters.FRESHNESS_MONTHS.on(today))


def my_presence(place: Place, person: UUID, today: date) -> PlacePerson | None:
    """Return the person's own presence at a place today, None when they do not work there."""
    rows = PlacePerson.objects.filter(place=place, person=person, starts_on__lte=today)
    return rows.exclude(ends_on__lt=today).order_by("-starts_on").first()


def identity_pairs(place: Place) -> list[tuple[str, str]]:
    """Return what is said of a place's identity, as (label, value)."""
    names = ("name", "typologies", "address", "address_complement", "postal_code", "commune_name")
    pairs = [(field_label(name), shown(name, getattr(place, name))) for name in names if getattr(place, name)]
    precision = place.get_precision_display() or gettext("position inconnue")
    number = place.pivot if place.pivot.strip("0") else gettext("non connu")
    return [*pairs, (gettext("Position"), str(precision)), (gettext("SIRET, RNA ou RIDET"), number)]


def access_pairs(place: Place) -> list[tuple[str, str]]:
    """Return what is said of access and services."""
    names = (
        "services", "support_modes", "target_audiences", "special_support", "fees", "access_modes", "itinerance",
        "summary", "accessibility_url", "booking_url", "national_schemes", "labels", "other_labels", "accepts_vouchers",
        "membership_required",
    )  # fmt: skip
    return [(field_label(name), shown(name, getattr(place, name))) for name in names if getattr(place, name)]


def contact_pairs(place: Place) -> list[tuple[str, str]]:
    """Return how to reach a place."""
    phones = ", ".join(phone(number) for number in place.phones)
    pairs = (("phones", phones), ("emails", ", ".join(place.emails)), ("websites", ", ".join(place.websites)))
    return [(field_label(name), value) for name, value in pairs if value]


def versions(place: Place) -> list[Version]:
    """Return the versions of a place, latest first, each with what it changed."""
    rows = list(apps.get_model("places", "PlaceEvent").objects.filter(pgh_obj_id=place.pk).order_by("pgh_id"))
    authors = {line.happened_at: line.author for line in about(place)}
    found = []
    for before, row in zip([None, *rows], rows, strict=False):
        changes = _changes(before, row) if before else []
        if before is None or changes:
            author = authors.get(row.updated_at) or ""
            source = row.get_last_edit_source_display()
            found.append(Version(row.pk, row.pgh_created_at, author, source, changes, False))
    if found:
        found[-1] = Version(**{**found[-1].__dict__, "is_current": True})
    return found[::-1]


def version_values(place: Place, version: int) -> dict[str, Any] | None:
    """Return the fields of one version of a place, None when it is not one of its versions."""
    row = apps.get_model("places", "PlaceEvent").objects.filter(pgh_obj_id=place.pk, pk=version).first()
    return {name: getattr(row, name) for name in WRITTEN} if row else None


def confirm_token(place: UUID, person: UUID) -> str:
    """Return the token of the link in a reminder: this place, this editor."""
    return signing.dumps([str(place), str(person)], salt=CONFIRM)


def confirmed_by(token: str) -> tuple[Place, Person] | None:
    """Return the place and the editor of a link; None when it is forged, old, or of somebody who left."""
    try:
        place, person = signing.loads(token, salt=CONFIRM, max_age=CONFIRM_LIFE)
        found = Place.objects.filter(pk=place, merged_into=None).select_related("commune").first()
        editor = Person.objects.filter(pk=person, is_active=True).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (found, editor) if found and editor else None


def _changes(before: Any, after: Any) -> list[Change]:
    changed = [name for name in WRITTEN if getattr(before, name) != getattr(after, name)]
    hidden = {"insee_code", "commune_name", "longitude", "address_key", "opening_hours_source"}
    extra = [name for name in ("visible", "closed_on") if getattr(before, name) != getattr(after, name)]
    return [
        Change(field_label(name), shown(name, getattr(before, name)), shown(name, getattr(after, name)))
        for name in (*changed, *extra)
        if name not in hidden or len(changed) == 1
    ]


def field_label(name: str) -> str:
    """Return the French name of a field."""
    label = str(Place._meta.get_field(name.removesuffix("_id")).verbose_name)
    return label[:1].upper() + label[1:]


def shown(name: str, value: Any) -> str:
    """Return a value of a field as people read it."""
    if name in LISTS:
        return ", ".join(str(LISTS[name](code).label) for code in value)
    if name == "phones":
        return ", ".join(phone(number) for number in value)
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
