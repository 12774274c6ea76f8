"""The application of an organisation for an accreditation (sheet 13 section 2)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from conum.commons.accounts.enums import OrganisationKind
from conum.domains.mandates.enums import OPEN_REQUESTS, AccreditationRequestState, RequestPart
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import Category, Method, PersonalData

CONFIRMATIONS = (
    "terms_accepted", "data_officer_informed", "professionals_only", "no_elected_official", "no_volunteer"
)  # fmt: skip


class NextNumber(models.Func):
    """The next value of the sequence of public numbers."""

    template = "nextval('mandates_request_number')"
    arity = 0


def _sent(condition: Q) -> Q:
    """The condition, asked once the application is sent."""
    return Q(state="draft") | condition


@tracked()
class AccreditationRequest(DatedRow):
    """An application. A draft holds its answers as typed; the columns are filled when it is submitted."""

    personal_data: ClassVar = PersonalData(
        {
            "answers": Category.FREE_TEXT,
            "issuer_first_name": Category.IDENTITY,
            "issuer_last_name": Category.IDENTITY,
            "issuer_profession": Category.PROFESSIONAL,
            "issuer_email": Category.CONTACT,
            "issuer_phone": Category.CONTACT,
            "mission": Category.FREE_TEXT,
            "decision_reason": Category.FREE_TEXT,
        },
        retention="privacy.refused_request",
        method=Method.ERASE,
        module="mandates",
    )

    number = models.BigIntegerField(
        "numéro", unique=True, editable=False, db_default=NextNumber(output_field=models.BigIntegerField())
    )
    state = models.CharField(
        "état", max_length=16, choices=AccreditationRequestState.choices, default=AccreditationRequestState.DRAFT
    )
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField("réponses", default=dict)
    step = models.CharField("étape atteinte", max_length=20, blank=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    confirmed_at = models.DateTimeField("adresse confirmée le", null=True, blank=True)
    submitted_at = models.DateTimeField("déposée le", null=True, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decision_reason = models.TextField("motif de la décision", max_length=2000, blank=True)

    issuer_first_name = models.CharField("prénom du demandeur", max_length=80, blank=True)
    issuer_last_name = models.CharField("nom du demandeur", max_length=80, blank=True)
    issuer_profession = models.CharField("profession du demandeur", max_length=150, blank=True)
    issuer_email = models.EmailField("adresse électronique du demandeur", blank=True)
    issuer_phone = models.CharField("téléphone du demandeur", max_length=16, blank=True)

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisation"
    )
    kind = models.CharField("type d'organisation", max_length=30, choices=OrganisationKind.choices, blank=True)
    department = models.ForeignKey(
        "territories.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département"
    )
    mission = models.TextField("mission de service public", max_length=2500, blank=True)
    people_helped_a_year = models.PositiveIntegerField("personnes aidées par an", null=True, blank=True)

    terms_accepted = models.BooleanField("conditions d'utilisation acceptées", default=False)
    data_officer_informed = models.BooleanField("délégué à la protection des données informé", default=False)
    professionals_only = models.BooleanField("uniquement des professionnels", default=False)
    no_elected_official = models.BooleanField("aucun élu", default=False)
    no_volunteer = models.BooleanField("aucun bénévole", default=False)

    proposal = models.JSONField("modifications proposées", default=dict, blank=True)
    accreditation = models.ForeignKey(
        "mandates.Accreditation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="habilitation"
    )

    class Meta:
        verbose_name = "demande d'habilitation"
        verbose_name_plural = "demandes d'habilitation"
        constraints = [
            *(
                models.CheckConstraint(condition=_sent(Q(**{name: True})), name=f"accreditation_request_{name}")
                for name in CONFIRMATIONS
            ),
            models.CheckConstraint(
                condition=_sent(
                    Q(organisation__isnull=False, submitted_at__isnull=False, confirmed_at__isnull=False)
                    & Q(people_helped_a_year__gte=0, department__isnull=False)
                ),
                name="accreditation_request_complete_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state="accredited", accreditation__isnull=False)
                | (~Q(state="accredited") & Q(accreditation__isnull=True)),
                name="accreditation_request_accredited_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accredited", "refused", "closed"]) | Q(decided_at__isnull=False),
                name="accreditation_request_decision_is_dated",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=OPEN_REQUESTS),
                name="accreditation_request_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-submitted_at"], name="accreditation_request_by_state"),
            models.Index(fields=["person", "updated_at"], name="accreditation_request_of"),
        ]

    def __str__(self) -> str:
        return f"Demande d'habilitation n° {self.number}"


class AccreditationRequestPerson(Row):
    """Somebody named in an application: lead, co-lead or helper, each with a nominative address (MAN-02)."""

    personal_data: ClassVar = PersonalData(
        {
            "first_name": Category.IDENTITY,
            "last_name": Category.IDENTITY,
            "profession": Category.PROFESSIONAL,
            "email": Category.CONTACT,
        },
        retention="follows:mandates.AccreditationRequest",
        method=Method.DELETE_ROW,
        module="mandates",
    )

    request = models.ForeignKey(AccreditationRequest, models.CASCADE, related_name="people")
    part = models.CharField("rôle", max_length=7, choices=RequestPart.choices)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    profession = models.CharField("profession", max_length=150)
    email = models.EmailField("adresse électronique")

    class Meta:
        verbose_name = "personne de la demande"
        verbose_name_plural = "personnes de la demande"
        ordering: ClassVar = ["part", "last_name", "first_name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accreditation_person_email_lower"),
            models.CheckConstraint(condition=Q(part__in=RequestPart.values), name="accreditation_person_part_known"),
            models.UniqueConstraint(fields=["request", "part", "email"], name="accreditation_person_once"),
            models.UniqueConstraint(fields=["request"], condition=Q(part="lead"), name="accreditation_person_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class AccreditationMessage(Row):
    """One line of the exchange between issuer and administrator: a step of the application, a message, or both."""

    personal_data: ClassVar = PersonalData(
        {"body": Category.FREE_TEXT},
        retention="follows:mandates.AccreditationRequest",
        method=Method.ERASE,
        module="mandates",
    )

    request = models.ForeignKey(AccreditationRequest, models.CASCADE, related_name="messages")
    event = models.CharField("événement", max_length=20)
    state = models.CharField("état atteint", max_length=16, choices=AccreditationRequestState.choices)
    by_administrator = models.BooleanField("écrit par l'administration", default=False)
    author = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    body = models.TextField("message", max_length=2000, blank=True)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "échange sur la demande"
        verbose_name_plural = "échanges sur la demande"
        ordering: ClassVar = ["at", "id"]
        indexes = [models.Index(fields=["request", "at"], name="accreditation_message_of")]
