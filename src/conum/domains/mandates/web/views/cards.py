"""Cards: the stock and its import for the administrator; a helper's card for the lead."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conum.domains.mandates.gateways.secrets import Unreadable, seal_batch, unseal_batch
from conum.domains.mandates.models import TotpCard
from conum.domains.mandates.operations import cards as operations
from conum.domains.mandates.permissions.accreditation import CARD_IMPORT, cards_visible_to
from conum.domains.mandates.web.filters.accreditation import CardFilters
from conum.domains.mandates.web.forms.team import CardFileForm, CodeForm, SerialForm
from conum.domains.mandates.web.tables import accreditation as tables
from conum.domains.mandates.web.views.helper_actions import HelperAction
from conum.domains.mandates.web.views.helper_training import OnHelper
from conum.kernel.web.limits import client_address
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import FormPage

FAULTS_SHOWN = 100


class CardList(ListPage):
    """The cards: in stock, given, in service, removed. Never their seeds."""

    permission = CARD_IMPORT
    template_name = "mandates/cards/list.html"
    filterset_class = CardFilters
    default_sort = "-date"
    sorts = {"numero": ("serial",), "date": ("created_at", "serial")}

    def rows(self) -> QuerySet[TotpCard]:
        """With the organisation that has them."""
        return cards_visible_to(self.actor).select_related("helper__organisation")  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=tables.CARDS, **kwargs)


class Import(FormPage):
    """A file is read and reported line by line; nothing is kept before the second button."""

    permission = CARD_IMPORT
    template_name = "mandates/cards/import.html"
    form_class = CardFileForm

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The second button brings the checked lines back, sealed for this administrator."""
        return self.keep(request.POST["batch"]) if "batch" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Report."""
        actor: Any = self.actor
        try:
            text = form.cleaned_data["file"].read().decode("utf-8-sig")
        except UnicodeDecodeError:
            form.add_error("file", _("Ce fichier n'est pas du texte en UTF-8 : exportez-le de nouveau en CSV UTF-8."))
            return self.form_invalid(form)
        found = operations.check_file(text, actor)
        batch = seal_batch(found.good, str(actor.person_id)) if found.good else ""
        return self.render_to_response(
            self.get_context_data(
                form=form, report=found, faults=found.faults[:FAULTS_SHOWN], more=len(found.faults) - FAULTS_SHOWN,
                batch=batch, count=len(found.good),
            )
        )  # fmt: skip

    def keep(self, batch: str) -> HttpResponse:
        """Import the lines reported as good."""
        actor: Any = self.actor
        try:
            rows = unseal_batch(batch, str(actor.person_id))
        except Unreadable:
            messages.error(self.request, _("Le fichier vérifié n'a pas été reconnu : choisissez-le de nouveau."))
            return HttpResponseRedirect(self.request.path)
        count = operations.import_cards(rows, actor=actor, now=self.now)
        done = ngettext("{count} carte importée.", "{count} cartes importées.", count).format(count=count)
        messages.success(self.request, done)
        return HttpResponseRedirect(reverse("mandates:cards"))


class Assign(OnHelper):
    """Give a card to a helper."""

    form_class = SerialForm
    title = gettext_lazy("Remettre une carte")
    submit = gettext_lazy("Continuer")
    lead = gettext_lazy("La carte affiche un code : elle sert de seconde protection à l'aidant, sans téléphone.")

    def perform(self, form: Any) -> TotpCard:
        """Give it."""
        actor: Any = self.actor
        return operations.assign(self.object.pk, form.cleaned_data["serial"], actor=actor, now=self.now)

    def get_success_url(self) -> str:
        """To the code it shows."""
        return reverse("mandates:card_validate", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Cancelling goes back to the helper."""
        return {**super().get_context_data(**kwargs), "back": tables.helper_path(self.object)}


class Validate(OnHelper):
    """Type a code of the card: it is in service, or its clock is set right."""

    form_class = CodeForm
    title = gettext_lazy("Valider la carte")
    submit = gettext_lazy("Valider")
    lead = gettext_lazy("Recopiez le code que la carte affiche. Refaites-le si ses codes sont refusés.")
    success_message = gettext_lazy("La carte est en service.")

    def perform(self, form: Any) -> TotpCard:
        """Check it."""
        actor: Any = self.actor
        address = client_address(self.request)
        return operations.validate(
            self.object.pk, form.cleaned_data["code"], actor=actor, now=self.now, address=address
        )


class Remove(HelperAction):
    """Withdraw a lost card."""

    question = gettext_lazy("Retirer la carte de cet aidant ?")
    done = gettext_lazy("La carte est retirée : ses codes ne valent plus rien.")
    consequence = gettext_lazy("Une carte retirée ne peut plus être remise à personne.")

    def perform(self) -> None:
        """Withdraw it."""
        address = client_address(self.request)
        operations.remove(self.object.pk, actor=self.actor, now=self.now, address=address)  # type: ignore[arg-type]
