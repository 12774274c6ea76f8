"""Draws a template as a page of the site would, without a database."""

from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

HOSTILE = "<script>alert('x')</script>\"&"


def request_for(address: str = "/", **attributes: Any) -> HttpRequest:
    """A GET request with `attributes` (actor, user)."""
    request = RequestFactory().get(address)
    for name, value in {"user": Nobody(), "actor": None, **attributes}.items():
        setattr(request, name, value)
    return request


def draw(code: str, address: str = "/", request: HttpRequest | None = None, **context: Any) -> str:
    """The HTML of `code`, tags loaded."""
    template = engines["django"].from_string("{% load conum_ui %}" + code)
    return template.render(context, request or request_for(address))


class Nobody:
    """A visitor."""

    is_authenticated = False
