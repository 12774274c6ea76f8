"""The newest pages on a phone, in a real browser: an earlier date wished and accepted; an import, then its figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conum.domains.booking.models import Appointment
from conum.domains.booking.operations import telling
from conum.domains.booking.operations.changes import cancel_by_service
from conum.domains.booking.queries import links
from tests.domains.booking.importing.files import as_csv, line
from tests.domains.booking.web.test_journeys import PHONE, fits
from tests.domains.booking.web.test_wishing import book
from tests.factories_accounts import signed_in
from tests.factories_booking import Desk
from tests.support.people import Somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def on_a_phone(visitors, axe, monkeypatch):
    """`on_a_phone(path, cookie="")`: each new kind of page passes axe and fits the screen; it is day (BOO-21)."""
    monkeypatch.setattr(telling, "awake", lambda now, *_quiet: now)

    def opened(path: str, key: str = "") -> Somebody:
        page = visitors.open("/sources-et-licences" if key else path, width=PHONE)
        if key:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": visitors.base_url}
            page.context.add_cookies([cookie])
            page.goto(visitors.base_url + path)

        def check(looked: Any) -> None:
            fits(looked)
            axe(looked)

        return Somebody(page, "ana@example.org", check, set())

    return opened


def test_BOO_34_an_earlier_date_is_wished_offered_and_accepted(on_a_phone, desk):
    taken, mine = book(desk, 0), book(desk, 2)
    token = links.token(links.Target.APPOINTMENT, mine.pk)
    ana = on_a_phone(reverse("booking:link", args=[token])).arrives("Votre rendez-vous")
    ana.follows("Me prévenir", heading="Une date plus proche").ticks("jeudi", "matin").presses("Me prévenir")
    ana.arrives("Liste d'attente").reads("Vous êtes en attente")
    cancel_by_service(appointment_id=taken.pk, reason="Absente", actor=desk.actor, now=desk.now)
    ana.page.reload()
    ana.arrives("Une place est gardée pour vous").presses("Accepter")
    ana.arrives("Votre rendez-vous").reads("9 h")
    assert Appointment.objects.get(state="planned").starts_at == taken.starts_at


def test_a_file_is_imported_and_its_figures_are_read(on_a_phone, desk, tmp_path):
    client = Client()
    signed_in(client, "host_manager", organisation=desk.organisation)
    there = Desk(desk.organisation, desk.place, desk.person, desk.actor, desk.kind)
    past = {"date rdv": f"{desk.now - timedelta(days=7):%d/%m/%Y}", "date prise rdv": ""}
    path = tmp_path / "rdv.csv"
    path.write_text(as_csv([line(there, 1, **past), line(there, 2, **past | {"statut": "peut-être"})]))
    manager = on_a_phone("/agenda/importer/", client.session.session_key).arrives("Importer des rendez-vous")
    manager.looks().main.get_by_label("Fichier des rendez-vous").set_input_files(path)
    manager.presses("Vérifier le fichier").arrives("Vérifier les rendez-vous avant de les importer")
    manager.looks().reads("1 rendez-vous à ajouter", "Valeurs possibles")
    manager.presses("Importer").arrives("Rendez-vous").reads("1 rendez-vous importé", "Dominique1 Petit")
    manager.page.goto(manager.page.url.replace("/agenda/liste/", "/rendez-vous/statistiques/"))
    manager.arrives("Statistiques des rendez-vous").looks().reads("Par semaine", "Présence à confirmer", "Par commune")
