"""What the booking module keeps."""

from conum.domains.booking.models.api_client import ApiClient, ApiRequest
from conum.domains.booking.models.appointment import Appointment, Arrival, EngagedTime
from conum.domains.booking.models.appointment_type import AppointmentType, OpeningChoice, TeamChoice
from conum.domains.booking.models.calendar import BusyTime, CalendarFeed, ExternalCalendar
from conum.domains.booking.models.contact import Contact, Referrer
from conum.domains.booking.models.contact_merge import ContactMerge
from conum.domains.booking.models.presence import Absence, AvailabilityRule, Occurrence, RuleException
from conum.domains.booking.models.reminder import Reminder
from conum.domains.booking.models.screen import TicketScreen
from conum.domains.booking.models.waiting import WaitingListEntry
from conum.domains.booking.models.webhook import Webhook, WebhookDelivery
from conum.domains.booking.models.workshop import Registration, Seat, Workshop, WorkshopSeries
from conum.domains.booking.models.written_calendar import WrittenCalendar, WrittenEvent

__all__ = [
    "Absence",
    "ApiClient",
    "ApiRequest",
    "Appointment",
    "AppointmentType",
    "Arrival",
    "AvailabilityRule",
    "BusyTime",
    "CalendarFeed",
    "Contact",
    "ContactMerge",
    "EngagedTime",
    "ExternalCalendar",
    "Occurrence",
    "OpeningChoice",
    "Referrer",
    "Registration",
    "Reminder",
    "RuleException",
    "Seat",
    "TeamChoice",
    "TicketScreen",
    "WaitingListEntry",
    "Webhook",
    "WebhookDelivery",
    "Workshop",
    "WorkshopSeries",
    "WrittenCalendar",
    "WrittenEvent",
]
