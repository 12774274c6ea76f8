"""Nobody but the owner of the table, hence not the application, holds a right to change or remove its rows."""

from django.db import migrations

REVOKE = """
DO $$
DECLARE holder text;
BEGIN
  FOR holder IN
    SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_name = 'programme_parametervalue' AND table_schema = current_schema() AND grantee <> current_user
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON programme_parametervalue FROM %s',
                   CASE holder WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(holder) END);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_first")]

    operations = [migrations.RunSQL(REVOKE, migrations.RunSQL.noop)]
