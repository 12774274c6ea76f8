"""Words of the positions module (sheet 02 sections 3 to 5); official values are import and export aliases."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PostKind(TextChoices):
    """Kind of a post, a request, a quota or a decision."""

    COUNSELLOR = "counsellor", _("Conseiller numérique")
    COORDINATOR = "coordinator", _("Coordinateur")
    UNSPECIFIED = "unspecified", _("Non précisé")


ASKED_KINDS = [(kind.value, kind.label) for kind in (PostKind.COUNSELLOR, PostKind.COORDINATOR)]
OFFICIAL_POST_KIND = {"conum": PostKind.COUNSELLOR, "coordo": PostKind.COORDINATOR, "dns": PostKind.UNSPECIFIED}


class RequestState(TextChoices):
    """State of a host request."""

    UNCONFIRMED = "unconfirmed", _("Adresse électronique à confirmer")
    SUBMITTED = "submitted", _("Déposée")
    FURTHER_REVIEW = "further_review", _("Examen complémentaire")
    APPROVED = "approved", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    WITHDRAWN = "withdrawn", _("Abandonnée")
    DUPLICATE = "duplicate", _("Doublon")
    CANCELLED = "cancelled", _("Annulée")


OFFICIAL_REQUEST_STATE = {
    "CREEE": RequestState.SUBMITTED,
    "EXAMEN_COMPLEMENTAIRE_COSELEC": RequestState.FURTHER_REVIEW,
    "VALIDATION_COSELEC": RequestState.APPROVED,
    "REFUS_COSELEC": RequestState.REFUSED,
    "REFUS_COORDINATEUR": RequestState.REFUSED,
    "ABANDON": RequestState.WITHDRAWN,
    "DOUBLON": RequestState.DUPLICATE,
    "ANNULEE": RequestState.CANCELLED,
}
# States in which a request waits for the committee.
OPEN_STATES = (RequestState.SUBMITTED.value, RequestState.FURTHER_REVIEW.value)


class CoordinatorTime(TextChoices):
    """Working time of a coordinator on coordination."""

    FULL_TIME = "full_time", _("Temps plein")
    PART_TIME = "part_time", _("Temps partiel")


class CoordinationKind(TextChoices):
    """What a coordinator coordinates (sheet 02 section 8)."""

    TEAM = "team", _("Une équipe")
    COMMUNE_BASIN = "commune_basin", _("Un bassin de communes")
    DEPARTMENT = "department", _("Le département du poste")
    REGION = "region", _("La région du poste")


class OpinionVerdict(TextChoices):
    """Verdict of a prefect's opinion."""

    FAVOURABLE = "favourable", _("Favorable")
    UNFAVOURABLE = "unfavourable", _("Défavorable")


OFFICIAL_OPINION = {"POSITIF": OpinionVerdict.FAVOURABLE, "NÉGATIF": OpinionVerdict.UNFAVOURABLE}


class SessionState(TextChoices):
    """State of a committee session."""

    PLANNED = "planned", _("Prévue")
    OPEN = "open", _("Ouverte")
    CLOSED = "closed", _("Close")


class DecisionVerdict(TextChoices):
    """Verdict of a committee decision."""

    APPROVED = "approved", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    FURTHER_REVIEW = "further_review", _("Examen complémentaire")


class RefusalReason(TextChoices):
    """The three reasons of a refusal (POS-23)."""

    RELEVANCE = "relevance", _("Pertinence au regard des besoins et de l'existant")
    LOCAL_SPREAD = "local_spread", _("Répartition dans le département")
    NATIONAL_BALANCE = "national_balance", _("Équilibre entre départements")


class CoordinationCriterion(TextChoices):
    """What a decision on a coordinator weighs (POS-26)."""

    STRATEGY = "strategy", _("Qualité de la stratégie")
    LEGITIMACY = "legitimacy", _("Légitimité de la structure")
    CONSULTATION = "consultation", _("Concertation (préfecture, département, hub, structures coordonnées)")
    RELEVANCE = "relevance", _("Pertinence")


class AttachmentReason(TextChoices):
    """Why a post is attached to a host."""

    GRANT = "grant", _("Attribution")
    TRANSFER = "transfer", _("Transfert")


class PostState(TextChoices):
    """Derived state of a post; computed from dates, never stored (POS-34)."""

    FILLED = "filled", _("Occupé")
    VACANT = "vacant", _("Vacant")
    HANDED_BACK = "handed_back", _("Rendu")


class AmendmentKind(TextChoices):
    """Direction of an amendment."""

    ADDITION = "addition", _("Ajout de postes")
    RETURN = "return", _("Rendu de postes")


class AmendmentState(TextChoices):
    """State of an amendment."""

    OPEN = "open", _("En cours")
    ACCEPTED = "accepted", _("Validé")
    REFUSED = "refused", _("Refusé")
    CANCELLED = "cancelled", _("Annulé")


class AmendmentReason(TextChoices):
    """Reasons of an amendment: the first five for a return, the others for an addition."""

    NEED_GONE = "need_gone", _("Le besoin n'est pas ou plus justifié")
    RECRUITMENT_DIFFICULTY = "recruitment_difficulty", _("Ma structure rencontre des difficultés de recrutement")
    NO_FUNDS = "no_funds", _("Ma structure n'a pas ou plus les capacités financières nécessaires")
    UNSURE = "unsure", _("Je ne sais pas encore, visibilité")
    GRANT_ENDED = "grant_ended", _("Fin de subventionnement")
    REINFORCE_TEAM = "reinforce_team", _("Renforcer l'équipe")
    DEVELOP_OFFER = "develop_offer", _("Développer l'offre")
    STRONG_DEMAND = "strong_demand", _("Forte demande des habitants")
    OTHER = "other", _("Autre raison")


RETURN_REASONS = ("need_gone", "recruitment_difficulty", "no_funds", "unsure", "grant_ended")
ADDITION_REASONS = ("reinforce_team", "develop_offer", "strong_demand", "other")


class TransferState(TextChoices):
    """State of the transfer of a post from one host to another."""

    PROPOSED = "proposed", _("Proposé")
    ACCEPTED = "accepted", _("Accepté")
    REFUSED = "refused", _("Refusé")
    DONE = "done", _("Réalisé")


class VacancyStage(TextChoices):
    """How far a vacant post is on the way to a proposed return (POS-47)."""

    HALF_TIME = "half_time", _("Mi-parcours")
    ONE_MONTH_LEFT = "one_month_left", _("Un mois avant")
    RETURN_PROPOSED = "return_proposed", _("Rendu proposé")


class ApportionmentMethod(TextChoices):
    """Method that turns weights into whole posts."""

    LARGEST_REMAINDER = "largest_remainder", _("Plus fort reste")
    HIGHEST_AVERAGES_JEFFERSON = "jefferson", _("Plus forte moyenne (Jefferson, d'Hondt)")
    HIGHEST_AVERAGES_WEBSTER = "webster", _("Plus forte moyenne (Webster, Sainte-Laguë)")
