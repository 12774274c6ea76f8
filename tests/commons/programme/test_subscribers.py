"""Imports of reference data are written in the journal (family `territories`), by a module above them."""

import pytest

from conum.commons.accounts.enums import Role
from conum.commons.journal.models import JournalEntry
from conum.commons.journal.queries import about
from conum.commons.territories.operations import import_zones
from tests.factories_accounts import make_actor

pytestmark = pytest.mark.django_db
ZONES = b"zonage,commune,debut,fin,code_quartier,nom_quartier\nfrr,23096,2024-07-01,,,\n"


def lines():
    return JournalEntry.objects.filter(family="territories")


def test_an_import_by_a_person_is_journalled(now):
    admin = make_actor(Role.NATIONAL_ADMIN)
    import_zones(ZONES, source="Arrêté du 19 juin 2024", actor=admin, now=now, apply=True)
    line = about(("territories.reference", "zones")).get()
    assert (line.action, line.role, line.happened_at) == ("zones.import", Role.NATIONAL_ADMIN, now)
    assert line.author and line.payload == {"created": 1, "changed": 0, "closed": 0, "source": "Arrêté du 19 juin 2024"}


def test_an_import_by_a_command_is_the_systems(now):
    import_zones(ZONES, source="essai", actor=None, now=now, apply=True)
    assert (lines().get().role, lines().get().actor) == ("system", None)


def test_a_dry_run_is_not_journalled(now):
    import_zones(ZONES, source="essai", actor=None, now=now, apply=False)
    assert not lines().exists()
