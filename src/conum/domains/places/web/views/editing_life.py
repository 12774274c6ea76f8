"""Screens of the life of a place: confirm, show, close, reopen, go back, and who is shown there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.places.models import Place
from conum.domains.places.operations import editing as operations
from conum.domains.places.queries import editing as queries
from conum.domains.places.queries.opening_words import usual_hours
from conum.domains.places.web.forms import editing as forms
from conum.domains.places.web.views.editing import OnPlace, Section
from conum.kernel.errors import ConumError
from conum.kernel.web.views import ActionPage, DetailPage


class ConfirmPlace(OnPlace, ActionPage):
    """« Nothing changed »."""

    question = gettext_lazy("Confirmer que rien n’a changé ?")
    done = gettext_lazy("Merci : la fiche est à jour.")

    def perform(self) -> None:
        """Confirm."""
        operations.confirm_place(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """To the place."""
        return self.home


class ShowPlace(ConfirmPlace):
    """On the map, or off."""

    question = gettext_lazy("Changer ce que montre la carte ?")
    done = gettext_lazy("C’est fait.")

    def perform(self) -> None:
        """The other way round."""
        operations.show_place(self.object.pk, not self.object.visible, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class ReopenPlace(ConfirmPlace):
    """Open again."""

    question = gettext_lazy("Rouvrir ce lieu ?")
    done = gettext_lazy("Le lieu est rouvert.")

    def perform(self) -> None:
        """Open it."""
        operations.reopen_place(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class ClosePlace(Section):
    """Closed for good (PLA-19)."""

    form_class = forms.ClosingForm
    title = gettext_lazy("Fermer ce lieu")
    success_message = gettext_lazy("Le lieu est noté fermé. Sa page le dit et propose les lieux les plus proches.")

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"closed_on": timezone.localdate(self.now)}

    def perform(self, form: Any) -> Place:
        """Close."""
        return operations.close_place(
            self.object.pk,
            form.cleaned_data["closed_on"],
            actor=self.actor,
            now=self.now,  # type: ignore[arg-type]
        )


class History(OnPlace, DetailPage):
    """The versions of a place, each with what it changed."""

    template_name = "places/editing/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the versions."""
        return super().get_context_data(versions=queries.versions(self.object), back=self.home, **kwargs)


class RestoreVersion(ConfirmPlace):
    """Back to an earlier version."""

    question = gettext_lazy("Revenir à cette version ?")
    done = gettext_lazy("Cette version est de nouveau en vigueur. Vous pouvez encore revenir en arrière.")

    def perform(self) -> None:
        """Bring it back."""
        operations.restore_version(self.object.pk, self.kwargs["version"], actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """An unknown version is 404 before any question."""
        if queries.version_values(self.object, self.kwargs["version"]) is None:
            raise Http404
        return super().get_context_data(**kwargs)

    def back(self) -> str:
        """To the history."""
        return reverse("places:edit-history", args=[self.object.pk])


class MyPresence(Section):
    """What the public sees of me at this place (PLA-13)."""

    form_class = forms.ShownForm
    title = gettext_lazy("Ma présence sur la fiche")

    def get_initial(self) -> dict[str, Any]:
        """What I accepted."""
        me = self._me()
        return {name: getattr(me, name) for name in self.form_class.base_fields}

    def perform(self, form: Any) -> Any:
        """Keep it."""
        return operations.show_person(self._me().pk, form.cleaned_data, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def _me(self) -> Any:
        assert self.actor is not None and self.actor.person_id is not None
        me = queries.my_presence(self.object, self.actor.person_id, timezone.localdate(self.now))
        if me is None:
            raise Http404
        return me


class ConfirmByLink(DetailPage):
    """The page of a reminder's link: reading it changes nothing, its button confirms (PLA-09)."""

    public = True
    permission = None
    template_name = "places/editing/confirm_link.html"

    @cached_property
    def found(self) -> Any:
        """The place and the editor of the link."""
        found = queries.confirmed_by(self.kwargs["token"])
        if found is None:
            raise Http404
        return found

    @property
    def object(self) -> Place:  # type: ignore[override]
        """The place."""
        return self.found[0]  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is published, so that one may compare."""
        place = self.object
        return super().get_context_data(
            usual=usual_hours(place),
            identity=queries.identity_pairs(place),
            contact=queries.contact_pairs(place),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm."""
        place, editor = self.found
        try:
            operations.confirm_place(place.pk, actor=None, editor=editor, now=self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Merci : la fiche est à jour."))
        return HttpResponseRedirect(request.path)
