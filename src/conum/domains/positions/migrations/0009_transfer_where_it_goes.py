"""A transfer says which département it reaches, whose prefecture agrees too (POS-46)."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
    UPDATE positions_posttransfer AS transfer
       SET arrival_department_id = coalesce(commune.department_id, transfer.department_id),
           arrival_prefecture_agreed_at = CASE WHEN transfer.state IN ('accepted', 'done')
               THEN transfer.prefecture_agreed_at END
      FROM accounts_organisation AS host LEFT JOIN territories_commune AS commune ON commune.code = host.commune_id
     WHERE host.id = transfer.to_host_id;
    SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [("positions", "0008_quota_per_statement")]

    operations = [
        migrations.AddField(
            "posttransfer",
            "arrival_department",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territories.department",
                verbose_name="département d'arrivée",
            ),
        ),
        migrations.AddField(
            "posttransfer",
            "arrival_prefecture_agreed_at",
            models.DateTimeField("accord de la préfecture d'arrivée", null=True, blank=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "posttransfer",
            "arrival_department",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territories.department",
                verbose_name="département d'arrivée",
            ),
        ),
        migrations.AddConstraint(
            "posttransfer",
            models.CheckConstraint(
                condition=models.Q(("state__in", ["accepted", "done"]), _negated=True)
                | models.Q(("arrival_department", models.F("department")))
                | models.Q(("arrival_prefecture_agreed_at__isnull", False)),
                name="transfer_accepted_where_it_goes",
            ),
        ),
    ]
