"""The roll of a workshop, with or without network (BOO-43), and the worker of the browser that keeps its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conum.domains.booking.operations.roll import Roll, take_roll
from conum.domains.booking.permissions import MANAGE_WORKSHOPS, workshops_visible_to
from conum.domains.booking.queries.notices import moment_words
from conum.domains.booking.web.forms.roll import ANSWER, RollForm
from conum.kernel.web.views import Guarded, ObjectFormPage

GONE = ("excused", "revoked")


class RollPage(ObjectFormPage):
    """One form; a device that had no network sends the same one later and reads JSON."""

    permission = MANAGE_WORKSHOPS
    template_name = "booking/roll.html"
    form_class = RollForm

    def rows(self) -> Any:
        """Visible ones that are not cancelled."""
        rows = workshops_visible_to(self.actor).exclude(state="cancelled")
        return rows.select_related("place", "type").distinct()

    @property
    def wants_json(self) -> bool:
        """Whether a script asks."""
        return self.request.headers.get("Accept", "") == "application/json"

    def registered(self) -> Any:
        """Those awaited, in order of name."""
        rows = self.object.registrations.exclude(state__in=GONE).select_related("contact")
        return rows.order_by("contact__last_name", "contact__first_name", "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give who is registered."""
        return {**super().get_form_kwargs(), "workshop": self.object, "registrations": self.registered()}

    def perform(self, form: Any) -> Roll:
        """Note it."""
        return take_roll(workshop_id=self.object.pk, ticks=form.ticks, count=form.count, actor=self.actor, now=self.now)

    def form_valid(self, form: Any) -> HttpResponse:
        """Answer the script, or say on the page what stayed as somebody else had noted it."""
        answer = super().form_valid(form)
        if answer.status_code != 302:  # refused
            return answer
        if self.wants_json:
            return JsonResponse(self.answer(self.result))
        messages.success(self.request, _("L'appel est noté."))
        for told in self.stayed(self.result):
            messages.warning(self.request, told)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """The sentences alone for a script."""
        if self.wants_json:
            told = [str(error) for errors in form.errors.values() for error in errors]
            return JsonResponse({"refused": told}, status=422)
        return super().form_invalid(form)

    def stayed(self, roll: Roll) -> list[str]:
        """Return a sentence for each answer of somebody else that stayed."""
        told = [
            _("%(who)s : « %(state)s », noté entre-temps par quelqu'un d'autre, reste.")
            % {"who": row.contact, "state": row.get_state_display()}
            for row in roll.kept
        ]
        if roll.count_kept:
            words = _("Venus sans inscription : %s, compté entre-temps par quelqu'un d'autre, reste.")
            told.append(words % roll.workshop.unregistered_arrivals)
        return told

    def answer(self, roll: Roll) -> dict[str, Any]:
        """Return what holds now, for the device: keys, answers and versions, no name but in what must be read."""
        rows = {
            str(row.pk): {
                "answer": ANSWER.get(row.state, ""), "size": row.attended_size, "seen": row.state_at.isoformat(),
                "state": row.get_state_display(),
            }
            for row in self.registered()
        }  # fmt: skip
        return {"rows": rows, "arrivals": roll.workshop.unregistered_arrivals, "stayed": self.stayed(roll)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the lines, and whether the roll may be noted already."""
        row = self.object
        return super().get_context_data(
            when=moment_words(row.starts_at, row.timezone),
            begun=row.starts_at <= self.now,
            held=row.state == "held",
            who=self.actor.person_id,
            worker=reverse("booking:roll_worker"),
            scope=reverse("booking:roll_worker").rsplit("/", 1)[0] + "/",
            **kwargs,
        )

    def get_success_url(self) -> str:
        """Stay."""
        return self.request.path


class Worker(Guarded):
    """The script that keeps the page of the roll; its address bounds what it may reach: that folder alone."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return it, asked again each time: an old one would keep old pages."""
        found = finders.find("booking/roll-worker.js") or ""
        answer = HttpResponse(Path(str(found)).read_bytes(), content_type="text/javascript; charset=utf-8")
        answer["Cache-Control"] = "no-cache"
        return answer
