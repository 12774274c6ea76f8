"""Words of the recruitment module (sheet 02 sections 6 to 8)."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from conum.commons.files.enums import FileKind, Purpose


class CandidateState(TextChoices):
    """Where an application stands (section 6)."""

    UNCONFIRMED = "unconfirmed", _("À confirmer")
    AVAILABLE = "available", _("Disponible")
    UNAVAILABLE = "unavailable", _("Non disponible")
    HIRED = "hired", _("Recruté")
    REMOVED = "removed", _("Supprimée")


class Situation(TextChoices):
    """Situation of a candidate; several may be true."""

    JOBSEEKER = "jobseeker", _("Je suis en recherche d'emploi")
    EMPLOYED = "employed", _("Je suis en emploi")
    IN_TRAINING = "in_training", _("Je suis en formation")
    MEDIATION_DEGREE = "mediation_degree", _("J'ai un diplôme ou un titre de médiation numérique")
    MEDIATION_EXPERIENCE = "mediation_experience", _("J'ai une expérience de médiation numérique")


class Mobility(IntegerChoices):
    """Radius a candidate accepts, in kilometres (`recruitment.mobility_choices_km`)."""

    KM_5 = 5, _("5 km")
    KM_10 = 10, _("10 km")
    KM_15 = 15, _("15 km")
    KM_20 = 20, _("20 km")
    KM_40 = 40, _("40 km")
    KM_100 = 100, _("100 km")
    FRANCE = 2000, _("France entière")


class PixLevel(IntegerChoices):
    """Pix level shared on a voluntary basis."""

    BEGINNER = 1, _("Débutant")
    INTERMEDIATE = 2, _("Intermédiaire")
    ADVANCED = 3, _("Avancé")


class Gender(TextChoices):
    """Gender, asked for the fairness report only (REC-31)."""

    FEMALE = "female", _("Femme")
    MALE = "male", _("Homme")
    OTHER = "other", _("Autre")
    UNDISCLOSED = "undisclosed", _("Je préfère ne pas répondre")


class RemovalReason(TextChoices):
    """Why an application was deleted (REC-06); `inactive` is the retention job."""

    FOUND_JOB = "found_job", _("J'ai trouvé un autre emploi")
    HIRED_HERE = "hired_here", _("J'ai été recruté comme conseiller numérique")
    GDPR_REQUEST = "gdpr_request", _("Demande au titre du RGPD")
    NOT_INTERESTED = "not_interested", _("N'est plus intéressé par le dispositif")
    DUPLICATE = "duplicate", _("Doublon")
    OTHER = "other", _("Autre raison")
    INACTIVE = "inactive", _("Sans activité depuis la durée prévue")


OWN_REMOVAL_REASONS = (RemovalReason.FOUND_JOB, RemovalReason.HIRED_HERE, RemovalReason.OTHER)
ADMIN_REMOVAL_REASONS = (
    RemovalReason.GDPR_REQUEST,
    RemovalReason.NOT_INTERESTED,
    RemovalReason.DUPLICATE,
    RemovalReason.OTHER,
)


class ConsentKind(TextChoices):
    """What a candidate agreed to, as a dated record (PRI-13)."""

    VISIBILITY = "visibility", _("Être visible des structures")
    PIX = "pix", _("Partager mon niveau Pix")


class MatchState(TextChoices):
    """Where a match stands (section 7)."""

    PROPOSED = "proposed", _("Proposé")
    SHORTLISTED = "shortlisted", _("Présélectionné")
    SELECTED = "selected", _("Contrat en cours de saisie")
    HIRED = "hired", _("Recruté")
    DECLINED_BY_HOST = "declined_by_host", _("Non retenu")
    DECLINED_BY_CANDIDATE = "declined_by_candidate", _("Refusé par le candidat")
    WITHDRAWN = "withdrawn", _("Plus disponible")
    EXPIRED = "expired", _("Délai dépassé")


OFFICIAL_MATCH_STATE = {
    "nouvelle": MatchState.PROPOSED,
    "interessee": MatchState.SHORTLISTED,
    "nonInteressee": MatchState.DECLINED_BY_HOST,
    "recrutee": MatchState.SELECTED,
    "finalisee": MatchState.HIRED,
    "non_disponible": MatchState.WITHDRAWN,
}


class MatchOrigin(TextChoices):
    """Whether the match was computed or picked by hand in the pool."""

    COMPUTED = "computed", _("Proposé par le rapprochement")
    MANUAL = "manual", _("Choisi dans la candidathèque")


class NotRetainedReason(TextChoices):
    """Standard reason told to a candidate who is not retained (REC-35)."""

    PROFILE = "profile", _("Le profil ne correspond pas au besoin de la structure")
    EXPERIENCE = "experience", _("La structure recherche davantage d'expérience")
    DISTANCE = "distance", _("Le lieu du poste est trop éloigné")
    DATE = "date", _("Les dates ne concordent pas")
    NO_ANSWER = "no_answer", _("La structure n'a pas réussi à joindre le candidat")
    OTHER_CANDIDATE = "other_candidate", _("Un autre candidat a été retenu")


class CandidateDeclineReason(TextChoices):
    """Why a candidate declines a host."""

    DISTANCE = "distance", _("C'est trop loin de chez moi")
    DATE = "date", _("Les dates ne me conviennent pas")
    OTHER_JOB = "other_job", _("J'ai une autre proposition")
    NOT_INTERESTED = "not_interested", _("Ce poste ne m'intéresse pas")


class WithdrawnReason(TextChoices):
    """Why the system closed a match."""

    HIRED_ELSEWHERE = "hired_elsewhere", _("Le candidat a été recruté par une autre structure")
    UNAVAILABLE = "unavailable", _("Le candidat n'est plus disponible")
    ZONE_CHANGED = "zone_changed", _("Le poste n'est plus dans le périmètre du candidat")
    HOST_CLOSED = "host_closed", _("La structure n'a plus de poste à pourvoir")
    REMOVED = "removed", _("La candidature a été supprimée")
    HIDDEN = "hidden", _("Le candidat ne souhaite plus être visible")


class ContractKind(TextChoices):
    """Kind of employment contract."""

    PERMANENT = "permanent", _("CDI")
    FIXED_TERM = "fixed_term", _("CDD")
    PUBLIC_PROJECT_CONTRACT = "public_project_contract", _("Contrat de projet public")
    PEC = "pec", _("PEC")
    CIVIL_SERVANT = "civil_servant", _("Titulaire de la fonction publique")
    RIDER = "rider", _("Avenant à un CDI existant")


OFFICIAL_CONTRACT_KIND = {
    "CDI": ContractKind.PERMANENT,
    "CDD": ContractKind.FIXED_TERM,
    "PEC": ContractKind.PEC,
    "contrat_de_projet_public": ContractKind.PUBLIC_PROJECT_CONTRACT,
    "CDP": ContractKind.PUBLIC_PROJECT_CONTRACT,
}
WITHOUT_END = (ContractKind.PERMANENT, ContractKind.CIVIL_SERVANT)


class ContractState(TextChoices):
    """Where a contract stands (section 8)."""

    SUBMITTED = "submitted", _("À valider")
    ACTIVE = "active", _("En cours")
    CANCELLED = "cancelled", _("Annulé")
    TERMINATION_SUBMITTED = "termination_submitted", _("Rupture à valider")
    TERMINATED = "terminated", _("Rompu")
    ENDED = "ended", _("Terminé")


LIVE_CONTRACTS = (ContractState.SUBMITTED, ContractState.ACTIVE, ContractState.TERMINATION_SUBMITTED)


class PartTimeReason(TextChoices):
    """Accepted exceptions to full time (REC-46)."""

    PARENTAL = "parental", _("80 % au retour d'un congé parental")
    THERAPEUTIC = "therapeutic", _("Temps partiel thérapeutique")
    ELECTORAL_MANDATE = "electoral_mandate", _("Mandat électif")


class ContractChangeKind(TextChoices):
    """Extension of the same contract, or new contract on the same post."""

    EXTENSION = "extension", _("Prolongation")
    RENEWAL = "renewal", _("Renouvellement")


class ContractChangeState(TextChoices):
    """Where a change stands."""

    OPEN = "open", _("À valider")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    CANCELLED = "cancelled", _("Annulée")


class TerminationReason(TextChoices):
    """Reason of an early end (REC-51)."""

    DISMISSAL = "dismissal", _("Licenciement")
    FIXED_TERM_NOT_RENEWED = "fixed_term_not_renewed", _("Non-reconduction CDD")
    RESIGNATION = "resignation", _("Démission")
    MADE_PERMANENT = "made_permanent", _("CDIsation")
    GRANT_ENDED = "grant_ended", _("Fin de subventionnement")


class TerminationEvidence(TextChoices):
    """Document that proves the end (REC-52)."""

    RESIGNATION_LETTER = "resignation_letter", _("Lettre de démission")
    LAST_PAY_SLIP = "last_pay_slip", _("Dernier bulletin de paie")
    WORK_CERTIFICATE = "work_certificate", _("Certificat de travail")


class TerminationState(TextChoices):
    """Where a termination stands."""

    SUBMITTED = "submitted", _("À valider")
    WITHDRAWN = "withdrawn", _("Retirée")
    VALIDATED = "validated", _("Validée")


class PlanState(TextChoices):
    """Where the computation of a national plan stands."""

    RUNNING = "running", _("En cours de calcul")
    DONE = "done", _("Calculé")
    FAILED = "failed", _("Échoué")


class UnfilledReason(TextChoices):
    """Why a vacant post stays without candidate in the plan."""

    NO_CANDIDATE = "no_candidate", _("Aucun candidat dans la zone")
    TOO_FAR = "too_far", _("Aucun candidat n'accepte cette distance")
    TOO_LATE = "too_late", _("Les candidats sont libres trop tard")
    TAKEN = "taken", _("Les candidats possibles sont mieux placés ailleurs")


CV = Purpose("recruitment.cv", (FileKind.PDF,), 5, encrypted=True, retention="recruitment.cv_retention")
EVIDENCE_KINDS = (FileKind.PDF, FileKind.PNG, FileKind.JPEG)
CONTRACT_EVIDENCE = Purpose(
    "recruitment.contract_evidence", EVIDENCE_KINDS, 10, encrypted=True, retention="privacy.contract_after"
)
TERMINATION_EVIDENCE = Purpose(
    "recruitment.termination_evidence", EVIDENCE_KINDS, 10, encrypted=True, retention="privacy.contract_after"
)
