"""The view of what stands of each authorisation for each helper (`models/standing.py`)."""

from django.db import migrations

VIEW = """
CREATE VIEW mandates_standing AS
SELECT a.id AS authorisation_id, h.person_id, a.organisation_id, a.beneficiary_id, a.mandate_id, a.group_id,
       a.starts_at, a.expires_at, a.revoked_at, h.state = 'active' AS helper_active, c.state = 'active' AS accredited
  FROM mandates_authorisation a
  JOIN mandates_helper h ON h.organisation_id = a.organisation_id AND h.person_id IS NOT NULL
  JOIN mandates_accreditation c ON c.id = h.accreditation_id
"""


class Migration(migrations.Migration):
    dependencies = [("mandates", "0002_procedure_groups")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW mandates_standing")]
