import conum.commons.territories.models.commune
import conum.kernel.ids
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territories', '0001_extensions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='nom')),
                ('area', models.CharField(choices=[('metro', 'Métropole'), ('drom', 'Département et région d’outre-mer'), ('com', 'Collectivité d’outre-mer')], max_length=5, verbose_name='ensemble')),
                ('seat_code', models.CharField(blank=True, max_length=5, verbose_name='chef-lieu (code commune)')),
                ('timezone', models.CharField(default='Europe/Paris', max_length=40, verbose_name='fuseau horaire')),
            ],
            options={
                'verbose_name': 'département',
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('area__in', ['metro', 'drom', 'com'])), name='department_area_known')],
            },
        ),
        migrations.CreateModel(
            name='ReferenceLoad',
            fields=[
                ('source', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='source')),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte des données')),
                ('loaded_at', models.DateTimeField(verbose_name='chargé le')),
            ],
            options={
                'verbose_name': 'chargement de référence',
                'ordering': ('source',),
            },
        ),
        migrations.CreateModel(
            name='FragilityIndex',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(verbose_name='créé le')),
                ('updated_at', models.DateTimeField(verbose_name='modifié le')),
                ('level', models.CharField(choices=[('department', 'Département'), ('intercommunality', 'Intercommunalité'), ('commune', 'Commune'), ('iris', 'IRIS')], max_length=16, verbose_name='niveau')),
                ('code', models.CharField(max_length=9, verbose_name='code du territoire')),
                ('version', models.CharField(choices=[('v1', 'Version 1 (100 = moyenne)'), ('v2', 'Version 2 (de 1 à 10)')], max_length=2, verbose_name='version')),
                ('measured_on', models.DateField(verbose_name='date de la mesure')),
                ('score', models.DecimalField(decimal_places=3, max_digits=7, verbose_name='score')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
            ],
            options={
                'verbose_name': 'indice de fragilité numérique',
                'ordering': ('level', 'code', 'version', 'measured_on'),
                'constraints': [models.UniqueConstraint(fields=('level', 'code', 'version', 'measured_on'), name='fragility_one_score_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('score__range', (0, 1000)), ('version', 'v1')), models.Q(('score__range', (1, 10)), ('version', 'v2')), _connector='OR'), name='fragility_score_in_range'), models.CheckConstraint(condition=models.Q(('level__in', ['department', 'intercommunality', 'commune', 'iris'])), name='fragility_level_known')],
            },
        ),
        migrations.CreateModel(
            name='ImportDraft',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('fragility', 'Indice de fragilité numérique'), ('zones', 'Zones prioritaires (QPV, ZRR, FRR)')], max_length=9, verbose_name='contenu')),
                ('file_name', models.CharField(max_length=120, verbose_name='nom du fichier')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('content', models.BinaryField(verbose_name='contenu du fichier')),
                ('created_at', models.DateTimeField(db_index=True, verbose_name='déposé le')),
            ],
            options={
                'verbose_name': 'import à confirmer',
                'ordering': ('-created_at', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['fragility', 'zones'])), name='import_draft_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Intercommunality',
            fields=[
                ('code', models.CharField(max_length=9, primary_key=True, serialize=False, verbose_name='SIREN')),
                ('name', models.CharField(max_length=160, verbose_name='nom')),
                ('kind', models.CharField(choices=[('CC', 'Communauté de communes'), ('CA', 'Communauté d’agglomération'), ('CU', 'Communauté urbaine'), ('METRO', 'Métropole'), ('MET69', 'Métropole de Lyon')], max_length=5, verbose_name='nature')),
            ],
            options={
                'verbose_name': 'intercommunalité',
                'ordering': ('name', 'code'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['CC', 'CA', 'CU', 'METRO', 'MET69'])), name='intercommunality_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Commune',
            fields=[
                ('code', models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name='code INSEE')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('key', models.GeneratedField(db_persist=True, expression=conum.commons.territories.models.commune.Fold('name'), output_field=models.TextField())),
                ('postcodes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), default=list, size=None, verbose_name='codes postaux')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('precision', models.CharField(choices=[('commune', 'Centre de la commune'), ('former_commune', 'Centre des anciennes communes'), ('place', 'Localité principale'), ('postcode', 'Estimé d’après le code postal'), ('none', 'Position inconnue')], max_length=14, verbose_name='précision du point')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='fermée le')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='territories.department', verbose_name='département')),
                ('intercommunality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='territories.intercommunality', verbose_name='intercommunalité')),
            ],
            options={
                'verbose_name': 'commune',
                'ordering': ('key', 'code'),
                'indexes': [models.Index(fields=['department', 'key'], name='commune_department_key'), models.Index(fields=['key', 'code'], name='commune_key'), django.contrib.postgres.indexes.GistIndex(conum.commons.territories.models.commune.LatLonToEarth('latitude', 'longitude'), condition=models.Q(('latitude__isnull', False)), name='commune_point')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None), ('precision', 'none')), models.Q(models.Q(('precision', 'none'), _negated=True), ('latitude__range', (-90, 90)), ('longitude__range', (-180, 180)), ('precision__in', ['commune', 'former_commune', 'place', 'postcode', 'none'])), _connector='OR'), name='commune_point_with_precision')],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='nom')),
                ('area', models.CharField(choices=[('metro', 'Métropole'), ('drom', 'Département et région d’outre-mer'), ('com', 'Collectivité d’outre-mer')], max_length=5, verbose_name='ensemble')),
                ('seat_code', models.CharField(blank=True, max_length=5, verbose_name='chef-lieu (code commune)')),
            ],
            options={
                'verbose_name': 'région',
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('area__in', ['metro', 'drom', 'com'])), name='region_area_known')],
            },
        ),
        migrations.AddField(
            model_name='department',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='territories.region', verbose_name='région'),
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(verbose_name='créé le')),
                ('updated_at', models.DateTimeField(verbose_name='modifié le')),
                ('kind', models.CharField(choices=[('qpv', 'Quartier prioritaire de la politique de la ville'), ('zrr', 'Zone de revitalisation rurale'), ('frr', 'France ruralités revitalisation')], max_length=3, verbose_name='zonage')),
                ('code', models.CharField(blank=True, max_length=12, verbose_name='code du quartier')),
                ('name', models.CharField(blank=True, max_length=160, verbose_name='nom du quartier')),
                ('valid_from', models.DateField(verbose_name='classée à partir du')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='classée jusqu’au')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zones', to='territories.commune')),
            ],
            options={
                'verbose_name': 'zone prioritaire',
                'ordering': ('kind', 'commune', 'code', 'valid_from'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['qpv', 'zrr', 'frr'])), name='zone_kind_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='zone_ends_after_start'), models.CheckConstraint(condition=models.Q(('kind', 'qpv'), models.Q(('code', ''), ('name', '')), _connector='OR'), name='zone_neighbourhood_only_qpv'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('kind', '='), ('commune', '='), ('code', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange'), '&&')], name='zone_never_twice_at_once')],
            },
        ),
        migrations.CreateModel(
            name='CommuneChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_code', models.CharField(db_index=True, max_length=5, verbose_name='ancien code')),
                ('kind', models.CharField(choices=[('district', 'Arrondissement municipal'), ('delegated', 'Commune déléguée'), ('associated', 'Commune associée'), ('former_code', 'Ancien code'), ('merged', 'Commune fusionnée')], max_length=11, verbose_name='nature')),
                ('name', models.CharField(max_length=80, verbose_name='ancien nom')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='date d’effet')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='territories.commune')),
            ],
            options={
                'verbose_name': 'changement de commune',
                'ordering': ('old_code', 'commune'),
                'constraints': [models.UniqueConstraint(fields=('old_code', 'commune', 'kind'), name='commune_change_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['district', 'delegated', 'associated', 'former_code', 'merged'])), name='commune_change_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='CommuneTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.TextField(verbose_name='texte cherché')),
                ('kind', models.CharField(choices=[('name', 'Nom'), ('former', 'Ancienne commune'), ('district', 'Arrondissement'), ('postcode', 'Code postal')], max_length=8, verbose_name='nature')),
                ('weight', models.PositiveIntegerField(default=0, verbose_name='population de la commune')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='territories.commune')),
            ],
            options={
                'verbose_name': 'terme de recherche',
                'ordering': ('term', '-weight'),
                'indexes': [models.Index(django.contrib.postgres.indexes.OpClass(models.F('term'), name='text_pattern_ops'), name='commune_term_prefix'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('term'), name='gin_trgm_ops'), condition=models.Q(('kind', 'postcode'), _negated=True), name='commune_term_trigram')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['name', 'former', 'district', 'postcode'])), name='commune_term_kind_known')],
            },
        ),
    ]
