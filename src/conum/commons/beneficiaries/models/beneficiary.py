"""Citizens who are followed or represented: the only home of their identity (PRI-02)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import Category, Method, PersonalData

NAMELESS = {"subject_hash": "", "given_names": "", "family_name": "", "preferred_name": ""}


class Beneficiary(DatedRow):
    """A citizen identified by FranceConnect.

    `subject_hash` is an HMAC under a key outside the database (MAN-32). `birth` holds what only acting in the
    citizen's name needs (gender, date, place and country of birth): encrypted, and erased sooner than the name
    (ADR 0013). `active_until` is the last instant something of this citizen lives (a mandate, a support): retention
    counts from it. `bound` says that a proof must outlive that instant.
    """

    personal_data: ClassVar = PersonalData(
        {
            "subject_hash": Category.IDENTITY,
            "given_names": Category.IDENTITY,
            "family_name": Category.IDENTITY,
            "preferred_name": Category.IDENTITY,
            "birth": Category.IDENTITY,
            "email": Category.CONTACT,
            "phone": Category.CONTACT,
        },
        retention="privacy.beneficiary_inactive",
        method=Method.ANONYMISE,
        module="beneficiaries",
    )

    subject_hash = models.CharField("empreinte du sujet FranceConnect", max_length=64, blank=True)
    given_names = models.CharField("prénoms", max_length=200, blank=True)
    family_name = models.CharField("nom de naissance", max_length=100, blank=True)
    preferred_name = models.CharField("nom d'usage", max_length=100, blank=True)
    birth = models.BinaryField("naissance, chiffrée", null=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=16, blank=True)
    identified_at = models.DateTimeField("dernière identification")
    active_until = models.DateTimeField("suivi jusqu'au")
    bound = models.BooleanField("lié par une preuve", default=False)
    anonymised_at = models.DateTimeField("anonymisé le", null=True, blank=True)

    class Meta:
        verbose_name = "usager"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_hash"], condition=~Q(subject_hash=""), name="beneficiary_once_per_subject"
            ),
            models.CheckConstraint(
                condition=(Q(anonymised_at=None) & ~Q(family_name="") & Q(subject_hash__regex=r"^[0-9a-f]{64}$"))
                | Q(anonymised_at__isnull=False, birth=None, email="", phone="", **NAMELESS),
                name="beneficiary_named_or_anonymous",
            ),
        ]
        indexes = [
            models.Index(fields=["active_until"], condition=Q(anonymised_at=None), name="beneficiary_activity"),
            models.Index(
                fields=["family_name", "given_names", "id"],
                condition=Q(anonymised_at=None),
                name="beneficiary_by_name",  # a page of an organisation's citizens, whatever the number of others
            ),
        ]

    def __str__(self) -> str:
        return self.name or "usager anonymisé"

    @property
    def name(self) -> str:
        """Given names and the name used in life; empty once anonymised."""
        return f"{self.given_names} {self.preferred_name or self.family_name}".strip()


class FormerName(Row):
    """The name a citizen bore until an identification gave another: papers of that time stay understandable."""

    personal_data: ClassVar = PersonalData(
        {
            "given_names": Category.IDENTITY,
            "family_name": Category.IDENTITY,
            "preferred_name": Category.IDENTITY,
        },
        retention="follows:beneficiaries.Beneficiary",
        method=Method.DELETE_ROW,
        module="beneficiaries",
    )

    beneficiary = models.ForeignKey(Beneficiary, models.CASCADE, related_name="former_names")
    given_names = models.CharField("prénoms", max_length=200, blank=True)
    family_name = models.CharField("nom de naissance", max_length=100)
    preferred_name = models.CharField("nom d'usage", max_length=100, blank=True)
    until = models.DateTimeField("porté jusqu'au")

    class Meta:
        verbose_name = "ancien nom"
        verbose_name_plural = "anciens noms"

    def __str__(self) -> str:
        return f"{self.given_names} {self.preferred_name or self.family_name}".strip()


class Identification(Row):
    """A sign-in with FranceConnect not followed by anything yet: encrypted, minutes-long, deleted once it has served.

    A citizen who stops at the summary leaves nothing behind. Where the agreement is asked by SMS (MAN-20), it lasts
    until the answer is due, and as long again as a sign-in once the answer is OUI: 70 minutes at most by default.
    """

    personal_data: ClassVar = PersonalData(
        {"subject_hash": Category.IDENTITY, "claims": Category.IDENTITY},
        retention="beneficiaries.identification_minutes",
        method=Method.DELETE_ROW,
        module="beneficiaries",
        prolonged_by=("mandates.sms_answer_minutes", "beneficiaries.identification_minutes"),
    )

    subject_hash = models.CharField("empreinte du sujet FranceConnect", max_length=64)
    claims = models.BinaryField("identité, chiffrée")
    identified_at = models.DateTimeField("identifié le")
    expires_at = models.DateTimeField("à oublier le")

    class Meta:
        verbose_name = "identification en cours"
        verbose_name_plural = "identifications en cours"
        indexes = [models.Index(fields=["expires_at"], name="identification_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("identified_at")), name="identification_expires_later"
            )
        ]

    def __str__(self) -> str:
        return "identification"
