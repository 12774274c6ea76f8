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
