"""Requests for posts by hosts (sheet 02 section 3)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from conum.commons.accounts.enums import EmployerClass
from conum.domains.positions.enums import ASKED_KINDS, OPEN_STATES, CoordinatorTime, PostKind, RequestState
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import Category, Method, PersonalData

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


class NextNumber(models.Func):
    """The next value of a sequence, so that public numbers never collide nor come back."""

    template = "nextval('%(sequence)s')"
    arity = 0

    def __init__(self, sequence: str) -> None:
        super().__init__(sequence=sequence, output_field=models.BigIntegerField())


@tracked()
class HostRequest(DatedRow):
    """A request for one or more posts; territory, class and legal identifier are those of the day of submission."""

    personal_data: ClassVar = PersonalData(
        {
            "contact_first_name": Category.IDENTITY,
            "contact_last_name": Category.IDENTITY,
            "contact_function": Category.PROFESSIONAL,
            "contact_email": Category.CONTACT,
            "contact_phone": Category.CONTACT,
            "candidate_email": Category.CONTACT,
            "motivation": Category.FREE_TEXT,
            "territory_note": Category.FREE_TEXT,
            "state_reason": Category.FREE_TEXT,
        },
        retention="privacy.refused_request",
        method=Method.ERASE,
        module="positions",
    )

    number = models.BigIntegerField(
        "numéro", unique=True, editable=False, db_default=NextNumber("positions_request_number")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name="structure"
    )
    legal_id = models.CharField("SIRET ou RIDET", max_length=14)
    employer_class = models.CharField("statut", max_length=7, choices=EmployerClass.choices)
    department = models.ForeignKey(
        "territories.Department", models.PROTECT, related_name="+", verbose_name="département"
    )
    commune = models.ForeignKey("territories.Commune", models.PROTECT, related_name="+", verbose_name="commune")
    zones = models.JSONField("zones du jour du dépôt", default=list)

    kind = models.CharField("type de poste", max_length=12, choices=ASKED_KINDS, default=PostKind.COUNSELLOR)
    posts_wanted = models.PositiveSmallIntegerField("postes demandés")
    start_wanted = models.DateField("début souhaité")
    coordinator_time = models.CharField(
        "temps de coordination", max_length=9, choices=CoordinatorTime.choices, blank=True
    )
    motivation = models.TextField("motivation", max_length=2500)
    territory_note = models.TextField("autres structures du territoire", max_length=1000, blank=True)
    candidate_identified = models.BooleanField("candidat déjà identifié", default=False)
    candidate_email = models.EmailField("adresse électronique du candidat", blank=True)
    shared_with = models.ManyToManyField("accounts.Organisation", related_name="+", blank=True)
    additional_post = models.BooleanField("poste en plus des deux agents France Services", default=True)

    contact_first_name = models.CharField("prénom du contact", max_length=50)
    contact_last_name = models.CharField("nom du contact", max_length=50)
    contact_function = models.CharField("fonction du contact", max_length=100)
    contact_email = models.EmailField("adresse électronique du contact")
    contact_phone = models.CharField("téléphone du contact", max_length=16)
    commitments = models.ForeignKey(
        "positions.HostCommitment", models.PROTECT, related_name="+", verbose_name="engagements acceptés"
    )

    state = models.CharField("état", max_length=14, choices=RequestState.choices, default=RequestState.UNCONFIRMED)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    state_reason = models.TextField("motif de l'état", max_length=2000, blank=True)
    kept_request = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="demande conservée"
    )

    class Meta:
        verbose_name = "demande d'accueil"
        verbose_name_plural = "demandes d'accueil"
        constraints = [
            models.UniqueConstraint(
                fields=["legal_id", "kind"],
                condition=Q(state__in=OPEN_STATES),
                name="request_one_open_per_legal_id",  # POS-01
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(state__in=[*OPEN_STATES, "approved"]),
                name="request_one_live_per_organisation",  # POS-01: more posts are asked by an amendment
            ),
            models.CheckConstraint(condition=Q(posts_wanted__gte=1), name="request_at_least_one_post"),
            models.CheckConstraint(
                condition=~Q(kind="coordinator") | Q(posts_wanted=1, coordinator_time__in=CoordinatorTime.values),
                name="request_coordinator_is_one_with_time",
            ),
            models.CheckConstraint(
                condition=Q(kind="coordinator") | Q(coordinator_time=""), name="request_counsellor_has_no_time"
            ),
            models.CheckConstraint(
                condition=Q(motivation__length__gte=1, motivation__length__lte=2500),
                name="request_motivation_length",
            ),
            models.CheckConstraint(
                condition=Q(legal_id__regex=r"^(\d{7}|\d{10}|\d{14})$"), name="request_legal_id_digits"
            ),
            models.CheckConstraint(
                condition=Q(state="unconfirmed")
                | Q(confirmed_at__isnull=False)
                | Q(state__in=["withdrawn", "duplicate", "cancelled"]),
                name="request_confirmed_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="duplicate") | Q(kept_request__isnull=False), name="request_duplicate_names_kept"
            ),
            models.CheckConstraint(
                condition=Q(kept_request__isnull=True) | ~Q(kept_request=F("id")),
                name="request_not_duplicate_of_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "-confirmed_at"], name="request_of_department"),
            models.Index(fields=["state", "-confirmed_at"], name="request_by_state"),
            models.Index(fields=["organisation"], name="request_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"Demande n° {self.number}"


class HostRequestStep(Row):
    """One event of the life of a request, as the timeline shows it."""

    personal_data: ClassVar = PersonalData(
        {"note": Category.FREE_TEXT},
        retention="follows:positions.HostRequest",
        method=Method.ERASE,
        module="positions",
    )

    request = models.ForeignKey(HostRequest, models.CASCADE, related_name="steps")
    event = models.CharField("événement", max_length=20)
    state = models.CharField("état atteint", max_length=14, choices=RequestState.choices)
    at = models.DateTimeField("le")
    author = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("précision", max_length=2000, blank=True)

    class Meta:
        verbose_name = "étape de demande"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["request", "at"], name="step_of_request")]
