"""The accounts, for a national administrator: find, read, close, open again, invite."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from conum.commons.accounts.models import Invitation, Membership, Person
from conum.commons.accounts.operations import invitations, people
from conum.commons.accounts.operations.memberships import end_role
from conum.commons.accounts.permissions import END_MEMBERSHIP, INVITE, MANAGE_ACCOUNTS, SEE_ACCOUNTS
from conum.commons.accounts.queries.impersonations import open_to
from conum.commons.accounts.queries.invitations import waiting, waiting_of
from conum.commons.accounts.queries.people import holding, in_force, sign_in_log, visible_to, with_roles
from conum.commons.accounts.web.forms.invitations import ROLES, InvitationForm
from conum.commons.accounts.web.forms.sign_in import ReasonForm
from conum.commons.accounts.web.tables import HISTORY, PEOPLE, SIGN_INS
from conum.commons.journal.queries import history_for
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, FormPage, ObjectFormPage, Page


class PersonFilters(FilterSet):
    """By name or address, by role, by state."""

    q = django_filters.CharFilter(label=gettext_lazy("Nom ou adresse"), method="named")
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Rôle"), choices=ROLES[1:], method="held", empty_label=gettext_lazy("Tous")
    )
    etat = django_filters.ChoiceFilter(
        label=gettext_lazy("État"),
        choices=[("actif", gettext_lazy("Actifs")), ("desactive", gettext_lazy("Désactivés"))],
        method="in_state",
        empty_label=gettext_lazy("Tous"),
    )

    def named(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Keep those whose name or address holds each word."""
        for word in value.split():
            like = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
            rows = rows.filter(like)
        return rows

    def held(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Keep those who hold the role today."""
        return holding(rows, value, localdate())

    def in_state(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Keep open or closed accounts."""
        return rows.filter(is_active=value == "actif")


class PersonList(ListPage):
    """All accounts."""

    permission = SEE_ACCOUNTS
    template_name = "accounts/people.html"
    filterset_class = PersonFilters
    sorts: ClassVar[dict[str, tuple[str, ...]]] = {
        "nom": ("last_name", "first_name"),
        "adresse": ("email",),
        "connexion": ("last_login",),
    }
    default_sort = "nom"

    def rows(self) -> QuerySet[Person]:
        """Return what the actor may list."""
        return with_roles(visible_to(self.actor), localdate(self.now))  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns=PEOPLE, **kwargs)


class PersonDetail(DetailPage):
    """One account: identity, roles past and present, last sign-ins."""

    permission = SEE_ACCOUNTS
    template_name = "accounts/person.html"

    def rows(self) -> QuerySet[Person]:
        """Return what the actor may read."""
        return visible_to(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the roles, the log and the history."""
        roles = Membership.objects.filter(person=self.object.pk).select_related("organisation", "department", "region")
        return super().get_context_data(
            roles=roles.order_by("-starts_on", "pk"),
            today=localdate(self.now),
            columns=SIGN_INS,
            log=sign_in_log(self.object.pk)[:10],
            history=history_for(self.actor, self.object)[:20],
            history_columns=HISTORY,
            lent=open_to(self.actor.person_id, self.object.pk, self.now),  # type: ignore[union-attr, arg-type]
            **kwargs,
        )


class _StateChange(ObjectFormPage):
    permission = MANAGE_ACCOUNTS
    template_name = "accounts/form.html"
    form_class = ReasonForm

    def rows(self) -> QuerySet[Person]:
        """Return what the actor may change."""
        return visible_to(self.actor)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Return to the account."""
        return reverse("accounts:person", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the account."""
        return super().get_context_data(back=self.get_success_url(), lead=str(self.object), **kwargs)


class Deactivate(_StateChange):
    """Close an account."""

    success_message = gettext_lazy("Le compte est désactivé, ses sessions sont fermées.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Désactiver un compte"),
        "submit": gettext_lazy("Désactiver"),
    }

    def perform(self, form: Any) -> Person:
        """Close it."""
        return people.deactivate(self.object.pk, form.cleaned_data["reason"], self.actor, self.now)  # type: ignore


class Reactivate(_StateChange):
    """Open a closed account again."""

    success_message = gettext_lazy("Le compte est de nouveau actif.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Réactiver un compte"),
        "submit": gettext_lazy("Réactiver"),
    }

    def perform(self, form: Any) -> Person:
        """Open it."""
        return people.reactivate(self.object.pk, form.cleaned_data["reason"], self.actor, self.now)  # type: ignore


class EndRole(ActionPage):
    """End a role of anybody."""

    permission = END_MEMBERSHIP
    question = gettext_lazy("Mettre fin à ce rôle ?")
    done = gettext_lazy("Le rôle a pris fin.")

    def rows(self) -> QuerySet[Membership]:
        """Return the roles in force."""
        return Membership.objects.filter(in_force(localdate(self.now))).select_related("person")

    def perform(self) -> None:
        """End it."""
        end_role(self.object.pk, self.actor, self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """Return to the account."""
        return reverse("accounts:person", args=[self.object.person_id])


class Invite(FormPage):
    """Invite anybody to any role."""

    permission = INVITE
    template_name = "accounts/form.html"
    form_class = InvitationForm
    success_url = reverse_lazy("accounts:invitations")
    success_message = gettext_lazy("L'invitation est envoyée.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Inviter une personne"),
        "submit": gettext_lazy("Envoyer l'invitation"),
        "back": reverse_lazy("accounts:people"),
        "lead": gettext_lazy(
            "Une préfecture a un département ou une région ; un gestionnaire, un hub ou un réseau a une structure."
        ),
    }

    def perform(self, form: Any) -> Invitation:
        """Send it."""
        data = form.cleaned_data
        offer = invitations.Offer(
            email=data["email"],
            role=data["role"],
            first_name=data["first_name"],
            last_name=data["last_name"],
            organisation_id=form.organisation.pk if form.organisation else None,
            department_id=data["department"].pk if data["department"] else None,
            region_id=data["region"].pk if data["region"] else None,
        )
        return invitations.invite(offer, self.actor, self.now)  # type: ignore[arg-type]


class Invitations(Page):
    """The invitations that wait."""

    permission = INVITE
    template_name = "accounts/invitations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the 200 latest."""
        return super().get_context_data(waiting=waiting(self.now)[:200], **kwargs)


class Revoke(ActionPage):
    """Withdraw any invitation."""

    permission = INVITE
    question = gettext_lazy("Retirer cette invitation ?")
    done = gettext_lazy("L'invitation est retirée.")

    def rows(self) -> QuerySet[Invitation]:
        """Return those that wait."""
        return waiting_of(self.actor, self.now)  # type: ignore[arg-type]

    def perform(self) -> None:
        """Withdraw it."""
        invitations.revoke(self.object.pk, self.actor, self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """Return to the list."""
        return reverse("accounts:invitations")
