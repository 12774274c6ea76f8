"""PostgreSQL extensions and the folding function: sorting and searching French names by index."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    CreateExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

# Immutable on purpose (unaccent alone is not): its dictionary is named, so an index may hold the result.
FOLD = r"""
CREATE OR REPLACE FUNCTION territories_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(
    regexp_replace(
        regexp_replace(
            regexp_replace(lower(unaccent('unaccent'::regdictionary, value)), '[^a-z0-9]+', ' ', 'g'),
            '\mst\M', 'saint', 'g'
        ),
        '\mste\M', 'sainte', 'g'
    )
)
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        CreateExtension("cube"),
        CreateExtension("earthdistance"),
        migrations.RunSQL(FOLD, "DROP FUNCTION territories_fold(text)"),
    ]
