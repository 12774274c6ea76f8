"""A booking found again, by phone or e-mail and the 6-digit code (BOO-17)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conum.domains.booking.models import Contact
from conum.domains.booking.queries import links
from conum.domains.booking.queries.contacts import find_contact
from conum.domains.booking.web.forms.people import FindForm
from conum.kernel.errors import ConumError
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage

TRIES, WINDOW = 10, timedelta(minutes=15)


class Find(FormPage):
    """The booking again, by phone or e-mail and the 6-digit code; few tries."""

    public = True
    template_name = "booking/find.html"
    form_class = FindForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the tries, of the network and of what is sought."""
        sought = request.POST.get("reach", "").strip().lower()[:254]
        limits = (f"find:{network(request)}", f"find:{sought}")
        within = [
            allow(key, TRIES, WINDOW, self.now) for key in limits
        ]  # both are counted, even when the first refuses
        if not all(within):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the instant."""
        return {**super().get_form_kwargs(), "now": self.now}

    def perform(self, form: Any) -> None:
        """Find it; the answer is the same for an unknown person and a wrong code."""
        contact = find_contact(form.cleaned_data["reach"], form.cleaned_data["code"])
        self.token = token_of(contact) if contact else None
        if self.token is None:
            raise ConumError(_("Aucun rendez-vous ne correspond à ce code. Vérifiez les deux champs."), field="code")

    def get_success_url(self) -> str:
        """Go to its page."""
        return reverse("booking:link", args=[self.token])


def token_of(contact: Contact) -> str | None:
    """Return the link of what a contact holds, the latest first."""
    held: tuple[tuple[links.Target, UUID | None], ...] = (
        (links.Target.APPOINTMENT, contact.appointments.values_list("pk", flat=True).order_by("-pk").first()),
        (links.Target.REGISTRATION, contact.registrations.values_list("pk", flat=True).order_by("-pk").first()),
        (links.Target.WAITING, contact.waiting.values_list("pk", flat=True).order_by("-pk").first()),
    )
    return next((links.token(target, key) for target, key in held if key), None)
