"""The agreement by text messages: the helper's page, and the door by which an operator hands over answers (MAN-20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from conum.domains.mandates.enums import MandateMode
from conum.domains.mandates.models import ConsentExchange
from conum.domains.mandates.operations import answering, consents
from conum.domains.mandates.parameters import SMS_ANSWER_MINUTES
from conum.domains.mandates.web.forms.mandates import PhoneForm
from conum.domains.mandates.web.views.signing import WithCitizen, read_aloud
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage, Guarded

WRONG_SECRETS = 30, timedelta(minutes=15)  # of one network
MESSAGES_OF_ONE = 30, timedelta(hours=1)  # of one number


class Consent(WithCitizen, FormPage):
    """Between summary and signature: send the messages, then see where the exchange stands."""

    template_name = "mandates/consent.html"
    form_class = PhoneForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show where it stands."""
        return self.elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send, once the summary was read."""
        return self.elsewhere() or super().post(request, *args, **kwargs)

    def elsewhere(self) -> HttpResponseBase | None:
        """Lead back to the summary whoever has not read it, or signs another way."""
        found = super().elsewhere()
        if found is None and (self.object.mode != MandateMode.REMOTE_SMS or not self.declared()):
            return HttpResponseRedirect(reverse("mandates:summary", args=[self.object.pk]))
        return found

    def get_initial(self) -> dict[str, Any]:
        """Offer the number that FranceConnect gave."""
        return {"phone": self.identity.phone}  # type: ignore[union-attr]

    def perform(self, form: Any) -> ConsentExchange:
        """Send recap and question."""
        actor: Any = self.actor
        return consents.ask(self.object.pk, form.cleaned_data["phone"], actor=actor, now=self.now)

    def get_success_url(self) -> str:
        """Stay here."""
        return reverse("mandates:consent", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the exchange, None before it is begun, and what the messages say."""
        exchange = ConsentExchange.objects.filter(preparation=self.object.pk).first()
        minutes = SMS_ANSWER_MINUTES.on(localdate(self.now))
        return super().get_context_data(exchange=exchange, minutes=minutes, **kwargs) | read_aloud(self)


class Received(BaseModel):
    """What an operator hands over for each message received."""

    model_config = ConfigDict(strict=True, extra="ignore")

    sender: str = Field(alias="from", max_length=32)
    text: str = Field(max_length=2000)
    reference: str = Field(min_length=1, max_length=200)


@method_decorator(csrf_exempt, name="dispatch")
class SmsAnswers(Guarded):
    """The operator's door: closed (404) without a secret of ours; it never says whether a number is known."""

    public = True
    http_method_names: ClassVar[list[str]] = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 where nobody was given the secret."""
        if not settings.SMS_CALLBACK_TOKEN:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take one message: 204 once taken, whatever it says; 401 without the secret; 400 when it cannot be read.

        429 after too many wrong secrets from one network, or too many messages of one number: the operator tries later.
        """
        given = request.headers.get("Authorization", "")
        if not constant_time_compare(given, f"Bearer {settings.SMS_CALLBACK_TOKEN}"):
            if not allow(f"sms-door:{network(request)}", *WRONG_SECRETS, self.now):
                return too_many(request)
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
        try:
            message = Received.model_validate_json(request.body)
        except ValidationError:
            return HttpResponse(status=400, headers={"Cache-Control": "no-store"})
        if not allow(f"sms-answers:{message.sender}", *MESSAGES_OF_ONE, self.now):
            return HttpResponse(status=429, headers={"Retry-After": "3600", "Cache-Control": "no-store"})
        answering.receive(message.sender, message.text, message.reference, now=self.now)
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
