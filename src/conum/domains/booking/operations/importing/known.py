"""What an organisation has that a file may name: its professionals, its places, its types, by their words."""

from __future__ import annotations

import re
from collections import defaultdict
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Membership
from conum.commons.territories.operations.table_file import CellRefused, plain
from conum.domains.booking.enums import LocationKind, TypeKind
from conum.domains.booking.models import AppointmentType, AvailabilityRule
from conum.domains.booking.operations.importing.columns import PEOPLE, PLACE, TYPE
from conum.domains.booking.permissions import STAFF
from conum.domains.places.models import Place

SEPARATORS = re.compile(r"[,;|]")
BEFORE_ADDRESS = re.compile(r"\s*[(,]")


class Known:
    """Read once for a whole file; each look-up names the column and what was not found."""

    def __init__(self, organisation_id: UUID) -> None:
        self.people: dict[str, set[UUID]] = defaultdict(set)
        self.places: dict[str, set[UUID]] = defaultdict(set)
        self.types: dict[str, list[AppointmentType]] = defaultdict(list)
        held = Membership.objects.filter(organisation=organisation_id, role__in=STAFF.split()).select_related("person")
        for person in {membership.person for membership in held}:
            names = (f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}", person.email)
            for name in names:
                self.people[plain(name)].add(person.pk)
        used = AvailabilityRule.objects.filter(organisation=organisation_id, place__isnull=False).values("place")
        places = Place.objects.filter(Q(organisation=organisation_id) | Q(pk__in=used), merged_into=None)
        for key, name in places.values_list("pk", "name"):
            self.places[plain(name)].add(key)
        for kind in AppointmentType.objects.filter(organisation=organisation_id):
            self.types[plain(kind.name)].append(kind)

    def professionals(self, text: str) -> tuple[UUID, ...]:
        """Return the professionals named. Raises: CellRefused: nobody, unknown, or two of the same name."""
        names = [name.strip() for name in SEPARATORS.split(text) if name.strip()]
        if not names:
            raise CellRefused(PEOPLE, _("Nommez au moins un professionnel."))
        unknown = _("« %(name)s » n'est pas un professionnel de votre structure.")
        twice = _("Plusieurs professionnels s'appellent « %(name)s » : donnez l'adresse électronique.")
        return tuple(dict.fromkeys(_only(self.people, name, PEOPLE, unknown, twice) for name in names))

    def place(self, text: str, kind: AppointmentType) -> UUID | None:
        """Return the place named, its address left aside; None when the type needs none."""
        if kind.location_kind != LocationKind.IN_PLACE:
            return None
        if not text:
            raise CellRefused(PLACE, _("Le motif « %(name)s » se tient sur place : donnez le lieu.") % {"name": kind})
        name = text if plain(text) in self.places else BEFORE_ADDRESS.split(text)[0]
        unknown = _("« %(name)s » n'est pas un lieu de votre structure.")
        twice = _("Plusieurs lieux de votre structure s'appellent « %(name)s ».")
        return _only(self.places, name, PLACE, unknown, twice)

    def type(self, text: str, place: str) -> AppointmentType:
        """Return the type named; of several of the same name, the one held where the line says."""
        found = self.types.get(plain(text), [])
        single = [kind for kind in found if kind.kind == TypeKind.INDIVIDUAL]
        if found and not single:
            raise CellRefused(
                TYPE, _("« %(name)s » est un atelier : seuls les rendez-vous s'importent.") % {"name": text}
            )
        there = [kind for kind in single if (kind.location_kind == LocationKind.IN_PLACE) == bool(place)]
        kept = single if len(single) == 1 else there
        if len(kept) != 1:
            many = _("Plusieurs motifs s'appellent « %(name)s » : renommez-les, ou l'un d'eux dans le fichier.")
            reason = many if kept or single else _("« %(name)s » n'est pas un motif de votre structure.")
            raise CellRefused(TYPE, reason % {"name": text[:60]})
        return kept[0]


def _only(known: dict[str, set[UUID]], name: str, column: str, unknown: str, twice: str) -> UUID:
    found = known.get(plain(name), set())
    if len(found) != 1:
        raise CellRefused(column, (twice if found else unknown) % {"name": name[:60]})
    return next(iter(found))
