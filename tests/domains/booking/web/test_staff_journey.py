"""The counsellor's line in a real browser: set a permanence, see a booking, close one Thursday; every page by axe."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from conum.domains.booking.models import Appointment, AvailabilityRule, RuleException
from conum.domains.booking.queries.slots import slots_for
from tests.domains.booking.rows import make_registration, make_wait, make_workshop
from tests.domains.booking.web.test_every_page import PLAIN, rows
from tests.factories_accounts import sign_in
from tests.factories_booking import Desk
from tests.support.browser import scrolls_sideways
from tests.support.people import Somebody

pytestmark = pytest.mark.django_db(transaction=True)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def lucie(visitors, axe, desk):
    """The counsellor signed in, in a browser."""
    client = Client()
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    page = visitors.open()
    cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
    page.context.add_cookies([{**cookie, "url": visitors.base_url}])
    return Somebody(page, desk.person.email, axe, set())


def book(desk: Any, start: datetime) -> Appointment:
    """A citizen books by the operation."""
    made = Desk(desk.organisation, desk.place, desk.person, desk.actor, desk.kind).book(start, now=desk.now)
    return made.appointment


def test_a_weekly_permanence_a_booking_a_closed_thursday(lucie, desk):
    AvailabilityRule.objects.update(active=False)  # hers alone
    thursday, after = desk.thursday, desk.thursday + timedelta(days=7)
    lucie.page.goto("/agenda/permanences/")
    lucie.arrives("Permanences").follows("Nouvelle permanence", heading="Nouvelle permanence")
    lucie.chooses(**{"Où ?": str(desk.place)}).ticks("Sur rendez-vous", desk.kind.name, "Certains jours", "jeudi")
    lucie.types(**{"Premier jour": thursday.isoformat(), "De": "09:00", "À": "11:00"}).presses("Enregistrer")
    lucie.arrives("Permanences").reads("La permanence est enregistrée.")

    row = book(desk, datetime.combine(thursday, time(9, 30), PARIS))
    lucie.page.goto(f"/agenda/?jour={thursday.isoformat()}")
    lucie.arrives("Semaine du").reads(str(row.contact))
    lucie.follows(str(row.contact), heading=str(row.contact)).reads("Aide aux démarches")

    lucie.page.goto(f"/agenda/?jour={thursday.isoformat()}")
    lucie.follows("Permanence", heading="Permanence du").reads("déplacez ou annulez d'abord")
    assert not lucie.main.get_by_role("button", name="Fermer ce jeudi").count()
    lucie.page.goto(f"/agenda/?jour={after.isoformat()}")
    lucie.follows("Permanence", heading="Permanence du").presses("Fermer ce jeudi")
    lucie.arrives("Permanence du").reads("Fermée ce jour-là")
    assert RuleException.objects.get().day == after
    window = {"first": desk.now, "last": desk.now + timedelta(days=40), "now": desk.now, "people": [desk.person.pk]}
    days = {slot.starts_at.astimezone(PARIS).date() for slot in slots_for(type_id=desk.kind.pk, **window)}
    assert thursday in days and after not in days and after + timedelta(days=7) in days


def test_every_page_of_the_professional_passes_axe_and_fits(lucie, desk, axe):
    lucie.page.set_viewport_size({"width": 375, "height": 900})
    queued = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person], seats=1)
    make_registration(desk.now, queued)
    make_wait(desk.now, queued)
    addresses = [reverse(f"booking:{name}") for name in PLAIN]
    addresses += [reverse(f"booking:{name}", args=arguments) + query for name, arguments, query in rows(desk)]
    addresses += [
        f"{reverse('booking:week')}?jour={desk.thursday}",
        reverse("booking:workshop_staff", args=[queued.pk]),
    ]
    wide = []
    for address in addresses:
        lucie.page.goto(address)
        axe(lucie.page)
        wide += [(address, width) for width in scrolls_sideways(lucie.page, 375, 1280)]
    assert not wide
