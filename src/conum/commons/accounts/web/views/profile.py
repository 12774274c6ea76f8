"""The own account: identity, address, role, sessions, sign-in log, closing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.models import Person
from conum.commons.accounts.operations import people
from conum.commons.accounts.operations.codes import CodeRefused
from conum.commons.accounts.permissions import OWN_ACCOUNT
from conum.commons.accounts.queries.actors import active_memberships
from conum.commons.accounts.queries.people import open_sessions, sign_in_log
from conum.commons.accounts.web.adapters import MEMBERSHIP_KEY
from conum.commons.accounts.web.forms.sign_in import CodeForm, NewEmailForm, ProfileForm
from conum.commons.accounts.web.tables import SIGN_INS
from conum.commons.accounts.web.views.sign_in import safe_next
from conum.kernel.ui.words import phone
from conum.kernel.web.limits import allow, too_many
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import FormPage, Guarded, Page

CHANGE_KEY = "email_change"  # session: the code sent to the new address


class _OwnPage(Guarded):
    permission = OWN_ACCOUNT

    @property
    def person(self) -> Person:
        """The person signed in."""
        return self.request.user  # type: ignore[return-value]


class Profile(_OwnPage, Page):
    """What the account holds, and where to change it."""

    template_name = "accounts/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the roles in force and whether a second factor protects the account."""
        return super().get_context_data(
            person=self.person,
            identity=[
                (_("Nom"), self.person.get_full_name() or "–"),
                (_("Téléphone"), phone(self.person.phone) or "–"),
                (_("Langue"), dict(settings.LANGUAGES).get(self.person.language, "–")),
            ],
            memberships=active_memberships(self.person.pk, localdate(self.now)),
            protected=Authenticator.objects.filter(user=self.person.pk).exists(),
            sessions=open_sessions(self.person.pk).count(),
            **kwargs,
        )


class ProfileEdit(_OwnPage, FormPage):
    """Change name, phone and language."""

    template_name = "accounts/form.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")
    success_message = gettext_lazy("Vos informations sont enregistrées.")
    extra_context = {"title": gettext_lazy("Modifier mes informations"), "submit": gettext_lazy("Enregistrer")}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is known."""
        return {name: getattr(self.person, name) for name in ("first_name", "last_name", "phone", "language")}

    def perform(self, form: Any) -> Person:
        """Save."""
        return people.update_profile(self.person.pk, **form.cleaned_data)


class EmailChange(_OwnPage, FormPage):
    """Ask for another address: a code is sent there."""

    template_name = "accounts/form.html"
    form_class = NewEmailForm
    success_url = reverse_lazy("accounts:email_code")
    extra_context = {
        "title": gettext_lazy("Changer d'adresse électronique"),
        "submit": gettext_lazy("Recevoir un code"),
        "lead": gettext_lazy("Un code est envoyé à la nouvelle adresse. Rien ne change avant que vous l'ayez saisi."),
    }

    def form_valid(self, form: Any) -> HttpResponse:
        """Count the attempts of the account."""
        if not allow(f"email-change:{self.person.pk}", 5, timedelta(hours=1), self.now):
            return too_many(self.request)
        return super().form_valid(form)

    def perform(self, form: Any) -> None:
        """Send the code; the screen answers the same when the address is taken."""
        code_id = people.ask_email_change(self.person, form.cleaned_data["email"], self.now)
        self.request.session[CHANGE_KEY] = {"code": str(code_id or ""), "email": form.cleaned_data["email"]}


class EmailCode(_OwnPage, FormPage):
    """Type the code received at the new address."""

    template_name = "accounts/form.html"
    form_class = CodeForm
    success_url = reverse_lazy("accounts:profile")
    success_message = gettext_lazy("Votre adresse électronique est changée.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin again when no code was asked in this session."""
        self.pending = request.session.get(CHANGE_KEY)
        if self.actor and not self.pending:
            return HttpResponseRedirect(reverse("accounts:email_change"))
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> Person:
        """Move the account."""
        code = self.pending["code"]
        if not code:
            raise CodeRefused
        moved = people.confirm_email_change(UUID(code), form.cleaned_data["code"], self.person.pk, self.now)
        del self.request.session[CHANGE_KEY]
        return moved

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say where the code was sent."""
        lead = _("Un code à 6 chiffres est envoyé à %(email)s. Il vaut 15 minutes.") % {"email": self.pending["email"]}
        return super().get_context_data(
            title=_("Confirmer la nouvelle adresse"), submit=_("Confirmer"), lead=lead, **kwargs
        )


class Roles(_OwnPage, Page):
    """Choose the role to act under; it takes effect at once, for this session."""

    template_name = "accounts/roles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the roles in force."""
        memberships = active_memberships(self.person.pk, localdate(self.now))
        return super().get_context_data(memberships=memberships, next=safe_next(self.request), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Act under this membership from now on; 404 when it is not one's own, or no longer in force."""
        wanted = active_memberships(self.person.pk, localdate(self.now))
        chosen = next((m for m in wanted if str(m.pk) == request.POST.get("membership")), None)
        if chosen is None:
            raise Http404
        request.session[MEMBERSHIP_KEY] = str(chosen.pk)
        messages.success(
            request, _("Vous agissez maintenant en tant que : %(role)s.") % {"role": chosen.get_role_display()}
        )
        return HttpResponseRedirect(safe_next(request) or "/")


class Sessions(_OwnPage, Page):
    """The devices signed in; each may be signed out."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the sessions, this one named."""
        rows = open_sessions(self.person.pk)
        current = self.request.session.session_key
        return super().get_context_data(sessions=rows, current=current, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session named by `session`, or all the others."""
        only = request.POST.get("session", "")
        if only and not only.isdecimal():
            raise Http404
        current = request.session.session_key or ""
        ended = people.end_sessions(self.person.pk, keep=current, only=int(only) if only else None)
        if only and not ended:
            raise Http404
        messages.success(request, _("Appareils déconnectés : %(count)s.") % {"count": ended})
        return HttpResponseRedirect(reverse("accounts:sessions"))


class SignInLog(_OwnPage, ListPage):
    """Where and when the account was used."""

    template_name = "accounts/sign_in_log.html"
    page_size = 30
    sorts: ClassVar[dict[str, tuple[str, ...]]] = {"date": ("at",)}
    default_sort = "-date"

    def rows(self) -> Any:
        """Return the own log."""
        return sign_in_log(self.person.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns=SIGN_INS, **kwargs)


class CloseAccount(_OwnPage, Page):
    """Close the own account, after a confirmation."""

    template_name = "accounts/close.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Close it, and the session with it."""
        people.deactivate(self.person.pk, "", self.actor, self.now)  # type: ignore[arg-type]
        logout(request)
        messages.success(request, _("Votre compte est fermé."))
        return HttpResponseRedirect("/")
