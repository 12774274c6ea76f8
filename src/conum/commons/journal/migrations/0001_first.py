import conum.kernel.ids
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='JournalHead',
            fields=[
                ('family', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='famille')),
                ('position', models.PositiveBigIntegerField(default=0, verbose_name='rang du dernier')),
                ('hash', models.CharField(blank=True, max_length=64, verbose_name='empreinte du dernier')),
            ],
            options={
                'verbose_name': 'tête du journal',
            },
        ),
        migrations.CreateModel(
            name='ActorAlias',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField(verbose_name='personne')),
                ('month', models.DateField(verbose_name='premier jour du mois')),
            ],
            options={
                'verbose_name': 'auteur au journal',
                'constraints': [models.UniqueConstraint(fields=('person_id', 'month'), name='journal_alias_one_per_month')],
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('family', models.CharField(max_length=40, verbose_name='famille')),
                ('position', models.PositiveBigIntegerField(verbose_name='rang')),
                ('action', models.CharField(max_length=80, verbose_name='action')),
                ('actor', models.UUIDField(null=True, verbose_name='auteur')),
                ('role', models.CharField(max_length=20, verbose_name='rôle')),
                ('subject_type', models.CharField(max_length=60, verbose_name="type d'objet")),
                ('subject_id', models.CharField(max_length=64, verbose_name='objet')),
                ('payload', models.JSONField(default=dict, verbose_name='contenu')),
                ('happened_at', models.DateTimeField(verbose_name='date et heure')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='empreinte précédente')),
                ('hash', models.CharField(max_length=64, verbose_name='empreinte')),
            ],
            options={
                'verbose_name': 'ligne du journal',
                'verbose_name_plural': 'journal',
                'ordering': ['-happened_at', '-id'],
                'indexes': [models.Index(fields=['-happened_at', '-id'], name='journal_entry_latest'), models.Index(fields=['subject_type', 'subject_id'], name='journal_entry_subject'), models.Index(fields=['actor'], name='journal_entry_actor')],
                'constraints': [models.UniqueConstraint(fields=('family', 'position'), name='journal_entry_position'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='journal_entry_position_from_1'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'system'), _negated=True), ('actor__isnull', True), _connector='OR'), name='journal_entry_system_is_nobody')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalentry',
            trigger=pgtrigger.compiler.Trigger(name='journal_entry_unchanged', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'le journal ne se modifie pas : % refusé', TG_OP;", hash='a8fb3f673f340c8233537b5d338fdc02337a4340', operation='UPDATE OR DELETE', pgid='pgtrigger_journal_entry_unchanged_b2499', table='journal_journalentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalentry',
            trigger=pgtrigger.compiler.Trigger(name='journal_entry_untruncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'le journal ne se modifie pas : % refusé', TG_OP;", hash='2b53468245a13cb6a54b5061adc9f6ca06780651', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_journal_entry_untruncated_77bac', table='journal_journalentry', when='BEFORE')),
        ),
    ]
