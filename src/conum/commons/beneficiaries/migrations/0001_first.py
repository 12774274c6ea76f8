import conum.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Beneficiary',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(verbose_name='créé le')),
                ('updated_at', models.DateTimeField(verbose_name='modifié le')),
                ('subject_hash', models.CharField(blank=True, max_length=64, verbose_name='empreinte du sujet FranceConnect')),
                ('given_names', models.CharField(blank=True, max_length=200, verbose_name='prénoms')),
                ('family_name', models.CharField(blank=True, max_length=100, verbose_name='nom de naissance')),
                ('preferred_name', models.CharField(blank=True, max_length=100, verbose_name="nom d'usage")),
                ('birth', models.BinaryField(null=True, verbose_name='naissance, chiffrée')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                ('phone', models.CharField(blank=True, max_length=16, verbose_name='téléphone')),
                ('identified_at', models.DateTimeField(verbose_name='dernière identification')),
                ('active_until', models.DateTimeField(verbose_name="suivi jusqu'au")),
                ('bound', models.BooleanField(default=False, verbose_name='lié par une preuve')),
                ('anonymised_at', models.DateTimeField(blank=True, null=True, verbose_name='anonymisé le')),
            ],
            options={
                'verbose_name': 'usager',
                'indexes': [models.Index(condition=models.Q(('anonymised_at', None)), fields=['active_until'], name='beneficiary_activity'), models.Index(condition=models.Q(('anonymised_at', None)), fields=['family_name', 'given_names', 'id'], name='beneficiary_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('subject_hash', ''), _negated=True), fields=('subject_hash',), name='beneficiary_once_per_subject'), models.CheckConstraint(condition=models.Q(models.Q(('anonymised_at', None), models.Q(('family_name', ''), _negated=True), ('subject_hash__regex', '^[0-9a-f]{64}$')), models.Q(('anonymised_at__isnull', False), ('birth', None), ('email', ''), ('family_name', ''), ('given_names', ''), ('phone', ''), ('preferred_name', ''), ('subject_hash', '')), _connector='OR'), name='beneficiary_named_or_anonymous')],
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('given_names', models.CharField(blank=True, max_length=200, verbose_name='prénoms')),
                ('family_name', models.CharField(max_length=100, verbose_name='nom de naissance')),
                ('preferred_name', models.CharField(blank=True, max_length=100, verbose_name="nom d'usage")),
                ('until', models.DateTimeField(verbose_name="porté jusqu'au")),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='beneficiaries.beneficiary')),
            ],
            options={
                'verbose_name': 'ancien nom',
                'verbose_name_plural': 'anciens noms',
            },
        ),
        migrations.CreateModel(
            name='Identification',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('subject_hash', models.CharField(max_length=64, verbose_name='empreinte du sujet FranceConnect')),
                ('claims', models.BinaryField(verbose_name='identité, chiffrée')),
                ('identified_at', models.DateTimeField(verbose_name='identifié le')),
                ('expires_at', models.DateTimeField(verbose_name='à oublier le')),
            ],
            options={
                'verbose_name': 'identification en cours',
                'verbose_name_plural': 'identifications en cours',
                'indexes': [models.Index(fields=['expires_at'], name='identification_expiry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('identified_at'))), name='identification_expires_later')],
            },
        ),
    ]
