"""View classes. Each names a permission or says `public = True`; what is out of sight answers 404."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View

from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from conum.kernel.permissions import ActorLike, Permission


class Guarded(View):
    """Base of every view: default deny.

    Attributes:
        permission: right asked before anything is read; None only when `public` is True.
        public: the page is open to everybody, signed in or not.
    """

    permission: ClassVar[Permission | None] = None
    public: ClassVar[bool] = False

    @property
    def actor(self) -> ActorLike | None:
        """Who acts, built once per request by `commons.accounts`; None for an anonymous visitor."""
        return getattr(self.request, "actor", None)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in, send to sign-in, or answer 404."""
        self.now = timezone.now()
        if not self.public:
            if self.actor is None:
                return redirect_to_login(request.get_full_path())
            if self.permission is not None and self.permission.refuses_help(self.actor):
                return render(request, "ui/in_person.html", status=403)
            if self.permission is None or not self.permission.allows(self.actor):
                raise Http404
        try:
            response = super().dispatch(request, *args, **kwargs)
        except (OutOfSight, PermissionRefused) as refusal:
            raise Http404(str(refusal)) from refusal
        if self.actor is not None:  # what one person may see stays in no cache, the browser's included
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class OnOneRow:
    """For views on one row: `rows()` is what the actor may see, the address carries the identifier `pk`."""

    def rows(self) -> models.QuerySet[Any]:
        """Return the rows visible to the actor (each view gives it, usually `visible_to(self.actor)`)."""
        raise NotImplementedError

    @property
    def object(self) -> Any:
        """The row named by the address; 404 when unseen or when the permission refuses it."""
        if not hasattr(self, "_object"):
            found = self.rows().filter(pk=self.kwargs["pk"]).first()  # type: ignore[attr-defined]
            permission = self.permission  # type: ignore[attr-defined]
            if found is None or (permission and not permission.allows(self.actor, found)):  # type: ignore[attr-defined]
                raise Http404
            self._object = found
        return self._object


class Page(Guarded, TemplateView):
    """A page that shows the answer of queries."""


class DetailPage(OnOneRow, Page):
    """A page about one row, given to the template as `object`."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the row to the context."""
        return super().get_context_data(object=self.object, **kwargs)


class FormPage(Guarded, FormView):  # type: ignore[type-arg]
    """A form and one operation: `perform(form)` does it; a refusal comes back on the form, text kept."""

    success_message: ClassVar[str] = ""

    def perform(self, form: Any) -> Any:
        """Call the operation with the cleaned data and return what it made."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Perform, then redirect with the confirmation; a `ConumError` marks the field it names."""
        try:
            self.result = self.perform(form)
        except (OutOfSight, PermissionRefused):
            raise
        except ConumError as refusal:
            return self.refuse(form, refusal)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, with status 422 so that no cache or script takes it for a success."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def refuse(self, form: BaseForm, refusal: ConumError) -> HttpResponse:
        """Put the refusal on its field, or above the form when it names none."""
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return self.form_invalid(form)


class ObjectFormPage(OnOneRow, FormPage):
    """A form about one row."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the row to the context."""
        return super().get_context_data(object=self.object, **kwargs)


class ActionPage(OnOneRow, Guarded, TemplateView):
    """A transition without a form: GET asks for confirmation, POST does it and goes back.

    Attributes:
        question: French question of the confirmation page.
        done: French sentence shown afterwards.
    """

    template_name = "ui/confirm.html"
    question: ClassVar[str] = ""
    done: ClassVar[str] = ""

    def perform(self) -> None:
        """Call the operation on `self.object`."""
        raise NotImplementedError

    def back(self) -> str:
        """Return the address to go back to."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the question, the row and the way back."""
        return super().get_context_data(object=self.object, question=self.question, back=self.back(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it; a refusal is told at the top of the page one comes back to."""
        back = self.back()
        try:
            self.perform()
        except (OutOfSight, PermissionRefused):
            raise
        except ConumError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, self.done)
        return HttpResponseRedirect(back)
