"""The runs of the purge."""

from __future__ import annotations

from typing import Any

from django.db import models

from conum.commons.programme import permissions
from conum.commons.programme.models import RetentionRun
from conum.commons.programme.web import tables
from conum.kernel.retention import PURGES
from conum.kernel.web.lists import ListPage


def watched() -> list[tuple[str, str]]:
    """Return what each purge watches, and for how long today."""
    return [(str(found.label), tables.label(found.parameter)) for found in PURGES.values()]


class Runs(ListPage):
    """What was counted, then erased, day by day."""

    permission = permissions.READ_RETENTION
    template_name = "programme/retention.html"

    def rows(self) -> models.QuerySet[RetentionRun]:
        """Every run, latest first."""
        return RetentionRun.objects.order_by("-day", "-finished_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns and what is watched."""
        return super().get_context_data(table=tables.RUNS, watched=watched(), **kwargs)
