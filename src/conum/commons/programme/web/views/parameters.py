"""Parameters: all of them by module, then one with its history and its form."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.programme import permissions
from conum.commons.programme.enums import NAMESPACES
from conum.commons.programme.operations import set_parameter
from conum.commons.programme.queries import Line, history, lines
from conum.commons.programme.web import tables
from conum.commons.programme.web.forms import ParameterForm
from conum.kernel.parameters import REGISTRY, Parameter
from conum.kernel.web.views import FormPage, Page


def _words(line: Line) -> str:
    key = line.parameter.key
    return f"{key} {tables.label(key)} {tables.unit(line.parameter)}".lower()


class Parameters(Page):
    """Every parameter, by module."""

    permission = permissions.SET_PARAMETER
    template_name = "programme/parameters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the parameters whose name, key or unit contains what is searched."""
        sought = self.request.GET.get("q", "").strip().lower()
        groups = lines(localdate(self.now))
        found = {
            NAMESPACES.get(module, module): [line for line in group if sought in _words(line)]
            for module, group in groups.items()
        }
        shown = {module: group for module, group in found.items() if group}
        return super().get_context_data(groups=shown, table=tables.PARAMETERS, **kwargs)


class ChangeParameter(FormPage):
    """One parameter: what it was, is and will be; a form to change it from a day on."""

    permission = permissions.SET_PARAMETER
    template_name = "programme/parameter.html"
    form_class = ParameterForm

    @property
    def parameter(self) -> Parameter[Any]:
        """The parameter of the address."""
        if self.kwargs["key"] not in REGISTRY:
            raise Http404
        return REGISTRY[self.kwargs["key"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the parameter to the form."""
        return {**super().get_form_kwargs(), "parameter": self.parameter}

    def perform(self, form: ParameterForm) -> Any:
        """Set the value."""
        typed = form.cleaned_data
        return set_parameter(
            key=self.parameter.key,
            first_day=typed["first_day"],
            text=typed["value"],
            reason=typed["reason"],
            actor=self.actor,  # type: ignore[arg-type]
            now=self.now,
        )

    @property
    def success_message(self) -> str:  # type: ignore[override]
        """Say what was done."""
        day = self.result.first_day
        return _("La nouvelle valeur est enregistrée : elle s'applique à partir du {day}.").format(
            day=f"{day:%d/%m/%Y}"
        )

    def get_success_url(self) -> str:
        """Come back to the parameter and its history."""
        return reverse("programme:parameter", args=[self.parameter.key])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the history."""
        today, parameter = localdate(self.now), self.parameter
        return super().get_context_data(
            parameter=parameter,
            label=tables.label(parameter.key),
            unit=tables.unit(parameter),
            current=tables.words(parameter.on(today)),
            steps=history(parameter.key),
            table=tables.steps(today, parameter.source),
            **kwargs,
        )
