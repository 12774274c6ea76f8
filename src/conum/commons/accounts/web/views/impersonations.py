"""Letting an administrator act in one's place: agree, enter, stop."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.models import Person
from conum.commons.accounts.operations import impersonations
from conum.commons.accounts.permissions import IMPERSONATE, OWN_ACCOUNT, STOP_ACTING
from conum.commons.accounts.queries.impersonations import given_by, open_to
from conum.commons.accounts.queries.people import visible_to
from conum.commons.accounts.web.adapters import IN_PLACE_KEY
from conum.commons.programme.parameters import IMPERSONATION
from conum.kernel.errors import ConumError
from conum.kernel.web.limits import client_address
from conum.kernel.web.views import ActionPage, Guarded, Page


class Agreement(Page):
    """Give one's agreement, see who entered, take it back."""

    permission = OWN_ACCOUNT
    template_name = "accounts/agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the agreement in force and how long one lasts."""
        minutes = IMPERSONATION.on(localdate(self.now))
        lent = self.actor.membership_id is not None and impersonations.is_lent(self.actor.person_id, self.now)  # type: ignore
        given = given_by(self.actor.person_id, self.now)  # type: ignore[union-attr, arg-type]
        return super().get_context_data(given=given, minutes=minutes, lent=lent, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Agree, or take back when `withdraw` is sent."""
        actor: Any = self.actor
        try:
            if "withdraw" in request.POST:
                impersonations.withdraw(actor, self.now)
                messages.success(request, _("Votre accord est retiré : plus personne n'agit à votre place."))
            else:
                impersonations.agree(actor, self.now)
                messages.success(request, _("Votre accord est donné."))
        except ConumError as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse("accounts:agreement"))


class Impersonate(ActionPage):
    """Act in the place of a person who agreed."""

    permission = IMPERSONATE
    question = gettext_lazy("Agir à la place de cette personne ?")
    extra_context: ClassVar = {
        "consequence": gettext_lazy(
            "Elle en est prévenue par courriel. Ce que vous envoyez est inscrit au journal sous vos deux noms. "
            "Vous ne pouvez ni signer ni accepter à sa place, ni toucher à la protection de son compte."
        ),
        "confirm_label": gettext_lazy("Agir à sa place"),
    }

    def rows(self) -> QuerySet[Person]:
        """Return the accounts in sight."""
        return visible_to(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the question while there is an agreement; 404 otherwise."""
        if not open_to(self.actor.person_id, self.object.pk, self.now):  # type: ignore[union-attr, arg-type]
            raise Http404
        return super().get_context_data(**kwargs)

    def back(self) -> str:
        """Return to the account."""
        return reverse("accounts:person", args=[self.object.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Enter, and land on the person's own board."""
        device = request.META.get("HTTP_USER_AGENT", "")
        address, actor = client_address(request), self.actor
        try:
            given = impersonations.enter(self.object.pk, actor, self.now, address=address, device=device)  # type: ignore
        except ConumError as refusal:
            if type(refusal) is not ConumError:
                raise
            messages.error(request, refusal.message)
            return HttpResponseRedirect(self.back())
        request.session[IN_PLACE_KEY] = str(given.pk)
        return redirect(settings.LOGIN_REDIRECT_URL)


class StopActing(Guarded):
    """Stop acting in the place of somebody (POST only); back to their account."""

    permission = STOP_ACTING
    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Leave; nothing happens to who acts in their own name."""
        kept, actor = request.session.pop(IN_PLACE_KEY, ""), self.actor
        if not kept or actor is None or not actor.behind:  # type: ignore[attr-defined]
            return HttpResponseRedirect("/")
        impersonations.leave(UUID(kept), actor, self.now)  # type: ignore[arg-type]
        messages.success(request, _("Vous agissez de nouveau en votre nom."))
        return HttpResponseRedirect(reverse("accounts:person", args=[actor.person_id]))
