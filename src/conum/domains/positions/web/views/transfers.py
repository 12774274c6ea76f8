"""Transfers of posts, and the posts that stay vacant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.domains.positions import parameters
from conum.domains.positions.enums import TransferState
from conum.domains.positions.models import Post, PostAttachment, PostTransfer
from conum.domains.positions.operations import transfers as operations
from conum.domains.positions.operations.downloads import note_download
from conum.domains.positions.permissions import (
    AMENDMENT_ASK,
    AMENDMENT_READ,
    TRANSFER_AGREE,
    TRANSFER_PROPOSE,
    VACANCY_READ,
)
from conum.domains.positions.queries import posts as posts_queries
from conum.domains.positions.queries import transfers as queries
from conum.domains.positions.queries import vacancies as vacancy_queries
from conum.domains.positions.rules.vacancy import add_months
from conum.domains.positions.web.filters.amendments import TransferFilters, VacancyFilters
from conum.domains.positions.web.forms import amendments as forms
from conum.domains.positions.web.tables import amendments as tables
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, ObjectFormPage


class TransferList(ListPage):
    """The transfers in reach."""

    permission = AMENDMENT_READ
    template_name = "positions/transfers/list.html"
    filterset_class = TransferFilters
    columns = tables.TRANSFER_EXPORT
    export_name = "transferts"
    default_sort = "-date"
    sorts = {
        "poste": ("post__number",),
        "de": ("from_host__name",),
        "vers": ("to_host__name",),
        "departement": ("department_id", "post__number"),
        "date": ("effective_on",),
        "etat": ("state",),
    }

    def rows(self) -> QuerySet[PostTransfer]:
        """What the actor sees."""
        return queries.listed(self.actor)  # type: ignore[arg-type]

    def exporting(self, kind: str) -> None:
        """Write who took the list."""
        note_download("transferts", kind, sorted(self.request.GET), actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(
            columns_shown=tables.TRANSFERS, may_propose=TRANSFER_PROPOSE.allows(self.actor), **kwargs
        )


class ProposeTransfer(ObjectFormPage):
    """Propose to move a post to another host."""

    permission = TRANSFER_PROPOSE
    template_name = "positions/transfers/propose.html"
    form_class = forms.TransferForm
    success_message = _("Le transfert est proposé ; structures et préfectures sont prévenues.")

    def rows(self) -> QuerySet[Post]:
        """The posts in reach."""
        return posts_queries.detailed(self.actor, timezone.localdate(self.now))  # type: ignore[arg-type]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only an administrator may say that a transfer is exceptional."""
        may_except = getattr(self.actor, "role", "") == Role.NATIONAL_ADMIN
        return {**super().get_form_kwargs(), "may_except": may_except}

    def perform(self, form: Any) -> PostTransfer:
        """Propose."""
        data = form.cleaned_data
        proposal = operations.Proposal(
            self.object.pk,
            forms.to_host(form).pk,
            data["effective_on"],
            data["reason"],
            data.get("exceptional", False),
        )
        return operations.propose_transfer(proposal, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """To the transfer."""
        return reverse("positions:transfer", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the post as it stands."""
        back = reverse("positions:post", args=[self.object.pk])
        closed = not parameters.ALLOCATION_OPEN.on(timezone.localdate(self.now))
        return super().get_context_data(back=back, closed=closed, **kwargs)


class TransferPage(DetailPage):
    """One transfer: from where, to where, who agreed, what it waits for."""

    permission = AMENDMENT_READ
    template_name = "positions/transfers/detail.html"

    def rows(self) -> QuerySet[PostTransfer]:
        """What the actor sees."""
        return queries.listed(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the agreements and what may be done."""
        found = self.object
        proposed = found.state == TransferState.PROPOSED
        side = TRANSFER_AGREE.allows(self.actor, found) and proposed
        own = queries.sides_of(found, self.actor)  # type: ignore[arg-type]
        return super().get_context_data(
            agreements=self._agreements(found),
            may_agree=side and any(getattr(found, name) is None for name in own),
            may_refuse=side,
            waits_for=operations.blocked_by(found) if found.state == TransferState.ACCEPTED else None,
            **kwargs,
        )

    def _agreements(self, found: PostTransfer) -> list[tuple[object, datetime | None]]:
        prefecture = _("Préfecture – {name}")
        told: list[tuple[object, datetime | None]] = [
            (found.from_host, found.from_host_agreed_at),
            (found.to_host, found.to_host_agreed_at),
            (prefecture.format(name=found.department), found.prefecture_agreed_at),
        ]
        if found.changes_department:
            arrival = prefecture.format(name=found.arrival_department)
            told.append((arrival, found.arrival_prefecture_agreed_at))
        return told


class AgreeTransfer(ActionPage):
    """Agree for one's side."""

    permission = TRANSFER_AGREE
    question = _("Donner votre accord à ce transfert ? Il sera accepté quand tous les accords seront réunis.")
    done = _("Votre accord est enregistré.")

    def rows(self) -> QuerySet[PostTransfer]:
        """What the actor sees."""
        return queries.listed(self.actor)  # type: ignore[arg-type]

    def perform(self) -> None:
        """Agree."""
        operations.agree_transfer(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """To the transfer."""
        return reverse("positions:transfer", args=[self.object.pk])


class RefuseTransfer(ObjectFormPage):
    """Refuse for one's side, with a reason."""

    permission = TRANSFER_AGREE
    template_name = "positions/transfers/refuse.html"
    form_class = forms.RefuseTransferForm
    success_message = _("Le transfert est refusé ; chacun est prévenu.")

    def rows(self) -> QuerySet[PostTransfer]:
        """Those that wait for agreements."""
        return queries.listed(self.actor).filter(state=TransferState.PROPOSED)  # type: ignore[arg-type]

    def perform(self, form: Any) -> PostTransfer:
        """Refuse."""
        reason = form.cleaned_data["refused_reason"]
        return operations.refuse_transfer(self.object.pk, reason, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """To the transfer."""
        return reverse("positions:transfer", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the way back."""
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class VacancyList(ListPage):
    """The vacant posts, the longest first; those past the delay are counted at the top."""

    permission = VACANCY_READ
    template_name = "positions/transfers/vacancies.html"
    filterset_class = VacancyFilters
    columns = tables.VACANCY_EXPORT
    export_name = "postes-vacants"
    default_sort = "date"
    sorts = {
        "poste": ("post__number",),
        "structure": ("host__name",),
        "commune": ("host__commune__key",),
        "departement": ("department_id", "vacant_since"),
        "date": ("vacant_since",),
        "etape": ("last_stage", "vacant_since"),
    }

    def rows(self) -> QuerySet[PostAttachment]:
        """What the actor sees."""
        return vacancy_queries.listed(self.actor, timezone.localdate(self.now))  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count those past the delay; offer a host to give posts back."""
        day = timezone.localdate(self.now)
        months = parameters.VACANCY_MAX.on(day)
        limit = add_months(day + timedelta(days=1), -months)
        return super().get_context_data(
            columns_shown=tables.VACANCIES,
            months=months,
            overdue=self.rows().filter(vacant_since__lt=limit).count(),
            may_return=AMENDMENT_ASK.allows(self.actor),
            **kwargs,
        )
