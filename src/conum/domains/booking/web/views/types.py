"""Kinds of appointment: list, make, change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import TypeKind
from conum.domains.booking.operations.types import change_type, create_type, usual_fields
from conum.domains.booking.permissions import (
    ALLOW_COORDINATORS,
    MANAGE_TYPES,
    MANAGE_WEBHOOKS,
    OPEN_HOLIDAYS,
    calendar,
    types_visible_to,
)
from conum.domains.booking.web.forms.types import DAY, MINUTE, TypeForm
from conum.kernel.web.views import FormPage, ObjectFormPage, Page


class Types(Page):
    """Those of the organisation."""

    permission = MANAGE_TYPES
    template_name = "booking/types.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give them, those put aside last."""
        kinds = types_visible_to(self.actor).order_by("-active", "name", "pk")
        whole = calendar(self.actor.organisation_id, ())
        rights = {"may_open": OPEN_HOLIDAYS, "may_link": MANAGE_WEBHOOKS, "may_allow": ALLOW_COORDINATORS}
        given = {name: right.allows(self.actor, whole) for name, right in rights.items()}
        return super().get_context_data(kinds=kinds, **given, **kwargs)


class NewType(FormPage):
    """Make one."""

    permission = MANAGE_TYPES
    template_name = "booking/type_form.html"
    form_class = TypeForm
    success_url = reverse_lazy("booking:types")
    success_message = _("Le motif est créé. Ajoutez-le à une permanence pour le proposer.")
    extra_context: ClassVar = {"heading": _("Nouveau motif")}

    def get_initial(self) -> dict[str, Any]:
        """What is usual (sheet 06 section 8)."""
        usual = usual_fields(kind=TypeKind.INDIVIDUAL, actor=self.actor, now=self.now)  # type: ignore[arg-type]
        delays = {"min_minutes": usual["min_delay"] // MINUTE, "max_days": usual["max_delay"] // DAY}
        return {**super().get_initial(), **delays}

    def perform(self, form: Any) -> None:
        """Create."""
        create_type(fields=form.values, actor=self.actor, now=self.now)


class ChangeType(ObjectFormPage):
    """Change one."""

    permission = MANAGE_TYPES
    template_name = "booking/type_form.html"
    form_class = TypeForm
    success_url = reverse_lazy("booking:types")
    success_message = _("Le motif est modifié.")
    extra_context: ClassVar = {"heading": _("Modifier le motif")}

    def rows(self) -> Any:
        """Those of the organisation."""
        return types_visible_to(self.actor)

    def get_initial(self) -> dict[str, Any]:
        """What it says today."""
        row = self.object
        kept = {name: getattr(row, name) for name in TypeForm.base_fields if hasattr(row, name)}
        kept["reminder_hours"] = ", ".join(map(str, row.reminder_hours))
        return kept | {"min_minutes": row.min_delay // MINUTE, "max_days": max(row.max_delay // DAY, 1)}

    def perform(self, form: Any) -> None:
        """Change."""
        change_type(type_id=self.object.pk, fields=form.values, actor=self.actor, now=self.now)
