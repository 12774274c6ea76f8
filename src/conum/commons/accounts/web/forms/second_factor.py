"""Forms of the second factor: allauth's checks, our fields, limits shared by all web processes."""

from __future__ import annotations

import struct
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.operations import applications
from conum.commons.accounts.operations.lent_factors import LentFactor, lent_to, proved_by
from conum.kernel.ui import forms
from conum.kernel.web.limits import allow, forget

ATTEMPTS, WINDOW = 5, timedelta(minutes=5)
REPLAY = 4  # steps: longer than a code lives, tolerance included


def code_field(label: Any, help_text: Any) -> django_forms.CharField:
    """Return a field for a code typed from another screen."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}
    return django_forms.CharField(
        label=label, help_text=help_text, max_length=20, widget=django_forms.TextInput(attrs=attrs)
    )


def _limited(person_id: Any) -> str:
    key = f"second-factor:{person_id}"
    if not allow(key, ATTEMPTS, WINDOW, timezone.now()):
        raise ValidationError(_("Trop d'essais. Attendez 5 minutes avant de recommencer."), code="limited")
    return key


class _Code:
    """Limits on attempts, and a code of the application that serves once."""

    user: Any
    authenticator: Authenticator
    lent: LentFactor | None = None
    again = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the cards the person has among what shows codes."""
        super().__init__(*args, **kwargs)
        names = [str(factor.label) for factor in lent_to(self.user.pk)]
        if names:
            self.fields["code"].help_text = _("6 chiffres affichés par votre application ou par : {names}").format(  # type: ignore[attr-defined]
                names=", ".join(names)
            )

    def save(self) -> None:
        """Write in the session which factor was shown."""
        if self.lent is None:
            return super().save()  # type: ignore[misc]
        again = {"reauthenticated": True} if self.again else {}
        record_authentication(context.request, self.user, "mfa", type=self.lent.kind, **again)

    @property
    def kind(self) -> str:
        """What was shown."""
        return self.lent.kind if self.lent else str(self.authenticator.type)

    def clean_code(self) -> str:
        """Return the code once it is right; raises ValidationError when wrong, replayed or tried too often."""
        key = _limited(self.user.pk)
        digits = "".join(self.cleaned_data["code"].split())  # type: ignore[attr-defined]
        self.lent = proved_by(self.user.pk, digits, timezone.now())
        if self.lent:
            forget(key)
            return digits
        application = applications.shown(self.user.pk, digits, timezone.now())
        code = self._once(application, digits) if application else self._of_recovery()
        forget(key)
        return code

    def _once(self, application: Authenticator, digits: str) -> str:
        life = timedelta(seconds=REPLAY * applications.step_of(application))
        if not allow(f"totp:{self.user.pk}:{digits}", 1, life, timezone.now()):
            raise ValidationError(_("Ce code a déjà servi. Attendez le code suivant."), code="replayed")
        application.user, self.authenticator = self.user, application
        return digits

    def _of_recovery(self) -> str:
        """The library knows no step but its own: it checks the codes that were printed, and only those."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            raise get_adapter().validation_error("incorrect_code")
        return code


HELP = gettext_lazy("6 chiffres affichés par votre application, ou l'un de vos codes de secours")


class AuthenticateForm(_Code, forms.Form, AllauthAuthenticateForm):
    """The second factor at sign-in."""

    code = code_field(gettext_lazy("Code"), HELP)


class ReauthenticateForm(_Code, forms.Form, AllauthReauthenticateForm):
    """The second factor again, before a sensitive change."""

    again = True
    code = code_field(gettext_lazy("Code"), HELP)


class ActivateForm(forms.Form, ActivateTOTPForm):
    """The first code of a new application."""

    code = code_field(gettext_lazy("Code affiché par l'application"), gettext_lazy("6 chiffres"))

    def clean_code(self) -> str:
        """Return the code once it fits the secret shown."""
        key, now = _limited(self.user.pk), timezone.now()
        validate_can_add_authenticator(self.user)
        code = "".join(self.cleaned_data["code"].split())
        if not applications.fits(self.secret, code, applications.step_today(now), now):
            raise get_adapter().validation_error("incorrect_code")
        forget(key)
        return code


# What the library raises on an answer that no browser makes.
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError, struct.error, InvalidSignature)


class _Answer:
    """An answer of the browser that is malformed is refused like one that is wrong."""

    def clean_credential(self) -> Any:
        """Return the passkey that answered; raises ValidationError when it is not one of ours."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class LoginPasskeyForm(_Answer, LoginWebAuthnForm):
    """A passkey instead of an address."""


class AuthenticatePasskeyForm(_Answer, AuthenticateWebAuthnForm):
    """A passkey as second factor."""


class ReauthenticatePasskeyForm(_Answer, ReauthenticateWebAuthnForm):
    """A passkey again."""


class PasskeyForm(forms.Form, AddWebAuthnForm):
    """A new passkey: a name, and what the browser answers."""

    passwordless = None  # type: ignore[assignment]
    name = django_forms.CharField(
        label=gettext_lazy("Nom de la clé"),
        help_text=gettext_lazy("Pour la reconnaître, par exemple « Mon téléphone »"),
        max_length=80,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a malformed answer like a wrong one."""
        try:
            return super().clean() or {}
        except MALFORMED as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
