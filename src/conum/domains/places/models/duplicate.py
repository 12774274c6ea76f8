"""Two records that may be one place, what each thing compared says of them, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.places.enums import PairState
from conum.domains.places.models.place import Place
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


class DuplicatePair(DatedRow):
    """A pair, once, whatever the order: `first` has the smaller identifier.

    `signals`: for each thing compared, its value from 0 to 1 (null when unknown), its weight, the metres. `kept`: the
    record the other was merged into. `undo`: what the merge changed, so that it can be taken back. `undone_at`: a
    person took a merge back; it is never done again without one.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    first = models.ForeignKey(Place, models.CASCADE, related_name="+", verbose_name="première fiche")
    second = models.ForeignKey(Place, models.CASCADE, related_name="+", verbose_name="seconde fiche")
    score = models.DecimalField("ressemblance", max_digits=4, decimal_places=3)
    signals = models.JSONField("signaux", default=list)
    state = models.CharField("état", max_length=9, choices=PairState.choices, default=PairState.PROPOSED)
    kept = models.ForeignKey(
        Place, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="fiche conservée"
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )
    undone_at = models.DateTimeField("fusion défaite le", null=True, blank=True)
    undo = models.JSONField("pour défaire", default=dict, blank=True)

    class Meta:
        verbose_name = "doublon possible"
        verbose_name_plural = "doublons possibles"
        ordering = ("-score", "pk")
        indexes = [models.Index(fields=["state", "-score", "id"], name="duplicate_pair_to_decide")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_ordered"),
            models.CheckConstraint(condition=Q(score__range=(0, 1)), name="duplicate_pair_score_is_a_part"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="duplicate_pair_state_known"),
            models.CheckConstraint(
                condition=Q(state=PairState.PROPOSED, decided_at=None, decided_by=None)
                | ~Q(state=PairState.PROPOSED) & Q(decided_at__isnull=False),
                name="duplicate_pair_decided_with_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state=PairState.MERGED, kept__isnull=False) & (Q(kept=F("first")) | Q(kept=F("second")))
                | ~Q(state=PairState.MERGED) & Q(kept=None),
                name="duplicate_pair_keeps_one_of_the_two",  # PLA-34
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    @property
    def merged(self) -> Place | None:
        """The record that leads to the kept one; None while nothing is merged."""
        if self.kept_id is None:
            return None
        return self.second if self.kept_id == self.first_id else self.first
