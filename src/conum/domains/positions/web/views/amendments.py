"""Additions and returns of posts: asked by hosts, opined on by prefectures, decided by administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conum.domains.positions import parameters
from conum.domains.positions.enums import AmendmentKind, AmendmentState
from conum.domains.positions.models import PostAmendment
from conum.domains.positions.operations import amendments as operations
from conum.domains.positions.operations.acceptances import Acceptance, accept_amendment
from conum.domains.positions.operations.downloads import note_download
from conum.domains.positions.permissions import AMENDMENT_ASK, AMENDMENT_DECIDE, AMENDMENT_READ, OPINION_GIVE
from conum.domains.positions.queries import amendments as queries
from conum.domains.positions.queries.context import opinion_context
from conum.domains.positions.queries.posts import hosts_holding
from conum.domains.positions.queries.quotas import balance_of
from conum.domains.positions.web.filters.amendments import AmendmentFilters
from conum.domains.positions.web.forms import amendments as forms
from conum.domains.positions.web.forms.requests import OpinionForm
from conum.domains.positions.web.tables import amendments as tables
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, FormPage, ObjectFormPage


class AmendmentList(ListPage):
    """The additions and returns in reach."""

    permission = AMENDMENT_READ
    template_name = "positions/amendments/list.html"
    filterset_class = AmendmentFilters
    columns = tables.AMENDMENT_EXPORT
    export_name = "avenants"
    default_sort = "-date"
    sorts = {
        "structure": ("host__name",),
        "departement": ("department_id", "host__name"),
        "postes": ("posts",),
        "avis": ("verdict",),
        "date": ("created_at",),
        "etat": ("state",),
    }

    def rows(self) -> QuerySet[PostAmendment]:
        """What the actor sees."""
        return queries.listed(self.actor)  # type: ignore[arg-type]

    def exporting(self, kind: str) -> None:
        """Write who took the list."""
        note_download("avenants", kind, sorted(self.request.GET), actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns and, to a host, where to ask."""
        return super().get_context_data(
            columns_shown=tables.AMENDMENTS, may_ask=AMENDMENT_ASK.allows(self.actor), **kwargs
        )


class Ask(FormPage):
    """A host asks to add or return posts; what it holds stays in view."""

    permission = AMENDMENT_ASK
    template_name = "positions/amendments/ask.html"
    form_class = forms.AmendmentForm

    @property
    def direction(self) -> str:
        """`addition` or `return`, from the address."""
        return {"ajout": AmendmentKind.ADDITION, "rendu": AmendmentKind.RETURN}[self.kwargs["direction"]]

    @cached_property
    def held(self) -> list[queries.Held]:
        """What the host holds, by kind."""
        host, day = getattr(self.actor, "organisation_id", None), timezone.localdate(self.now)
        return [queries.held_by(request, day) for request in queries.approved_requests(host)] if host else []

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what it depends on; the address may give the kind and the number."""
        initial = {"posts": 1, "kind": self.request.GET.get("poste", "")}
        return {**super().get_form_kwargs(), "direction": self.direction, "held": self.held, "initial": initial}

    def perform(self, form: Any) -> PostAmendment:
        """Ask."""
        asked = operations.Asked(self.direction, **form.cleaned_data)
        return operations.ask_amendment(asked, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    @property
    def success_message(self) -> Any:  # type: ignore[override]
        """Say what follows."""
        if self.direction == AmendmentKind.RETURN:
            return _("Votre rendu de postes est enregistré ; il attend la décision de l'administrateur.")
        return _("Votre demande d'ajout est enregistrée ; la préfecture donne d'abord son avis.")

    def get_success_url(self) -> str:
        """To the amendment."""
        return reverse("positions:amendment", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is held, and what stands in the way."""
        host = getattr(self.actor, "organisation_id", None)
        return super().get_context_data(
            held=self.held,
            returning=self.direction == AmendmentKind.RETURN,
            open_amendment=queries.open_of(host) if host else None,
            closed=not parameters.ALLOCATION_OPEN.on(timezone.localdate(self.now)),
            back=reverse("positions:amendments"),
            **kwargs,
        )


class AmendmentPage(DetailPage):
    """One amendment: what is asked, the opinion, the decision, what may be done."""

    permission = AMENDMENT_READ
    template_name = "positions/amendments/detail.html"

    def rows(self) -> QuerySet[PostAmendment]:
        """What the actor sees."""
        return queries.detailed(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the actions and, to those who decide, the quota."""
        found, day = self.object, timezone.localdate(self.now)
        waits = found.state == AmendmentState.OPEN
        decides = AMENDMENT_DECIDE.allows(self.actor, found)
        opines = OPINION_GIVE.allows(self.actor, found)
        opinions = list(found.opinions.all())
        return super().get_context_data(
            opinion=next((one for one in opinions if one.superseded_at is None), None),
            earlier_opinions=[one for one in opinions if one.superseded_at],
            balance=balance_of(found.department_id, found.kind, day) if decides or opines else None,
            may_decide=waits and decides,
            may_opine=waits and opines and found.direction == AmendmentKind.ADDITION,
            may_cancel=waits and AMENDMENT_ASK.allows(self.actor, found),
            **kwargs,
        )


class OnAmendment(ObjectFormPage):
    """A form about one amendment, then back to it."""

    template_name = "positions/amendments/form.html"
    title: Any = ""
    submit: Any = ""

    def rows(self) -> QuerySet[PostAmendment]:
        """Those that wait for a decision."""
        return queries.detailed(self.actor).filter(state=AmendmentState.OPEN)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Back to the amendment."""
        return reverse("positions:amendment", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words of the page and the quota."""
        balance = balance_of(self.object.department_id, self.object.kind, timezone.localdate(self.now))
        words = {"title": self.title, "submit": self.submit, "back": self.get_success_url(), "balance": balance}
        return super().get_context_data(**words, **kwargs)


class GiveAmendmentOpinion(OnAmendment):
    """The prefect's opinion on an addition."""

    permission = OPINION_GIVE
    form_class = OpinionForm
    title = _("Avis du préfet")
    submit = _("Enregistrer l'avis")
    success_message = _("L'avis est enregistré.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the hosts of the département."""
        day = timezone.localdate(self.now)
        hosts = hosts_holding(self.object.department_id, day, but=self.object.host_id)
        return {**super().get_form_kwargs(), "hosts": hosts}

    def get_initial(self) -> dict[str, Any]:
        """Start from the current opinion, or from what the territory says."""
        current = next((one for one in self.object.opinions.all() if one.superseded_at is None), None)
        names = ("verdict", "proposed_posts", "comment", "france_services", "zrr", "qpv", "transfer_from")
        if current is not None:
            return {name: getattr(current, name) for name in names}
        zones = opinion_context(self.object.request, timezone.localdate(self.now))["zones"]
        rural = any(zone["kind"] in ("zrr", "frr") for zone in zones)
        return {"proposed_posts": self.object.posts, "zrr": rural}

    def perform(self, form: Any) -> Any:
        """Save the opinion."""
        return operations.give_amendment_opinion(self.object.pk, form.opinion(), actor=self.actor, now=self.now)  # type: ignore[arg-type]


class AcceptAmendment(OnAmendment):
    """Accept an addition, whole or in part, or a return with its letter."""

    permission = AMENDMENT_DECIDE
    title = _("Accepter l'avenant")
    submit = _("Accepter")
    success_message = _("L'avenant est accepté ; la structure et la préfecture sont prévenues.")

    @property
    def returning(self) -> bool:
        """Whether posts are given back."""
        return bool(self.object.direction == AmendmentKind.RETURN)

    def get_form_class(self) -> Any:
        """One form per direction."""
        return forms.AcceptReturnForm if self.returning else forms.AcceptAdditionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is asked."""
        kwargs = super().get_form_kwargs()
        if self.returning:
            day = self.object.effective_on or timezone.localdate(self.now)
            return {**kwargs, "initial": {"effective_on": day, "letter_reference": self.object.letter_reference}}
        has_opinion = any(one.superseded_at is None for one in self.object.opinions.all())
        return {**kwargs, "has_opinion": has_opinion, "initial": {"posts_granted": self.object.posts}}

    def perform(self, form: Any) -> Any:
        """Accept."""
        return accept_amendment(self.object.pk, Acceptance(**form.cleaned_data), actor=self.actor, now=self.now)  # type: ignore[arg-type]


class RefuseAmendment(OnAmendment):
    """Refuse with a reason."""

    permission = AMENDMENT_DECIDE
    form_class = forms.RefuseAmendmentForm
    title = _("Refuser l'avenant")
    submit = _("Refuser")
    success_message = _("L'avenant est refusé ; la structure et la préfecture sont prévenues.")

    def perform(self, form: Any) -> Any:
        """Refuse."""
        note = form.cleaned_data["decision_note"]
        return operations.refuse_amendment(self.object.pk, note, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class CancelAmendment(ActionPage):
    """The host gives up its amendment."""

    permission = AMENDMENT_ASK
    question = _("Annuler cet avenant ? Vous pourrez en demander un autre.")
    done = _("L'avenant est annulé.")

    def rows(self) -> QuerySet[PostAmendment]:
        """What the actor sees."""
        return queries.listed(self.actor)  # type: ignore[arg-type]

    def perform(self) -> None:
        """Cancel."""
        operations.cancel_amendment(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """To the amendment."""
        return reverse("positions:amendment", args=[self.object.pk])
