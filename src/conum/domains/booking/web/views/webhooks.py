"""The software that an organisation has told of its facts: list, registration, secret, on and off, deletion."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import django_filters as filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import WebhookEvent, WebhookState
from conum.domains.booking.operations import webhooks
from conum.domains.booking.parameters import WEBHOOK_KEPT
from conum.domains.booking.permissions import MANAGE_WEBHOOKS, webhooks_visible_to
from conum.domains.booking.queries.webhook_bodies import example
from conum.domains.booking.web.forms.webhooks import WebhookForm
from conum.domains.booking.web.tables import WEBHOOKS
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, FormPage, ObjectFormPage, Page


class WebhookFilters(FilterSet):
    """By name, state and event."""

    q = filters.CharFilter("name", label=_("Nom"), lookup_expr="icontains")
    etat = filters.ChoiceFilter("state", label=_("État"), choices=WebhookState.choices)
    evenement = filters.ChoiceFilter(label=_("Événement"), choices=WebhookEvent.choices, method="told_of")

    def told_of(self, rows: Any, name: str, value: str) -> Any:
        """Keep what is told of it."""
        return rows.filter(events__contains=[value])


class OnWebhook:
    """One of the organisation's."""

    permission = MANAGE_WEBHOOKS

    def rows(self) -> Any:
        """Those of the organisation."""
        return webhooks_visible_to(self.actor)  # type: ignore[attr-defined]

    def there(self) -> str:
        """Return its page."""
        return reverse("booking:webhook", args=[self.object.pk])  # type: ignore[attr-defined]

    def show_secret(self, row: Any, secret: str) -> HttpResponse:
        """Show the secret once: neither kept in the session nor in an address, and no cache keeps the page."""
        context = {"object": row, "secret": secret}
        response = render(self.request, "booking/webhooks/secret.html", context)  # type: ignore[attr-defined]
        response["Cache-Control"] = "no-store"
        return response


class Guide(Page):
    """For those who write the software: what is sent, and how to know that we sent it."""

    public = True
    template_name = "booking/webhooks/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the events and a message as it leaves."""
        return super().get_context_data(
            events=WebhookEvent,
            kept=WEBHOOK_KEPT.on(localdate(self.now)),
            example=json.dumps(example(), indent=2),
            columns=[_("Code"), _("Ce qui arrive")],
            headers=[_("En-tête"), _("Ce qu'il dit")],
            **kwargs,
        )


class Webhooks(OnWebhook, ListPage):
    """All of them."""

    template_name = "booking/webhooks/list.html"
    filterset_class = WebhookFilters
    sorts: ClassVar = {"nom": ("name",), "recu": ("sent_at",), "date": ("created_at",)}
    default_sort = "nom"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(table=WEBHOOKS, **kwargs)


class WebhookPage(OnWebhook, DetailPage):
    """What one is told of, and how it goes."""

    template_name = "booking/webhooks/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give it as pairs to read."""
        row = self.object
        pairs = [
            (_("Adresse"), row.address),
            (_("Prévenu de"), " ; ".join(str(event.label) for event in WebhookEvent if event in row.events)),
            (_("Dernier envoi reçu"), row.sent_at or _("Aucun")),
            (_("Secret créé le"), row.secret_made_at),
        ]
        grace = row.former_until if row.former_until and row.former_until > self.now else None
        return super().get_context_data(pairs=pairs, grace=grace, **kwargs)


class NewWebhook(OnWebhook, FormPage):
    """Register one; its secret is shown once, on the page that answers."""

    template_name = "booking/webhooks/form.html"
    form_class = WebhookForm
    success_url = reverse_lazy("booking:webhooks")

    def perform(self, form: Any) -> Any:
        """Register it."""
        return webhooks.register(form.said(), actor=self.actor, now=self.now)

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the secret."""
        response = super().form_valid(form)
        return self.show_secret(*self.result) if response.status_code == 302 else response


class ChangeWebhook(OnWebhook, ObjectFormPage):
    """Change its name, its address or what it is told of."""

    template_name = "booking/webhooks/form.html"
    form_class = WebhookForm
    success_message = _("Le logiciel est mis à jour.")

    def get_initial(self) -> dict[str, Any]:
        """What is registered now."""
        return {name: getattr(self.object, name) for name in WebhookForm.base_fields}

    def perform(self, form: Any) -> None:
        """Change it."""
        webhooks.change(self.object.pk, form.said(), actor=self.actor, now=self.now)

    def get_success_url(self) -> str:
        """Its page."""
        return self.there()


class _Action(OnWebhook, ActionPage):
    def back(self) -> str:
        """Its page."""
        return self.there()


class RotateSecret(_Action):
    """Give a new secret."""

    question = _("Donner un nouveau secret à ce logiciel ? L'ancien signe encore pendant une journée.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the new secret on the page that answers."""
        return self.show_secret(*webhooks.rotate_secret(self.object.pk, actor=self.actor, now=self.now))


class TurnOff(_Action):
    """Tell it nothing any more."""

    question = _("Ne plus prévenir ce logiciel ? Ce qui arrivera d'ici là ne lui sera pas envoyé.")
    done = _("Ce logiciel n'est plus prévenu.")

    def perform(self) -> None:
        """Do it."""
        webhooks.turn_off(self.object.pk, actor=self.actor, now=self.now)


class TurnOn(_Action):
    """Tell it again."""

    question = _("Prévenir de nouveau ce logiciel ? Ce qui l'attend part aussitôt.")
    done = _("Ce logiciel est de nouveau prévenu : ce qui l'attendait part.")

    def perform(self) -> None:
        """Do it."""
        webhooks.turn_on(self.object.pk, actor=self.actor, now=self.now)


class DeleteWebhook(_Action):
    """Forget it."""

    question = _("Supprimer ce logiciel, son secret et la liste de ses envois ?")
    done = _("Le logiciel est supprimé : il n'est plus prévenu.")

    def back(self) -> str:
        """The list."""
        return reverse("booking:webhooks")

    def perform(self) -> None:
        """Do it."""
        webhooks.delete(self.object.pk, actor=self.actor, now=self.now)
