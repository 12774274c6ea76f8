"""A list of choices is written in one go and says what Django's own template says."""

import pytest
from django.forms import ChoiceField, Form, TypedChoiceField
from django.test.html import parse_html

from conum.kernel.ui import forms

HOSTILE = '"><script>alert(1)</script>'
CHOICES = [("", "Choisir"), ("a", "Aïe & <b>"), ("Groupe <i>", [("b", "B"), (3, "Trois")]), (HOSTILE, HOSTILE)]


def both(value):
    ours = type("Ours", (forms.Form,), {"kind": ChoiceField(choices=CHOICES, required=False)})
    plain = type("Plain", (Form,), {"kind": ChoiceField(choices=CHOICES, required=False)})
    data = {"kind": value} if value is not None else None
    return str(ours(data)["kind"]), plain(data)["kind"].as_widget(attrs={"class": "fr-select"})


@pytest.mark.parametrize("value", [None, "", "a", "b", "3", HOSTILE, "unknown"])
def test_it_is_the_same_control_as_djangos(value):
    made, djangos = both(value)
    assert parse_html(made).children == parse_html(djangos).children


def test_hostile_labels_stay_text():
    made, _ = both(None)
    assert "<script>" not in made


def test_a_typed_choice_keeps_what_was_sent():
    shown = type("Typed", (forms.Form,), {"n": TypedChoiceField(choices=[(1, "un"), (2, "deux")], coerce=int)})
    assert '<option value="2" selected>deux</option>' in str(shown({"n": "2"})["n"])
