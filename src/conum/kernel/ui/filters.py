"""Filters of lists: django-filter with our forms, and what is active said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django.forms import Form as DjangoForm
from django.http import QueryDict

from conum.kernel.ui import forms


class FilterSet(django_filters.FilterSet):
    """Base of every list's filters: same fields, errors and look as our forms."""

    def get_form_class(self) -> type[DjangoForm]:
        """Return the form of the filters, drawn by the design system."""
        fields = {name: filter_.field for name, filter_ in self.filters.items()}
        return type(f"{type(self).__name__}Form", (forms.FilterForm,), fields)


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force: its words and the address of the list without it."""

    label: str
    value: str
    href: str


def active_filters(filterset: django_filters.FilterSet, query: QueryDict) -> list[ActiveFilter]:
    """Return the filters in force, in the order of the form."""
    form = filterset.form
    found = []
    for name in form.fields if form.is_bound else ():
        if name in form.errors:
            continue
        given = [value for value in query.getlist(name) if value]
        for value in given:
            words = _words(form.fields[name], value)
            found.append(ActiveFilter(str(form[name].label), words, without(query, name, value)))
    return found


def without(query: QueryDict, name: str, value: str) -> str:
    """Return the query string without `value` of `name`, back to the first page."""
    left = query.copy()
    left.setlist(name, [one for one in left.getlist(name) if one != value])
    left.pop("page", None)
    return f"?{left.urlencode()}"


def _words(field: Any, value: str) -> str:
    choices = dict(_flat(getattr(field, "choices", ())))
    return str(choices.get(value, value))


def _flat(choices: Any) -> Any:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from ((str(inner), words) for inner, words in label)
        else:
            yield str(value), label
