"""The base of every form: layout, optional fields marked, errors that name their field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from conum.kernel.ui.forms.bound import BoundField
from conum.kernel.ui.forms.widgets import DateInput


class _Renderer(DjangoTemplates):
    """Finds `ui/forms/…`; one instance for the whole process, so that templates are compiled once."""

    form_template_name = "ui/forms/form.html"


RENDERER = _Renderer()


class _Drawn(forms.BaseForm):
    """What our forms add to Django's.

    Attributes:
        fieldsets: `((legend, ("field", …)), …)`; fields left out come last, without a legend.
    """

    default_renderer = RENDERER
    bound_field_class = BoundField
    template_name = "ui/forms/form.html"
    fieldsets: tuple[tuple[str | Promise, tuple[str, ...]], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Prepare the fields: native date inputs, sentences that name the field."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if type(field.widget) is forms.DateInput:
                field.widget = DateInput(attrs=field.widget.attrs)
            if field.required and field.error_messages.get("required") is DEFAULT_REQUIRED:
                field.error_messages["required"] = _required(field, name)
            for bound, sentence in _bounds(field, name):
                field.error_messages.setdefault(bound, sentence)

    def groups(self) -> Iterator[tuple[str | Promise, list[BoundField]]]:
        """Yield (legend, visible fields) in the order of `fieldsets`, the others last."""
        placed = {name for _legend, names in self.fieldsets for name in names}
        for legend, names in self.fieldsets:
            yield legend, [self[name] for name in names if name in self.fields]
        rest = [field for field in self.visible_fields() if field.name not in placed]
        if rest:
            yield "", rest

    def problems(self) -> list[tuple[str, str, str]]:
        """Return (id of the field, its label unless the sentence says it, sentence) for each error, as on the page."""
        found = [("", "", str(error)) for error in self.non_field_errors()]
        for field in self:
            label = str(field.label)
            said = ((str(error), "" if label in str(error) else label) for error in field.errors)
            found += [(field.focus_id, missing, sentence) for sentence, missing in said]
        return found

    def has_optional(self) -> bool:
        """Tell whether some visible fields are optional (the rule is then said at the top)."""
        return any(not field.field.required for field in self.visible_fields())


class Form(_Drawn, forms.Form):
    """Base of every form that is not about one model."""


class ModelForm(_Drawn, forms.ModelForm):  # type: ignore[type-arg]
    """Base of every form about one model."""


class FilterForm(_Drawn, forms.Form):
    """Form of a list's filters: in columns, without "facultatif" on each field."""

    template_name = "ui/forms/filters.html"
    marks_optional = False
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Number the controls apart from those of a form on the same page."""
        super().__init__(*args, **{"auto_id": "filtre_%s", **kwargs})


DEFAULT_REQUIRED = forms.Field.default_error_messages["required"]


def _label(field: forms.Field, name: str) -> str:
    return str(field.label or name.replace("_", " ").capitalize())


def _bounds(field: forms.Field, name: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each limit of the field and its sentence; Django puts in the number of characters typed."""
    sentences = {
        "max_length": _("« %(label)s » : %(limit)s caractères au plus, vous en avez écrit %(shown)s."),
        "min_length": _("« %(label)s » : %(limit)s caractères au moins, vous en avez écrit %(shown)s."),
        "max_value": _("« %(label)s » : %(limit)s au plus."),
        "min_value": _("« %(label)s » : %(limit)s au moins."),
    }
    label = _label(field, name).replace("%", "%%")
    for bound, sentence in sentences.items():
        limit = getattr(field, bound, None)
        if limit is not None and not callable(limit):
            yield bound, sentence % {"label": label, "limit": localize(limit), "shown": "%(show_value)s"}


def _required(field: forms.Field, name: str) -> str:
    label = _label(field, name)
    if isinstance(field, forms.BooleanField):
        return _("Cochez la case « %(label)s » pour continuer.") % {"label": label}
    if isinstance(field, forms.FileField):
        return _("Choisissez un fichier pour « %(label)s ».") % {"label": label}
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return _("Choisissez une réponse pour « %(label)s ».") % {"label": label}
    return _("Remplissez le champ « %(label)s ».") % {"label": label}
