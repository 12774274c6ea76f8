"""Accepting an invitation received by e-mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import SignInMethod
from conum.commons.accounts.models import Invitation, Person
from conum.commons.accounts.operations import invitations
from conum.commons.accounts.queries.people import by_email
from conum.commons.accounts.web.forms.sign_in import AcceptForm
from conum.commons.accounts.web.tables import scope
from conum.commons.accounts.web.views.sign_in import open_session
from conum.kernel.errors import ConumError
from conum.kernel.ui import forms
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage


class AcceptInvitation(FormPage):
    """Say who invites to what; accepting makes the account, gives the role and signs in.

    The token was sent to the address: holding it proves as much as a code. A second factor is asked all the same.
    """

    public = True
    template_name = "accounts/invitation.html"

    invitation: Invitation
    person: Person | None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the invitation."""
        return self.found(request) or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept it."""
        return self.found(request) or super().post(request, *args, **kwargs)

    def found(self, request: HttpRequest) -> HttpResponse | None:
        """Read the invitation; returns the page to answer instead when it cannot be accepted."""
        if not allow(f"invitation:{network(request)}", 60, timedelta(minutes=15), self.now):
            return too_many(request)
        try:
            self.invitation = invitations.alive_invitation(self.kwargs["token"], self.now)
        except invitations.InvitationDead as refusal:
            return render(request, "accounts/invitation_dead.html", {"message": refusal.message}, status=410)
        self.person = by_email(self.invitation.email)
        return None

    def get_form_class(self) -> Any:
        """Ask the name of a new account only."""
        return forms.Form if self.person else AcceptForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the name the inviter gave."""
        return {"first_name": self.invitation.first_name, "last_name": self.invitation.last_name}

    def form_valid(self, form: Any) -> HttpResponse:
        """Accept, then open the session unless the person is already there."""
        data = form.cleaned_data
        names = data.get("first_name", ""), data.get("last_name", "")
        try:
            person = invitations.accept(self.kwargs["token"], *names, self.now)
        except ConumError as refusal:
            return self.refuse(form, refusal)
        if self.request.user.is_authenticated:
            self.request.session.flush()
        return open_session(self.request, person, SignInMethod.INVITATION, "")  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say who, what, where, until when; and whether somebody else is signed in here."""
        other = self.request.user.is_authenticated and self.request.user.email != self.invitation.email  # type: ignore
        summary = [
            (_("Rôle"), self.invitation.get_role_display()),
            (_("Où"), scope(self.invitation) or _("France entière")),
            (_("Votre adresse"), self.invitation.email),
            (_("Valable jusqu'au"), date_format(localtime(self.invitation.expires_at), "j F Y")),
        ]
        return super().get_context_data(
            invitation=self.invitation, summary=summary, known=self.person, other=other, **kwargs
        )
