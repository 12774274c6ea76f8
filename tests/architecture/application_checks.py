"""What is refused in the loaded application: its models and its addresses. Run as a program, prints the faults."""

import json
import os
import sys
from collections.abc import Iterator

import django
from django.apps import apps
from django.db import models

from conum.site.docs.doors import doors
from tests.architecture.tree import ROOT, Tree

KEY = (models.ForeignKey, models.ManyToManyField)
LIBRARY_VIEWS = ("allauth.", "django.views.i18n", "django.views.static", "django.contrib.staticfiles.")


def our_models() -> Iterator[type[models.Model]]:
    """Each concrete model of ours; the history tables that pghistory derives from them are its own."""
    for model in apps.get_models():
        if model.__module__.startswith("conum.") and not hasattr(model, "pgh_id"):
            yield model


def module_of(model: type[models.Model]) -> str:
    """`domains.positions` for a model of that module."""
    return ".".join(model.__module__.split(".")[1:3])


def undeclared_personal_data() -> list[str]:
    """Each model declares which of its fields hold personal data, under the fields' own names."""
    faults = []
    for model in our_models():
        declared = getattr(model, "personal_data", None)
        if declared is None:
            faults.append(f"{model.__qualname__}: no personal_data declaration")
            continue
        names = {field.name for field in model._meta.get_fields()}
        faults += [f"{model.__qualname__}: declares {name}, which it has not" for name in set(declared.fields) - names]
    return faults


def keys_across_modules(tree: Tree) -> list[str]:
    """A key to another module points down, protects what it points to, and leaves no name there."""
    rows, faults = tree.rows(), []
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, KEY) and field.model is model:
                faults += [f"{model.__qualname__}.{field.name}: {fault}" for fault in _key_faults(model, field, rows)]
    return faults


def _key_faults(model: type[models.Model], field: models.Field, rows: dict[str, int]) -> Iterator[str]:
    here, there = module_of(model), module_of(field.related_model)
    if here == there or there not in rows:
        return
    if rows.get(here, 1000) <= rows[there]:
        yield f"points up or aside to {there}"
    if not field.remote_field.hidden:
        yield 'without related_name="+"'
    if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT:
        yield "without on_delete=PROTECT"


def open_doors() -> list[str]:
    """Each address names a permission or says `public = True`."""
    faults = []
    for door in doors():
        library = getattr(door.view, "__module__", "").startswith(LIBRARY_VIEWS)
        if not library and door.permission is None and not door.public:
            faults.append(f"/{door.route}: no permission, and not declared public")
    return faults


def faults() -> dict[str, list[str]]:
    """Every fault of the loaded application by the name of its check."""
    return {
        "undeclared_personal_data": undeclared_personal_data(),
        "keys_across_modules": keys_across_modules(Tree(ROOT)),
        "open_doors": open_doors(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conum.site.settings.test")
    django.setup()
    json.dump(faults(), sys.stdout)
