"""Lists: table, sorting, pages, filters, search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_filters import FilterSet

from conum.kernel.ui.filters import active_filters
from conum.kernel.ui.tables import Column

register = template.Library()
TABLE = (
    '<div class="cn-table{}"><div class="cn-table__scroll" role="region" aria-label="{}" tabindex="0">'
    "<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></div>"
)


@register.simple_tag(takes_context=True)
def ui_table(
    context: template.Context,
    columns: Sequence[Column],
    rows: Iterable[Any],
    caption: str,
    select: str = "",
    form: str = "",
    stacked: bool = True,
    hide_caption: bool = False,
) -> SafeString:
    """Show `rows` by `columns`; headers sort by link and keep the filters.

    Args:
        caption: what the table lists, read first by screen readers.
        select: name of the checkbox before each row (its value is the row's `pk`), for actions on many.
        form: id of the form those checkboxes belong to.
        stacked: on a phone each row becomes a card; when False the table scrolls sideways.
    """
    cells = [(column, *_tags(column)) for column in columns]
    body = mark_safe("".join(f"<tr>{_row(cells, row, select, form)}</tr>" for row in rows))
    return _table(context, columns, caption, body, stacked, hide_caption, select)


@register.simple_block_tag(takes_context=True)
def ui_rows(
    context: template.Context,
    content: str,
    columns: Sequence[Column | str],
    caption: str,
    stacked: bool = False,
    hide_caption: bool = False,
) -> SafeString:
    """Show a table whose `<tr>` are written by hand in the block; plain words are headers too."""
    made = [column if isinstance(column, Column) else Column(column, "pk") for column in columns]
    return _table(context, made, caption, content, stacked, hide_caption, "")


def _table(
    context: template.Context,
    columns: Sequence[Column],
    caption: str,
    body: str,
    stacked: bool,
    hide: bool,
    select: str,
) -> SafeString:
    request = context.get("request")
    query = request.GET if request else QueryDict()
    sort = context.get("sort") or query.get("tri", "")
    heads = format_html_join("", "{}", ((_header(column, query, sort),) for column in columns))
    if select:
        box = (
            '<th scope="col" class="cn-select"><span class="fr-sr-only">{0}</span>'
            '<input type="checkbox" data-select-all aria-label="{1}" hidden></th>'
        )
        heads = format_html(box, _("Choisir"), _("Tout choisir sur cette page")) + heads
    title = format_html("<caption{}>{}</caption>", mark_safe(' class="fr-sr-only"') if hide else "", caption)
    return format_html(TABLE, " cn-table--stacked" if stacked else "", caption, title, heads, body)


def _header(column: Column, query: QueryDict, sort: str) -> SafeString:
    classes = mark_safe(' class="cn-number"') if column.numeric else ""
    if not column.sort:
        return format_html('<th scope="col"{}>{}</th>', classes, column.header)
    state = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(sort)
    parameters = query.copy()
    parameters.pop("page", None)
    parameters["tri"] = f"-{column.sort}" if state == "ascending" else column.sort
    mark = format_html(' aria-sort="{}"', state) if state else ""
    icon = {"ascending": "arrow-up-s-line", "descending": "arrow-down-s-line"}.get(state or "", "arrow-up-down-line")
    link = '<a class="cn-sort" href="?{}">{}<span class="fr-icon-{} fr-icon--sm" aria-hidden="true"></span></a>'
    inside = format_html(link, parameters.urlencode(), column.header, icon)
    return format_html('<th scope="col"{}{}>{}</th>', classes, mark, inside)


def _row(cells: Sequence[tuple[Column, SafeString, SafeString]], row: Any, select: str, form: str) -> str:
    """Return the cells of a row; the tags are made once per table and `Column.cell` escapes."""
    html = "".join([f"{start}{column.cell(row)}{end}" for column, start, end in cells])
    if not select:
        return html
    box = '<td class="cn-select"><input type="checkbox" name="{}" value="{}" data-row{} aria-label="{}"></td>'
    belongs = format_html(' form="{}"', form) if form else ""
    return format_html(box, select, row.pk, belongs, _("Choisir %(row)s") % {"row": row}) + html


def _tags(column: Column) -> tuple[SafeString, SafeString]:
    classes = mark_safe(' class="cn-number"') if column.numeric else ""
    if column.heading:
        return format_html('<th scope="row" data-label="{}"{}>', column.header, classes), mark_safe("</th>")
    return format_html('<td data-label="{}"{}>', column.header, classes), mark_safe("</td>")


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def ui_pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Show how many rows there are and the links to the other pages; filters and sort are kept."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    prefix = f"?{query.urlencode()}&page=" if query else "?page="
    return {"page": page, "numbers": list(around), "ellipsis": page.paginator.ELLIPSIS, "prefix": prefix}


@register.inclusion_tag("ui/filters.html", takes_context=True)
def ui_filters(context: template.Context, filterset: FilterSet, open: bool = False) -> dict[str, Any]:
    """Show the filters of a list as a GET form, and the active ones as tags that remove themselves."""
    request: HttpRequest = context["request"]
    active = active_filters(filterset, request.GET)
    kept = {"tri": request.GET["tri"]} if request.GET.get("tri") else {}
    reset = "?" + "&".join(f"{name}={value}" for name, value in kept.items())
    errors = bool(filterset.form.is_bound and filterset.form.errors)
    return {
        "form": filterset.form,
        "active": active,
        "open": open or bool(active) or errors,
        "kept": kept,
        "reset": reset,
    }


@register.inclusion_tag("ui/search.html", takes_context=True)
def ui_search(
    context: template.Context,
    url: str = "",
    label: str = "",
    name: str = "q",
    id: str = "recherche",
    small: bool = False,
    keep: bool = False,
) -> dict[str, Any]:
    """Show a search box; `keep` sends the other parameters of the page with it."""
    request = context.get("request")
    query = request.GET if request else QueryDict()
    others = [(key, value) for key, values in query.lists() for value in values if key not in (name, "page")]
    return {
        "url": url,
        "label": label or _("Rechercher"),
        "name": name,
        "id": id,
        "small": small,
        "value": query.get(name, ""),
        "others": others if keep else [],
    }
