import conum.kernel.ids
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='jour')),
                ('since', models.DateField(verbose_name='jours couverts depuis')),
                ('kind', models.CharField(choices=[('dry', 'À blanc'), ('real', 'Réel')], max_length=4, verbose_name='passage')),
                ('counts', models.JSONField(default=dict, verbose_name='lignes par modèle')),
                ('finished_at', models.DateTimeField(verbose_name='terminé le')),
            ],
            options={
                'verbose_name': 'passage de la purge',
                'verbose_name_plural': 'passages de la purge',
                'ordering': ['-day', '-finished_at'],
                'indexes': [models.Index(fields=['kind', '-day'], name='retention_run_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['dry', 'real'])), name='retention_run_kind_known'), models.CheckConstraint(condition=models.Q(('since__lte', models.F('day'))), name='retention_run_days_ordered')],
            },
        ),
        migrations.CreateModel(
            name='ParameterValue',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80, verbose_name='paramètre')),
                ('first_day', models.DateField(verbose_name='premier jour')),
                ('value', models.CharField(max_length=300, verbose_name='valeur')),
                ('reason', models.CharField(max_length=500, verbose_name='motif')),
                ('author_id', models.UUIDField(verbose_name='auteur')),
                ('made_at', models.DateTimeField(verbose_name='enregistré le')),
            ],
            options={
                'verbose_name': 'valeur de paramètre',
                'ordering': ['key', 'first_day', 'made_at', 'pk'],
                'indexes': [models.Index(fields=['key', 'first_day', 'made_at'], name='parameter_value_series')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='parameter_value_given'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='parameter_value_reasoned')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parametervalue',
            trigger=pgtrigger.compiler.Trigger(name='parameter_value_unchanged', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'les valeurs de paramètres ne se réécrivent pas : % refusé', TG_OP;", hash='386a94906ecad1392498c9486b63bbaced7fc171', operation='UPDATE OR DELETE', pgid='pgtrigger_parameter_value_unchanged_68236', table='programme_parametervalue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parametervalue',
            trigger=pgtrigger.compiler.Trigger(name='parameter_value_untruncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'les valeurs de paramètres ne se réécrivent pas : % refusé', TG_OP;", hash='c5b36ba452621b83d6717c2ae16f6ca7792c3452', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_parameter_value_untruncated_5e6d3', table='programme_parametervalue', when='BEFORE')),
        ),
    ]
