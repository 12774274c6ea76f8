"""Loads the compiled data, so that a migrated database always knows its communes.

Keep this the last migration of the module: when the tables change, empty this one and load again in the new
last one. The loader writes only what differs, so loading twice costs nothing.

DATA is the fingerprint of the data (a test compares them): template databases of the tests, known by the text of
the migrations, are then made anew when the data changes.
"""

from django.db import migrations
from django.utils import timezone

from conum.commons.territories.operations.reference import load_reference

DATA = "9ca043577f2084e7454635dfa220f6d491152397167d50eb15c8eaaa32b01b51"


def load(apps, schema_editor):
    load_reference(now=timezone.now(), force=True)


class Migration(migrations.Migration):
    dependencies = [("territories", "0002_territories")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
