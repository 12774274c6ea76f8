"""Nobody but the owner of the table, hence not the application, holds a right to change or remove its rows."""

from django.db import migrations

REVOKE = """
DO $$
DECLARE holder text;
BEGIN
  FOR holder IN
    SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_name = 'journal_journalentry' AND table_schema = current_schema() AND grantee <> current_user
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON journal_journalentry FROM %s',
                   CASE holder WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(holder) END);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_first")]

    operations = [migrations.RunSQL(REVOKE, migrations.RunSQL.noop)]
