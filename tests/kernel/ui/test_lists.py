"""Tables, sorting, pages and filters: the address keeps everything, screen readers follow."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.test.utils import override_settings
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter, NumberFilter

from conum.kernel.ui.filters import FilterSet, active_filters, without
from conum.kernel.ui.tables import Column, page_of, read, shown, state
from tests.kernel.ui.drawing import HOSTILE, draw


@dataclass(frozen=True)
class Row:
    pk: int
    name: str
    posts: int | None = 1

    def __str__(self) -> str:
        return self.name


COLUMNS = (
    Column("Structure", "name", sort="nom", heading=True, link=lambda row: f"/{row.pk}/"),
    Column("Postes", "posts", numeric=True, sort="postes"),
)
TABLE = "{% ui_table columns rows caption='Demandes' %}"


def table(address: str = "/", rows: Any = (Row(1, "Guéret"),), code: str = TABLE, **context: Any) -> str:
    return draw(code, address, columns=COLUMNS, rows=rows, **context)


def test_table_has_caption_headers_and_row_headers() -> None:
    html = table()
    assert "<caption>Demandes</caption>" in html
    assert '<th scope="row" data-label="Structure"><a href="/1/">Guéret</a></th>' in html
    assert '<td data-label="Postes" class="cn-number">1</td>' in html
    assert 'role="region" aria-label="Demandes" tabindex="0"' in html


def test_table_escapes_cells_and_addresses() -> None:
    html = table(rows=[Row(1, HOSTILE)])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_sort_links_turn_round_and_keep_filters_from_the_first_page() -> None:
    html = table("/?etat=x&tri=nom&page=4")
    assert 'aria-sort="ascending"' in html
    assert 'href="?etat=x&amp;tri=-nom"' in html
    assert 'href="?etat=x&amp;tri=postes"' in html
    assert 'aria-sort="descending"' in table("/?tri=-nom")


def test_sort_of_the_view_wins_over_the_address() -> None:
    assert 'aria-sort="descending"' in table("/?tri=nonsense", sort="-nom")


def test_rows_may_be_chosen_each_with_a_name() -> None:
    html = table(code="{% ui_table columns rows caption='x' select='posts' form='lot' %}", rows=[Row(7, 'A"b')])
    assert 'name="posts" value="7" data-row form="lot" aria-label="Choisir A&quot;b"' in html
    assert "data-select-all" in html


def test_rows_written_by_hand_get_the_same_headers() -> None:
    html = draw(
        "{% ui_rows columns=columns caption='Reste' %}<tr><td>2</td></tr>{% endui_rows %}",
        columns=["Reste", COLUMNS[1]],
    )
    assert '<th scope="col">Reste</th>' in html
    assert "<tbody><tr><td>2</td></tr></tbody>" in html


@override_settings(LANGUAGE_CODE="fr")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, '<span class="cn-none">–</span>'),
        ("", '<span class="cn-none">–</span>'),
        (True, "oui"),
        (False, "non"),
        (0, "0"),
        (Decimal("1234.50"), "1 234,50"),
        (date(2026, 11, 1), "1er novembre 2026"),
        (date(2026, 11, 21), "21 novembre 2026"),
        (datetime(2026, 1, 13, 9, 5, tzinfo=UTC), "13 janvier 2026 à 10 h 05"),
    ],
)
def test_values_are_written_the_french_way(value: Any, text: str) -> None:
    assert shown(value).replace("\u202f", " ").replace("\xa0", " ") == text


def test_path_stops_at_a_missing_link_and_calls_methods() -> None:
    assert read(SimpleNamespace(host=None), "host.name") is None
    assert read(Row(1, "x"), "name.upper") == "X"
    assert read({"a": {"b": 2}}, "a.b") == 2
    with pytest.raises(AttributeError):
        read(Row(1, "x"), "nmae")


def test_a_link_to_the_page_of_a_row_is_the_address_resolved_once() -> None:
    rows = [SimpleNamespace(pk=uuid4(), other=uuid4()) for _row in range(2)]
    link, other = page_of("accounts:person"), page_of("accounts:person", "other")
    assert [link(row) for row in rows] == [reverse("accounts:person", args=[row.pk]) for row in rows]
    assert other(rows[0]) == reverse("accounts:person", args=[rows[0].other])


def test_state_column_draws_a_badge() -> None:
    row = SimpleNamespace(status="refused", get_status_display=lambda: "Refusée")
    assert state("État").cell(row) == (
        '<span class="fr-badge fr-badge--sm fr-badge--error fr-badge--no-icon">Refusée</span>'
    )


def test_pagination_keeps_filters_and_marks_the_page() -> None:
    page = Paginator(range(430), 50).get_page(3)
    html = draw("{% ui_pagination page %}", "/?etat=a%20b&page=3", page=page)
    assert "430 résultats, page 3 sur 9" in html
    assert 'aria-current="page">3</a>' in html
    assert 'rel="next" href="?etat=a+b&amp;page=4"' in html
    assert html.count("…") == 1


@pytest.mark.parametrize(("rows", "words"), [(0, "Aucun résultat<"), (1, "1 résultat<"), (2, "2 résultats<")])
def test_one_page_has_a_count_and_no_links(rows: int, words: str) -> None:
    html = draw("{% ui_pagination page %}", page=Paginator(range(rows), 50).get_page(1))
    assert words in html
    assert "<nav" not in html


class Filters(FilterSet):
    department = MultipleChoiceFilter(label="Département", choices=(("23", "Creuse"), ("19", "Corrèze")))
    status = ChoiceFilter(label="État", choices=(("draft", "Brouillon"),))
    name = CharFilter(label="Nom")
    posts = NumberFilter(label="Postes")


def filters(query: str) -> Any:
    made = Filters(QueryDict(query) or None, queryset=SimpleNamespace(all=list, model=None))
    return made


def test_active_filters_speak_and_remove_only_themselves() -> None:
    query = "department=23&department=19&status=draft&tri=nom&page=2"
    active = active_filters(filters(query), QueryDict(query))
    assert [(one.label, one.value) for one in active] == [
        ("Département", "Creuse"),
        ("Département", "Corrèze"),
        ("État", "Brouillon"),
    ]
    assert active[0].href == "?department=19&status=draft&tri=nom"


def test_filter_bar_is_a_get_form_that_keeps_the_sort() -> None:
    query = "status=draft&tri=-nom"
    html = draw("{% ui_filters filterset %}", f"/?{query}", filterset=filters(query))
    assert '<details class="cn-filters" open>' in html
    assert '<input type="hidden" name="tri" value="-nom">' in html
    assert "Retirer le filtre" in html
    assert "1 filtre actif" in html
    assert "facultatif" not in html


def test_filter_bar_is_closed_without_filters_and_opens_on_errors() -> None:
    assert '<details class="cn-filters">' in draw("{% ui_filters filterset %}", filterset=filters(""))
    html = draw("{% ui_filters filterset %}", "/?posts=abc", filterset=filters("posts=abc"))
    assert '<details class="cn-filters" open>' in html
    assert "fr-error-text" in html
    assert "filtre actif" not in html


def test_hostile_filter_value_is_escaped() -> None:
    query = QueryDict(mutable=True)
    query["name"] = HOSTILE
    html = draw("{% ui_filters filterset %}", f"/?{query.urlencode()}", filterset=filters(query.urlencode()))
    assert "<script>" not in html


def test_without_goes_back_to_the_first_page() -> None:
    assert without(QueryDict("a=1&a=2&page=9"), "a", "1") == "?a=2"
