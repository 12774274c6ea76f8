"""Keys that sign what the provider says."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.mandates.enums import KeyState, SigningAlgorithm
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class SigningKey(Row):
    """A key pair. `private` is encrypted under a key that is not in the database (PRI-18); `public` is a JWK.

    The next key is published before it signs and the former one after it has: a relying party that read the keys at
    any time knows the one it meets.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    kid = models.CharField("nom de la clé", max_length=64, unique=True)
    algorithm = models.CharField("algorithme", max_length=5, choices=SigningAlgorithm.choices)
    state = models.CharField("état", max_length=8, choices=KeyState.choices)
    private = models.BinaryField("clé privée, chiffrée")
    public = models.JSONField("clé publique")
    made_at = models.DateTimeField("créée le")
    published_until = models.DateTimeField("publiée jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "clé de signature"
        verbose_name_plural = "clés de signature"
        constraints = [
            models.UniqueConstraint(
                fields=["algorithm", "state"], condition=~Q(state=KeyState.RETIRED), name="signing_key_one_per_state"
            ),
            models.CheckConstraint(
                condition=Q(state=KeyState.RETIRED, published_until__isnull=False)
                | (~Q(state=KeyState.RETIRED) & Q(published_until=None)),
                name="signing_key_retired_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.kid
