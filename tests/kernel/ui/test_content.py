"""What one reads: right words, right marks, nothing hostile gets through."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import phonenumbers
import pytest
from hypothesis import given, strategies

from conum.kernel.ui import words
from conum.kernel.ui.tones import name_tones, tone_of
from tests.kernel.ui.drawing import HOSTILE, draw


@pytest.mark.parametrize(
    "code",
    [
        "{% ui_badge text %}",
        "{% ui_badge 'x' text %}",
        "{% ui_state row %}",
        "{% ui_alert title=text %}<p>ok</p>{% endui_alert %}",
        "{% ui_callout title=text %}ok{% endui_callout %}",
        "{% ui_accordion title=text %}ok{% endui_accordion %}",
        "{% ui_card title=text href=text detail=text end=text %}{{ text }}{% endui_card %}",
        "{% ui_tile text text text detail=text %}",
        "{% ui_tag text href=text %}",
        "{% ui_summary pairs title=text edit=text %}",
        "{% ui_empty title=text %}ok{% endui_empty %}",
        "{% ui_figure text text source=text method=text href=text %}",
        "{% ui_progress 1 2 text url=text %}",
        "{% ui_stepper text 1 2 next_title=text %}",
        "{% ui_button text text %}",
        "{% ui_button text name=text value=text %}",
        "{% ui_action text text confirm=text reason=text %}",
        "{% ui_copy text text text %}",
        "{% ui_search text label=text %}",
        "{% ui_bars bars caption=text label=text value=text %}",
        "{% ui_lines labels series caption=text first=text %}",
        "{% ui_places_map points label=text %}",
    ],
)
def test_hostile_text_is_escaped(code: str) -> None:
    row = SimpleNamespace(status="x", get_status_display=lambda: HOSTILE)
    html = draw(
        code,
        text=HOSTILE,
        row=row,
        pairs=[(HOSTILE, HOSTILE)],
        bars=[(HOSTILE, 1, HOSTILE)],
        labels=[HOSTILE],
        series=[(HOSTILE, [1])],
        points=[{"lat": 1, "lon": 2, "title": HOSTILE}],
    )
    assert "<script>alert" not in html
    assert '"&' not in html.replace('"&lt;', "")


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+33612345678", "06 12 34 56 78"),
        ("+590590123456", "0590 12 34 56"),
        ("+687251234", "+687 25.12.34"),
        ("+32470123456", "+32 470 12 34 56"),
        ("+331", "+331"),
        ("accueil", "accueil"),
        ("", ""),
        (None, ""),
    ],
)
def test_phones_are_written_as_people_read_them(kept: str | None, shown: str) -> None:
    assert draw("{{ kept|ui_phone }}", kept=kept) == shown


@given(strategies.from_regex(words.COMMON, fullmatch=True))
def test_common_phones_are_written_as_the_library_would(kept: str) -> None:
    number = phonenumbers.parse(kept)
    assert phonenumbers.is_valid_number(number)
    assert words.phone(kept) == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def test_state_shows_the_official_label_with_the_colour_of_its_code() -> None:
    row = SimpleNamespace(status="granted", get_status_display=lambda: "Accordée")
    assert draw("{% ui_state row %}", row=row) == (
        '<span class="fr-badge fr-badge--sm fr-badge--success fr-badge--no-icon">Accordée</span>'
    )
    assert 'class="fr-badge fr-badge--sm"' in draw("{% ui_state row tone='' %}", row=row)


def test_unknown_state_is_grey_and_a_module_may_name_its_own() -> None:
    assert tone_of("never_heard_of") == ""
    name_tones(warning="state_of_this_test")
    assert tone_of("state_of_this_test") == "warning"


def test_only_errors_interrupt_a_screen_reader() -> None:
    assert 'role="alert"' in draw('{% ui_alert tone="error" %}x{% endui_alert %}')
    assert "role=" not in draw('{% ui_alert tone="success" %}x{% endui_alert %}')


def test_accordion_opens_without_scripts() -> None:
    html = draw('{% ui_accordion title="Titre" open=True level=2 %}x{% endui_accordion %}')
    assert html.startswith('<details class="cn-accordion" open><summary><h2')


def test_summary_says_what_is_missing() -> None:
    html = draw("{% ui_summary pairs %}", pairs=[("Téléphone", None), ("Postes", 0)])
    assert "non renseigné" in html
    assert "<dd>0</dd>" in html


def test_figure_carries_date_source_and_method() -> None:
    """PRG-40: a public figure never stands alone."""
    html = draw("{% ui_figure 4000 'postes' on=day source='Conum' method='/m' %}", day=date(2026, 11, 1))
    assert "4\u202f000" in html or "4\xa0000" in html
    assert "Au 1er novembre 2026, Conum" in html
    assert '<a href="/m">Méthode<span class="fr-sr-only"> : postes</span></a>' in html


def test_progress_asks_again_until_it_is_done() -> None:
    html = draw("{% ui_progress 1200 8000 'Import' url='/suite' %}")
    assert 'hx-get="/suite" hx-trigger="every 2s"' in html
    assert '<progress value="1200" max="8000"' in html
    assert "(15 %)" in html
    done = draw("{% ui_progress 8000 8000 'Import' url='/suite' %}")
    assert "hx-get" not in done
    assert "terminé" in done


def test_progress_of_nothing_does_not_divide_by_zero() -> None:
    assert "(0 %)" in draw("{% ui_progress 0 0 'Import' %}")


@pytest.mark.parametrize(
    ("kind", "expected"), [("primary", 'class="fr-btn"'), ("danger", "cn-btn--danger"), ("plain", "no-outline")]
)
def test_button_kinds(kind: str, expected: str) -> None:
    assert expected in draw("{% ui_button 'Voir' '/v' kind=kind %}", kind=kind)


def test_unknown_kind_of_button_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        draw("{% ui_button 'Voir' '/v' kind='loud' %}")


def test_action_posts_with_a_token_and_each_has_its_own_dialog() -> None:
    code = "{% ui_action '/a' 'Retirer' confirm='Sûr ?' reason='twice' %}" * 2
    html = draw(code, csrf_token="jeton")
    assert html.count('method="post" action="/a"') == 2
    assert html.count('name="reason" value="twice"') == 2
    assert 'id="confirmer-1"' in html
    assert 'id="confirmer-2"' in html
    assert '<noscript><a class="fr-btn fr-btn--secondary" href="/a">' in html


def test_action_without_question_is_a_plain_form() -> None:
    html = draw("{% ui_action '/a' 'Marquer lu' %}")
    assert "<dialog" not in html
    assert "noscript" not in html


def test_export_keeps_filters_and_sort_but_not_the_page() -> None:
    html = draw("{% ui_export %}", "/liste/?etat=x&tri=-nom&page=4")
    assert 'href="?etat=x&amp;tri=-nom&amp;export=csv"' in html
    assert "export=xlsx" in html


def test_query_changes_and_removes_parameters() -> None:
    assert draw("{% ui_query page=2 etat='' %}", "/?etat=x&q=a%26b") == "?q=a%26b&amp;page=2"


def test_search_keeps_the_words_and_the_other_parameters(rf: Any) -> None:
    html = draw("{% ui_search keep=True %}", "/?q=Gu%22eret&etat=x&page=3")
    assert 'value="Gu&quot;eret"' in html
    assert '<input type="hidden" name="etat" value="x">' in html
    assert 'name="page"' not in html
