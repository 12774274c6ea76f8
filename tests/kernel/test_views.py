"""Views: default deny, refusals come back on the form with what was typed, actions confirm."""

from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from conum.kernel.permissions import Permission
from conum.kernel.web.views import ActionPage, FormPage, Guarded

KEEPING = Permission("tests.keep", "Garder la porte", frozenset({"keeper"}))


@dataclass(frozen=True)
class Somebody:
    role: str
    person_id: UUID | None = None


class Door(Guarded):
    permission = KEEPING

    def get(self, request):
        return HttpResponse("in")


class OpenDoor(Guarded):
    public = True

    def get(self, request):
        return HttpResponse("in")


class ForgottenDoor(Guarded):
    def get(self, request):
        return HttpResponse("in")


class NameForm(forms.Form):
    name = forms.CharField(max_length=5)


class NamePage(FormPage):
    permission = KEEPING
    form_class = NameForm
    success_url = "/done/"
    success_message = "C'est fait."
    refusal: ConumError | None = None

    def perform(self, form):
        if self.refusal:
            raise self.refusal
        return form.cleaned_data["name"]

    def render_to_response(self, context, **kwargs):
        self.shown = context["form"]
        return HttpResponse(str(context["form"]), **kwargs)


def ask(view, method="get", actor=None, data=None, **kwargs):
    request = getattr(RequestFactory(), method)("/door/", data or {})
    request.actor, request.session = actor, {}
    request._messages = FallbackStorage(request)
    return request, view(request, **kwargs)


def test_an_anonymous_visitor_is_sent_to_sign_in_and_back():
    _, response = ask(Door.as_view())
    assert response.status_code == 302
    assert response.url.endswith("?next=/door/")


def test_what_a_person_sees_stays_in_no_cache_unless_the_view_says_otherwise():
    class Kept(OpenDoor):
        def get(self, request):
            return HttpResponse("in", headers={"Cache-Control": "public, max-age=60"})

    told = [ask(view.as_view(), actor=Somebody("keeper"))[1].headers.get("Cache-Control") for view in (Door, Kept)]
    assert told == ["private, no-store", "public, max-age=60"]
    assert "Cache-Control" not in ask(OpenDoor.as_view())[1].headers


def test_a_role_without_the_permission_sees_404():
    with pytest.raises(Http404):
        ask(Door.as_view(), actor=Somebody("stranger"))


def test_the_role_with_the_permission_comes_in():
    assert ask(Door.as_view(), actor=Somebody("keeper"))[1].content == b"in"


def test_a_public_view_is_open():
    assert ask(OpenDoor.as_view())[1].content == b"in"


def test_a_view_that_forgot_to_say_is_closed_to_everybody():
    with pytest.raises(Http404):
        ask(ForgottenDoor.as_view(), actor=Somebody("keeper"))


def test_a_form_performs_then_goes_on_with_the_confirmation():
    request, response = ask(NamePage.as_view(), "post", Somebody("keeper"), {"name": "abc"})
    assert (response.status_code, response.url) == (302, "/done/")
    assert [str(m) for m in request._messages] == ["C'est fait."]


def test_a_wrong_form_comes_back_with_422_and_what_was_typed():
    _, response = ask(NamePage.as_view(), "post", Somebody("keeper"), {"name": "too long"})
    assert response.status_code == 422
    assert "too long" in response.content.decode()


def test_a_refusal_marks_the_field_it_names():
    view = NamePage.as_view(refusal=ConumError("Ce nom est pris.", field="name"))
    _, response = ask(view, "post", Somebody("keeper"), {"name": "abc"})
    assert response.status_code == 422
    assert "Ce nom est pris." in response.content.decode()
    assert "abc" in response.content.decode()


def test_a_refusal_about_an_unknown_field_stands_above_the_form():
    view = NamePage.as_view(refusal=ConumError("Trop tard.", field="elsewhere"))
    _, response = ask(view, "post", Somebody("keeper"), {"name": "abc"})
    assert "Trop tard." in response.content.decode()


@pytest.mark.parametrize("refusal", [OutOfSight("loin"), PermissionRefused("non")])
def test_what_is_out_of_sight_is_404(refusal):
    with pytest.raises(Http404):
        ask(NamePage.as_view(refusal=refusal), "post", Somebody("keeper"), {"name": "abc"})


class Rows:
    def __init__(self, *rows):
        self.found = rows

    def filter(self, pk):
        return Rows(*[row for row in self.found if row.pk == pk])

    def first(self):
        return next(iter(self.found), None)


MINE = SimpleNamespace(pk=uuid4())


class Burn(ActionPage):
    permission = KEEPING
    done = "C'est brûlé."
    refusal: ConumError | None = None

    def rows(self):
        return Rows(MINE)

    def perform(self):
        assert self.object is MINE
        if self.refusal:
            raise self.refusal

    def back(self):
        return "/back/"


def test_an_action_is_done_by_post_and_told():
    request, response = ask(Burn.as_view(), "post", Somebody("keeper"), pk=MINE.pk)
    assert (response.status_code, response.url) == (302, "/back/")
    assert [str(m) for m in request._messages] == ["C'est brûlé."]


def test_an_action_on_an_unseen_row_is_404():
    with pytest.raises(Http404):
        ask(Burn.as_view(), "post", Somebody("keeper"), pk=uuid4())


def test_a_refused_action_is_told_on_the_page_one_comes_back_to():
    view = Burn.as_view(refusal=ConumError("Déjà brûlé."))
    request, response = ask(view, "post", Somebody("keeper"), pk=MINE.pk)
    assert response.url == "/back/"
    assert [str(m) for m in request._messages] == ["Déjà brûlé."]
