"""Loads the compiled data, so that a migrated database always knows its communes.

When a table it loads changes, empty this migration and load again in the one that makes the change: the loader
always writes the tables of today. The loader writes only what differs, so loading twice costs nothing.

DATA is the fingerprint of the data (a test compares them): template databases of the tests, known by the text of
the migrations, are then made anew when the data changes.
"""

from django.db import migrations
from django.utils import timezone

from conum.commons.territories.operations.reference import load_reference

DATA = "9b7d9b4f7ede9dc3d5ebc11e4d2f037949262b66a6a60a6b6660429aa2eefd42"


def load(apps, schema_editor):
    load_reference(now=timezone.now(), force=True)


class Migration(migrations.Migration):
    dependencies = [("territories", "0002_first")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
