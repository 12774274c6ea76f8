"""Services that trust Conum to say who acts for whom (sheet 13 section 4)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conum.domains.mandates.enums import ClientAuthMethod, SigningAlgorithm
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import NO_PERSONAL_DATA

HASH = r"^[0-9a-f]{64}$"


class RelyingParty(DatedRow):
    """A registered client of the provider; never deleted, closed instead, so that its subjects stay its own.

    `secret_hash` is the SHA-256 of 256 random bits, which no dictionary holds: a slow hash would only slow the
    service. `subject_salt` makes the citizens' subjects of this client unlike those of any other (pairwise).
    `scopes` bounds what it may ever ask (MAN-31).
    """

    personal_data: ClassVar = NO_PERSONAL_DATA
    client_type: ClassVar = "confidential"

    client_id = models.CharField("identifiant", max_length=64, unique=True)
    name = models.CharField("nom du service", max_length=120)
    redirect_uris = ArrayField(models.CharField(max_length=500), verbose_name="adresses de retour")
    post_logout_redirect_uris = ArrayField(
        models.CharField(max_length=500), default=list, blank=True, verbose_name="adresses après déconnexion"
    )
    auth_methods = ArrayField(
        models.CharField(max_length=20, choices=ClientAuthMethod.choices), verbose_name="authentification du service"
    )
    secret_hash = models.CharField("empreinte du secret", max_length=64, blank=True)
    secret_made_at = models.DateTimeField("secret créé le", null=True, blank=True)
    keys = models.JSONField("clés publiques du service", default=list, blank=True)
    scopes = ArrayField(models.CharField(max_length=30), verbose_name="données demandées")
    algorithm = models.CharField(
        "signature des jetons", max_length=5, choices=SigningAlgorithm.choices, default=SigningAlgorithm.RS256
    )
    userinfo_signed = models.BooleanField("identité signée", default=False)
    subject_salt = models.CharField("sel des sujets", max_length=64)
    closed_at = models.DateTimeField("fermé le", null=True, blank=True)

    class Meta:
        verbose_name = "service relié"
        verbose_name_plural = "services reliés"
        constraints = [
            models.CheckConstraint(condition=Q(redirect_uris__len__gte=1), name="relying_party_comes_back_somewhere"),
            models.CheckConstraint(
                condition=Q(auth_methods__len__gte=1, auth_methods__contained_by=ClientAuthMethod.values),
                name="relying_party_authenticates",
            ),
            models.CheckConstraint(
                condition=Q(secret_hash="", secret_made_at=None)
                | Q(secret_hash__regex=HASH, secret_made_at__isnull=False),
                name="relying_party_secret_hashed",
            ),
            models.CheckConstraint(condition=Q(subject_salt__regex=HASH), name="relying_party_salted"),
        ]

    def __str__(self) -> str:
        return self.name

    def allows_grant_type(self, *kinds: str) -> bool:
        """Tell the library that only the authorization code is granted."""
        return "authorization-code" in kinds

    def is_usable(self, request: object) -> bool:
        """Tell the library whether the client is open."""
        return self.closed_at is None


class ClientAssertion(Row):
    """An assertion by which a client authenticated itself (RFC 7523): its identifier serves once."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    relying_party = models.ForeignKey(RelyingParty, models.CASCADE, related_name="+")
    jti_hash = models.CharField("empreinte de l'identifiant", max_length=64)
    expires_at = models.DateTimeField("périmée le")

    class Meta:
        verbose_name = "preuve de service"
        verbose_name_plural = "preuves de service"
        constraints = [
            models.UniqueConstraint(fields=["relying_party", "jti_hash"], name="client_assertion_serves_once")
        ]
        indexes = [models.Index(fields=["expires_at"], name="client_assertion_expiry")]

    def __str__(self) -> str:
        return "preuve de service"
