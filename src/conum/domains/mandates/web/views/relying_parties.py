"""The services that rely on the provider, for the national administrator."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.enums import ClientAuthMethod
from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations import oidc_clients
from conum.domains.mandates.permissions.oidc import MANAGE_RELYING_PARTIES
from conum.domains.mandates.web.adapters.issuer import issuer
from conum.domains.mandates.web.forms.relying_parties import RelyingPartyForm, initial
from conum.kernel.ui.tables import Column
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, FormPage, ObjectFormPage, Page

COLUMNS = (
    Column(_("Service"), "name", sort="nom", heading=True, link=lambda row: page_of(row)),
    Column(_("Identifiant"), "client_id"),
    Column(_("État"), lambda row: str(_("Fermé")) if row.closed_at else str(_("Ouvert"))),
    Column(_("Enregistré le"), "created_at", sort="date"),
)


def page_of(row: RelyingParty) -> str:
    """Return the address of a service's page."""
    return reverse("mandates:relying_party", args=[row.pk])


class _Service:
    permission = MANAGE_RELYING_PARTIES

    def rows(self) -> QuerySet[RelyingParty]:
        """Every service, closed ones included."""
        return RelyingParty.objects.all()

    def show_secret(self, row: RelyingParty, secret: str) -> HttpResponse:
        """Show the secret once: neither kept in the session nor in an address, and no cache keeps the page."""
        context = {"object": row, "secret": secret, "issuer": issuer()}
        response = render(self.request, "mandates/relying_parties/secret.html", context)  # type: ignore[attr-defined]
        response["Cache-Control"] = "no-store"
        return response


class Guide(Page):
    """For the teams of services: what the provider gives, and when it stops. The details: `docs/relying-parties.md`."""

    public = True
    template_name = "mandates/relying_parties/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the issuer."""
        return super().get_context_data(issuer=issuer(), **kwargs)


class RelyingParties(_Service, ListPage):
    """All of them."""

    template_name = "mandates/relying_parties/list.html"
    sorts = {"nom": ("name",), "date": ("created_at",)}
    default_sort = "nom"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the columns, and where services read what we support."""
        return super().get_context_data(columns_shown=COLUMNS, issuer=issuer(), **kwargs)


class RelyingPartyPage(_Service, DetailPage):
    """What is registered of one."""

    template_name = "mandates/relying_parties/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """As pairs to read."""
        row: RelyingParty = self.object
        methods = [str(ClientAuthMethod(method).label) for method in row.auth_methods]
        pairs = [
            (_("Identifiant (client_id)"), row.client_id),
            (_("Émetteur à configurer (issuer)"), issuer()),
            (_("Adresses de retour"), " ; ".join(row.redirect_uris)),
            (_("Adresses après déconnexion"), " ; ".join(row.post_logout_redirect_uris) or "—"),
            (_("Méthodes permises"), " ; ".join(methods)),
            (_("Clés publiques"), ", ".join(str(key.get("kid", "—")) for key in row.keys) or "—"),
            (_("Données (scopes)"), " ".join(row.scopes)),
            (_("Signature"), row.algorithm + (" + userinfo" if row.userinfo_signed else "")),
        ]
        return super().get_context_data(pairs=pairs, **kwargs)


class RegisterRelyingParty(_Service, FormPage):
    """Register one; its secret is shown once."""

    template_name = "mandates/relying_parties/form.html"
    form_class = RelyingPartyForm
    initial = {"auth_methods": [ClientAuthMethod.BASIC.value]}

    def perform(self, form: RelyingPartyForm) -> Any:
        """Register it."""
        return oidc_clients.register(form.said(), actor=self.actor, now=self.now)

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the secret on the page that answers, nowhere else."""
        response = super().form_valid(form)
        return self.show_secret(*self.result) if response.status_code == 302 else response

    def get_success_url(self) -> str:
        """Its page."""
        return page_of(self.result[0])


class ChangeRelyingParty(_Service, ObjectFormPage):
    """Change what is registered."""

    template_name = "mandates/relying_parties/form.html"
    form_class = RelyingPartyForm
    success_message = _("Le service est mis à jour.")

    def get_initial(self) -> dict[str, Any]:
        """What is registered now."""
        return initial(self.object)

    def perform(self, form: RelyingPartyForm) -> Any:
        """Change it."""
        return oidc_clients.change(self.object.pk, form.said(), actor=self.actor, now=self.now)

    def get_success_url(self) -> str:
        """Its page."""
        return page_of(self.object)


class RenewSecret(_Service, ActionPage):
    """Give a new secret; the former one stops at once."""

    question = _("Donner un nouveau secret à ce service ? L'ancien cesse de fonctionner aussitôt.")

    def back(self) -> str:
        """Its page."""
        return page_of(self.object)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the new secret on the page that answers."""
        return self.show_secret(*oidc_clients.renew_secret(self.object.pk, actor=self.actor, now=self.now))


class CloseRelyingParty(_Service, ActionPage):
    """Close a service, or open it again."""

    is_open = False
    question = _("Fermer ce service ? Les jetons qu'il détient cessent de valoir aussitôt.")
    done = _("Le service est fermé.")

    def back(self) -> str:
        """Its page."""
        return page_of(self.object)

    def perform(self) -> None:
        """Do it."""
        oidc_clients.set_open(self.object.pk, self.is_open, actor=self.actor, now=self.now)


class OpenRelyingParty(CloseRelyingParty):
    """Open it again."""

    is_open = True
    question = _("Rouvrir ce service ?")
    done = _("Le service est ouvert.")
