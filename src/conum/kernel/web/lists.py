"""List pages: search, filters, sort, pages and export from one declaration, with a constant query count."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Page as PaginatedPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django_filters import FilterSet

from conum.kernel.web.exports import Column, export
from conum.kernel.web.views import Page


class ListPage(Page):
    """A list of rows visible to the actor.

    Attributes:
        filterset_class: filters and search, read from the address.
        sorts: name in the address (`?tri=nom`, `?tri=-nom`) → ordering expressions.
        default_sort: name used when the address has none.
        page_size: rows on a page.
        read: fields the page shows (`commune__name`), when reading whole rows would cost; a download reads everything.
        columns: columns of the export; empty when the list has none.
        export_name: file name of the export, without its ending.
    """

    filterset_class: ClassVar[type[FilterSet] | None] = None
    sorts: ClassVar[dict[str, tuple[str, ...]]] = {}
    default_sort: ClassVar[str] = ""
    page_size: ClassVar[int] = 50
    read: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[list[Column]] = []
    export_name: ClassVar[str] = "export"

    def rows(self) -> QuerySet[Any]:
        """Return the rows the actor may see, with what the page shows already joined."""
        raise NotImplementedError

    def filtered(self) -> QuerySet[Any]:
        """Return the rows after filters and sort; keeps the filterset for the page."""
        rows = self.rows()
        self.filterset = None
        if self.filterset_class is not None:
            self.filterset = self.filterset_class(self.request.GET or None, queryset=rows, request=self.request)
            rows = self.filterset.qs
        return self.sorted(rows)

    def sorted(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Order the rows by the address, identifier last so that pages never overlap."""
        asked = self.request.GET.get("tri", self.default_sort)
        down, name = asked.startswith("-"), asked.lstrip("-")
        if name not in self.sorts:
            down, name = self.default_sort.startswith("-"), self.default_sort.lstrip("-")
        self.sort = f"-{name}" if down else name
        order = [_reversed(field) if down else field for field in self.sorts.get(name, ())]
        return rows.order_by(*order, "pk") if order else rows

    def _lean(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Read only what the page shows, and join only where that lies."""
        if not self.read:
            return rows
        joined = {name.rpartition("__")[0] for name in self.read} - {""}
        return rows.select_related(None).select_related(*sorted(joined)).only(*self.read)

    def page(self, rows: QuerySet[Any]) -> PaginatedPage[Any]:
        """Return the page named by `?page=`, the nearest one when the number is wrong."""
        return Paginator(rows, self.page_size).get_page(self.request.GET.get("page"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the list, or download it when the address says `?export=csv` or `xlsx`."""
        kind = request.GET.get("export")
        if self.columns and kind in ("csv", "xlsx"):
            self.exporting(kind)
            return export(kind, self.export_name, self.filtered().iterator(chunk_size=2000), self.columns)
        return super().get(request, *args, **kwargs)

    def exporting(self, kind: str) -> None:
        """Hook called before a download: lists of personal data journal it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the page of rows, the filters and the sort to the template."""
        page = self.page(self._lean(self.filtered()))
        return super().get_context_data(
            page_obj=page, rows=page.object_list, filterset=self.filterset, sort=self.sort, **kwargs
        )


def _reversed(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"
