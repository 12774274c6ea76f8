"""The ten groups of procedures (sheet 13 section 1)."""

from datetime import date

from django.db import migrations

MONEY = (
    "Ces démarches engagent de l'argent : lisez chaque montant à voix haute et ne gardez jamais les identifiants "
    "bancaires de la personne."
)
GROUPS = (
    ("papers", "Papiers – Citoyenneté – Élections", ""),
    ("family", "Famille – Scolarité", ""),
    ("social", "Social – Santé", ""),
    ("work", "Travail – Formation", ""),
    ("housing", "Logement", ""),
    ("transport", "Transports – Mobilité", ""),
    ("money", "Argent – Impôts – Consommation", MONEY),
    ("justice", "Justice", ""),
    ("foreigners", "Étranger – Europe", ""),
    ("leisure", "Loisirs – Sport – Culture", ""),
)


def write(apps, schema_editor):
    """Insert the groups, offered since the first accreditations."""
    group = apps.get_model("mandates", "ProcedureGroup")
    for position, (code, label, caution) in enumerate(GROUPS, 1):
        group.objects.create(
            code=code, label=label, position=position, caution=caution, valid_from=date(2019, 1, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("mandates", "0001_first")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
