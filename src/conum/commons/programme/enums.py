"""Words of the programme module: kinds of run, and the French names of modules, parameters and units."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunKind(TextChoices):
    """Kind of retention run (PRI-04)."""

    DRY = "dry", _("À blanc")
    REAL = "real", _("Réel")


NAMESPACES = {
    "budget": _("Enveloppes"),
    "positions": _("Postes"),
    "privacy": _("Données personnelles"),
    "programme": _("Dispositif"),
    "recruitment": _("Recrutement"),
}

UNITS = {
    "%": "%",
    "MB": _("Mo"),
    "bool": _("oui ou non"),
    "characters": _("caractères"),
    "codes": _("codes"),
    "date": _("date"),
    "days": _("jours"),
    "h": _("heures"),
    "h/week": _("heures par semaine"),
    "km": _("km"),
    "months": _("mois"),
    "persons": _("personnes"),
    "posts": _("postes"),
    "shortlists": _("sélections"),
    "text": _("texte"),
    "tz": _("fuseau horaire"),
    "years": _("ans"),
    "€": "€",
    "€/month gross": _("€ brut par mois"),
}

LABELS = {
    "budget.aidants": _("Enveloppe Aidants Connect"),
    "budget.alert_threshold": _("Seuil d'alerte sur une enveloppe (part engagée)"),
    "budget.counsellors": _("Enveloppe conseillers numériques"),
    "budget.kits": _("Enveloppe kits et réseaux"),
    "budget.total": _("Enveloppe totale"),
    "positions.allocation_open": _("De nouveaux postes peuvent être attribués"),
    "positions.email_confirm_days": _("Délai pour confirmer une demande par courriel"),
    "positions.max_posts_per_request": _("Postes au plus dans une demande"),
    "positions.network_reserve": _("Postes réservés aux grands réseaux"),
    "positions.open_from.private": _("Ouverture des demandes aux structures privées"),
    "positions.open_from.public": _("Ouverture des demandes aux structures publiques"),
    "positions.quota_fixed": _("Départements dont la dotation est fixée"),
    "positions.quota_floor": _("Postes au moins par département"),
    "positions.quota_formula": _("Formule des quotas"),
    "positions.vacancy_max": _("Durée au plus de la vacance d'un poste"),
    "privacy.account_inactive": _("Compte inactif"),
    "privacy.accounting": _("Pièces comptables"),
    "privacy.backups": _("Sauvegardes"),
    "privacy.bank_details": _("Coordonnées bancaires après le dernier paiement"),
    "privacy.beneficiary_inactive": _("Bénéficiaire après le dernier accompagnement"),
    "privacy.booking_contact": _("Contact d'un usager après le dernier rendez-vous"),
    "privacy.booking_history": _("Historique des rendez-vous"),
    "privacy.candidate_inactive": _("Candidature inactive"),
    "privacy.contract_after": _("Contrat après la fin de la convention"),
    "privacy.export_link": _("Lien de téléchargement d'un export"),
    "privacy.journal": _("Nom des auteurs au journal"),
    "privacy.login_log": _("Journal des connexions"),
    "privacy.mandate_proof": _("Preuves de mandat"),
    "privacy.merge_undo": _("Délai pour défaire une fusion de fiches"),
    "privacy.message_content": _("Contenu des messages"),
    "privacy.message_state": _("État des messages, sans leur contenu"),
    "privacy.refused_request": _("Demande refusée ou retirée"),
    "privacy.report_author": _("Auteur d'un compte rendu après son départ"),
    "privacy.report_notes": _("Notes d'un compte rendu"),
    "privacy.token_invitation": _("Validité d'une invitation"),
    "privacy.training_results": _("Résultats de formation"),
    "privacy.warning_days": _("Avertissements avant la fermeture d'un compte"),
    "programme.announced_before": _("Objectif annoncé auparavant"),
    "programme.commitments_version": _("Version des engagements"),
    "programme.free_activities": _("Activités gratuites pour l'usager"),
    "programme.full_time_hours": _("Durée d'un temps plein"),
    "programme.languages": _("Langues"),
    "programme.minimum_wage": _("Salaire minimum (SMIC)"),
    "programme.name": _("Nom du dispositif"),
    "programme.population_far_from_digital": _("Personnes éloignées du numérique"),
    "programme.start": _("Lancement du dispositif"),
    "programme.target_date": _("Échéance de l'objectif"),
    "programme.target_posts": _("Objectif de postes"),
    "programme.timezone": _("Fuseau horaire"),
    "recruitment.choose_within": _("Délai pour choisir un candidat"),
    "recruitment.cv_max_mb": _("Taille d'un CV"),
    "recruitment.cv_retention": _("Conservation d'un CV"),
    "recruitment.email_confirm_days": _("Délai pour confirmer une candidature par courriel"),
    "recruitment.hire_within.additional": _("Délai pour recruter, poste supplémentaire"),
    "recruitment.hire_within.initial": _("Délai pour recruter, premier poste"),
    "recruitment.mobility_choices_km": _("Distances proposées aux candidats"),
    "recruitment.motivation_max": _("Longueur de la motivation"),
    "recruitment.own_zones": _("Départements qui ne recrutent qu'en leur sein"),
    "recruitment.repropose_after": _("Délai avant de proposer de nouveau un profil"),
    "recruitment.shortlist_max.candidate": _("Sélections au plus par candidat"),
    "recruitment.shortlist_max.post": _("Sélections au plus par poste"),
    "recruitment.sign_within": _("Délai pour signer"),
    "recruitment.survey_every": _("Intervalle entre deux enquêtes"),
}
