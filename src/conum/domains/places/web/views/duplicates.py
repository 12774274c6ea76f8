"""Screens of duplicates: the pairs to decide, two records side by side, merge, « two places », take back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conum.domains.places.enums import PairState
from conum.domains.places.models import DuplicatePair, Place
from conum.domains.places.operations import merging
from conum.domains.places.permissions import MERGE_PLACES, pairs_visible_to
from conum.domains.places.queries import duplicates as queries
from conum.domains.places.web.filters.duplicates import PairFilters
from conum.domains.places.web.forms.duplicates import MergeForm
from conum.domains.places.web.tables.duplicates import BEFORE, LINES, PAIRS, SIGNALS
from conum.domains.places.web.views.finder_cards import place_path
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, ObjectFormPage


class Duplicates(ListPage):
    """`/lieux/doublons/`: the pairs of the actor's territory, those to decide unless another state is asked."""

    permission = MERGE_PLACES
    template_name = "places/duplicates/list.html"
    filterset_class = PairFilters
    default_sort = "-ressemblance"
    sorts: ClassVar = {"ressemblance": ("score",), "commune": ("first__commune_name", "first__name")}

    def rows(self) -> QuerySet[DuplicatePair]:
        """What the actor sees."""
        rows = pairs_visible_to(self.actor)  # type: ignore[arg-type]
        return rows if self.request.GET.get("etat") else rows.filter(state=PairState.PROPOSED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns=PAIRS, **kwargs)


class OnPair:
    """The pair of the address, among those of the actor's territory."""

    permission = MERGE_PLACES

    def rows(self) -> QuerySet[DuplicatePair]:
        """What the actor sees."""
        return pairs_visible_to(self.actor)  # type: ignore[attr-defined]


class ComparePair(OnPair, ObjectFormPage):
    """`/lieux/doublons/<id>/`: both records, what each thing compared says, and the merge."""

    template_name = "places/duplicates/pair.html"
    form_class = MergeForm
    success_message = _("Les deux fiches sont fusionnées. L’ancienne adresse mène à la fiche conservée.")

    @cached_property
    def sides(self) -> tuple[Place, Place]:
        """The record to keep (`?garder=`, else the one that is rather kept) and the other."""
        pair = self.object
        one, other = queries.kept_first(pair)
        asked = str(pair.kept_id or self.request.GET.get("garder", ""))
        return (other, one) if asked == str(other.pk) else (one, other)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the two records to choose from."""
        return super().get_form_kwargs() | {"pair": self.object}

    def perform(self, form: Any) -> DuplicatePair:
        """Merge."""
        return merging.merge_pair(self.object.pk, form.cleaned_data["kept"], actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Back to the pairs to decide."""
        return reverse("places:duplicates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the comparison, and the record that the merge would make."""
        kept, merged = self.sides
        pair = self.object
        return super().get_context_data(
            kept=kept,
            merged=merged,
            paths=[place_path(place.pk, place.name, place.commune_name) for place in (pair.first, pair.second)],
            signal_columns=SIGNALS,
            line_columns=LINES if pair.state == PairState.PROPOSED else BEFORE,
            signals=queries.signals_said(pair),
            lines=queries.lines(pair, kept, merged, self.now),
            score=round(pair.score * 100),
            **kwargs,
        )


class KeepBoth(OnPair, ActionPage):
    """`/lieux/doublons/<id>/distincts/`: two places, for ever (PLA-35)."""

    question = _("Déclarer que ce sont deux lieux distincts ?")
    done = _("C’est noté : cette paire ne sera plus proposée.")

    def perform(self) -> None:
        """Say so."""
        merging.declare_different(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """Back to the pairs to decide."""
        return reverse("places:duplicates")


class TakeBack(OnPair, ActionPage):
    """`/lieux/doublons/<id>/defaire/`: as before the decision."""

    question = _("Défaire cette décision ?")
    done = _("La décision est défaite : cette paire est de nouveau à décider.")

    def perform(self) -> None:
        """Undo."""
        merging.take_back(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """Back to the pair."""
        return reverse("places:duplicate", args=[self.object.pk])
