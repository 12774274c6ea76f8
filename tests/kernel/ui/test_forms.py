"""Forms: what is asked is clear, what is wrong is named, what was typed is kept."""

from datetime import date
from typing import Any

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile

from conum.kernel.ui import forms
from conum.kernel.ui.forms.base import RENDERER
from tests.kernel.ui.drawing import HOSTILE, draw


class Sample(forms.Form):
    fieldsets = (("Vous", ("name", "phone")),)
    name = django_forms.CharField(label="Nom", max_length=5, help_text="Comme sur votre carte.")
    phone = forms.PhoneField(label="Téléphone", required=False)
    start = forms.DateField(label="Début", required=False)
    posts = django_forms.IntegerField(label="Postes", max_value=20, required=False)
    kind = django_forms.ChoiceField(
        label="Type",
        required=False,
        choices=(("public", "Publique"), ("private", "Privée")),
        widget=forms.RichRadio(hints={"public": HOSTILE}),
    )
    missions = django_forms.MultipleChoiceField(
        label="Missions", required=False, choices=(("a", "Ateliers"),), widget=forms.CheckboxChoices()
    )
    why = forms.LongTextField(label="Motif", max_length=10, required=False)
    cv = forms.UploadField(label="CV", max_bytes=1_500_000, kinds=("pdf",), required=False)
    agreed = django_forms.BooleanField(label="J'accepte", required=False)


def bound(files: Any = None, **data: Any) -> Sample:
    return Sample({"name": "Ana", **data}, files)


def test_required_fields_are_named_when_missing() -> None:
    class Asked(forms.Form):
        name = django_forms.CharField(label="Nom")
        kind = django_forms.ChoiceField(label="Type", choices=(("a", "A"),))
        agreed = django_forms.BooleanField(label="J'accepte")
        cv = django_forms.FileField(label="CV")
        other = django_forms.CharField(label="Autre", error_messages={"required": "Dites-nous quoi."})

    form = Asked({})
    assert form.errors == {
        "name": ["Remplissez le champ « Nom »."],
        "kind": ["Choisissez une réponse pour « Type »."],
        "agreed": ["Cochez la case « J'accepte » pour continuer."],
        "cv": ["Choisissez un fichier pour « CV »."],
        "other": ["Dites-nous quoi."],
    }


def test_error_summary_leads_to_each_field_with_its_limit() -> None:
    form = bound(name="Anastasia", posts="99", missions=["z"])
    form.add_error(None, "Le quota est atteint.")
    html = str(form)
    assert 'role="alert" tabindex="-1" data-error-summary' in html
    assert "4 réponses sont à corriger" in html
    assert "<li>Le quota est atteint.</li>" in html
    assert '<a href="#id_name">« Nom » : 5 caractères' in html
    assert '<a href="#id_posts">« Postes » : 20 au plus' in html
    assert '<a href="#id_missions_0">Missions : ' in html
    assert 'id="id_missions_0"' in html


def test_error_summary_does_not_say_the_field_twice() -> None:
    assert '<a href="#id_name">Remplissez le champ « Nom ».</a>' in str(bound(name=""))


def test_field_with_an_error_is_tied_to_it_and_keeps_what_was_typed() -> None:
    html = str(bound(name="Anastasia"))
    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
    assert 'value="Anastasia"' in html
    assert '<div id="id_name_error"><p class="fr-error-text">' in html


def test_form_without_error_has_no_summary_and_marks_optional_fields() -> None:
    html = str(Sample())
    assert "data-error-summary" not in html
    assert html.count("(facultatif)") == 8
    assert "sauf ceux marqués « facultatif »" in html


def test_fieldsets_group_and_the_others_come_last() -> None:
    html = str(Sample())
    assert html.index("<legend") < html.index('id="id_name"') < html.index('id="id_phone"')
    assert html.index("</fieldset>") < html.index('id="id_start"')


def test_groups_of_choices_are_fieldsets_with_a_legend() -> None:
    html = str(Sample())
    assert 'id="id_kind" role="radiogroup" aria-labelledby="id_kind_legend"' in html
    assert 'aria-describedby="id_kind_0_hint"' in html
    assert 'id="id_kind_0_hint">&lt;script&gt;' in html
    assert "<script>alert" not in html


def test_hostile_input_is_escaped() -> None:
    assert "<script>alert" not in str(bound(name=HOSTILE, why=HOSTILE, kind=HOSTILE))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0590 27 12 34", "+590590271234"),
        ("0692 12 34 56", "+262692123456"),
        ("", ""),
    ],
)
def test_phone_is_kept_as_e164(typed: str, kept: str) -> None:
    form = bound(phone=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == kept


@pytest.mark.parametrize("typed", ["12", "06 12 34 56", "bonjour", "06123456789"])
def test_wrong_phone_says_how_to_write_it(typed: str) -> None:
    assert "par exemple 06 12 34 56 78" in bound(phone=typed).errors["phone"][0]


@pytest.mark.parametrize("typed", ["2026-12-31", "31/12/2026"])
def test_date_is_read_in_both_writings(typed: str) -> None:
    form = bound(start=typed)
    assert form.is_valid()
    assert form.cleaned_data["start"] == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["31/02/2026", "demain", "2026-13-01"])
def test_wrong_date_says_how_to_write_it(typed: str) -> None:
    assert bound(start=typed).errors["start"] == ["Cette date n'existe pas. Écrivez-la ainsi : 31/12/2026."]


def test_date_is_given_back_to_the_browser_in_its_own_writing() -> None:
    html = str(Sample(initial={"start": date(2026, 1, 2)}))
    assert '<input type="date" name="start" value="2026-01-02"' in html


def test_plain_date_fields_get_the_browser_control_too() -> None:
    class Plain(forms.Form):
        day = django_forms.DateField(label="Jour")

    assert 'type="date"' in str(Plain())


def test_long_text_is_counted_not_cut() -> None:
    html = str(Sample())
    assert 'data-limit="10"' in html
    assert "10 caractères au plus" in html
    assert 'maxlength="10"' not in html
    assert "10 caractères" in bound(why="x" * 11).errors["why"][0]


def upload(name: str, octets: int) -> Sample:
    return bound({"cv": SimpleUploadedFile(name, b"x" * octets)})


def test_upload_says_its_limits_before_and_after() -> None:
    assert "Taille maximale : 1,5 Mo. Formats acceptés : pdf." in str(Sample())
    assert 'accept=".pdf"' in str(Sample())
    assert upload("cv.PDF", 10).is_valid()
    assert upload("cv.pdf", 2_000_000).errors["cv"] == ["Le fichier pèse 2 Mo : la limite est de 1,5 Mo."]
    assert "Formats acceptés : pdf." in upload("cv.exe", 10).errors["cv"][0]
    assert not upload("cv", 10).is_valid()


def test_whole_form_carries_token_and_encoding() -> None:
    html = draw("{% ui_form form 'Enregistrer' cancel='/non' save_as='draft' %}", form=Sample(), csrf_token="jeton")
    assert '<form method="post" novalidate class="cn-form" enctype="multipart/form-data">' in html
    assert 'name="csrfmiddlewaretoken" value="jeton"' in html
    assert 'name="draft"' in html
    assert 'href="/non"' in html


def test_one_renderer_serves_every_form() -> None:
    """A renderer per form would compile its templates again each time."""
    assert Sample().renderer is Sample().renderer is RENDERER
    before = RENDERER.engine.engine.template_loaders[0].get_template_cache
    str(Sample())
    kept = len(before)
    str(Sample())
    assert len(before) == kept > 0


def test_a_limit_passed_names_the_field_and_the_limit() -> None:
    class Limited(forms.Form):
        name = django_forms.CharField(label="Nom", min_length=2, max_length=5)
        share = django_forms.DecimalField(label="Part (%)", min_value=0.5, max_value=1000)
        own = django_forms.CharField(label="Autre", max_length=1, error_messages={"max_length": "Une lettre."})

    assert Limited({"name": "Anastasia", "share": "0", "own": "ab"}).errors == {
        "name": ["« Nom » : 5 caractères au plus, vous en avez écrit 9."],
        "share": ["« Part (%) » : 0,5 au moins."],
        "own": ["Une lettre."],
    }
    assert Limited({"name": "A", "share": "5000", "own": "a"}).errors == {
        "name": ["« Nom » : 2 caractères au moins, vous en avez écrit 1."],
        "share": ["« Part (%) » : 1000 au plus."],
    }
