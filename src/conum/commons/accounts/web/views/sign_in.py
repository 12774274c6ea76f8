"""Signing in: the address, then the code received; signing out."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import CodePurpose, SignInMethod, SignInOutcome
from conum.commons.accounts.gateways import openid
from conum.commons.accounts.models import Person
from conum.commons.accounts.operations import codes
from conum.commons.accounts.operations.sign_ins import log_sign_in
from conum.commons.accounts.queries.people import by_email
from conum.commons.accounts.web.forms.sign_in import CodeForm, EmailForm
from conum.kernel.web.leaving import lead_to
from conum.kernel.web.limits import allow, client_address, network, too_many
from conum.kernel.web.views import FormPage, Guarded

PENDING_KEY = "sign_in"  # session: the code that was sent, to whom, and where to go afterwards
GOODBYE_KEY = "openid_id_token"  # session: ends the session of the identity provider at sign-out
log = logging.getLogger(__name__)
WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_NETWORK = 5, 60  # attempts in a window; a town hall shares one address


def safe_next(request: HttpRequest) -> str:
    """Return the address to go to after the sign-in, when it is one of ours; else nothing."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    hosts, https = {request.get_host()}, request.is_secure()
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=https) else ""


def open_session(
    request: HttpRequest, person: Person, method: str, next_url: str, *, strong: bool = False
) -> HttpResponseBase:
    """Go on after a first factor: ask for the second when the person has one, then open the session.

    Args:
        method: `SignInMethod`, for the log.
        next_url: one of our addresses, or "".
        strong: an identity provider vouches for a second factor.
    """
    record_authentication(request, person, method=method)
    if strong:
        record_authentication(request, person, method="mfa", type="openid")
    return perform_login(request, Login(user=person, redirect_url=next_url or None))


class SignIn(FormPage):
    """Type one's address and receive a code; or use a passkey, or an identity provider."""

    public = True
    template_name = "accounts/sign_in.html"
    form_class = EmailForm
    success_url = reverse_lazy("accounts:sign_in_code")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send who is signed in where they were going."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(safe_next(request) or "/")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Write the address of an invented person chosen in the demonstration; no other address is ever in a link."""
        return {"email": self.request.GET.get("courriel", "")} if settings.CONUM_SYNTHETIC else {}

    def form_valid(self, form: Any) -> HttpResponse:
        """Count the attempt, then send the code; the answer is the same for an unknown address."""
        email = form.cleaned_data["email"]
        if not allow(f"sign-in:{network(self.request)}", PER_NETWORK, WINDOW, self.now):
            return too_many(self.request)
        if not allow(f"sign-in:{email}", PER_ACCOUNT, WINDOW, self.now):
            return too_many(self.request)
        return super().form_valid(form)

    def perform(self, form: Any) -> None:
        """Send the code and remember what it is for."""
        email = form.cleaned_data["email"]
        code_id = codes.ask_sign_in_code(email, self.now)
        self.request.session[PENDING_KEY] = {"code": str(code_id), "email": email, "next": safe_next(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the other ways to sign in."""
        return super().get_context_data(next=safe_next(self.request), provider=openid.configured_name(), **kwargs)


class SignInCode(FormPage):
    """Type the code received."""

    public = True
    template_name = "accounts/sign_in_code.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin again when no code was asked in this session."""
        self.pending = request.session.get(PENDING_KEY)
        if not self.pending or request.user.is_authenticated:
            return HttpResponseRedirect(reverse("accounts:sign_in"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Limit the attempts of a network, whatever the account."""
        if not allow(f"sign-in-code:{network(self.request)}", PER_NETWORK, WINDOW, self.now):
            return too_many(self.request)
        try:
            code = codes.check_code(
                UUID(self.pending["code"]), CodePurpose.SIGN_IN, form.cleaned_data["code"], self.now
            )
        except codes.CodeRefused as refusal:
            self.log_refusal()
            return self.refuse(form, refusal)
        del self.request.session[PENDING_KEY]
        return open_session(self.request, code.person, SignInMethod.CODE, self.pending["next"])  # type: ignore

    def log_refusal(self) -> None:
        """Let the person see the failed attempt in the own log."""
        person = by_email(self.pending["email"])
        if person:
            device = self.request.META.get("HTTP_USER_AGENT", "")
            outcome = SignInOutcome.REFUSED
            log_sign_in(person.pk, SignInMethod.CODE, outcome, client_address(self.request), device, self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say where the code was sent; how long it lives depends on who it is, and only the message says it."""
        return super().get_context_data(email=self.pending["email"], **kwargs)


class SignInPasskey(Guarded, LoginWebAuthnView):
    """Sign in by a passkey: GET gives the challenge to the script, POST brings the browser's answer."""

    public = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the attempt of the network."""
        if not allow(f"passkey:{network(request)}", PER_NETWORK, WINDOW, timezone.now()):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say it and offer the other ways."""
        messages.error(self.request, _("Cette clé d'accès n'est pas reconnue. Essayez avec un code par courriel."))
        return HttpResponseRedirect(reverse("accounts:sign_in"))


class SignOut(Guarded):
    """Close the session (POST only: a link cannot sign anybody out), then that of the identity provider."""

    public = True
    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Close ours first, whatever the provider answers; then lead to its own sign-out, or home."""
        id_token = request.session.get(GOODBYE_KEY, "")
        logout(request)
        messages.success(request, _("Vous êtes déconnecté."))
        address = self._goodbye(id_token) if id_token else ""
        return lead_to(request, address) if address else HttpResponseRedirect("/")

    def _goodbye(self, id_token: str) -> str:
        back_to = self.request.build_absolute_uri(reverse("accounts:openid_goodbye"))
        try:
            return openid.goodbye(id_token, back_to)
        except openid.ProviderRefused as refusal:
            log.warning("OpenID Connect sign-out refused: %s", refusal.reason)
            messages.warning(
                self.request, _("Votre fournisseur d'identité n'a pas répondu : fermez aussi votre session chez lui.")
            )
            return ""
