"""Clients of the API, for the managers of an organisation; the guide is for those who write them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Case, CharField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from conum.commons.messaging.queries import site_address
from conum.domains.booking.enums import ApiScope
from conum.domains.booking.operations.api_clients import make_client, revoke_client
from conum.domains.booking.permissions import MANAGE_WEBHOOKS, api_clients_visible_to
from conum.domains.booking.web.api.addresses import PREFIX
from conum.domains.booking.web.api.door import api
from conum.domains.booking.web.forms.api_clients import ApiClientForm
from conum.domains.booking.web.tables import API_CLIENTS, API_STATES
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, FormPage, Page

LIVE, EXPIRED, REVOKED = (code for code, _label in API_STATES)


class ApiClientFilters(FilterSet):
    """By name, state and scope."""

    q = filters.CharFilter("name", label=_("Nom"), lookup_expr="icontains")
    etat = filters.ChoiceFilter("shown_state", label=_("État"), choices=API_STATES)
    droit = filters.ChoiceFilter(label=_("Droit"), choices=ApiScope.choices, method="holding")

    def holding(self, rows: Any, name: str, value: str) -> Any:
        """Keep those that hold it."""
        return rows.filter(scopes__contains=[value])


class OnClient:
    """One of the organisation's."""

    permission = MANAGE_WEBHOOKS

    def rows(self) -> Any:
        """Those of the organisation, with their state."""
        ended = [When(~Q(revoked_at=None), then=Value(REVOKED)), When(expires_at__lte=self.now, then=Value(EXPIRED))]  # type: ignore[attr-defined]
        state = Case(*ended, default=Value(LIVE), output_field=CharField())
        return api_clients_visible_to(self.actor).annotate(shown_state=state)  # type: ignore[attr-defined]


class Guide(Page):
    """How to ask, what is answered."""

    public = True
    template_name = "booking/api_clients/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the addresses, drawn from the document, and the scopes."""
        return super().get_context_data(
            root=f"{site_address()}{PREFIX}",
            addresses=list(addresses()),
            scopes=ApiScope,
            columns=[_("Droit"), _("Ce qu'il permet")],
            address_columns=[_("Demande"), _("Droit")],
            **kwargs,
        )


def addresses() -> Any:
    """Yield each address of the API with the scope it asks."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                scope = operation.auth_callbacks[0].scope
                yield f"{operation.methods[0]} {prefix}{path}", scope


class ApiClients(OnClient, ListPage):
    """All of them."""

    template_name = "booking/api_clients/list.html"
    filterset_class = ApiClientFilters
    sorts: ClassVar = {"nom": ("name",), "usage": ("last_used_at",), "fin": ("expires_at",)}
    default_sort = "nom"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(table=API_CLIENTS, **kwargs)


class ApiClientPage(OnClient, DetailPage):
    """What one may."""

    template_name = "booking/api_clients/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give it as pairs to read."""
        row = self.object
        rights = [f"{scope.label} ({scope.value})" for scope in ApiScope if scope in row.scopes]
        pairs = [
            (_("État"), dict(API_STATES)[row.shown_state]),
            (_("Droits"), " ; ".join(rights)),
            (_("Créé le"), row.created_at),
            (_("Dernier jour"), row.last_day),
            (_("Dernier usage"), row.last_used_at or _("Aucun")),
        ]
        return super().get_context_data(pairs=pairs, is_live=row.is_live(self.now), **kwargs)


class NewApiClient(OnClient, FormPage):
    """Make one; its token is shown once, on the page that answers, which no cache keeps."""

    template_name = "booking/api_clients/form.html"
    form_class = ApiClientForm
    success_url = reverse_lazy("booking:api_clients")

    def perform(self, form: Any) -> Any:
        """Make it."""
        return make_client(form.said(), actor=self.actor, now=self.now)

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the token."""
        response = super().form_valid(form)
        if response.status_code != 302:
            return response
        row, token = self.result
        shown = render(self.request, "booking/api_clients/token.html", {"object": row, "token": token})
        shown["Cache-Control"] = "no-store"
        return shown


class RevokeApiClient(OnClient, ActionPage):
    """Revoke its token."""

    question = _("Révoquer cet accès ? Le logiciel ne pourra plus rien lire ni écrire, aussitôt et pour toujours.")
    done = _("L'accès est révoqué.")

    def perform(self) -> None:
        """Do it."""
        revoke_client(self.object.pk, actor=self.actor, now=self.now)

    def back(self) -> str:
        """Its page."""
        return reverse("booking:api_client", args=[self.object.pk])
