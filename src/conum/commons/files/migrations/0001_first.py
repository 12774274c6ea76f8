import conum.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=60, verbose_name='usage')),
                ('owner_type', models.CharField(max_length=60, verbose_name="type d'objet")),
                ('owner_id', models.CharField(max_length=64, verbose_name='objet')),
                ('uploaded_by', models.UUIDField(null=True, verbose_name='déposé par')),
                ('name', models.CharField(max_length=120, verbose_name='nom du fichier')),
                ('content_type', models.CharField(max_length=60, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='taille en octets')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('path', models.CharField(max_length=120, unique=True, verbose_name='emplacement')),
                ('key_id', models.CharField(blank=True, max_length=16, verbose_name='clé')),
                ('created_at', models.DateTimeField(verbose_name='déposé le')),
            ],
            options={
                'verbose_name': 'fichier',
                'verbose_name_plural': 'fichiers',
                'indexes': [models.Index(fields=['owner_type', 'owner_id'], name='stored_file_owner'), models.Index(fields=['purpose', 'created_at'], name='stored_file_purpose_age'), models.Index(fields=['key_id'], name='stored_file_key')],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='stored_file_not_empty'), models.CheckConstraint(condition=models.Q(('sha256', ''), _negated=True), name='stored_file_has_digest')],
            },
        ),
    ]
