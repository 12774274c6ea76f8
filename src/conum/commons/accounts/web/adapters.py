"""What allauth asks of the application: messages, mails, secrets at rest, and what a finished sign-in leaves."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.enums import SignInMethod, SignInOutcome
from conum.commons.accounts.models import Person
from conum.commons.accounts.operations import applications
from conum.commons.accounts.operations.lent_factors import lent_to
from conum.commons.accounts.operations.mails import send_mail
from conum.commons.accounts.operations.sign_ins import log_sign_in
from conum.commons.accounts.queries.actors import active_membership
from conum.kernel.web.limits import client_address

SECOND_FACTOR_KEY = "second_factor"  # session: the person who showed a second factor in it
IN_PLACE_KEY = "in_place"  # session: the agreement under which an administrator acts in the place of somebody
MEMBERSHIP_KEY = "membership"  # session: the membership under which the person acts
SAID = {
    "mfa/messages/totp_activated.txt": gettext_lazy("L'application de codes est activée."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("L'application de codes est retirée."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("La clé d'accès est ajoutée."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("La clé d'accès est retirée."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("Vos codes de secours sont prêts : gardez-les."),
}
TOLD = {
    "mfa/email/totp_activated": gettext_lazy("une application de codes a été ajoutée à votre compte"),
    "mfa/email/totp_deactivated": gettext_lazy("l'application de codes a été retirée de votre compte"),
    "mfa/email/webauthn_added": gettext_lazy("une clé d'accès a été ajoutée à votre compte"),
    "mfa/email/webauthn_removed": gettext_lazy("une clé d'accès a été retirée de votre compte"),
    "mfa/email/recovery_codes_generated": gettext_lazy("de nouveaux codes de secours ont été créés"),
}


def mark_second_factor(request: HttpRequest, person: Person) -> None:
    """Remember in the session that this person showed a second factor."""
    request.session[SECOND_FACTOR_KEY] = str(person.pk)


def second_factor_shown(request: HttpRequest) -> bool:
    """Tell whether the person signed in showed a second factor in this session."""
    return bool(request.session.get(SECOND_FACTOR_KEY) == str(request.user.pk))


def is_protected(person_id: UUID) -> bool:
    """Tell whether the person has a second factor, of the own account or lent by a module."""
    return Authenticator.objects.filter(user=person_id).exists() or bool(lent_to(person_id))


def _showed(request: HttpRequest, person: Any) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def _hold_role(request: HttpRequest, person: Person) -> None:
    """Keep the role the person lands in: one given later waits for their choice, or for the next sign-in.

    Who is hired while reading their application is not asked for a second factor in the middle of it.
    """
    membership = active_membership(person.pk, None, timezone.localdate())
    if membership is not None:
        request.session[MEMBERSHIP_KEY] = str(membership.pk)


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor, unless the identity provider or a passkey already showed one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return bool(super()._should_handle(request)) and not _showed(request, self.login.user)


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up by allauth, no password; every sign-in is logged."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitations and by the modules, never here."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits and logs use too."""
        return client_address(request) or "0.0.0.0"  # noqa: S104 – said, not bound

    def get_login_stages(self) -> list[str]:
        """Return the one stage after the first factor."""
        return [f"{__name__}.SecondFactorStage"]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session and write the sign-in log."""
        methods = [record.get("method") for record in get_authentication_records(request, user)]
        shown = _showed(request, user)
        super().login(request, user)
        _hold_role(request, user)
        if shown:
            mark_second_factor(request, user)
        first = next((method for method in methods if method in SignInMethod.values), SignInMethod.PASSKEY)
        device = request.META.get("HTTP_USER_AGENT", "")
        log_sign_in(user.pk, first, SignInOutcome.SUCCEEDED, client_address(request), device, timezone.now())

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Send a closed account back to the sign-in page."""
        messages.error(request, _("Ce compte est désactivé. Écrivez à l'assistance pour le rouvrir."))
        return HttpResponseRedirect(reverse("accounts:sign_in"))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say our own sentences; the others are not said."""
        sentence = message or SAID.get(message_template or "")
        if sentence:
            messages.add_message(request, messages.SUCCESS if message_template else level, sentence)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Tell the person by e-mail that the second factors of the account changed."""
        what = TOLD.get(template_prefix)
        if what:
            send_mail("security_changed", user.email, {"person": user, "what": what})


class SecondFactorAdapter(DefaultMFAAdapter):
    """French sentences, and secrets encrypted with a key that is not in the database (PRI-18)."""

    error_messages = {
        "add_email_blocked": gettext_lazy("Cette adresse ne peut pas être ajoutée."),
        "cannot_delete_authenticator": gettext_lazy("Cette protection ne peut pas être retirée."),
        "cannot_generate_recovery_codes": gettext_lazy("Ajoutez d'abord une application de codes ou une clé d'accès."),
        "incorrect_code": gettext_lazy("Ce code n'est pas le bon. Attendez le code suivant, ou vérifiez les chiffres."),
        "unverified_email": gettext_lazy("Confirmez d'abord votre adresse électronique."),
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """A lent factor (a card) counts where any factor does, and where codes are asked; it is no application."""
        if super().is_mfa_enabled(user, types):
            return True
        any_code = types is None or len(types) > 1 or list(types) == [Authenticator.Type.RECOVERY_CODES]
        return any_code and bool(lent_to(user.pk))

    def build_totp_url(self, user: Any, secret: str) -> str:
        """Return what the telephone scans: it is told the step there, once for all."""
        url, step = super().build_totp_url(user, secret), applications.step_today(timezone.now())
        return url if step == applications.FIRST_STEP else f"{url}&period={step}"

    def encrypt(self, text: str) -> str:
        """Return the secret encrypted."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret in clear."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    key = hmac.digest(settings.FILE_KEY.encode(), b"accounts.second_factor", "sha256")
    return Fernet(urlsafe_b64encode(key))
