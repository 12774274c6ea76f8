"""Signing in again before what cannot be undone: a code by e-mail when the last sign-in is too old."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django import forms as django_forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.enums import CodePurpose
from conum.commons.accounts.models import Person
from conum.commons.accounts.operations.codes import CodeRefused, check_code, send_code
from conum.kernel.errors import ConumError
from conum.kernel.web.limits import allow

FRESH_SECONDS = 300
SESSION_KEY = "recruitment_fresh_code"


def recently_signed_in(request: HttpRequest) -> bool:
    """Tell whether this session showed a code, a passkey or a second factor in the last five minutes."""
    shown = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
    return bool(shown) and time.time() - max(shown) < FRESH_SECONDS


def send_fresh_code(request: HttpRequest, now: datetime) -> None:
    """Send a code to the person signed in, five an hour at most.

    Raises:
        ConumError: asked too often.
    """
    if not allow(f"recruitment-fresh:{request.user.pk}", 5, timedelta(hours=1), now):
        raise ConumError(_("Vous avez demandé trop de codes. Réessayez dans une heure."))
    person = Person.objects.get(pk=request.user.pk)
    request.session[SESSION_KEY] = str(send_code(person, CodePurpose.SIGN_IN, person.email, now))


def check_fresh(request: HttpRequest, typed: str, now: datetime) -> None:
    """Raise `CodeRefused` unless the session is fresh or the code is the one that was sent."""
    if recently_signed_in(request):
        return
    sent = request.session.get(SESSION_KEY)
    if not sent:
        raise CodeRefused
    found = check_code(UUID(sent), CodePurpose.SIGN_IN, typed, now)
    if found.person_id != request.user.pk:
        raise CodeRefused
    del request.session[SESSION_KEY]


def code_field() -> django_forms.CharField:
    """Return the field of the code."""
    return django_forms.CharField(
        label=gettext_lazy("Code reçu par courriel"),
        max_length=10,
        help_text=gettext_lazy("6 chiffres, valables 15 minutes."),
        widget=django_forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
