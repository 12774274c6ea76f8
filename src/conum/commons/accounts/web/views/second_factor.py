"""The second factor: shown at sign-in, shown again before a sensitive change, added and removed."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.http import HttpResponse
from django.urls import reverse_lazy

from conum.commons.accounts.enums import TWO_FACTOR_ROLES, SignInMethod, SignInOutcome
from conum.commons.accounts.operations import applications
from conum.commons.accounts.operations.lent_factors import lent_to
from conum.commons.accounts.operations.sign_ins import log_sign_in, tell_second_factor
from conum.commons.accounts.permissions import OWN_ACCOUNT
from conum.commons.accounts.queries.demonstration import current_code
from conum.commons.accounts.web.adapters import SECOND_FACTOR_KEY, is_protected, mark_second_factor
from conum.commons.accounts.web.views.sign_in import safe_next
from conum.kernel.web.limits import client_address
from conum.kernel.web.views import Guarded

GOING_KEY = "second_factor_next"  # session: the page asked before the second factor was demanded


class Authenticate(Guarded, AuthenticateView):
    """The second factor at sign-in: a code, or a passkey."""

    public = True
    template_name = "accounts/second_factor/authenticate.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Log the failure for the person to see, and show the form again."""
        person, device = self.stage.login.user, self.request.META.get("HTTP_USER_AGENT", "")
        address = client_address(self.request)
        log_sign_in(person.pk, SignInMethod.SECOND_FACTOR, SignInOutcome.REFUSED, address, device, self.now)
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell which factors the person has."""
        person = self.stage.login.user
        types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
        return super().get_context_data(**kwargs) | {
            "types": types,
            "lent": lent_to(person.pk),
            "demonstration_code": current_code(person, self.now),
        }


class _Own(Guarded):
    """A page of the own account; allauth asks for the second factor again when it was shown too long ago."""

    permission = OWN_ACCOUNT

    def shown(self, kind: str) -> None:
        """A factor was just shown or added: the session has its second factor, and it is recent."""
        record_authentication(self.request, self.request.user, "mfa", type=kind, reauthenticated=True)  # type: ignore
        mark_second_factor(self.request, self.request.user)  # type: ignore[arg-type]
        self.tell(kind, "added")

    def tell(self, kind: str, change: str) -> None:
        """Tell the other modules."""
        tell_second_factor(self.request.user.pk, kind, change, client_address(self.request))  # type: ignore[arg-type]


class Index(_Own, IndexView):
    """What protects the account."""

    template_name = "accounts/second_factor/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether the role demands a second factor, and where the person was going: enrolling takes pages."""
        demanded = self.actor is not None and self.actor.role in TWO_FACTOR_ROLES
        if going := safe_next(self.request):
            self.request.session[GOING_KEY] = going
        return super().get_context_data(**kwargs) | {
            "demanded": demanded,
            "lent": lent_to(self.request.user.pk),  # type: ignore[arg-type]
            "next": self.request.session.get(GOING_KEY, ""),
        }


class Reauthenticate(_Own, ReauthenticateView):
    """A code again."""

    template_name = "accounts/second_factor/reauthenticate.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """The session has its second factor."""
        mark_second_factor(self.request, self.request.user)  # type: ignore[arg-type]
        self.tell(form.kind, "checked")
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again as a refusal."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether a passkey would do, and in the demonstration the code of an invented person."""
        kinds = set(Authenticator.objects.filter(user=self.request.user.pk).values_list("type", flat=True))
        code = current_code(self.request.user, self.now)  # type: ignore[arg-type]
        return super().get_context_data(**kwargs) | {"types": kinds, "demonstration_code": code}


class ReauthenticatePasskey(_Own, ReauthenticateWebAuthnView):
    """A passkey again."""

    template_name = "accounts/second_factor/reauthenticate_passkey.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """The session has its second factor."""
        mark_second_factor(self.request, self.request.user)  # type: ignore[arg-type]
        self.tell("webauthn", "checked")
        return super().form_valid(form)


class TotpAdd(_Own, ActivateTOTPView):
    """Add an authenticator application."""

    template_name = "accounts/second_factor/totp_add.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Added, hence shown."""
        response = super().form_valid(form)
        applications.keep_step(self.request.user.pk, applications.step_today(self.now))  # type: ignore[arg-type]
        self.shown("totp")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the same secret again as a refusal."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class _Removal(_Own):
    def left_alone(self) -> None:
        """The last factor is gone: a role that demands one asks for it at once."""
        if not is_protected(self.request.user.pk):  # type: ignore[arg-type]
            self.request.session.pop(SECOND_FACTOR_KEY, None)
        self.tell(self.extra_context["what"], "removed")  # type: ignore[attr-defined]


class TotpRemove(_Removal, DeactivateTOTPView):
    """Remove the authenticator application."""

    template_name = "accounts/second_factor/remove.html"
    extra_context = {"what": "totp"}

    def form_valid(self, form: Any) -> HttpResponse:
        """Removed."""
        response = super().form_valid(form)
        self.left_alone()
        return response


class PasskeyAdd(_Own, AddWebAuthnView):
    """Add a passkey."""

    template_name = "accounts/second_factor/passkey_add.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Added, hence shown."""
        response = super().form_valid(form)
        self.shown("webauthn")
        return response


class PasskeyRemove(_Removal, RemoveWebAuthnView):
    """Remove a passkey."""

    template_name = "accounts/second_factor/remove.html"
    extra_context = {"what": "passkey"}
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Removed."""
        response = super().form_valid(form)
        self.left_alone()
        return response


class RecoveryCodes(_Own, ViewRecoveryCodesView):
    """The recovery codes still unused."""

    template_name = "accounts/second_factor/recovery_codes.html"


class RecoveryCodesAgain(_Own, GenerateRecoveryCodesView):
    """New recovery codes: the ones before stop working."""

    template_name = "accounts/second_factor/recovery_codes_again.html"


class RecoveryCodesDownload(_Own, DownloadRecoveryCodesView):
    """The recovery codes as a text file."""

    template_name = "accounts/second_factor/recovery_codes.txt"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Name the file in French."""
        response = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="codes-de-secours-conum.txt"'
        return response
