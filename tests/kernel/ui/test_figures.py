"""Figures: right geometry, a table beside each, never colour alone."""

from dataclasses import dataclass
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from conum.kernel.ui.maps import legend, quantiles, step_of
from conum.kernel.ui.tags.figures import round_up
from tests.kernel.ui.drawing import HOSTILE, draw


@dataclass(frozen=True)
class Shape:
    code: str
    name: str
    path: str = "M0 0h1v1z"
    zoom: str = ""


SHAPES = [
    Shape("23", "Creuse"),
    Shape("19", "Corrèze"),
    Shape("87", HOSTILE),
    Shape("974", "La Réunion", zoom="M9 9h2v2z"),
]
DRAWING = SimpleNamespace(view_box="0 0 10 20", shapes={shape.code: shape for shape in SHAPES})
MAP = "{% ui_map shapes values caption='Postes' label='Département' value='Nombre' unit='postes' links=links %}"


def drawn_map(**options: object) -> str:
    values = {"23": 14, "19": 22, "87": 36}
    return draw(MAP, **{"shapes": DRAWING, "values": values, "links": {"23": "/23/"}, **options})


@pytest.mark.parametrize(
    ("values", "limits"),
    [([], []), ([3], [3]), ([1, 1, 1], [1]), ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]), (range(1, 11), [2, 4, 6, 8, 10])],
)
def test_quantiles_split_evenly_without_repeats(values: list[float], limits: list[float]) -> None:
    assert quantiles(list(values)) == limits


def test_largest_value_is_always_in_the_last_class() -> None:
    for size in range(1, 40):
        values = [number * 7 % 31 for number in range(size)]
        assert quantiles(values)[-1] == max(values)


def test_classes_use_the_whole_range_of_shades() -> None:
    assert [step_of(value, [1, 2, 3, 4, 5]) for value in (1, 3, 5, 99)] == [0, 2, 4, 4]
    assert [step_of(value, [10, 20]) for value in (5, 20)] == [0, 4]
    assert step_of(None, [1]) is None
    assert step_of(3, []) is None


def test_legend_covers_every_value_once() -> None:
    assert legend([1, 2, 5, 9], [2, 9], "postes") == [(0, "1 à 2 postes"), (4, "5 à 9 postes")]


def test_map_gives_every_value_as_text_and_in_the_table() -> None:
    html = drawn_map()
    assert "<title>Creuse (23) : 14 postes</title>" in html
    assert "La Réunion (974) : pas de donnée" in html
    assert '<a href="/23/" aria-label="Creuse : 14 postes">' in html
    assert '<td class="cn-number">22</td>' in html
    assert "Passer la carte et lire le tableau" in html
    assert "<script>" not in html


def test_map_is_an_image_when_nothing_can_be_followed() -> None:
    assert 'role="img"' in drawn_map(links={})
    assert "Passer la carte" not in drawn_map(links={})


def test_map_draws_patterns_and_larger_copies_without_inline_style() -> None:
    html = drawn_map()
    assert html.count("<pattern") == 6
    assert 'd="M0 0h1v1z M9 9h2v2z"' in html
    assert 'viewBox="0 0 10 20"' in html
    assert "style=" not in html


def test_map_is_well_formed() -> None:
    html = drawn_map()
    svg = html[html.index("<svg") : html.index("<ul")]
    ElementTree.fromstring(svg)


def test_map_without_values_says_so() -> None:
    html = drawn_map(values={})
    assert html.count("pas de donnée</title>") == 4


def test_bars_are_in_proportion_and_carry_their_numbers() -> None:
    html = draw(
        "{% ui_bars rows caption='x' label='y' value='z' %}", rows=[("a", 40), ("b", 10, "/b"), ("c", 0), ("d", None)]
    )
    assert [part.split('"')[0] for part in html.split('<rect class="cn-bar" width="')[1:]] == [
        "100.0%",
        "25.0%",
        "0.0%",
        "0.0%",
    ]
    assert '<a href="/b">b</a>' in html
    assert '<td class="cn-number">40</td>' in html


def test_bars_of_nothing_do_not_divide_by_zero() -> None:
    assert 'width="0.0%"' in draw("{% ui_bars rows caption='x' label='y' value='z' %}", rows=[("a", 0)])


@pytest.mark.parametrize(("number", "top"), [(0, 1), (1, 1), (3, 4), (72, 80), (100, 100), (101, 200), (4000, 4000)])
def test_axis_ends_on_a_round_number(number: int, top: int) -> None:
    assert round_up(number) == top


def test_curve_is_broken_where_a_value_is_missing() -> None:
    html = draw(
        "{% ui_lines labels series caption='x' first='Mois' %}", labels=["a", "b", "c"], series=[("s", [0, None, 4])]
    )
    assert 'd="M0.00 100.00M100.00 0.00"' in html
    assert html.count("<circle") == 2
    assert '<th scope="row">b</th><td class="cn-number"><span class="cn-none">–</span></td>' in html


def test_chart_of_one_point_is_drawn() -> None:
    assert "<circle" in draw("{% ui_lines labels series caption='x' first='m' %}", labels=["a"], series=[("s", [3])])


def test_places_are_data_never_code() -> None:
    html = draw("{% ui_places_map points label='x' %}", points=[{"lat": 1.5, "lon": 2, "title": "</script><b>"}])
    assert '<script id="lieux-points" type="application/json">' in html
    assert "</script><b>" not in html
    assert "data-tiles" not in html
