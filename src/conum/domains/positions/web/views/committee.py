"""The committee: sessions, the working screen, comparing, deciding."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conum.domains.positions.enums import PostKind, SessionState
from conum.domains.positions.models import CommitteeSession, HostRequest
from conum.domains.positions.operations.decisions import Outcome, Verdict, decide_many
from conum.domains.positions.operations.sessions import move_session, plan_session
from conum.domains.positions.permissions import REQUEST_DECIDE, SESSION_MANAGE
from conum.domains.positions.queries import quotas, sessions
from conum.domains.positions.queries import requests as requests_queries
from conum.domains.positions.web import tables
from conum.domains.positions.web.filters import RequestFilters, SessionFilters
from conum.domains.positions.web.forms.committee import SessionForm
from conum.domains.positions.web.forms.requests import ManyForm
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, FormPage, Page

COMPARED_AT_MOST = 4


class SessionList(ListPage):
    """The calendar of sessions."""

    permission = SESSION_MANAGE
    template_name = "positions/committee/sessions.html"
    filterset_class = SessionFilters
    default_sort = "-date"
    sorts = {"session": ("label",), "date": ("date",), "etat": ("state",)}

    def rows(self) -> QuerySet[CommitteeSession]:
        """With their counts."""
        return sessions.listed()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=tables.SESSIONS, **kwargs)


class PlanSession(FormPage):
    """Plan a session."""

    permission = SESSION_MANAGE
    template_name = "positions/committee/plan.html"
    form_class = SessionForm
    success_message = gettext_lazy("La session est prévue.")

    def perform(self, form: Any) -> CommitteeSession:
        """Plan."""
        data = form.cleaned_data
        return plan_session(data["label"], data["date"], actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """To the session."""
        return reverse("positions:session", args=[self.result.pk])


class MoveSession(ActionPage):
    """Open or close a session."""

    permission = SESSION_MANAGE
    event = "open"
    question = gettext_lazy("Ouvrir cette session ? Elle pourra recevoir des décisions.")
    done = gettext_lazy("La session est ouverte.")

    def rows(self) -> QuerySet[CommitteeSession]:
        """Every session."""
        return CommitteeSession.objects.all()

    def perform(self) -> None:
        """Move."""
        move_session(self.object.pk, self.event, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """To the session."""
        return reverse("positions:session", args=[self.object.pk])


class CloseSession(MoveSession):
    """Close a session."""

    event = "close"
    question = gettext_lazy("Clore cette session ? Elle ne recevra plus de décision.")
    done = gettext_lazy("La session est close.")


class SessionScreen(ListPage):
    """The working screen: requests to decide, quotas always in view, one or many decisions."""

    permission = REQUEST_DECIDE
    template_name = "positions/committee/session.html"
    filterset_class = RequestFilters
    default_sort = "departement"
    page_size = 40
    sorts = {
        "numero": ("number",),
        "structure": ("organisation__name",),
        "commune": ("commune__key",),
        "departement": ("department_id", "organisation__name"),
        "postes": ("posts_wanted",),
        "avis": ("verdict",),
        "date": ("confirmed_at",),
        "etat": ("state",),
    }

    @property
    def session(self) -> CommitteeSession:
        """The session of the address."""
        if not hasattr(self, "_session"):
            self._session = sessions.listed().filter(pk=self.kwargs["pk"]).first()
        if self._session is None:
            raise Http404
        return self._session

    def rows(self) -> QuerySet[HostRequest]:
        """Requests that wait; in a closed session, those it decided."""
        if self.session.state == SessionState.CLOSED:
            return requests_queries.listed(self.actor).filter(requests_queries.decided_in(self.session.pk))  # type: ignore[arg-type]
        return requests_queries.waiting(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the quotas of the départements on the page, and of those decided in the session."""
        context = super().get_context_data(
            session=self.session,
            columns_shown=tables.WORKING if self.session.state == SessionState.OPEN else tables.REQUESTS,
            balance_columns=tables.BALANCES,
            many=kwargs.pop("many", None) or ManyForm(initial={"session": str(self.session.pk)}),
            outcomes=kwargs.pop("outcomes", []),
            **kwargs,
        )
        codes = {row.department_id for row in context["rows"]} | sessions.departments(self.session.pk)
        context["balances"] = balances_of(codes, self.request.GET.get("poste") or PostKind.COUNSELLOR, self.now)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide the ticked requests, each on its own; what is refused says why."""
        self.session  # noqa: B018 – 404 when there is none
        picked = request.POST.getlist("selected")
        if "compare" in request.POST:
            return self._compare(picked)
        form = ManyForm(request.POST)
        if not picked or not form.is_valid():
            messages.error(request, _("Cochez au moins une demande et choisissez la décision."))
            return HttpResponseRedirect(request.get_full_path())
        found = {str(row.pk): row for row in self.rows().filter(pk__in=_ids(picked))}
        verdicts = [(row.pk, self._verdict(row, form)) for row in found.values()]
        outcomes = decide_many(verdicts, actor=self.actor, now=self.now)  # type: ignore[arg-type]
        self._tell(outcomes, found)
        return HttpResponseRedirect(request.get_full_path())

    def _compare(self, picked: list[str]) -> HttpResponse:
        query = "&".join(f"demande={pk}" for pk in picked[:COMPARED_AT_MOST])
        return HttpResponseRedirect(f"{reverse('positions:compare', args=[self.session.pk])}?{query}")

    def _verdict(self, row: HostRequest, form: ManyForm) -> Verdict:
        data = form.cleaned_data
        approved = data["verdict"] == "approved"
        return Verdict(
            verdict=data["verdict"],
            posts_granted=self._posts(row) if approved else 0,
            session_id=self.session.pk,
            refusal_reason=data["refusal_reason"] if data["verdict"] == "refused" else "",
            observation=data["observation"],
        )

    def _posts(self, row: HostRequest) -> int:
        """Posts typed beside the request; anything that is not a number grants none, which POS-21 refuses."""
        typed = self.request.POST.get(f"posts_{row.pk}", "").strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0

    def _tell(self, outcomes: list[Outcome], found: dict[str, HostRequest]) -> None:
        done = [outcome for outcome in outcomes if outcome.decision]
        if done:
            words = ngettext("%(count)s demande est décidée.", "%(count)s demandes sont décidées.", len(done))
            messages.success(self.request, words % {"count": len(done)})
        for outcome in outcomes:
            if outcome.decision is None:
                row = found[str(outcome.request_id)]
                words = _("Demande n° %(number)s (%(name)s) : %(why)s")
                values = {"number": row.number, "name": row.organisation, "why": outcome.refusal}
                messages.error(self.request, words % values)


class QuotaFragment(Page):
    """The remaining quotas alone, refreshed by htmx while the screen stays open; a page of its own without script."""

    permission = REQUEST_DECIDE
    template_name = "positions/committee/balances.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the balances of the départements asked."""
        codes = set(self.request.GET.getlist("departement"))
        kind = self.request.GET.get("poste") or PostKind.COUNSELLOR
        kind = kind if kind in PostKind.values else PostKind.COUNSELLOR
        return super().get_context_data(
            balances=balances_of(codes, kind, self.now),
            balance_columns=tables.BALANCES,
            fragment=bool(self.request.htmx),
            **kwargs,  # type: ignore[attr-defined]
        )


class Compare(Page):
    """Two to four requests side by side."""

    permission = REQUEST_DECIDE
    template_name = "positions/committee/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the requests asked, in the order of numbers, and the quotas of their départements."""
        picked = _ids(self.request.GET.getlist("demande"))[:COMPARED_AT_MOST]
        rows = list(requests_queries.detailed(self.actor).filter(pk__in=picked).order_by("number"))  # type: ignore[arg-type]
        codes = {row.department_id for row in rows}
        balances = {one.department.pk: one for one in balances_of(codes, PostKind.COUNSELLOR, self.now)}
        for row in rows:
            row.balance = balances.get(row.department_id)
            row.current = next((one for one in row.opinions.all() if one.superseded_at is None), None)
        session = CommitteeSession.objects.filter(pk=self.kwargs["pk"]).first()
        if session is None:
            raise Http404
        heads = [_("Critère"), *(str(row.organisation) for row in rows)]
        return super().get_context_data(rows=rows, session=session, heads=heads, **kwargs)


def balances_of(codes: set[str], kind: str, now: Any) -> list[quotas.Balance]:
    """Return the balances of some départements."""
    day = timezone.localdate(now)
    return [one for one in quotas.balances(kind, day) if one.department.pk in codes]


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
