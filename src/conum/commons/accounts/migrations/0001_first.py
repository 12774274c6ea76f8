import conum.commons.accounts.models.person
import conum.kernel.ids
import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from conum.kernel.schema import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('territories', '0002_first'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('password', models.CharField(default=conum.commons.accounts.models.person.no_password, editable=False, max_length=128, verbose_name='mot de passe')),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='adresse électronique')),
                    ('first_name', models.CharField(blank=True, max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(blank=True, max_length=80, verbose_name='nom')),
                    ('phone', models.CharField(blank=True, max_length=16, verbose_name='téléphone')),
                    ('language', models.CharField(default='fr', max_length=5, verbose_name='langue')),
                    ('is_active', models.BooleanField(default=True, verbose_name='actif')),
                    ('created_at', models.DateTimeField(verbose_name='créé le')),
                    ('deactivated_at', models.DateTimeField(blank=True, null=True, verbose_name='désactivé le')),
                    ('deactivation_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de la désactivation')),
                ],
                options={
                    'verbose_name': 'personne',
                    'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='person_email_lower'), models.CheckConstraint(condition=models.Q(models.Q(('deactivated_at__isnull', True), ('is_active', True)), models.Q(('deactivated_at__isnull', False), ('is_active', False)), _connector='OR'), name='person_active_or_dated')],
                },
            ),
            migrations.CreateModel(
                name='ExternalId',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('entity', models.CharField(max_length=60, verbose_name='objet')),
                    ('entity_id', models.UUIDField(verbose_name='identifiant')),
                    ('source', models.CharField(max_length=255, verbose_name='système')),
                    ('value', models.CharField(max_length=255, verbose_name='identifiant dans ce système')),
                ],
                options={
                    'verbose_name': 'identifiant externe',
                    'indexes': [models.Index(fields=['entity', 'entity_id'], name='external_id_entity')],
                    'constraints': [models.UniqueConstraint(fields=('source', 'value'), name='external_id_once_per_source'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='external_id_value_given')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('role', models.CharField(choices=[('public', 'Public, usager sans compte'), ('candidate', 'Candidat'), ('counsellor', 'Conseiller numérique'), ('mediator', 'Médiateur numérique (hors dispositif)'), ('coordinator', 'Coordinateur'), ('host_manager', 'Gestionnaire de structure'), ('prefecture', 'Préfecture'), ('national_admin', 'Administrateur du dispositif (ANCT)'), ('paying_agent', 'Banque des Territoires'), ('training_body', 'Organisme de formation'), ('hub', 'Hub pour un numérique inclusif'), ('network', 'Grand réseau'), ('helper', 'Aidant professionnel (Aidants Connect)'), ('helper_lead', 'Référent Aidants Connect'), ('sponsor', 'Commanditaire du Pass numérique'), ('distributor', 'Distributeur / aiguilleur'), ('prescriber', 'Prescripteur du Pass'), ('voucher_place', 'Lieu qualifié'), ('entrant', 'Concepteur, designer'), ('juror', 'Juré'), ('maker', 'Fabricant (fablab, tiers-lieu)'), ('town_hall', 'Mairie rurale'), ('support_agent', "Agent d'assistance"), ('privacy_officer', 'Délégué à la protection des données'), ('api_client', "Client de l'API")], max_length=20, verbose_name='rôle')),
                    ('starts_on', models.DateField(verbose_name='début')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                    ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.department')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.region')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organisation')),
                ],
                options={
                    'verbose_name': 'rattachement',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role', 'prefecture'), _negated=True), models.Q(('department__isnull', False), ('region__isnull', True)), models.Q(('department__isnull', True), ('region__isnull', False)), _connector='OR'), name='membership_prefecture_department_xor_region'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_start'), models.CheckConstraint(condition=models.Q(('role__in', ['candidate', 'counsellor', 'mediator', 'coordinator', 'host_manager', 'prefecture', 'national_admin', 'paying_agent', 'training_body', 'hub', 'network', 'helper', 'helper_lead', 'sponsor', 'distributor', 'prescriber', 'voucher_place', 'entrant', 'juror', 'maker', 'town_hall', 'support_agent', 'privacy_officer'])), name='membership_role_held_by_people'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'host_manager'), _negated=True), ('organisation__isnull', False), _connector='OR'), name='membership_host_manager_has_organisation'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('role', '='), (django.db.models.functions.comparison.Coalesce(models.F('organisation'), models.Value('00000000-0000-0000-0000-000000000000', models.UUIDField())), '='), (django.db.models.functions.comparison.Coalesce(models.F('department'), models.Value('')), '='), (django.db.models.functions.comparison.Coalesce(models.F('region'), models.Value('')), '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange'), '&&')], name='membership_once_at_a_time')],
                    'indexes': [models.Index(fields=['organisation', 'role'], name='membership_organisation_role')],
                },
            ),
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(verbose_name='créé le')),
                    ('updated_at', models.DateTimeField(verbose_name='modifié le')),
                    ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                    ('ridet', models.CharField(blank=True, max_length=10, verbose_name='RIDET')),
                    ('rna', models.CharField(blank=True, max_length=10, verbose_name='RNA')),
                    ('branch_name', models.CharField(blank=True, max_length=120, verbose_name='antenne')),
                    ('name', models.CharField(max_length=200, verbose_name='nom')),
                    ('kind', models.CharField(blank=True, choices=[('commune', 'Commune'), ('department_council', 'Département'), ('region_council', 'Région'), ('intercommunality', 'EPCI'), ('special_status_authority', 'Collectivité à statut particulier'), ('public_interest_group', 'GIP'), ('private', 'Structure privée')], max_length=30, verbose_name='type de structure')),
                    ('employer_class', models.CharField(blank=True, choices=[('public', 'Structure publique'), ('private', 'Structure privée')], max_length=7, verbose_name='statut')),
                    ('class_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de correction du statut')),
                    ('legal_category', models.CharField(blank=True, max_length=4, verbose_name='catégorie juridique INSEE')),
                    ('address', models.CharField(blank=True, max_length=255, verbose_name='adresse')),
                    ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                    ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                    ('network', models.CharField(blank=True, choices=[('croix_rouge', 'Croix-Rouge'), ('groupe_sos', 'Groupe SOS'), ('emmaus_connect', 'Emmaüs Connect'), ('la_poste', 'La Poste'), ('unaf', 'UNAF'), ('ligue_enseignement', "La Ligue de l'enseignement"), ('familles_rurales', 'Familles rurales'), ('face', 'FACE'), ('pimms', 'PIMMS'), ('apf_handicap', 'APF Handicap'), ('unij', 'UNIJ'), ('confederation_mjc', 'Confédération MJC'), ('regie_quartier', 'Régie de quartier'), ('chambres_agriculture', "Chambres d'agriculture")], max_length=20, verbose_name='grand réseau')),
                    ('hub', models.CharField(blank=True, choices=[('hinaura', 'Hinaura'), ('hubik', 'Hubik'), ('mednum_bfc', 'Hub MedNum BFC'), ('hub_sud', 'Hub du Sud'), ('assembleurs', 'Les Assembleurs'), ('ultranumerique', 'Hub UltraNumérique'), ('mednum_antilles', 'Mednum Antilles'), ('guyaclic', 'Guyaclic'), ('solidarnum', 'Solidarnum'), ('rhinocc', 'RhinOcc'), ('francil_in', 'Francil-in'), ('conumm', 'CONUMM'), ('hub_bretagne', 'Hub Bretagne'), ('hub_corse', 'Hub Corse'), ('hubest', 'HubEst'), ('hub_lo', 'Hub-Lo'), ('hub_normandie', 'Hub Normandie')], max_length=20, verbose_name='hub')),
                    ('to_check', models.BooleanField(default=False, verbose_name='à vérifier')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='fermée le')),
                    ('contact_first_name', models.CharField(blank=True, max_length=50, verbose_name='prénom du contact')),
                    ('contact_last_name', models.CharField(blank=True, max_length=50, verbose_name='nom du contact')),
                    ('contact_function', models.CharField(blank=True, max_length=100, verbose_name='fonction du contact')),
                    ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique du contact')),
                    ('contact_phone', models.CharField(blank=True, max_length=16, verbose_name='téléphone du contact')),
                    ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.commune', verbose_name='commune')),
                ],
                options={
                    'verbose_name': 'structure',
                    'indexes': [models.Index(fields=['name'], name='organisation_name'), models.Index(condition=models.Q(('network', ''), _negated=True), fields=['network'], name='organisation_network')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('siret', ''), _negated=True), fields=('siret', 'branch_name'), name='organisation_one_per_siret_branch'), models.UniqueConstraint(condition=models.Q(('ridet', ''), _negated=True), fields=('ridet', 'branch_name'), name='organisation_one_per_ridet_branch'), models.CheckConstraint(condition=models.Q(('siret', ''), ('siret__regex', '^\\d{14}$'), _connector='OR'), name='organisation_siret_14_digits'), models.CheckConstraint(condition=models.Q(('ridet', ''), ('ridet__regex', '^\\d{7}(\\d{3})?$'), _connector='OR'), name='organisation_ridet_digits'), models.CheckConstraint(condition=models.Q(('rna', ''), ('rna__regex', '^W[0-9A-Z]{9}$'), _connector='OR'), name='organisation_rna_form'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='organisation_name_given'), models.CheckConstraint(condition=models.Q(('employer_class__in', ['', 'public', 'private'])), name='organisation_class_known'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='organisation_both_coordinates')],
                },
            ),
            migrations.CreateModel(
                name='MembershipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, serialize=False)),
                    ('role', models.CharField(choices=[('public', 'Public, usager sans compte'), ('candidate', 'Candidat'), ('counsellor', 'Conseiller numérique'), ('mediator', 'Médiateur numérique (hors dispositif)'), ('coordinator', 'Coordinateur'), ('host_manager', 'Gestionnaire de structure'), ('prefecture', 'Préfecture'), ('national_admin', 'Administrateur du dispositif (ANCT)'), ('paying_agent', 'Banque des Territoires'), ('training_body', 'Organisme de formation'), ('hub', 'Hub pour un numérique inclusif'), ('network', 'Grand réseau'), ('helper', 'Aidant professionnel (Aidants Connect)'), ('helper_lead', 'Référent Aidants Connect'), ('sponsor', 'Commanditaire du Pass numérique'), ('distributor', 'Distributeur / aiguilleur'), ('prescriber', 'Prescripteur du Pass'), ('voucher_place', 'Lieu qualifié'), ('entrant', 'Concepteur, designer'), ('juror', 'Juré'), ('maker', 'Fabricant (fablab, tiers-lieu)'), ('town_hall', 'Mairie rurale'), ('support_agent', "Agent d'assistance"), ('privacy_officer', 'Délégué à la protection des données'), ('api_client', "Client de l'API")], max_length=20, verbose_name='rôle')),
                    ('starts_on', models.DateField(verbose_name='début')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                    ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territories.department')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.membership')),
                    ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territories.region')),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                    ('first_name', models.CharField(blank=True, max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(blank=True, max_length=80, verbose_name='nom')),
                    ('role', models.CharField(choices=[('public', 'Public, usager sans compte'), ('candidate', 'Candidat'), ('counsellor', 'Conseiller numérique'), ('mediator', 'Médiateur numérique (hors dispositif)'), ('coordinator', 'Coordinateur'), ('host_manager', 'Gestionnaire de structure'), ('prefecture', 'Préfecture'), ('national_admin', 'Administrateur du dispositif (ANCT)'), ('paying_agent', 'Banque des Territoires'), ('training_body', 'Organisme de formation'), ('hub', 'Hub pour un numérique inclusif'), ('network', 'Grand réseau'), ('helper', 'Aidant professionnel (Aidants Connect)'), ('helper_lead', 'Référent Aidants Connect'), ('sponsor', 'Commanditaire du Pass numérique'), ('distributor', 'Distributeur / aiguilleur'), ('prescriber', 'Prescripteur du Pass'), ('voucher_place', 'Lieu qualifié'), ('entrant', 'Concepteur, designer'), ('juror', 'Juré'), ('maker', 'Fabricant (fablab, tiers-lieu)'), ('town_hall', 'Mairie rurale'), ('support_agent', "Agent d'assistance"), ('privacy_officer', 'Délégué à la protection des données'), ('api_client', "Client de l'API")], max_length=20, verbose_name='rôle')),
                    ('token_hash', models.CharField(max_length=64, unique=True, verbose_name='empreinte du jeton')),
                    ('created_at', models.DateTimeField(verbose_name='envoyée le')),
                    ('expires_at', models.DateTimeField(verbose_name="valable jusqu'au")),
                    ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='acceptée le')),
                    ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                    ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.department')),
                    ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.region')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ],
                options={
                    'verbose_name': 'invitation',
                    'indexes': [models.Index(fields=['organisation', 'created_at'], name='invitation_organisation')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_lower'), models.CheckConstraint(condition=models.Q(('role__in', ['candidate', 'counsellor', 'mediator', 'coordinator', 'host_manager', 'prefecture', 'national_admin', 'paying_agent', 'training_body', 'hub', 'network', 'helper', 'helper_lead', 'sponsor', 'distributor', 'prescriber', 'voucher_place', 'entrant', 'juror', 'maker', 'town_hall', 'support_agent', 'privacy_officer'])), name='invitation_role_held_by_people'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'prefecture'), _negated=True), models.Q(('department__isnull', False), ('region__isnull', True)), models.Q(('department__isnull', True), ('region__isnull', False)), _connector='OR'), name='invitation_prefecture_department_xor_region'), models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True), _connector='OR'), name='invitation_accepted_or_revoked')],
                },
            ),
            migrations.CreateModel(
                name='OrganisationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, serialize=False)),
                    ('created_at', models.DateTimeField(verbose_name='créé le')),
                    ('updated_at', models.DateTimeField(verbose_name='modifié le')),
                    ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                    ('ridet', models.CharField(blank=True, max_length=10, verbose_name='RIDET')),
                    ('rna', models.CharField(blank=True, max_length=10, verbose_name='RNA')),
                    ('branch_name', models.CharField(blank=True, max_length=120, verbose_name='antenne')),
                    ('name', models.CharField(max_length=200, verbose_name='nom')),
                    ('kind', models.CharField(blank=True, choices=[('commune', 'Commune'), ('department_council', 'Département'), ('region_council', 'Région'), ('intercommunality', 'EPCI'), ('special_status_authority', 'Collectivité à statut particulier'), ('public_interest_group', 'GIP'), ('private', 'Structure privée')], max_length=30, verbose_name='type de structure')),
                    ('employer_class', models.CharField(blank=True, choices=[('public', 'Structure publique'), ('private', 'Structure privée')], max_length=7, verbose_name='statut')),
                    ('class_reason', models.CharField(blank=True, max_length=500, verbose_name='motif de correction du statut')),
                    ('legal_category', models.CharField(blank=True, max_length=4, verbose_name='catégorie juridique INSEE')),
                    ('address', models.CharField(blank=True, max_length=255, verbose_name='adresse')),
                    ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                    ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                    ('network', models.CharField(blank=True, choices=[('croix_rouge', 'Croix-Rouge'), ('groupe_sos', 'Groupe SOS'), ('emmaus_connect', 'Emmaüs Connect'), ('la_poste', 'La Poste'), ('unaf', 'UNAF'), ('ligue_enseignement', "La Ligue de l'enseignement"), ('familles_rurales', 'Familles rurales'), ('face', 'FACE'), ('pimms', 'PIMMS'), ('apf_handicap', 'APF Handicap'), ('unij', 'UNIJ'), ('confederation_mjc', 'Confédération MJC'), ('regie_quartier', 'Régie de quartier'), ('chambres_agriculture', "Chambres d'agriculture")], max_length=20, verbose_name='grand réseau')),
                    ('hub', models.CharField(blank=True, choices=[('hinaura', 'Hinaura'), ('hubik', 'Hubik'), ('mednum_bfc', 'Hub MedNum BFC'), ('hub_sud', 'Hub du Sud'), ('assembleurs', 'Les Assembleurs'), ('ultranumerique', 'Hub UltraNumérique'), ('mednum_antilles', 'Mednum Antilles'), ('guyaclic', 'Guyaclic'), ('solidarnum', 'Solidarnum'), ('rhinocc', 'RhinOcc'), ('francil_in', 'Francil-in'), ('conumm', 'CONUMM'), ('hub_bretagne', 'Hub Bretagne'), ('hub_corse', 'Hub Corse'), ('hubest', 'HubEst'), ('hub_lo', 'Hub-Lo'), ('hub_normandie', 'Hub Normandie')], max_length=20, verbose_name='hub')),
                    ('to_check', models.BooleanField(default=False, verbose_name='à vérifier')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='fermée le')),
                    ('commune', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territories.commune', verbose_name='commune')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='OrganisationLabel',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('label', models.CharField(choices=[('france_services', 'France Services'), ('aidants_connect', 'Aidants Connect')], max_length=20, verbose_name='label')),
                    ('starts_on', models.DateField(verbose_name='début')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='accounts.organisation')),
                ],
                options={
                    'verbose_name': 'label',
                    'ordering': ('label', 'starts_on'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('label__in', ['france_services', 'aidants_connect'])), name='organisation_label_known'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='organisation_label_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('organisation', '='), ('label', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange'), '&&')], name='organisation_label_once_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='OrganisationLabelEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, serialize=False)),
                    ('label', models.CharField(choices=[('france_services', 'France Services'), ('aidants_connect', 'Aidants Connect')], max_length=20, verbose_name='label')),
                    ('starts_on', models.DateField(verbose_name='début')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                    ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisationlabel')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SignIn',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField(verbose_name='date')),
                    ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='adresse réseau')),
                    ('device', models.CharField(blank=True, max_length=200, verbose_name='appareil')),
                    ('method', models.CharField(choices=[('code', 'Code reçu par courriel'), ('passkey', "Clé d'accès"), ('openid', "Fournisseur d'identité"), ('invitation', 'Invitation'), ('second_factor', 'Second facteur'), ('impersonation', 'Administrateur, avec votre accord')], max_length=13, verbose_name='moyen')),
                    ('outcome', models.CharField(choices=[('succeeded', 'Réussie'), ('refused', 'Refusée')], max_length=9, verbose_name='résultat')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'connexion',
                    'ordering': ('-at',),
                    'indexes': [models.Index(fields=['person', '-at'], name='sign_in_person_at'), models.Index(fields=['at'], name='sign_in_at')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['succeeded', 'refused'])), name='sign_in_outcome_known'), models.CheckConstraint(condition=models.Q(('method__in', ['code', 'passkey', 'openid', 'invitation', 'second_factor', 'impersonation'])), name='sign_in_method_known')],
                },
            ),
            migrations.CreateModel(
                name='EmailCode',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('purpose', models.CharField(choices=[('sign_in', 'Connexion'), ('email_change', "Changement d'adresse électronique")], max_length=12, verbose_name='usage')),
                    ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                    ('code_hash', models.CharField(max_length=64, verbose_name='empreinte du code')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais faits')),
                    ('created_at', models.DateTimeField(verbose_name='envoyé le')),
                    ('expires_at', models.DateTimeField(verbose_name="valable jusqu'au")),
                    ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='utilisé le')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'code envoyé',
                    'indexes': [models.Index(fields=['person', 'purpose'], name='email_code_person_purpose')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['sign_in', 'email_change'])), name='email_code_purpose_known'), models.CheckConstraint(condition=models.Q(('attempts__lte', 5)), name='email_code_five_attempts')],
                },
            ),
            migrations.CreateModel(
                name='Impersonation',
                fields=[
                    ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('agreed_at', models.DateTimeField(verbose_name='permis le')),
                    ('expires_at', models.DateTimeField(verbose_name="valable jusqu'au")),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré le')),
                    ('entered_at', models.DateTimeField(blank=True, null=True, verbose_name='entrée le')),
                    ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='sortie le')),
                    ('administrator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.membership')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'accord pour agir à la place',
                    'indexes': [models.Index(fields=['person', '-agreed_at'], name='impersonation_person_agreed')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('agreed_at'))), name='impersonation_is_dated'), models.CheckConstraint(condition=models.Q(('administrator__isnull', True), ('entered_at__isnull', False), _connector='OR'), name='impersonation_administrator_entered'), models.CheckConstraint(condition=models.Q(('administrator__isnull', True), models.Q(('administrator', models.F('person')), _negated=True), _connector='OR'), name='impersonation_of_somebody_else'), models.CheckConstraint(condition=models.Q(('entered_at__isnull', True), ('entered_at__lt', models.F('expires_at')), _connector='OR'), name='impersonation_entered_in_time')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='membership',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_membershipevent" ("department_id", "ends_on", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "starts_on") VALUES (NEW."department_id", NEW."ends_on", NEW."id", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_id", NEW."role", NEW."starts_on"); RETURN NULL;', hash='83edf4329f851daee26855863e0947054f17ce36', operation='INSERT', pgid='pgtrigger_insert_insert_fc05a', table='accounts_membership', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='membership',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_membershipevent" ("department_id", "ends_on", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "starts_on") VALUES (NEW."department_id", NEW."ends_on", NEW."id", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_id", NEW."role", NEW."starts_on"); RETURN NULL;', hash='614d59eba57a4f1e40383ecc709a5fb9d5c923a5', operation='UPDATE', pgid='pgtrigger_update_update_20ab5', table='accounts_membership', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='membership',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_membershipevent" ("department_id", "ends_on", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "starts_on") VALUES (OLD."department_id", OLD."ends_on", OLD."id", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id", OLD."role", OLD."starts_on"); RETURN NULL;', hash='f3ddcbd9526d7fc3498cec2a246eba0323fbd3a5', operation='DELETE', pgid='pgtrigger_delete_delete_19a8f', table='accounts_membership', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='organisation',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_organisationevent" ("address", "branch_name", "class_reason", "closed_on", "commune_id", "created_at", "employer_class", "hub", "id", "kind", "latitude", "legal_category", "longitude", "name", "network", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ridet", "rna", "siret", "to_check", "updated_at") VALUES (NEW."address", NEW."branch_name", NEW."class_reason", NEW."closed_on", NEW."commune_id", NEW."created_at", NEW."employer_class", NEW."hub", NEW."id", NEW."kind", NEW."latitude", NEW."legal_category", NEW."longitude", NEW."name", NEW."network", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."ridet", NEW."rna", NEW."siret", NEW."to_check", NEW."updated_at"); RETURN NULL;', hash='e21c3cd5a7d46455e25efdfb22d4578777c34430', operation='INSERT', pgid='pgtrigger_insert_insert_66a5c', table='accounts_organisation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='organisation',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."branch_name" IS DISTINCT FROM (NEW."branch_name") OR OLD."class_reason" IS DISTINCT FROM (NEW."class_reason") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."employer_class" IS DISTINCT FROM (NEW."employer_class") OR OLD."hub" IS DISTINCT FROM (NEW."hub") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."legal_category" IS DISTINCT FROM (NEW."legal_category") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."network" IS DISTINCT FROM (NEW."network") OR OLD."ridet" IS DISTINCT FROM (NEW."ridet") OR OLD."rna" IS DISTINCT FROM (NEW."rna") OR OLD."siret" IS DISTINCT FROM (NEW."siret") OR OLD."to_check" IS DISTINCT FROM (NEW."to_check") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))', func='INSERT INTO "accounts_organisationevent" ("address", "branch_name", "class_reason", "closed_on", "commune_id", "created_at", "employer_class", "hub", "id", "kind", "latitude", "legal_category", "longitude", "name", "network", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ridet", "rna", "siret", "to_check", "updated_at") VALUES (NEW."address", NEW."branch_name", NEW."class_reason", NEW."closed_on", NEW."commune_id", NEW."created_at", NEW."employer_class", NEW."hub", NEW."id", NEW."kind", NEW."latitude", NEW."legal_category", NEW."longitude", NEW."name", NEW."network", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."ridet", NEW."rna", NEW."siret", NEW."to_check", NEW."updated_at"); RETURN NULL;', hash='bf57e6415a7d688349ec2fe35e1b8dd9d5394cbd', operation='UPDATE', pgid='pgtrigger_update_update_9e5fc', table='accounts_organisation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='organisation',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_organisationevent" ("address", "branch_name", "class_reason", "closed_on", "commune_id", "created_at", "employer_class", "hub", "id", "kind", "latitude", "legal_category", "longitude", "name", "network", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ridet", "rna", "siret", "to_check", "updated_at") VALUES (OLD."address", OLD."branch_name", OLD."class_reason", OLD."closed_on", OLD."commune_id", OLD."created_at", OLD."employer_class", OLD."hub", OLD."id", OLD."kind", OLD."latitude", OLD."legal_category", OLD."longitude", OLD."name", OLD."network", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."ridet", OLD."rna", OLD."siret", OLD."to_check", OLD."updated_at"); RETURN NULL;', hash='13d000cab8ba356d933567d113c757440dc7e819', operation='DELETE', pgid='pgtrigger_delete_delete_7b33b', table='accounts_organisation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='membershipevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e1f05704110766345bef638c18be4307af995a77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9ee6c', table='accounts_membershipevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='organisationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='845e2a6e8e1a6335e3e91a32605b9bf35b983db2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4e6f4', table='accounts_organisationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='organisationlabel',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_organisationlabelevent" ("ends_on", "id", "label", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."label", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='3467fd496ec793df93f033b5df5b2bc46f84d8dc', operation='INSERT', pgid='pgtrigger_insert_insert_4d48f', table='accounts_organisationlabel', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='organisationlabel',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_organisationlabelevent" ("ends_on", "id", "label", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."label", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='da6ecc37a745e14f1c309a0833f3710f43216689', operation='UPDATE', pgid='pgtrigger_update_update_0f12d', table='accounts_organisationlabel', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='organisationlabel',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_organisationlabelevent" ("ends_on", "id", "label", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."label", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;', hash='c036293e15fd73cc5b601488b78a6e7f99ad7448', operation='DELETE', pgid='pgtrigger_delete_delete_9bc19', table='accounts_organisationlabel', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='organisationlabelevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='983d8bb59faecbf8d7f1997661df0153d946e170', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_036ec', table='accounts_organisationlabelevent', when='BEFORE')),
            ),
        ]),
    ]
