"""Quotas by département, and the posts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.commons.territories.models import Department
from conum.domains.positions.enums import PostKind
from conum.domains.positions.models import Post
from conum.domains.positions.operations.quotas import set_quota
from conum.domains.positions.permissions import POST_READ, QUOTA_READ, QUOTA_SET, TRANSFER_PROPOSE
from conum.domains.positions.queries import posts as posts_queries
from conum.domains.positions.queries import quotas as queries
from conum.domains.positions.web import tables
from conum.domains.positions.web.filters import PostFilters
from conum.domains.positions.web.forms.committee import QuotaForm
from conum.kernel.web.exports import export
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, FormPage, Page


class InReach:
    """Départements of the actor's perimeter."""

    def departments(self) -> QuerySet[Department]:
        """Return them."""
        return Department.objects.filter(self.actor.perimeter.as_q("pk"))  # type: ignore[attr-defined]

    @property
    def kind(self) -> str:
        """Kind of post of the address, counsellors unless told."""
        coordinator = self.request.GET.get("poste") == PostKind.COORDINATOR  # type: ignore[attr-defined]
        return PostKind.COORDINATOR if coordinator else PostKind.COUNSELLOR


class QuotaList(InReach, Page):
    """Each département: quota, granted, filled, vacant, requested, remaining."""

    permission = QUOTA_READ
    template_name = "positions/quotas/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show, or download."""
        kind = request.GET.get("export")
        if kind in ("csv", "xlsx"):
            return export(kind, "dotations", self.balances(), tables.QUOTA_EXPORT)
        return super().get(request, *args, **kwargs)

    def balances(self) -> list[queries.Balance]:
        """Return the rows."""
        asked = self.request.GET.get("q", "").replace("\x00", "").strip()
        rows = self.departments()
        if asked:
            rows = rows.filter(Q(name__icontains=asked) | Q(region__name__icontains=asked) | Q(pk__iexact=asked))
        return queries.balances(self.kind, timezone.localdate(self.now), rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the rows and their sums."""
        rows = self.balances()
        names = ("quota", "granted", "filled", "vacant", "requested", "remaining")
        return super().get_context_data(
            rows=rows,
            columns_shown=tables.QUOTAS,
            kind=self.kind,
            day=timezone.localdate(self.now),
            totals={name: sum(getattr(row, name) for row in rows) for name in names},
            may_set=QUOTA_SET.allows(self.actor),
            tabs=[
                (_("Conseillers"), reverse("positions:quotas")),
                (_("Coordinateurs"), f"{reverse('positions:quotas')}?poste=coordinator"),
            ],
            **kwargs,
        )


class QuotaPage(InReach, Page):
    """One département: where it stands, and every quota it had."""

    permission = QUOTA_READ
    template_name = "positions/quotas/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give both balances and the history."""
        department = self.departments().filter(pk=self.kwargs["code"]).first()
        if department is None:
            raise Http404
        day = timezone.localdate(self.now)
        kinds = (PostKind.COUNSELLOR, PostKind.COORDINATOR)
        return super().get_context_data(
            department=department,
            balances=[(kind.label, queries.balance_of(department.pk, kind, day)) for kind in kinds],
            history=queries.history(department.pk),
            history_columns=tables.HISTORY,
            day=day,
            may_set=QUOTA_SET.allows(self.actor),
            **kwargs,
        )


class SetQuota(InReach, FormPage):
    """Set the quota of a département from a day on."""

    permission = QUOTA_SET
    template_name = "positions/quotas/set.html"
    form_class = QuotaForm
    success_message = _("La dotation est enregistrée.")

    @property
    def department(self) -> Department:
        """The département of the address."""
        found = self.departments().filter(pk=self.kwargs["code"]).first()
        if found is None:
            raise Http404
        return found

    def get_initial(self) -> dict[str, Any]:
        """Today's quota, from today."""
        day = timezone.localdate(self.now)
        posts = queries.ceilings(self.kind, day, [self.kwargs["code"]]).get(self.kwargs["code"])
        return {"kind": self.kind, "posts": posts, "valid_from": day}

    def perform(self, form: Any) -> Any:
        """Set."""
        return set_quota(self.department.pk, **form.cleaned_data, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """To the département."""
        return reverse("positions:quota", args=[self.kwargs["code"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the département."""
        return super().get_context_data(department=self.department, back=self.get_success_url(), **kwargs)


class PostList(ListPage):
    """The posts in reach with their derived state."""

    permission = POST_READ
    template_name = "positions/posts/list.html"
    filterset_class = PostFilters
    columns = tables.POST_EXPORT
    export_name = "postes"
    default_sort = "numero"
    read = ("number", "kind")
    sorts = {
        "numero": ("number",),
        "structure": ("host_name",),
        "commune": ("commune_name",),
        "departement": ("department_code", "number"),
        "date": ("attached_since",),
        "etat": ("state", "number"),
    }

    def rows(self) -> QuerySet[Post]:
        """With their state of today; a download adds what the page does not show."""
        rows = posts_queries.listed(self.actor, timezone.localdate(self.now))  # type: ignore[arg-type]
        return posts_queries.with_territory(rows) if self.request.GET.get("export") else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=tables.POSTS, **kwargs)


class PostPage(DetailPage):
    """One post: its hosts and its counsellors, in time."""

    permission = POST_READ
    template_name = "positions/posts/detail.html"

    def rows(self) -> QuerySet[Post]:
        """With attachments and assignments."""
        return posts_queries.detailed(self.actor, timezone.localdate(self.now))  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the badge of the state, and where to propose a transfer."""
        attached = any(row.ends_on is None for row in self.object.attachments.all())
        return super().get_context_data(
            badge=tables.state_badge(self.object),
            may_transfer=attached and TRANSFER_PROPOSE.allows(self.actor),
            **kwargs,
        )
