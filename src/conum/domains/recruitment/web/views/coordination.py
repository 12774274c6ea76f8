"""The scope of a coordinator: a team, a basin of communes, a territory."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from conum.commons.territories.models import Commune
from conum.domains.positions.models import CoordinationScope
from conum.domains.recruitment.operations.coordination import set_scope
from conum.domains.recruitment.permissions import SET_SCOPE
from conum.domains.recruitment.queries.coordination import scope_of, team_choices
from conum.domains.recruitment.web.forms.coordination import ScopeForm
from conum.domains.recruitment.web.views.contracts import OnContract

AT_ONCE = 60
"""People shown at once; the search narrows the list."""


class SetScope(OnContract):
    """Set what the coordinator coordinates; people already chosen stay in the list whatever is searched."""

    permission = SET_SCOPE
    form_class = ScopeForm
    template_name = "recruitment/scope.html"
    success_message = gettext_lazy("Le périmètre de coordination est enregistré.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Fixer le périmètre de coordination"),
        "lead": gettext_lazy("Cette personne consultera les demandes, les postes et les contrats de ce périmètre."),
        "submit": gettext_lazy("Enregistrer"),
    }

    def rows(self) -> Any:
        """With the territory of the post."""
        return super().rows().select_related("attachment__department__region")

    @cached_property
    def scope(self) -> CoordinationScope:
        """The scope in force, or an empty one."""
        return scope_of(self.object) or CoordinationScope()

    @property
    def searched(self) -> str:
        """What is searched among the people."""
        return self.request.GET.get("recherche", "").strip()[:80]

    def team(self) -> list[Any]:
        """The people chosen first, then those who answer the search."""
        choices = team_choices(self.object, localdate(self.now))
        chosen = {*map(str, self.scope.people), *self.request.POST.getlist("people")}
        kept = [person for person in choices if str(person.pk) in chosen]
        named = Q(last_name__icontains=self.searched) | Q(first_name__icontains=self.searched)
        return kept + list(choices.filter(named).exclude(pk__in=[person.pk for person in kept])[:AT_ONCE])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the choices."""
        communes = Commune.objects.filter(pk__in=self.scope.communes).order_by("name")
        territory = self.object.attachment.department
        return {**super().get_form_kwargs(), "team": self.team(), "communes": communes, "territory": territory}

    def get_initial(self) -> dict[str, Any]:
        """Show the scope in force."""
        people = [str(key) for key in self.scope.people]
        return {"kind": self.scope.kind, "people": people, "kept": self.scope.communes}

    def perform(self, form: Any) -> None:
        """Set it."""
        set_scope(self.object.pk, form.terms(), self.actor, now=self.now)
