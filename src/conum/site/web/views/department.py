"""One département: its posts, and the structures that host a counsellor there."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from conum.commons.accounts.models import Organisation
from conum.commons.territories.models import Department
from conum.domains.positions.enums import PostKind
from conum.domains.positions.models import PostAttachment
from conum.domains.positions.queries.quotas import balance_of, open_on
from conum.kernel.web.lists import ListPage


class DepartmentPage(ListPage):
    """Public page of a département; the list holds the hosts that have a post today."""

    public = True
    template_name = "site/department.html"
    sorts = {"nom": ("name",), "commune": ("commune__key", "name")}
    default_sort = "commune"
    page_size = 25

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for a code that is no département."""
        self.department = Department.objects.filter(code=kwargs["code"]).first()
        if self.department is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def rows(self) -> Any:
        """Return the hosts of the département with an open post."""
        today = timezone.localdate()
        attached = PostAttachment.objects.filter(
            open_on(today), host=OuterRef("pk"), department=self.department, post__kind=PostKind.COUNSELLOR
        )
        return Organisation.objects.filter(Exists(attached)).select_related("commune")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the département and its balance of the day."""
        today = timezone.localdate()
        balance = balance_of(self.kwargs["code"], PostKind.COUNSELLOR, today)
        return super().get_context_data(department=self.department, balance=balance, day=today, **kwargs)
