"""Accreditations: the list, one with its leads and groups, its end; the space of a helper."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import Accreditation
from conum.domains.mandates.operations import accreditations as operations
from conum.domains.mandates.permissions.accreditation import (
    ACCREDITATION_END,
    GROUPS_CHOOSE,
    HELPER_MANAGE,
    HELPER_READ,
    HELPER_SPACE,
    accreditations_visible_to,
)
from conum.domains.mandates.queries.factors import factors_of
from conum.domains.mandates.queries.team import allowed_groups, helper_of, may_act, offered_groups
from conum.domains.mandates.web.filters.accreditation import AccreditationFilters
from conum.domains.mandates.web.forms.team import EndForm, GroupsForm
from conum.domains.mandates.web.tables import accreditation as tables
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage, Page


class AccreditationList(ListPage):
    """The accreditations in reach."""

    permission = HELPER_READ
    template_name = "mandates/team/accreditations.html"
    filterset_class = AccreditationFilters
    default_sort = "organisation"
    sorts = {
        "organisation": ("organisation__name",),
        "date": ("starts_at",),
        "aidants": ("active_helpers",),
        "etat": ("state",),
    }

    def rows(self) -> QuerySet[Accreditation]:
        """With the number of active helpers."""
        active = Count("helpers", filter=Q(helpers__state="active"))
        found = accreditations_visible_to(self.actor)  # type: ignore[arg-type]
        return found.select_related("organisation").annotate(active_helpers=active)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=tables.ACCREDITATIONS, **kwargs)


class AccreditationPage(DetailPage):
    """One accreditation: groups, leads, helpers."""

    permission = HELPER_READ
    template_name = "mandates/team/accreditation.html"

    def rows(self) -> QuerySet[Accreditation]:
        """The accreditations in reach."""
        return accreditations_visible_to(self.actor).select_related("organisation")  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what hangs on it, and what may be done."""
        found, active = self.object, self.object.state == "active"
        return super().get_context_data(
            groups=allowed_groups(found, self.now),
            leads=found.leads.filter(left_at=None).order_by("last_name", "first_name"),
            helpers=found.helpers.select_related("organisation").order_by("last_name", "first_name"),
            columns_shown=tables.HELPERS,
            may_choose=active and GROUPS_CHOOSE.allows(self.actor, found),
            may_end=active and ACCREDITATION_END.allows(self.actor, found),
            may_manage=active and HELPER_MANAGE.allows(self.actor, found),
            **kwargs,
        )


class _OnAccreditation(ObjectFormPage):
    template_name = "mandates/team/form.html"
    title: Any = ""
    submit: Any = _("Enregistrer")
    lead: Any = ""

    def rows(self) -> QuerySet[Accreditation]:
        """The accreditations in force in reach."""
        return accreditations_visible_to(self.actor).filter(state="active").select_related("organisation")  # type: ignore

    def get_success_url(self) -> str:
        """Back to the accreditation."""
        return tables.accreditation_path(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words of the page."""
        back = self.get_success_url()
        return super().get_context_data(title=self.title, submit=self.submit, lead=self.lead, back=back, **kwargs)


class Groups(_OnAccreditation):
    """Choose the groups of procedures of the organisation."""

    permission = GROUPS_CHOOSE
    form_class = GroupsForm
    title = _("Groupes de démarches permis")
    lead = _("Les mandats déjà signés ne changent pas ; un groupe retiré n'est plus proposé aux suivants.")
    success_message = _("Les groupes de démarches sont enregistrés.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the groups of the day, with those already allowed ticked."""
        ticked = list(self.object.allowed.values_list("group", flat=True))
        return {**super().get_form_kwargs(), "offered": offered_groups(self.now), "initial": {"procedures": ticked}}

    def perform(self, form: Any) -> Accreditation:
        """Keep the choice."""
        codes = frozenset(form.cleaned_data["procedures"])
        return operations.set_groups(self.object.pk, codes, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class End(_OnAccreditation):
    """End an accreditation."""

    permission = ACCREDITATION_END
    form_class = EndForm
    title = _("Mettre fin à l'habilitation")
    submit = _("Mettre fin")
    lead = _("Les aidants sont suspendus, leurs connexions et démarches s'arrêtent aussitôt.")
    success_message = _("L'habilitation est terminée.")

    def perform(self, form: Any) -> Accreditation:
        """End it."""
        return operations.end(self.object.pk, form.cleaned_data["reason"], actor=self.actor, now=self.now)  # type: ignore

    def get_success_url(self) -> str:
        """To the list: the row is no longer in force."""
        return reverse("mandates:accreditations")


class Space(Page):
    """The space of a helper: what is still missing, what protects the account."""

    permission = HELPER_SPACE
    template_name = "mandates/team/space.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the helper and the factors."""
        helper = helper_of(self.actor)  # type: ignore[arg-type]
        return super().get_context_data(
            helper=helper,
            may_act=helper is not None and may_act(helper),
            factors=factors_of(self.actor.person_id),  # type: ignore[union-attr,arg-type]
            groups=allowed_groups(helper.accreditation, self.now) if helper else [],
            **kwargs,
        )
