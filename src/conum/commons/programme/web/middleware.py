"""One reading of the parameters per request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from conum.commons.programme.queries import one_reading


class ParametersMiddleware:
    """Whatever a page asks of parameters costs one query; the next request reads again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with one_reading():
            return self.get_response(request)
