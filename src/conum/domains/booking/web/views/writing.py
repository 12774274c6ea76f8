"""Where a professional has our bookings written: a CalDAV collection of theirs (BOO-27)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms import BooleanField, CharField, PasswordInput, TextInput, URLField, URLInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.booking.gateways.caldav_writing import Access
from conum.domains.booking.operations.written_calendars import start_writing, stop_writing
from conum.domains.booking.permissions import OWN_FEED
from conum.kernel.ui import forms
from conum.kernel.web.views import FormPage, Guarded


class CollectionAddress(URLField):
    """The address of a collection, over TLS: a password goes with it."""

    default_validators: ClassVar = [URLValidator(["https"])]


class WritingForm(forms.Form):
    """A collection, a name, an application password."""

    address = CollectionAddress(
        label=gettext_lazy("Adresse CalDAV de l'agenda"), max_length=1000, assume_scheme="https",
        widget=URLInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Elle commence par https:// et finit par « / »."),
        error_messages={
            "invalid": gettext_lazy(
                "Écrivez l'adresse entière, par exemple https://agenda.exemple.fr/dav/lucie/travail/."
            )
        },
    )  # fmt: skip
    name = CharField(
        label=gettext_lazy("Nom d'utilisateur"), max_length=200, widget=TextInput(attrs={"autocomplete": "off"})
    )
    password = CharField(
        label=gettext_lazy("Mot de passe d'application"), max_length=200, strip=False,
        widget=PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Créez-en un pour Conum dans votre agenda : il est gardé chiffré et jamais montré."),
    )  # fmt: skip
    with_names = BooleanField(label=gettext_lazy("Montrer les initiales des personnes"), required=False)

    def clean_address(self) -> str:
        """A collection ends with a slash, and the name and the password have their own fields."""
        address = str(self.cleaned_data["address"])
        if not address.endswith("/") or "?" in address or "#" in address:
            raise ValidationError(_("L'adresse d'un agenda CalDAV finit par « / »."))
        if "@" in address.split("/")[2]:
            raise ValidationError(_("Donnez le nom et le mot de passe dans leurs champs, pas dans l'adresse."))
        return address


class Writing(FormPage):
    """Give the collection; the former one is given up."""

    permission = OWN_FEED
    template_name = "booking/writing.html"
    form_class = WritingForm
    success_url = reverse_lazy("booking:ties")
    success_message = gettext_lazy(
        "C'est relié : vos rendez-vous s'écrivent dans votre agenda dans les minutes qui viennent."
    )

    def perform(self, form: Any) -> None:
        """Try it, keep it."""
        given = form.cleaned_data
        start_writing(
            access=Access(given["address"], given["name"], given["password"]), with_names=given["with_names"],
            actor=self.actor, now=self.now,  # type: ignore[arg-type]
        )  # fmt: skip


class StopWriting(Guarded):
    """Write no more."""

    permission = OWN_FEED

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it."""
        stop_writing(actor=self.actor, now=self.now)  # type: ignore[arg-type]
        messages.success(request, _("C'est arrêté : ce que nous avions écrit dans votre agenda en est retiré."))
        return HttpResponseRedirect(reverse("booking:ties"))
