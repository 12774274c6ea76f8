"""The commitments of version 2020-11 (State site, State FAQ; sheet 02 section 3)."""

from django.db import migrations

COUNSELLOR = [
    "Les activités du conseiller sont gratuites et font monter les habitants en compétence.",
    "Le conseiller dispose de temps pour la communauté des conseillers et pour sa formation continue.",
    "La structure choisit son candidat dans le délai d'un mois après l'ouverture du poste.",
    "La structure signe le contrat dans les quinze jours qui suivent ce choix.",
    "La structure libère le conseiller pour sa formation initiale avant l'accueil du public, pour sa formation "
    "continue et pour les examens.",
    "La structure fournit l'équipement : ordinateur, téléphone portable, espace de travail, véhicule si nécessaire.",
    "Le conseiller porte la tenue prévue pour les conseillers numériques.",
    "Chaque activité donne lieu à un compte rendu ; l'employeur répond de sa fiabilité.",
    "L'accueil est ouvert à tous, sans adhésion demandée.",
]
COORDINATOR = [
    "La structure renforce le réseau de la médiation numérique sur son territoire.",
    "Le coordinateur fait le lien entre les employeurs, les conseillers et l'animation nationale.",
    "La structure développe les collaborations entre les acteurs du territoire.",
    *COUNSELLOR[3:6],
]


def write(apps, schema_editor):
    """Insert the first version for both kinds of post."""
    commitment = apps.get_model("positions", "HostCommitment")
    for kind, sentences in (("counsellor", COUNSELLOR), ("coordinator", COORDINATOR)):
        commitment.objects.create(version="2020-11", kind=kind, sentences=sentences)


class Migration(migrations.Migration):
    dependencies = [("positions", "0001_first")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
