"""The candidate pool: candidates of a host's need, with reasons, and what one may do with each."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from conum.commons.files.queries import response
from conum.commons.journal.operations import record
from conum.domains.recruitment.models import HostNeed
from conum.domains.recruitment.operations import shortlists
from conum.domains.recruitment.permissions import BROWSE_POOL, SHORTLIST, matches_visible_to
from conum.domains.recruitment.queries import pool as queries
from conum.domains.recruitment.queries.scores import percent, sentence_of
from conum.domains.recruitment.web.filters import PoolFilters
from conum.domains.recruitment.web.forms.reasons import NotRetainedForm
from conum.domains.recruitment.web.tables import POOL, POOL_EXPORT, WIDER
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, ObjectFormPage

JOINED = ("need__host", "candidate__commune", "candidate__department", "candidate__cv")


class Pool(ListPage):
    """Who would really come: best score first."""

    permission = BROWSE_POOL
    template_name = "recruitment/pool.html"
    filterset_class = PoolFilters
    sorts: ClassVar = {
        "score": ("score",),
        "distance": ("distance_m",),
        "date": ("candidate__available_from",),
    }
    default_sort = "-score"
    page_size = 25
    columns = POOL_EXPORT
    export_name = "candidats"

    @property
    def need(self) -> HostNeed | None:
        """The need being looked at."""
        if not hasattr(self, "_need"):
            self._need = queries.need_of(self.actor, _uuid_or_none(self.request.GET.get("besoin")))
        return self._need

    def rows(self) -> Any:
        """The candidates of the need; none when nothing is open."""
        if self.need is None:
            return matches_visible_to(self.actor).none()
        return queries.pool(self.actor, self.need)

    def exporting(self, kind: str) -> None:
        """Journal the download: it holds personal data (PRI-11)."""
        record(
            family="recruitment",
            action="pool.export",
            actor=self.actor,
            subject=self.need or ("recruitment.HostNeed", ""),
            payload={"kind": kind},
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reasons of each row of the page, the counts and the map."""
        context = super().get_context_data(**kwargs)
        today, matches = localdate(self.now), list(context["rows"])
        for match in matches:
            if self.need:
                match.need = self.need
            match.reasons = sentence_of(match, today)
        needs = list(queries.needs_of(self.actor)[:100])
        return context | {
            "rows": matches,
            "need": self.need,
            "needs": needs if len(needs) > 1 else [],
            "identified": queries.identified(self.actor, self.need) if self.need else None,
            "columns_shown": POOL,
            "counts": queries.states(self.actor, self.need) if self.need else {},
            "points": queries.points(matches, self.need) if self.need else [],
        }


class MatchDetail(DetailPage):
    """One candidate for one host: profile, reasons, and contact details once shortlisted."""

    permission = BROWSE_POOL
    template_name = "recruitment/match.html"

    def rows(self) -> Any:
        """The matches in sight."""
        return matches_visible_to(self.actor).select_related(*JOINED)

    @property
    def object(self) -> Any:
        """The match; the permission is about its need."""
        if not hasattr(self, "_object"):
            found = self.rows().filter(pk=self.kwargs["pk"]).first()
            if found is None or not BROWSE_POOL.allows(self.actor, found.need):
                raise Http404
            self._object = found
        return self._object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what may be seen and done."""
        match = self.object
        return super().get_context_data(
            match=match,
            candidate=match.candidate,
            reasons=sentence_of(match, localdate(self.now)).split(" ; "),
            score=percent(match),
            met=match.state in queries.MET,
            may=SHORTLIST.allows(self.actor, match),
            back=f"{reverse('recruitment:pool')}?besoin={match.need_id}",
            **kwargs,
        )


class _OnMatch:
    permission = SHORTLIST

    def rows(self) -> Any:
        """The matches of the own host."""
        return matches_visible_to(self.actor).select_related(*JOINED)

    def back(self) -> str:
        """The candidate's page."""
        return reverse("recruitment:match", args=[self.object.pk])


class Shortlist(_OnMatch, ActionPage):
    """Interested: contact details open, the clock starts."""

    question = gettext_lazy("Présélectionner ce candidat ? Il en est prévenu et vous voyez ses coordonnées.")
    done = gettext_lazy("Candidat présélectionné : ses coordonnées sont affichées.")

    def perform(self) -> None:
        """Shortlist."""
        shortlists.shortlist(self.object.pk, self.actor, now=self.now)


class Undo(_OnMatch, ActionPage):
    """Back among the proposals."""

    question = gettext_lazy("Remettre ce candidat parmi les propositions ?")
    done = gettext_lazy("Le candidat est de nouveau parmi les propositions.")

    def perform(self) -> None:
        """Undo."""
        shortlists.undo(self.object.pk, self.actor, now=self.now)


class NotRetain(_OnMatch, ObjectFormPage):
    """Not retained, with the reason the candidate reads."""

    template_name = "recruitment/form.html"
    form_class = NotRetainedForm
    success_message = gettext_lazy("Le candidat est prévenu.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Ne pas retenir ce candidat"),
        "lead": gettext_lazy("Le candidat reçoit le motif par courriel. Vous pourrez revenir sur ce choix."),
        "submit": gettext_lazy("Ne pas retenir"),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(back=self.back(), **kwargs)

    def get_success_url(self) -> str:
        """Back to the candidate."""
        return self.back()

    def perform(self, form: Any) -> None:
        """Close the match."""
        shortlists.not_retain(self.object.pk, form.cleaned_data["reason"], self.actor, now=self.now)


class MatchCv(MatchDetail):
    """The CV of a shortlisted candidate."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the file; 404 before the shortlist (REC-32)."""
        match = self.object
        if match.state not in queries.MET or match.candidate.cv is None:
            raise Http404
        return response(match.candidate.cv)


class WiderPool(ListPage):
    """Everybody available, even beyond their own radius: to pick by hand."""

    permission = BROWSE_POOL
    template_name = "recruitment/pool_wider.html"
    sorts: ClassVar = {"distance": ("distance",), "date": ("available_from",)}
    default_sort = "distance"
    page_size = 25

    @property
    def need(self) -> HostNeed:
        """The need being looked at; 404 without one."""
        if not hasattr(self, "_need"):
            found = queries.need_of(self.actor, _uuid_or_none(self.request.GET.get("besoin")))
            if found is None or not BROWSE_POOL.allows(self.actor, found):
                raise Http404
            self._need = found
        return self._need

    def rows(self) -> Any:
        """Available candidates that are not matched yet."""
        return queries.wider_pool(self.need)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the need and the columns."""
        may = self.need.host_id == self.actor.organisation_id
        return super().get_context_data(need=self.need, may=may, columns_shown=WIDER, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Pick one by hand."""
        candidate = _uuid_or_none(request.POST.get("candidate"))
        if candidate is None:
            raise Http404
        try:
            match = shortlists.pick(self.need.pk, candidate, self.actor, now=self.now)
        except (OutOfSight, PermissionRefused):
            raise
        except ConumError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(reverse("recruitment:match", args=[match.pk]))


def _uuid_or_none(text: str | None) -> Any:
    try:
        return UUID(text or "")
    except ValueError:
        return None
