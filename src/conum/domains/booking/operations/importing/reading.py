"""A line of the file turned into an appointment, or refused with the column and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from conum.commons.territories.operations.cells import choice, day, number, short
from conum.commons.territories.operations.table_file import CellRefused, Line
from conum.domains.booking.enums import BookingState, CreatorKind
from conum.domains.booking.models import AppointmentType
from conum.domains.booking.operations.contacts import Who
from conum.domains.booking.operations.importing import columns
from conum.domains.booking.operations.importing.known import SEPARATORS, Known
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.queries.slots import Slot
from conum.domains.booking.rules.booking import MAX_CONTEXT, ends_later, named, reachable

MOST_ID = 64
MINUTES = (5, 480)


@dataclass(frozen=True)
class Row:
    """An appointment as the file says it; `who` None keeps nobody: a past one without a way to reach the person."""

    external_id: str
    type: AppointmentType
    slot: Slot
    state: str
    who: Who | None
    creator: str
    context: str
    made_at: datetime
    zone: str


class Reader:
    """Reads the lines of a file for an organisation, at an instant."""

    def __init__(self, organisation_id: UUID, now: datetime) -> None:
        self.organisation_id, self.now = organisation_id, now
        self.known = Known(organisation_id)
        self.zone_of = lru_cache(maxsize=None)(lambda place: zone_of(place, organisation_id))

    def read(self, line: Line) -> Row:
        """Return the appointment of a line. Raises: CellRefused: the column and the reason."""
        cells = line.cells
        external_id = short(columns.ID, cells[columns.ID], MOST_ID)
        if not external_id:
            raise CellRefused(columns.ID, _("Donnez l'identifiant : il empêche d'importer deux fois."))
        kind = self.known.type(cells[columns.TYPE], cells.get(columns.PLACE, ""))
        place = self.known.place(cells.get(columns.PLACE, ""), kind)
        people = self.known.professionals(cells[columns.PEOPLE])
        zone = self.zone_of(place)
        start = _instant(cells, columns.DAY, columns.HOUR, zone)
        slot = Slot(kind.pk, place, start, _end(cells, start, kind, zone), people)
        creator = cells.get(columns.CREATOR, "")
        return Row(
            external_id, kind, slot, self.state(cells, start), self.who(cells, start),
            choice(columns.CREATOR, creator, columns.CREATORS) if creator else CreatorKind.STAFF,
            short(columns.CONTEXT, cells.get(columns.CONTEXT, ""), MAX_CONTEXT), self.made_at(cells, start, zone), zone,
        )  # fmt: skip

    def state(self, cells: dict[str, str], start: datetime) -> str:
        """Return the state here: what is not known is to come, or to confirm; what is to come has not ended."""
        found = choice(columns.STATE, cells[columns.STATE], columns.STATES)
        coming = start > self.now
        if found == columns.UNKNOWN:
            return BookingState.PLANNED if coming else BookingState.TO_CONFIRM
        if coming and found in (BookingState.ATTENDED, BookingState.NO_SHOW):
            raise CellRefused(columns.STATE, _("Ce rendez-vous est à venir : personne ne sait encore qui viendra."))
        return found

    def who(self, cells: dict[str, str], start: datetime) -> Who | None:
        """Return the person; None for a past appointment whose person cannot be reached (PRI-03)."""
        first, last = cells.get(columns.FIRST_NAME, ""), cells.get(columns.LAST_NAME, "")
        if not first and not last:
            first, _space, last = SEPARATORS.split(cells.get(columns.USER, ""))[0].strip().partition(" ")
        phone, email = cells.get(columns.PHONE, ""), cells.get(columns.EMAIL, "")
        if not reachable(phone, email):
            if start > self.now:
                raise CellRefused(columns.PHONE, reachable.explain(phone, email))
            return None
        if not named(first, last):
            raise CellRefused(columns.USER, named.explain(first, last))
        if email and ("@" not in email or len(email) > 254):
            raise CellRefused(
                columns.EMAIL, _("« %(text)s » n'est pas une adresse électronique.") % {"text": email[:60]}
            )
        return Who(
            short(columns.FIRST_NAME, first, 80), short(columns.LAST_NAME, last.strip(), 80),
            short(columns.PHONE, phone, 24), email,
        )  # fmt: skip

    def made_at(self, cells: dict[str, str], start: datetime, zone: str) -> datetime:
        """Return when the appointment was taken; now when the file does not say."""
        if not cells.get(columns.MADE_DAY):
            return min(self.now, start)
        made = _instant(cells, columns.MADE_DAY, columns.MADE_HOUR if cells.get(columns.MADE_HOUR) else "", zone)
        if made > max(start, self.now):
            raise CellRefused(
                columns.MADE_DAY, _("Le rendez-vous a été pris après son début : vérifiez les deux dates.")
            )
        return min(made, self.now)


def _instant(cells: dict[str, str], day_column: str, hour_column: str, zone: str) -> datetime:
    found = day(day_column, cells[day_column])
    hour = _hour(hour_column, cells[hour_column]) if hour_column else time()
    return datetime.combine(found, hour, ZoneInfo(zone))


def _hour(column: str, text: str) -> time:
    for form in ("%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh"):
        try:
            return datetime.strptime(text, form).time()
        except ValueError:
            continue
    raise CellRefused(column, _("« %(text)s » n'est pas une heure : écrivez 14:30.") % {"text": text[:20]})


def _end(cells: dict[str, str], start: datetime, kind: AppointmentType, zone: str) -> datetime:
    if cells.get(columns.ENDS):
        end = datetime.combine(start.date(), _hour(columns.ENDS, cells[columns.ENDS]), ZoneInfo(zone))
        if not ends_later(start, end):
            raise CellRefused(columns.ENDS, ends_later.explain(start, end))
        return end
    given = cells.get(columns.MINUTES, "")
    minutes = int(number(columns.MINUTES, given, *MINUTES)) if given else kind.duration
    return start + timedelta(minutes=minutes)
