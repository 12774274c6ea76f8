"""One decision, and going above the quota with a second administrator."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.domains.positions.enums import DecisionVerdict
from conum.domains.positions.models import QuotaOverride
from conum.domains.positions.operations.decisions import Verdict, decide
from conum.domains.positions.operations.quotas import agree_override, ask_override
from conum.domains.positions.permissions import REQUEST_DECIDE
from conum.domains.positions.queries.quotas import balance_of
from conum.domains.positions.web.forms.requests import DecisionForm, OverrideForm
from conum.domains.positions.web.views.requests import OnRequest
from conum.kernel.web.views import ActionPage


class Decide(OnRequest):
    """Decide one request, in a session or on its own."""

    permission = REQUEST_DECIDE
    template_name = "positions/requests/decision.html"
    form_class = DecisionForm
    title = _("Décider")
    submit = _("Enregistrer la décision")
    success_message = _("La décision est enregistrée ; la structure et la préfecture sont prévenues.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what it depends on."""
        current = next((one for one in self.object.opinions.all() if one.superseded_at is None), None)
        posts = current.proposed_posts if current and current.proposed_posts else self.object.posts_wanted
        return {
            **super().get_form_kwargs(),
            "kind": self.object.kind,
            "has_opinion": current is not None,
            "session": self.request.GET.get("session", ""),
            "initial": {"posts_granted": posts, "phase": 2},
        }

    def perform(self, form: Any) -> Any:
        """Decide."""
        data = form.cleaned_data
        approved = data["verdict"] == DecisionVerdict.APPROVED
        verdict = Verdict(
            verdict=data["verdict"],
            posts_granted=(data["posts_granted"] or 0) if approved else 0,
            session_id=data["session"] or None,
            phase=int(data["phase"] or 2),
            priority=data["priority"],
            refusal_reason=data["refusal_reason"] if data["verdict"] == DecisionVerdict.REFUSED else "",
            observation=data["observation"],
            criteria=form.criteria(),
            no_opinion_reason=data.get("no_opinion_reason", ""),
        )
        return decide(self.object.pk, verdict, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Back to the session one works in, else to the request."""
        session = self.result.session_id
        return reverse("positions:session", args=[session]) if session else super().get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the quota in view."""
        balance = balance_of(self.object.department_id, self.object.kind, timezone.localdate(self.now))
        return super().get_context_data(balance=balance, **kwargs)


class AskOverride(OnRequest):
    """Ask a second administrator to agree to posts above the quota."""

    permission = REQUEST_DECIDE
    form_class = OverrideForm
    title = _("Demander un dépassement de dotation")
    submit = _("Demander l'accord d'un second administrateur")
    lead = _("Un autre administrateur doit donner son accord ; la demande pourra alors être acceptée.")
    success_message = _("Le dépassement attend l'accord d'un second administrateur.")

    def perform(self, form: Any) -> Any:
        """Ask."""
        return ask_override(self.object.pk, **form.cleaned_data, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class AgreeOverride(ActionPage):
    """The second administrator agrees."""

    permission = REQUEST_DECIDE
    question = _("Donner votre accord à ce dépassement de dotation ?")
    done = _("Le dépassement est accordé.")

    def rows(self) -> QuerySet[QuotaOverride]:
        """Those that wait."""
        return QuotaOverride.objects.filter(agreed_by__isnull=True).select_related("request")

    def perform(self) -> None:
        """Agree."""
        agree_override(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """To the request."""
        return reverse("positions:request", args=[self.object.request_id])
