"""One procedure carried out online in a citizen's name: from the code given to a relying party to the use recorded."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from conum.domains.mandates.enums import ProcedureEnd
from conum.domains.mandates.models.standing import Standing
from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData


class Procedure(Row):
    """What a helper chose for one relying party, the code that says so and the token it was exchanged for.

    Code and token are kept as SHA-256 only. `claims` is what the relying party asked by name (`claims` parameter).
    Rows live a day: what must last is in `Use`.
    `standing` is what the live check read, once a query has asked it.
    """

    personal_data: ClassVar = PersonalData(
        {"code_hash": Category.CREDENTIAL, "token_hash": Category.CREDENTIAL, "proved_at": Category.PROFESSIONAL},
        retention="mandates.procedure_kept_hours",
        method=Method.DELETE_ROW,
        module="mandates",
    )
    standing: Standing

    relying_party = models.ForeignKey("mandates.RelyingParty", models.PROTECT, related_name="+")
    authorisation = models.ForeignKey("mandates.Authorisation", models.PROTECT, related_name="+")
    helper = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="aidant")
    scopes = ArrayField(models.CharField(max_length=30), verbose_name="données demandées")
    claims = models.JSONField("précisions demandées", default=dict)
    redirect_uri = models.CharField("adresse de retour", max_length=500)
    code_challenge = models.CharField("défi du code", max_length=43)
    nonce = models.CharField("nonce", max_length=500, blank=True)
    proved_at = models.DateTimeField("second facteur prouvé le")
    factors = ArrayField(models.CharField(max_length=10), verbose_name="facteurs prouvés")
    begun_at = models.DateTimeField("commencée le")
    code_hash = models.CharField("empreinte du code", max_length=64, unique=True)
    code_expires_at = models.DateTimeField("code valable jusqu'au")
    code_used_at = models.DateTimeField("code échangé le", null=True)
    token_hash = models.CharField("empreinte du jeton", max_length=64, null=True, unique=True)  # noqa: DJ001 – unique
    token_expires_at = models.DateTimeField("jeton valable jusqu'au", null=True)
    used_at = models.DateTimeField("utilisée le", null=True)
    ended_at = models.DateTimeField("arrêtée le", null=True)
    end_reason = models.CharField("motif de l'arrêt", max_length=10, choices=ProcedureEnd.choices, blank=True)

    class Meta:
        verbose_name = "démarche en cours"
        verbose_name_plural = "démarches en cours"
        indexes = [
            models.Index(fields=["begun_at"], name="procedure_begun"),
            models.Index(fields=["authorisation"], condition=Q(ended_at=None), name="procedure_of_authorisation"),
            models.Index(fields=["helper"], condition=Q(ended_at=None), name="procedure_of_helper"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(code_used_at=None, token_hash=None, token_expires_at=None)
                | Q(code_used_at__isnull=False, token_hash__isnull=False, token_expires_at__gt=F("code_used_at")),
                name="procedure_token_for_its_code",
            ),
            models.CheckConstraint(
                condition=Q(code_used_at=None) | Q(code_used_at__lte=F("code_expires_at")),
                name="procedure_code_used_in_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="procedure_ended_why",
            ),
        ]

    def __str__(self) -> str:
        return f"démarche {self.pk}"


class Use(Row):
    """An authorisation was used: once a procedure, however many times the identity was read (sheet 13 section 5).

    `procedure_id` has no key: the procedure is swept after a day, the use is the citizen's trail (MAN-33).
    """

    personal_data: ClassVar = PersonalData(
        {"helper": Category.PROFESSIONAL},
        retention="privacy.mandate_proof",
        method=Method.DELETE_ROW,
        module="mandates",
    )

    procedure_id = models.UUIDField("démarche", unique=True)
    authorisation = models.ForeignKey("mandates.Authorisation", models.PROTECT, related_name="uses")
    relying_party = models.ForeignKey("mandates.RelyingParty", models.PROTECT, related_name="+")
    helper = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="aidant")
    used_at = models.DateTimeField("utilisée le")

    class Meta:
        verbose_name = "utilisation"
        indexes = [models.Index(fields=["authorisation", "-used_at"], name="use_of_authorisation")]

    def __str__(self) -> str:
        return f"utilisation {self.pk}"
