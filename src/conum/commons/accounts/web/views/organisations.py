"""The organisations: list, sheet, correction of the class, labels."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from conum.commons.accounts.enums import EmployerClass, OrganisationKind
from conum.commons.accounts.models import Organisation, OrganisationLabel
from conum.commons.accounts.operations import organisations
from conum.commons.accounts.permissions import CORRECT_CLASS, LABEL_ORGANISATION, SEE_ORGANISATIONS
from conum.commons.accounts.queries.organisations import visible_to, with_zones, zones_on
from conum.commons.accounts.rules import compact
from conum.commons.accounts.web.forms.invitations import ClassForm, LabelForm
from conum.commons.accounts.web.tables import HISTORY, ORGANISATIONS, organisation_summary
from conum.commons.journal.queries import history_for
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.exports import Column as ExportColumn
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage

ALL = gettext_lazy("Tous")


class OrganisationFilters(FilterSet):
    """By name or number, by kind, by class."""

    q = django_filters.CharFilter(label=gettext_lazy("Nom, SIRET ou commune"), method="named")
    type = django_filters.ChoiceFilter(
        label=gettext_lazy("Type"), field_name="kind", choices=OrganisationKind.choices, empty_label=ALL
    )
    statut = django_filters.ChoiceFilter(
        label=gettext_lazy("Statut"), field_name="employer_class", choices=EmployerClass.choices, empty_label=ALL
    )

    def named(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """Keep those whose number begins so, or whose name or commune holds the words."""
        digits = compact(value)
        if digits.isdecimal():
            return rows.filter(Q(siret__startswith=digits) | Q(ridet__startswith=digits))
        return rows.filter(Q(name__icontains=value) | Q(commune__name__icontains=value))


class OrganisationList(ListPage):
    """The organisations of the actor's territory."""

    permission = SEE_ORGANISATIONS
    template_name = "accounts/organisations.html"
    filterset_class = OrganisationFilters
    sorts: ClassVar[dict[str, tuple[str, ...]]] = {
        "nom": ("name", "branch_name"),
        "commune": ("commune__name",),
        "statut": ("employer_class",),
    }
    default_sort = "nom"
    export_name = "structures"
    columns: ClassVar = [
        ExportColumn("SIRET", lambda row: row.siret),
        ExportColumn("RIDET", lambda row: row.ridet),
        ExportColumn("Nom", lambda row: row.name),
        ExportColumn("Antenne", lambda row: row.branch_name),
        ExportColumn("Type", lambda row: row.get_kind_display()),
        ExportColumn("Statut", lambda row: row.get_employer_class_display()),
        ExportColumn("Code commune", lambda row: row.commune_id or ""),
        ExportColumn("Commune", lambda row: row.commune.name if row.commune else ""),
        ExportColumn("QPV", lambda row: "qpv" in row.zones),
        ExportColumn("ZRR", lambda row: "zrr" in row.zones),
        ExportColumn("FRR", lambda row: "frr" in row.zones),
    ]

    def rows(self) -> QuerySet[Organisation]:
        """Return what the actor may see, with its zones of the day."""
        return with_zones(visible_to(self.actor), localdate(self.now))  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(table=ORGANISATIONS, **kwargs)


class OrganisationDetail(DetailPage):
    """One organisation."""

    permission = SEE_ORGANISATIONS
    template_name = "accounts/organisation.html"

    def rows(self) -> QuerySet[Organisation]:
        """Return what the actor may see."""
        return visible_to(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the sheet, the zones of the day, the labels, the history and what the actor may do."""
        return super().get_context_data(
            summary=organisation_summary(self.object),
            zones=zones_on(self.object, localdate(self.now)),
            labels=self.object.labels.all(),
            history=history_for(self.actor, self.object)[:20],
            history_columns=HISTORY,
            may_correct=CORRECT_CLASS.allows(self.actor, self.object),
            may_label=LABEL_ORGANISATION.allows(self.actor, self.object),
            **kwargs,
        )


class _Change(ObjectFormPage):
    template_name = "accounts/form.html"

    def rows(self) -> QuerySet[Organisation]:
        """Return what the actor may change."""
        return visible_to(self.actor)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Return to the sheet."""
        return reverse("accounts:organisation", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the organisation."""
        return super().get_context_data(back=self.get_success_url(), lead=str(self.object), **kwargs)


class CorrectClass(_Change):
    """Correct the derived class, with a reason."""

    permission = CORRECT_CLASS
    form_class = ClassForm
    success_message = gettext_lazy("Le statut est corrigé.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Corriger le statut"),
        "submit": gettext_lazy("Corriger"),
    }

    def get_initial(self) -> dict[str, Any]:
        """Begin with the class in force."""
        return {"employer_class": self.object.employer_class}

    def perform(self, form: Any) -> Organisation:
        """Correct it."""
        return organisations.correct_class(self.object.pk, **form.cleaned_data, actor=self.actor, now=self.now)  # type: ignore


class GiveLabel(_Change):
    """Give a dated label."""

    permission = LABEL_ORGANISATION
    form_class = LabelForm
    success_message = gettext_lazy("Le label est enregistré.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Donner un label"),
        "submit": gettext_lazy("Enregistrer"),
    }

    def get_initial(self) -> dict[str, Any]:
        """Begin today."""
        return {"starts_on": localdate(self.now)}

    def perform(self, form: Any) -> OrganisationLabel:
        """Give it."""
        return organisations.give_label(self.object.pk, **form.cleaned_data, actor=self.actor, now=self.now)  # type: ignore
