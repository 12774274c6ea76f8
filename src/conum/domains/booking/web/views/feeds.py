"""Calendars: our feed at its secret address, and the page where a professional ties theirs (BOO-27)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.validators import URLValidator
from django.forms import BooleanField, CharField, TextInput, URLField, URLInput
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.messaging.queries import site_address
from conum.domains.booking.models import ExternalCalendar
from conum.domains.booking.operations import feeds, outside_calendars
from conum.domains.booking.permissions import OWN_FEED
from conum.domains.booking.queries.calendar_files import feed as feed_file
from conum.domains.booking.queries.feeds import events_of, feed_of, live_feed, written_of
from conum.kernel.ui import forms
from conum.kernel.web.views import ActionPage, FormPage, Guarded


class Feed(Guarded):
    """The file that a calendar reads; a revoked or unknown secret is 404."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the events."""
        found = live_feed(feeds.hash_of(self.kwargs["secret"]))
        if found is None:
            raise Http404
        feeds.note_reading(found, now=self.now)
        answer = HttpResponse(
            feed_file(events_of(found, self.now), name=_("Rendez-vous Conum")),
            content_type="text/calendar; charset=utf-8",
        )
        answer["Cache-Control"] = "private, no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer


class CalendarAddress(URLField):
    """An address as calendars give theirs; the collection of a CalDAV server may hold a name and a password."""

    default_validators: ClassVar = [URLValidator(["https", "http", "webcal", "caldav", "caldavs"])]


class CalendarForm(forms.Form):
    """An outside calendar."""

    name = CharField(label=gettext_lazy("Nom"), max_length=80, widget=TextInput(attrs={"autocomplete": "off"}))
    address = CalendarAddress(
        label=gettext_lazy("Adresse de l'agenda (fichier .ics ou CalDAV)"),
        max_length=2000,
        assume_scheme="https",
        widget=URLInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Votre agenda la donne sous « partager » ou « adresse secrète ». En CalDAV, elle finit par « / » ; "
            "s'il faut un mot de passe : https://nom:mot-de-passe@agenda.exemple.fr/…/"
        ),
        error_messages={
            "invalid": gettext_lazy(
                "Écrivez l'adresse entière de l'agenda, par exemple https://agenda.exemple.fr/a.ics."
            )
        },
    )


class Ties(FormPage):
    """Our feed, and the calendars whose busy times block slots."""

    permission = OWN_FEED
    template_name = "booking/ties.html"
    form_class = CalendarForm
    success_url = reverse_lazy("booking:ties")
    success_message = gettext_lazy("L'agenda est suivi : ses heures occupées ne sont plus proposées.")

    def perform(self, form: Any) -> None:
        """Follow it."""
        given = form.cleaned_data
        outside_calendars.follow_calendar(name=given["name"], address=given["address"], actor=self.actor, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is tied; the secret is shown once, when it is made."""
        return super().get_context_data(
            feed=feed_of(self.actor.person_id),
            written=written_of(self.actor.person_id),
            columns=[_("Agenda"), _("État"), _("Action")],
            secret=self.request.session.pop("feed_secret", ""),
            calendars=ExternalCalendar.objects.filter(person_id=self.actor.person_id).order_by("name"),
            **kwargs,
        )


class FeedForm(forms.Form):
    """Initials or no name."""

    with_names = BooleanField(label=gettext_lazy("Montrer les initiales des personnes"), required=False)


class OpenFeed(FormPage):
    """A new secret address; the former one stops."""

    permission = OWN_FEED
    template_name = "booking/feed_open.html"
    form_class = FeedForm
    success_url = reverse_lazy("booking:ties")

    def perform(self, form: Any) -> None:
        """Make it, and show it once on the next page."""
        secret = feeds.open_feed(with_names=form.cleaned_data["with_names"], actor=self.actor, now=self.now)
        self.request.session["feed_secret"] = f"{site_address()}{reverse('booking:feed', args=[secret])}"


class CloseFeed(Guarded):
    """Revoke the address."""

    permission = OWN_FEED

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it."""
        feeds.close_feed(actor=self.actor, now=self.now)
        messages.success(request, _("L'adresse est révoquée : les agendas qui la lisaient ne reçoivent plus rien."))
        return HttpResponseRedirect(reverse("booking:ties"))


class Unfollow(ActionPage):
    """Stop following a calendar."""

    permission = OWN_FEED
    question = gettext_lazy("Ne plus suivre cet agenda ?")
    done = gettext_lazy("L'agenda n'est plus suivi.")

    def rows(self) -> Any:
        """Their own."""
        return ExternalCalendar.objects.filter(person_id=self.actor.person_id)

    def perform(self) -> None:
        """Forget it."""
        outside_calendars.unfollow_calendar(self.object.pk, actor=self.actor, now=self.now)

    def back(self) -> str:
        """The page of ties."""
        return reverse("booking:ties")
