"""Words of the accounts module (sheet 00 section 3, sheet 02 section 1)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Role held by a membership; codes and French names of sheet 00 section 3."""

    PUBLIC = "public", _("Public, usager sans compte")
    CANDIDATE = "candidate", _("Candidat")
    COUNSELLOR = "counsellor", _("Conseiller numérique")
    MEDIATOR = "mediator", _("Médiateur numérique (hors dispositif)")
    COORDINATOR = "coordinator", _("Coordinateur")
    HOST_MANAGER = "host_manager", _("Gestionnaire de structure")
    PREFECTURE = "prefecture", _("Préfecture")
    NATIONAL_ADMIN = "national_admin", _("Administrateur du dispositif (ANCT)")
    PAYING_AGENT = "paying_agent", _("Banque des Territoires")
    TRAINING_BODY = "training_body", _("Organisme de formation")
    HUB = "hub", _("Hub pour un numérique inclusif")
    NETWORK = "network", _("Grand réseau")
    HELPER = "helper", _("Aidant professionnel (Aidants Connect)")
    HELPER_LEAD = "helper_lead", _("Référent Aidants Connect")
    SPONSOR = "sponsor", _("Commanditaire du Pass numérique")
    DISTRIBUTOR = "distributor", _("Distributeur / aiguilleur")
    PRESCRIBER = "prescriber", _("Prescripteur du Pass")
    VOUCHER_PLACE = "voucher_place", _("Lieu qualifié")
    ENTRANT = "entrant", _("Concepteur, designer")
    JUROR = "juror", _("Juré")
    MAKER = "maker", _("Fabricant (fablab, tiers-lieu)")
    TOWN_HALL = "town_hall", _("Mairie rurale")
    SUPPORT_AGENT = "support_agent", _("Agent d'assistance")
    PRIVACY_OFFICER = "privacy_officer", _("Délégué à la protection des données")
    API_CLIENT = "api_client", _("Client de l'API")


class EmployerClass(TextChoices):
    """Class of a host: decides grant scheme, dates and documents."""

    PUBLIC = "public", _("Structure publique")
    PRIVATE = "private", _("Structure privée")


class OrganisationKind(TextChoices):
    """Kind of organisation (sheet 02 section 1); the official values are import aliases."""

    COMMUNE = "commune", _("Commune")
    DEPARTMENT_COUNCIL = "department_council", _("Département")
    REGION_COUNCIL = "region_council", _("Région")
    INTERCOMMUNALITY = "intercommunality", _("EPCI")
    SPECIAL_STATUS_AUTHORITY = "special_status_authority", _("Collectivité à statut particulier")
    PUBLIC_INTEREST_GROUP = "public_interest_group", _("GIP")
    PRIVATE = "private", _("Structure privée")


OFFICIAL_KIND = {
    "COMMUNE": OrganisationKind.COMMUNE,
    "DEPARTEMENT": OrganisationKind.DEPARTMENT_COUNCIL,
    "REGION": OrganisationKind.REGION_COUNCIL,
    "EPCI": OrganisationKind.INTERCOMMUNALITY,
    "COLLECTIVITE": OrganisationKind.SPECIAL_STATUS_AUTHORITY,
    "GIP": OrganisationKind.PUBLIC_INTEREST_GROUP,
    "PRIVATE": OrganisationKind.PRIVATE,
}


class Label(TextChoices):
    """Dated label of an organisation."""

    FRANCE_SERVICES = "france_services", _("France Services")
    AIDANTS_CONNECT = "aidants_connect", _("Aidants Connect")
