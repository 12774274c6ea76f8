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


class Network(TextChoices):
    """Grand réseau of an organisation (sheet 01 section 9, 14 values of the State pilot tool)."""

    CROIX_ROUGE = "croix_rouge", "Croix-Rouge"
    GROUPE_SOS = "groupe_sos", "Groupe SOS"
    EMMAUS_CONNECT = "emmaus_connect", "Emmaüs Connect"
    LA_POSTE = "la_poste", "La Poste"
    UNAF = "unaf", "UNAF"
    LIGUE_ENSEIGNEMENT = "ligue_enseignement", "La Ligue de l'enseignement"
    FAMILLES_RURALES = "familles_rurales", "Familles rurales"
    FACE = "face", "FACE"
    PIMMS = "pimms", "PIMMS"
    APF_HANDICAP = "apf_handicap", "APF Handicap"
    UNIJ = "unij", "UNIJ"
    CONFEDERATION_MJC = "confederation_mjc", "Confédération MJC"
    REGIE_QUARTIER = "regie_quartier", "Régie de quartier"
    CHAMBRES_AGRICULTURE = "chambres_agriculture", "Chambres d'agriculture"


class Hub(TextChoices):
    """Regional hub for inclusive digital (sheet 01 section 9, 17 values of the State pilot tool)."""

    HINAURA = "hinaura", "Hinaura"
    HUBIK = "hubik", "Hubik"
    MEDNUM_BFC = "mednum_bfc", "Hub MedNum BFC"
    HUB_SUD = "hub_sud", "Hub du Sud"
    ASSEMBLEURS = "assembleurs", "Les Assembleurs"
    ULTRANUMERIQUE = "ultranumerique", "Hub UltraNumérique"
    MEDNUM_ANTILLES = "mednum_antilles", "Mednum Antilles"
    GUYACLIC = "guyaclic", "Guyaclic"
    SOLIDARNUM = "solidarnum", "Solidarnum"
    RHINOCC = "rhinocc", "RhinOcc"
    FRANCIL_IN = "francil_in", "Francil-in"
    CONUMM = "conumm", "CONUMM"
    HUB_BRETAGNE = "hub_bretagne", "Hub Bretagne"
    HUB_CORSE = "hub_corse", "Hub Corse"
    HUBEST = "hubest", "HubEst"
    HUB_LO = "hub_lo", "Hub-Lo"
    HUB_NORMANDIE = "hub_normandie", "Hub Normandie"


# INSEE codes of the régions of each hub; the overseas hubs have départements (971 and 976 belong to two hubs).
HUB_REGIONS = {
    Hub.HINAURA: ("84",),
    Hub.HUBIK: ("75",),
    Hub.MEDNUM_BFC: ("27",),
    Hub.HUB_SUD: ("93",),
    Hub.ASSEMBLEURS: ("32",),
    Hub.RHINOCC: ("76",),
    Hub.FRANCIL_IN: ("11",),
    Hub.CONUMM: ("52",),
    Hub.HUB_BRETAGNE: ("53",),
    Hub.HUB_CORSE: ("94",),
    Hub.HUBEST: ("44",),
    Hub.HUB_LO: ("24",),
    Hub.HUB_NORMANDIE: ("28",),
}
HUB_DEPARTMENTS = {
    Hub.ULTRANUMERIQUE: ("971", "976"),
    Hub.MEDNUM_ANTILLES: ("971", "972"),
    Hub.GUYACLIC: ("973",),
    Hub.SOLIDARNUM: ("974", "976"),
}

# Roles that reach the whole of France (sheet 00 section 3, column "Scope").
NATIONAL_ROLES = frozenset({Role.NATIONAL_ADMIN, Role.PAYING_AGENT, Role.PRIVACY_OFFICER, Role.SUPPORT_AGENT})

# Roles that see citizens' or financial data, or decide: a second factor is demanded (sheet 11 section 7).
TWO_FACTOR_ROLES = frozenset(
    {
        Role.COUNSELLOR,
        Role.MEDIATOR,
        Role.COORDINATOR,
        Role.HOST_MANAGER,
        Role.PREFECTURE,
        Role.NATIONAL_ADMIN,
        Role.PAYING_AGENT,
        Role.TRAINING_BODY,
        Role.HELPER,
        Role.HELPER_LEAD,
        Role.SPONSOR,
        Role.PRESCRIBER,
        Role.VOUCHER_PLACE,
        Role.SUPPORT_AGENT,
        Role.PRIVACY_OFFICER,
    }
)

# Roles in whose place nobody acts: they reach the whole country, or carry mandates that a citizen gave to one person.
UNLENT_ROLES = NATIONAL_ROLES | {Role.HELPER, Role.HELPER_LEAD}

# Roles a membership cannot hold: a visitor has no membership, a machine has scopes.
UNHELD_ROLES = frozenset({Role.PUBLIC, Role.API_CLIENT})


class CodePurpose(TextChoices):
    """What an e-mailed code proves."""

    SIGN_IN = "sign_in", _("Connexion")
    EMAIL_CHANGE = "email_change", _("Changement d'adresse électronique")


class SignInMethod(TextChoices):
    """How somebody signed in, or tried to."""

    CODE = "code", _("Code reçu par courriel")
    PASSKEY = "passkey", _("Clé d'accès")
    OPENID = "openid", _("Fournisseur d'identité")
    INVITATION = "invitation", _("Invitation")
    SECOND_FACTOR = "second_factor", _("Second facteur")
    IMPERSONATION = "impersonation", _("Administrateur, avec votre accord")


class SignInOutcome(TextChoices):
    """What came of it."""

    SUCCEEDED = "succeeded", _("Réussie")
    REFUSED = "refused", _("Refusée")
