"""Loads the compiled data, so that a migrated database always knows its communes.

Keep this the last migration of the module: when the tables change, empty this one and load again in the new
last one. The loader writes only what differs, so loading twice costs nothing.
"""

from django.db import migrations
from django.utils import timezone

from conum.commons.territories.operations.reference import load_reference


def load(apps, schema_editor):
    load_reference(now=timezone.now(), force=True)


class Migration(migrations.Migration):
    dependencies = [("territories", "0002_territories")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
