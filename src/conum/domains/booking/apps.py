"""Wiring of the booking module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingConfig(AppConfig):
    """Permanences, appointments, workshops and waiting lists (sheet 06)."""

    name = "conum.domains.booking"
    label = "booking"
    verbose_name = "Rendez-vous"

    def ready(self) -> None:
        """Add the entries of the main menu, the colours of states, and what places show of us."""
        from conum.domains.booking import permissions  # noqa: PLC0415 – models are ready only now
        from conum.domains.booking.queries import at_place, listings, offering  # noqa: PLC0415
        from conum.domains.places.operations.merged_rows import plug_rows  # noqa: PLC0415
        from conum.domains.places.queries.offers import (  # noqa: PLC0415
            plug_bookable,
            plug_booking_page,
            plug_first_slots,
            plug_offers,
        )
        from conum.domains.places.queries.walk_ins import plug_walk_ins  # noqa: PLC0415
        from conum.kernel.ui.navigation import Entry, register  # noqa: PLC0415
        from conum.kernel.ui.tones import name_tones  # noqa: PLC0415

        plug_offers(offering.offers)
        plug_first_slots(offering.first_slots)
        plug_booking_page(offering.page_of)
        plug_walk_ins(listings.walk_in_times)
        plug_bookable(offering.places_with_permanence)
        plug_bookable(offering.places_with_workshop)
        for rows in (at_place.permanences, at_place.series, at_place.workshops, at_place.appointments):
            plug_rows(rows.__name__, rows)
        plug_rows("opening_choices", at_place.opening_choices)
        plug_rows("places_wished", at_place.places_wished)
        plug_rows("offers_held", at_place.offers_held, "offered_place")
        register(
            Entry(_("Prendre rendez-vous"), "booking:search", order=12, signed_out_only=True),
            Entry(_("Ateliers"), "booking:workshops", order=14, signed_out_only=True),
            Entry(_("Agenda"), "booking:week", permissions.SEE_CALENDAR, order=5),
            Entry(_("Statistiques"), "booking:statistics", permissions.SEE_STATISTICS, order=55),
        )
        name_tones(
            success="attended held open on",
            info="to_confirm offered",
            warning="full no_show",
            error="revoked excused cancelled expired abandoned",
        )
