import conum.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='MailRefusal',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField(verbose_name='personne')),
                ('topic', models.CharField(choices=[('reminder', "Rappels d'échéance"), ('proposal', 'Nouvelles propositions de profils ou de postes'), ('digest', 'Récapitulatifs périodiques'), ('news', 'Actualités du dispositif')], max_length=20, verbose_name='sujet')),
                ('refused_at', models.DateTimeField(verbose_name='refusé le')),
            ],
            options={
                'verbose_name': 'refus de courriels',
                'constraints': [models.UniqueConstraint(fields=('person_id', 'topic'), name='mail_refusal_once'), models.CheckConstraint(condition=models.Q(('topic__in', ['reminder', 'proposal', 'digest', 'news'])), name='mail_refusal_topic_known')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.UUIDField(default=conum.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='clé')),
                ('mark', models.CharField(max_length=32, null=True, unique=True, verbose_name='marque du courriel')),
                ('template', models.CharField(max_length=100, verbose_name='modèle')),
                ('topic', models.CharField(blank=True, choices=[('reminder', "Rappels d'échéance"), ('proposal', 'Nouvelles propositions de profils ou de postes'), ('digest', 'Récapitulatifs périodiques'), ('news', 'Actualités du dispositif')], max_length=20, verbose_name='sujet facultatif')),
                ('channel', models.CharField(choices=[('email', 'Courriel'), ('sms', 'SMS')], default='email', max_length=5, verbose_name='moyen')),
                ('to', models.CharField(blank=True, max_length=254, verbose_name='destinataire')),
                ('person_id', models.UUIDField(null=True, verbose_name='personne')),
                ('language', models.CharField(default='fr', max_length=5, verbose_name='langue')),
                ('subject', models.CharField(blank=True, max_length=250, verbose_name='objet')),
                ('text', models.TextField(blank=True, verbose_name='texte')),
                ('html', models.TextField(blank=True, verbose_name='page')),
                ('state', models.CharField(choices=[('queued', "En attente d'envoi"), ('sent', 'Envoyé'), ('failed', "Échec de l'envoi"), ('bounced', 'Adresse refusée'), ('skipped', 'Devenu inutile, non envoyé')], default='queued', max_length=10, verbose_name='état')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('not_before', models.DateTimeField(verbose_name='prochain essai à partir de')),
                ('useless_after', models.DateTimeField(null=True, verbose_name='inutile après')),
                ('last_error', models.CharField(blank=True, max_length=300, verbose_name='dernier refus')),
                ('queued_at', models.DateTimeField(verbose_name='mis en attente le')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='envoyé le')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='échec ou refus constaté le')),
                ('erased_at', models.DateTimeField(null=True, verbose_name='contenu effacé le')),
            ],
            options={
                'verbose_name': 'message',
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['not_before'], name='outbox_waiting'), models.Index(fields=['-queued_at', '-id'], name='outbox_latest'), models.Index(fields=['person_id'], name='outbox_person'), models.Index(condition=models.Q(('to', ''), _negated=True), fields=['to', 'not_before'], name='outbox_recipient')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'failed', 'bounced', 'skipped'])), name='outbox_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='outbox_sent_dated'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('failed', 'bounced', 'skipped')), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='outbox_closed_dated'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms'])), name='outbox_channel_known'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'sms'), _negated=True), models.Q(('html', ''), ('to__regex', '^(\\+[0-9]{6,15})?$')), _connector='OR'), name='outbox_sms_to_number'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', False), models.Q(('to', ''), _negated=True), _connector='OR'), name='outbox_has_address_until_erased'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('state', 'queued'), _negated=True), _connector='OR'), name='outbox_queued_not_erased')],
            },
        ),
    ]
