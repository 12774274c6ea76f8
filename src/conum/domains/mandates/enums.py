"""Words of the mandates module (sheet 13)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccreditationRequestState(TextChoices):
    """States of an application (sheet 13 section 2)."""

    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("En cours d'examen")
    CHANGES_REQUIRED = "changes_required", _("Modifications demandées")
    CHANGES_PROPOSED = "changes_proposed", _("Modifications proposées")
    ACCREDITED = "accredited", _("Habilitée")
    REFUSED = "refused", _("Refusée")
    CLOSED = "closed", _("Close")


OPEN_REQUESTS = ("submitted", "changes_required", "changes_proposed")


class AccreditationState(TextChoices):
    """Whether an organisation may hold mandates."""

    ACTIVE = "active", _("En vigueur")
    ENDED = "ended", _("Terminée")


class RequestPart(TextChoices):
    """What a person named in an application would do."""

    LEAD = "lead", _("Référent")
    CO_LEAD = "co_lead", _("Référent adjoint")
    HELPER = "helper", _("Aidant")


class HelperState(TextChoices):
    """States of a helper (MAN-03)."""

    WAITING = "waiting", _("Invitation en attente")
    TO_TRAIN = "to_train", _("À former")
    IN_TRAINING = "in_training", _("En formation")
    TO_TEST = "to_test", _("Test Pix à passer")
    ACTIVE = "active", _("Actif")
    SUSPENDED = "suspended", _("Suspendu")
    LEFT = "left", _("Parti")


class HelperStatus(TextChoices):
    """What somebody proposed as a helper is: only the first one may be (MAN-01)."""

    EMPLOYEE = "employee", _("Salarié ou agent public de l'organisation")
    RELATIVE = "relative", _("Proche d'une personne aidée")
    VOLUNTEER = "volunteer", _("Bénévole")
    CIVIC_SERVICE = "civic_service", _("Volontaire en service civique")
    ELECTED_OFFICIAL = "elected_official", _("Élu")


class SuspensionReason(TextChoices):
    """Why a helper was suspended."""

    INACTIVITY = "inactivity", _("Inactivité (MAN-05)")
    LEAD = "lead", _("Décision du référent")
    ACCREDITATION = "accreditation", _("Fin de l'habilitation")


class TrainingHours(TextChoices):
    """Length of the training (MAN-03)."""

    SEVEN = "7", _("7 heures")
    FOURTEEN = "14", _("14 heures")


class FactorKind(TextChoices):
    """Kinds of second factor (sheet 13 section 1)."""

    TOTP_CARD = "totp_card", _("Carte Aidants Connect")
    TOTP_APP = "totp_app", _("Application de codes")
    PASSKEY = "passkey", _("Clé d'accès")


class CardState(TextChoices):
    """Where a card stands: derived from its dates."""

    IN_STOCK = "in_stock", _("En réserve")
    ASSIGNED = "assigned", _("À valider")
    VALIDATED = "validated", _("En service")
    REMOVED = "removed", _("Retirée")


class MandateMode(TextChoices):
    """How the citizen's agreement was received (sheet 13 section 3)."""

    IN_PERSON = "in_person", _("En présence")
    REMOTE_PAPER = "remote_paper", _("À distance, sur papier")
    REMOTE_SMS = "remote_sms", _("À distance, par SMS")


class MandateState(TextChoices):
    """State of a mandate or of an authorisation: derived, never stored."""

    ACTIVE = "active", _("En cours")
    EXPIRED = "expired", _("Terminé")
    REVOKED = "revoked", _("Révoqué")


class RevokedBy(TextChoices):
    """Who or what ended an authorisation before its time (MAN-10, MAN-15, MAN-16)."""

    HELPER = "helper", _("Un aidant de la structure")
    CITIZEN = "citizen", _("L'usager, depuis sa page")
    CODE = "code", _("Le code de l'attestation")
    ADMIN = "admin", _("L'administration")
    NEW_MANDATE = "new", _("Un nouveau mandat")
    TRANSFER = "transfer", _("Un transfert")


class StopReason(TextChoices):
    """Why a preparation was stopped before its signature."""

    PROTECTED = "protected", _("Mesure de protection")
    REFUSED = "refused", _("L'usager n'est pas d'accord")
    ABANDONED = "abandoned", _("Abandon de l'aidant")
    NO_ANSWER = "no_answer", _("L'usager n'a pas répondu au SMS à temps")


class ExchangeState(TextChoices):
    """Where the exchange of text messages stands (MAN-20)."""

    WAITING = "waiting", _("Réponse attendue")
    AGREED = "agreed", _("L'usager a répondu OUI")
    DENIED = "denied", _("L'usager a répondu NON")
    EXPIRED = "expired", _("Sans réponse à temps")
    STOPPED = "stopped", _("Arrêté avec la préparation")


class Answer(TextChoices):
    """What a text message of the citizen says to the question."""

    YES = "yes", _("Oui")
    NO = "no", _("Non")
    UNCLEAR = "unclear", _("Autre chose")


class TransferState(TextChoices):
    """States of a transfer between organisations (MAN-16)."""

    PROPOSED = "proposed", _("Proposé")
    ACCEPTED = "accepted", _("Accepté, à signer avec l'usager")
    REFUSED = "refused", _("Refusé")
    WITHDRAWN = "withdrawn", _("Retiré")
    DONE = "done", _("Fait")


# The OpenID Connect provider


class ClientAuthMethod(TextChoices):
    """How a relying party proves who it is (OpenID Connect Core 1.0 section 9)."""

    BASIC = "client_secret_basic", _("Secret, dans l'en-tête (client_secret_basic)")
    POST = "client_secret_post", _("Secret, dans le formulaire (client_secret_post)")
    PRIVATE_KEY = "private_key_jwt", _("Clé privée du service (private_key_jwt)")


class SigningAlgorithm(TextChoices):
    """How the provider signs (RFC 7518 section 3.1)."""

    RS256 = "RS256", _("RSA (RS256)")
    ES256 = "ES256", _("Courbe elliptique (ES256)")


class KeyState(TextChoices):
    """Where a signing key is in its life."""

    NEXT = "next", _("Publiée, signera ensuite")
    CURRENT = "current", _("Signe")
    RETIRED = "retired", _("Ne signe plus")


class ProcedureEnd(TextChoices):
    """Why what a helper had in hand ended before its time."""

    REPLAYED = "replayed", _("Code présenté deux fois")
    REVOKED = "revoked", _("Autorisation révoquée")
    SUSPENDED = "suspended", _("Aidant suspendu ou parti")
    SIGNED_OUT = "signed_out", _("Déconnexion demandée par le service")
