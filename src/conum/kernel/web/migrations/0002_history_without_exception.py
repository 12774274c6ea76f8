"""The context of a line of history, read without an exception.

pghistory's own function catches an error for each row written outside a request. Each error walks all the checks that
the transaction has put off, so that an import of n rows cost n² steps: 20 000 rows took minutes.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
    context_id UUID := NULLIF(current_setting('pghistory.context_id', true), '')::uuid;
    metadata JSONB := NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb;
BEGIN
    IF context_id IS NULL OR metadata IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context AS kept (id, metadata, created_at, updated_at)
    VALUES (context_id, metadata, now(), now())
        ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at
     WHERE kept.metadata <> EXCLUDED.metadata;
    RETURN context_id;
END;
$$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0001_first"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]
    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
