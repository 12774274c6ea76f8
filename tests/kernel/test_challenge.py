"""The challenge of anonymous forms: right answers pass, once; everything else gets a sentence and keeps the text."""

import re
from datetime import timedelta

import pytest
from django.forms import CharField
from django.utils import translation

from conum.kernel.ui import forms
from conum.kernel.web.challenge import TRAP, Challenged, answer_to, new_token, question_of

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=10)


class AskForm(Challenged, forms.Form):
    """A form of the public side."""

    name = CharField(label="Nom", max_length=20)


def sent(now, token=None, **changes):
    token = token or new_token(now)
    data = {"name": "Ana", "challenge": answer_to(token), "challenge_token": token, f"challenge_{TRAP}": "", **changes}
    return AskForm({key: value for key, value in data.items() if value is not None}, now=now + LATER)


def error(form):
    return " ".join(form.errors.get("challenge", []))


def hidden_token(form):
    return re.search(r'name="challenge_token" value="([^"]+)"', str(form))[1]


def test_a_right_answer_passes(now):
    assert sent(now).is_valid()


@pytest.mark.parametrize("writing", [" {} ", "{}\u00a0"])
def test_spaces_do_not_matter(now, writing):
    token = new_token(now)
    assert sent(now, token, challenge=writing.format(answer_to(token))).is_valid()


def test_the_answer_may_be_written_in_words(now):
    token = next(each for each in (new_token(now) for _try in range(500)) if answer_to(each) == "12")
    assert sent(now, token, challenge="Douze").is_valid()


def test_the_page_asks_the_question_of_its_token(now):
    form = AskForm(now=now)
    page = str(form)
    assert question_of(hidden_token(form)) in page.replace("&#x27;", "'")
    assert 'for="id_challenge"' in page and 'id="id_challenge"' in page


def test_the_question_is_in_the_language_of_the_page(now):
    token = new_token(now)
    assert question_of(token).startswith("Combien font")
    with translation.override("en"):
        assert isinstance(question_of(token), str)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"challenge": "99"}, "pas la bonne réponse"),
        ({"challenge": "é" * 20}, "pas la bonne réponse"),
        ({"challenge": ""}, "réponse"),
        ({"challenge": None}, "réponse"),
        ({"challenge_token": "forged"}, "plus valable"),
        ({"challenge_token": ""}, "plus valable"),
        ({"challenge_token": None}, "plus valable"),
        ({f"challenge_{TRAP}": "http://spam"}, "envoi automatique"),
    ],
)
def test_everything_else_is_refused_with_a_new_question(now, changes, sentence):
    token = new_token(now)
    form = sent(now, token, **changes)
    assert not form.is_valid() and sentence in error(form)
    assert hidden_token(form) != token and 'value="Ana"' in str(form)


def test_an_old_question_is_refused(now):
    form = sent(now, new_token(now - timedelta(hours=2)))
    assert not form.is_valid() and "plus valable" in error(form)


def test_a_form_sent_back_at_once_is_refused(now, settings):
    settings.CHALLENGE_MIN_SECONDS = 2
    form = sent(now, new_token(now + LATER - timedelta(seconds=1)))
    assert not form.is_valid() and "trop rapide" in error(form)


def test_a_token_serves_once(now):
    token = new_token(now)
    assert sent(now, token).is_valid()
    again = sent(now, token)
    assert not again.is_valid() and "déjà servi" in error(again)


def test_a_right_answer_stays_while_another_field_is_corrected(now):
    token = new_token(now)
    wrong = sent(now, token, name="x" * 21)
    assert not wrong.is_valid() and not error(wrong)
    assert hidden_token(wrong) == token and f'value="{answer_to(token)}"' in str(wrong)
    assert sent(now, token).is_valid()


def test_another_secret_key_asks_and_answers_otherwise(now, settings):
    token = new_token(now)
    settings.SECRET_KEY = "another" * 10
    form = sent(now, token)
    assert not form.is_valid() and "plus valable" in error(form)
